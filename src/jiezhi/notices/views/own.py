"""The desk's notices."""

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.notices.actions import read_notices
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.queries import own_notices
from jiezhi.notices.rows import notice_lines


@require_safe
@needs(READ_NOTICES)
def notice_list(request: ActorRequest) -> HttpResponse:
    """Show the newest notices, many of one kind in one line."""
    notices = own_notices(request.actor)
    context = {"lines": notice_lines(notices), "has_unread": any(row.read_at is None for row in notices)}
    return render(request, "notices/list.html", context)


@require_POST
@needs(READ_NOTICES)
def mark_read(request: ActorRequest) -> HttpResponse:
    """Mark everything that the page showed as read."""
    ids = [row.pk for row in own_notices(request.actor) if row.read_at is None]
    if ids:
        read_notices(notice_ids=ids, actor=request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(reverse("notices:list"))
