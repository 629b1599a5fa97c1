"""A request for somebody else: who acts, whom the office calls back, and that the person agreed."""

from dataclasses import replace

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from jiezhi.concerns.forms import ProxyForm
from jiezhi.faces.portal.draft import find_draft, keep_draft, new_draft
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.faces.portal.views.request import INVALID, go_on, show, to_step
from jiezhi.kit.access import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def proxy(request: StreetRequest) -> HttpResponseBase:
    """Step before the first, for whoever acts for a family member or a neighbour; or take it back."""
    draft = find_draft(request) or new_draft()
    if request.method != "POST":
        return show(request, "proxy", {"form": ProxyForm.filled(draft.proxy), "draft": draft})
    if "for_myself" in request.POST:
        keep_draft(request, replace(draft, proxy=()))
        return to_step(request, draft.open_step)
    form = ProxyForm(request.POST)
    if not form.is_valid():
        return show(request, "proxy", {"form": form, "draft": draft}, status=INVALID)
    return go_on(request, replace(draft, proxy=form.kept()))
