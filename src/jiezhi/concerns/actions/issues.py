"""Verbs on hot issues: the list of a night, and one order for what many asked for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.actions.receiving import Confirmation, confirm_concern, join_concern
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.hot import FoundIssue, get_issue
from jiezhi.concerns.models import HotIssue
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import visible_concerns
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.workorders.models import WorkOrder

ISSUE = "concerns.hot_issue"


@action
def list_hot_issues(*, found: Sequence[FoundIssue], actor: Actor, at: datetime) -> None:
    """Put the issues that a night found in place of those of the night before; nothing refers to these."""
    HotIssue.objects.filter(sub_district_id=actor.tenant_id).delete()
    issues = [
        HotIssue(
            sub_district_id=actor.tenant_id,
            rank=rank,
            heat=round(each.heat, 3),
            words=list(each.words),
            reporters=each.reporters,
            community_id=each.community_id,
            estate_id=each.estate_id,
            first_at=each.first_at,
            last_at=each.last_at,
            found_at=at,
        )
        for rank, each in enumerate(found, start=1)
    ]
    HotIssue.objects.bulk_create(issues)
    links = HotIssue.concerns.through
    links.objects.bulk_create(
        links(hotissue_id=issue.pk, concern_id=pk)
        for issue, each in zip(issues, found, strict=True)
        for pk in each.concern_ids
    )
    audit.record("concerns.hot_issues_listed", kind=ISSUE, id=actor.tenant_id, facts={"issues": len(issues)})


@action
def open_theme_order(
    *, issue_id: UUID, confirmation: Confirmation, actor: Actor, at: datetime
) -> tuple[WorkOrder, int]:
    """Open one order for an issue and let every request of it that still waits share that order.

    Requests that have an order keep it. Every reporter is told and called back, as by joining one by one.

    Returns:
        The order, and how many requests share it.

    Raises:
        InvalidError: No request of the issue waits any more.
        DomainError: Whatever keeps a request from being confirmed.
    """
    require(actor, RECEIVE)
    issue = get_issue(actor, issue_id)
    waiting = visible_concerns(actor).filter(hot_issues=issue, state=ConcernState.SUBMITTED)
    # One that says where it lies goes first: it gives the order its place.
    concerns = sorted(
        waiting.select_for_update(of=("self",)),
        key=lambda each: (each.community_id is None, each.submitted_at),
    )
    if not concerns:
        raise InvalidError(
            _("Every request of this issue has an order already. Open them from the list below.")
        )
    first, *others = concerns
    order = confirm_concern(
        concern_id=first.pk, confirmation=confirmation, seen_version=None, actor=actor, at=at
    )
    for concern in others:
        join_concern(concern_id=concern.pk, order_id=order.pk, seen_version=None, actor=actor, at=at)
    audit.record(
        "concerns.theme_order_opened",
        kind=ISSUE,
        id=issue.pk,
        facts={"order": order.number, "requests": len(concerns)},
    )
    return order, len(concerns)
