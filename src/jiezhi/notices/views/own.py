"""The desk's notices."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.links import link_to
from jiezhi.notices.actions import read_notices
from jiezhi.notices.kinds import words_of
from jiezhi.notices.models import Notice
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.queries import own_notices


@dataclass(frozen=True)
class NoticeRow:
    """A notice as the list shows it."""

    notice: Notice
    words: str
    url: str


@require_safe
@needs(READ_NOTICES)
def notice_list(request: ActorRequest) -> HttpResponse:
    """Show the newest notices."""
    notices = own_notices(request.actor)
    rows = [
        NoticeRow(row, words_of(row.kind, row.facts), link_to(row.about_kind, row.about_id))
        for row in notices
    ]
    context = {"rows": rows, "has_unread": any(row.read_at is None for row in notices)}
    return render(request, "notices/list.html", context)


@require_POST
@needs(READ_NOTICES)
def mark_read(request: ActorRequest) -> HttpResponse:
    """Mark everything that the page showed as read."""
    ids = [row.pk for row in own_notices(request.actor) if row.read_at is None]
    if ids:
        read_notices(notice_ids=ids, actor=request.actor, at=datetime.now(UTC))
    return HttpResponseRedirect(reverse("notices:list"))
