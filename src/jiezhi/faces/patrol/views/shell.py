"""The shell of patrol: what a telephone keeps of the pages themselves. Nothing in it is about anybody."""

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiezhi.faces.patrol.precache import shell_context, shell_files, shell_version
from jiezhi.kit.access import ActorRequest, needs, public
from jiezhi.workorders.permissions import VIEW


@public
@require_GET
def shell(request: ActorRequest) -> HttpResponse:
    """Give the empty page that stands in for all others where there is no connection."""
    return render(request, "patrol/shell.html", shell_context())


@needs(VIEW)
@require_GET
def joint_visit(request: ActorRequest) -> HttpResponse:
    """Give the same empty page for a joint visit: its tasks come from the telephone, with a connection and without."""
    at_desk = f"{reverse('desk:joint_visit')}?{urlencode({'task': request.GET.getlist('task')}, doseq=True)}"
    return render(request, "patrol/shell.html", {**shell_context(), "at_desk": at_desk})


@public
@require_GET
def worker(request: ActorRequest) -> HttpResponse:
    """Give the service worker; another byte in the shell is another version of it."""
    context = {"version": shell_version(), "shell": reverse("patrol:shell"), "files": shell_files()}
    return render(request, "patrol/worker.js", context, content_type="text/javascript; charset=utf-8")


@public
@require_GET
def manifest(request: ActorRequest) -> HttpResponse:  # noqa: ARG001 - every view takes one
    """Say how patrol stands on a home screen."""
    sizes = {"patrol/icon-192.png": "192x192", "patrol/icon-512.png": "512x512"}
    icons = [
        {"src": static(name), "sizes": size, "type": "image/png", "purpose": purpose}
        for name, size in sizes.items()
        for purpose in ("any", "maskable")
    ]
    told = {
        "name": _("Jiezhi patrol"),
        "short_name": _("Patrol"),
        "start_url": reverse("patrol:today"),
        "scope": reverse("patrol:today"),
        "display": "standalone",
        "background_color": "#f5f7f8",
        "theme_color": "#0b4a6f",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
