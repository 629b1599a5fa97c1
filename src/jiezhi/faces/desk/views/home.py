"""The door of the desk: it opens where one's post has its work."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect

from jiezhi.faces.desk.homes import home_of
from jiezhi.kit.access import ActorRequest, public


@public
def home(request: ActorRequest) -> HttpResponse:
    """Lead staff to their work and everybody else to the sign-in; it shows nothing itself."""
    if not request.actor.is_staff:
        return redirect_to_login(request.get_full_path())
    return redirect(home_of(request.actor))
