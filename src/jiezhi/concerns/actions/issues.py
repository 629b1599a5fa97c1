"""Verbs on hot issues: the list of a night, and one order for what many asked for."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions.receiving import (
    Confirmation,
    confirm_concern,
    join_concern,
    lead_and_limit,
)
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.hot import FoundIssue, get_issue
from jiezhi.concerns.models import HotIssue
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import visible_concerns
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.queries import get_matter, lead_for
from jiezhi.places.queries import Spot, spot_of_estate
from jiezhi.workorders.actions import OrderDraft, open_order
from jiezhi.workorders.choices import JOINABLE, THEME_ORIGIN
from jiezhi.workorders.models import WorkOrder

ISSUE = THEME_ORIGIN


@action
def list_hot_issues(*, found: Sequence[FoundIssue], actor: Actor, at: datetime) -> None:
    """Put the issues that a night found in place of those of the night before; nothing refers to these.

    The order that was opened for one goes with most of its requests.
    """
    old = HotIssue.objects.filter(sub_district_id=actor.tenant_id)
    # Locked before their orders are read: somebody may open one in this moment.
    list(old.select_for_update().order_by("pk").values_list("pk", flat=True))
    carried = _carried(found, old)
    old.delete()
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
            order_id=carried.get(rank),
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

    Requests that have an order keep it. Every reporter is told and called back, as by joining one by one. Where none
    waits, the order is the office's own, for the cause: it has no reporters until somebody joins. What waits later
    joins the order that the issue has, as long as that is under way.

    Returns:
        The order, and how many requests came to it.

    Raises:
        InvalidError: The issue has its order and no request waits, or nobody knows where to check on site.
        DomainError: Whatever keeps a request from being confirmed.
    """
    require(actor, RECEIVE)
    issue = _locked(actor, issue_id)
    waiting = visible_concerns(actor).filter(hot_issues=issue, state=ConcernState.SUBMITTED)
    # One that says where it lies goes first: it gives the order its place.
    concerns = sorted(
        waiting.select_for_update(of=("self",)),
        key=lambda each: (each.community_id is None, each.submitted_at),
    )
    order, others = issue.order, concerns
    if order is not None and not concerns:
        raise InvalidError(
            _("This issue has its one order already: %(number)s. Go on there.") % {"number": order.number}
        )
    if order is None or order.state not in JOINABLE:
        first, others = concerns[:1], concerns[1:]
        if first:
            order = confirm_concern(
                concern_id=first[0].pk, confirmation=confirmation, seen_version=None, actor=actor, at=at
            )
        else:
            order = _open_for_cause(issue, confirmation, actor=actor, at=at)
        issue.order = order
        issue.save(update_fields=["order"])
    for concern in others:
        join_concern(concern_id=concern.pk, order_id=order.pk, seen_version=None, actor=actor, at=at)
    audit.record(
        "concerns.theme_order_opened",
        kind=ISSUE,
        id=issue.pk,
        facts={"order": order.number, "requests": len(concerns)},
    )
    return order, len(concerns)


def _locked(actor: Actor, issue_id: UUID) -> HotIssue:
    """Lock an issue: two who open its one order at the same time do so one after the other."""
    issue = get_issue(actor, issue_id)
    HotIssue.objects.select_for_update(of=("self",)).filter(pk=issue.pk).first()
    return get_issue(actor, issue_id)


def _open_for_cause(issue: HotIssue, confirmation: Confirmation, *, actor: Actor, at: datetime) -> WorkOrder:
    """Open an order of the office's own for what an issue comes from; the list names who leads it."""
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=confirmation.matter_id)
    spot = _spot_of(issue)
    if spot.community_id is None and matter.flow == FlowName.EVENT:
        raise InvalidError(
            _(
                "This matter is checked on site by a community's grid workers, and this issue lies in several "
                "communities. Choose another matter."
            )
        )
    level = confirmation.urgency
    choice = lead_for(matter=matter, spot=spot, on=timezone.localdate(at), level=level.value)
    lead, limit = lead_and_limit(choice, matter, confirmation.department_id)
    draft = OrderDraft(
        matter=matter,
        brief=confirmation.brief,
        spot=spot,
        origin=OriginRef(ISSUE, issue.pk),
        urgency=level,
        limit=limit,
        is_cross_department=choice.needs_several(lead.pk),
    )
    return open_order(draft=draft, lead=lead, choice=choice, actor=actor, at=at)


def _spot_of(issue: HotIssue) -> Spot:
    if issue.estate_id is not None:
        return spot_of_estate(sub_district_id=issue.sub_district_id, estate_id=issue.estate_id)
    return Spot(community_id=issue.community_id)


def _carried(found: Sequence[FoundIssue], old: QuerySet[HotIssue]) -> dict[int, UUID]:
    """Give by rank the order that an issue has from the night before: each order goes with most of its requests."""
    rows = old.filter(order__isnull=False, concerns__isnull=False)
    known: dict[UUID, UUID] = dict(rows.values_list("concerns", "order_id"))
    shares = Counter(
        (rank, known[pk])
        for rank, each in enumerate(found, start=1)
        for pk in each.concern_ids
        if pk in known
    )
    carried: dict[int, UUID] = {}
    for (rank, order_id), _count in sorted(shares.items(), key=lambda share: (-share[1], share[0][0])):
        if rank not in carried and order_id not in carried.values():
            carried[rank] = order_id
    return carried
