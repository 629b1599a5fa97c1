"""Saved filters: kept from a list, put in order, taken off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.workorders.actions import drop_filter, move_filter_up, save_filter
from jiezhi.workorders.filter_forms import filter_of, plain_query
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.saved import tended_lines


@needs(VIEW)
@require_safe
def filters(request: ActorRequest) -> HttpResponse:
    """Show the saved filters, with the order they stand in."""
    lines = tended_lines(request.actor, read=filter_of, at=timezone.now())
    return render(request, "workorders/saved.html", {"lines": lines})


@needs(VIEW)
@require_POST
def save(request: ActorRequest) -> HttpResponse:
    """Keep what the list is narrowed to; what is refused is shown again as it was typed."""
    query, name = plain_query(request.POST.get("query", "")), request.POST.get("name", "")
    is_shared, split = request.POST.get("is_shared") == "on", request.POST.get("split") == "on"
    at = timezone.now()
    try:
        saved = save_filter(name=name, query=query, is_shared=is_shared, actor=request.actor, at=at)
    except DomainError as problem:
        typed = {"here": query, "name": name, "is_shared": is_shared, "split": split, "problem": problem}
        return render(request, "workorders/keep_filter.html", typed, status=problem.status)
    messages.success(request, _("Kept as “%(name)s”.") % {"name": saved.name})
    return redirect(f"{reverse('workorders:list')}?{saved.query}{'&split=on' if split else ''}")


@needs(VIEW)
@require_POST
def drop(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    """Take one off."""
    drop_filter(filter_id=filter_id, actor=request.actor, at=timezone.now())
    return redirect("workorders:filters")


@needs(VIEW)
@require_POST
def move_up(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    """Let one stand earlier."""
    move_filter_up(filter_id=filter_id, actor=request.actor, at=timezone.now())
    return redirect("workorders:filters")
