"""Who may show the desk in a frame: nobody, but for sessions that a registered platform opened."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from jiezhi.accounts.browsers import end_session_when
from jiezhi.gateway.launch.queries import has_link_ended

end_session_when(has_link_ended)
FRAME_KEY = "launch_frame"


class FrameMiddleware:
    """Lets the origin that a program registered, and no other, show the pages of the session it opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        # A page that did not ask for the session belongs to nobody, and is shown in no frame.
        if request.session.accessed and (origin := request.session.get(FRAME_KEY)):
            answer.xframe_options_exempt = True  # type: ignore[attr-defined]
            answer._csp_replace = {"frame-ancestors": [origin]}  # type: ignore[attr-defined]  # noqa: SLF001
        return answer
