"""The responsibility list on screen: what is in force, its versions, one version, and what it changes."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.actor import Actor
from jiezhi.kit.links import link_to
from jiezhi.organisation.choices import REPLAY_KIND, VersionState
from jiezhi.organisation.forms.lines import ApproveForm, BeginForm, ReturnForm, SubmitForm
from jiezhi.organisation.models import ListVersion
from jiezhi.organisation.permissions import APPROVE_LISTS, KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.queries import (
    base_day,
    changes_of,
    draft_faults,
    find_next_version,
    get_version,
    lines_in_force,
    lines_of,
    standing_of,
    versions_of,
)


@needs(SEE_LISTS)
@never_cache
@require_GET
def versions(request: ActorRequest) -> HttpResponse:
    """Show the list in force and its versions."""
    today = timezone.localdate()
    found = versions_of(request.actor, today=today)
    context = {
        "lines": lines_in_force(request.actor.tenant_id, today),
        "versions": found,
        "open": next((version for version, _standing in found if version.is_open), None),
        "may_keep": request.actor.may(KEEP_LISTS.code),
        "begin_form": BeginForm(),
        "tab": "versions",
    }
    return render(request, "organisation/versions.html", context)


@needs(SEE_LISTS)
@never_cache
@require_GET
def version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Show a version with its lines, its faults, and what can be done with it."""
    chosen, today, actor = get_version(request.actor, version_id), timezone.localdate(), request.actor
    lines = lines_of(chosen)
    day = base_day(chosen, today=today) if chosen.is_open else today
    context = {
        "version": chosen,
        **_standing_and_deeds(chosen, actor, today=today),
        "lines": lines,
        "faults": draft_faults(chosen, lines, today=today) if chosen.is_open else [],
        "replay_url": link_to(REPLAY_KIND, chosen.pk) if chosen.is_open else "",
        "submit_form": SubmitForm(initial={"effective_on": day}),
        "return_form": ReturnForm(),
        "approve_form": ApproveForm(initial={"effective_on": day, "revision": chosen.revision}),
        "tab": "versions",
    }
    return render(request, "organisation/version.html", context)


def _standing_and_deeds(chosen: ListVersion, actor: Actor, *, today: date) -> dict[str, object]:
    """Give how a version stands, and what the actor may do with it as it stands."""
    may_keep, may_approve = actor.may(KEEP_LISTS.code), actor.may(APPROVE_LISTS.code)
    may_decide = chosen.state == VersionState.SUBMITTED and may_approve
    standing = None
    if chosen.state == VersionState.IN_FORCE:
        standing = standing_of(chosen, find_next_version(chosen), today=today)
    return {
        "standing": standing,
        "may_take_back": may_approve and standing and standing.is_to_come and standing.last_on is None,
        "may_write": chosen.state == VersionState.DRAFT and may_keep,
        "may_withdraw": chosen.is_open and may_keep,
        "may_decide": may_decide and chosen.submitter != actor.id,
        "is_own": may_decide and chosen.submitter == actor.id,
    }


@needs(SEE_LISTS)
@never_cache
@require_GET
def difference(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Show what a version changes, by matter, old and new side by side."""
    chosen, today = get_version(request.actor, version_id), timezone.localdate()
    groups = changes_of(chosen, lines_of(chosen), today=today)
    count = sum(len(group.changes) for group in groups)
    context = {"version": chosen, "groups": groups, "count": count, "tab": "versions"}
    return render(request, "organisation/difference.html", context)
