"""The whistle (吹哨报到): a community calls named departments, and says afterwards whether they came and it helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import departments_of, get_matter
from jiezhi.places.queries import Spot
from jiezhi.workorders import effects
from jiezhi.workorders.actions._moves import lock_order, record, store
from jiezhi.workorders.actions._supports import (
    SupportWish,
    asked_facts,
    bring_in,
    lock_support,
    require_supportable,
)
from jiezhi.workorders.actions.dispatching import numbered_order, tell_opened
from jiezhi.workorders.choices import HandOverMode, SupportKind, UrgencyTier, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.drafts import OrderDraft
from jiezhi.workorders.effects import entry_for
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.permissions import WHISTLE
from jiezhi.workorders.supports import may_rate, may_whistle

WHISTLE_ORIGIN = "workorders.whistle"


@dataclass(frozen=True)
class WhistleDraft:
    """A matter to which a community calls departments where no order exists yet.

    Args:
        matter_id: What it is about.
        brief: What is the matter, without personal data.
        community_id: Where; one of the caller's own.
        urgency: Shortens every limit.
    """

    matter_id: UUID
    brief: str
    community_id: UUID
    urgency: UrgencyTier = UrgencyTier.NORMAL


@action
def blow_whistle(
    *, order_id: UUID, wishes: Sequence[SupportWish], actor: Actor, at: datetime
) -> list[Support]:
    """Call named departments to an order in the own community: each reports for duty within its limit.

    Raises:
        RefusedError: The order lies in another community.
        SupportRefusedError: A department leads the order or is asked already.
        WrongStepError: The order is reported done.
    """
    require(actor, WHISTLE)
    order = lock_order(actor, order_id)
    require_supportable(order)
    if not may_whistle(actor, order):
        raise RefusedError(_("A community calls departments to orders in its own area only."))
    caller = _own_committee(actor, order.community_id)
    kind = SupportKind.WHISTLE
    rows = bring_in(order, wishes, kind=kind, asked_for=caller.pk, actor=actor, at=at)
    record("support_asked", order, **asked_facts(rows))
    return rows


@action
def open_whistle(
    *, draft: WhistleDraft, wishes: Sequence[SupportWish], actor: Actor, at: datetime
) -> WorkOrder:
    """Call departments to a matter that no order speaks of yet: an order is opened that the community leads itself.

    Who calls, leads: the committee takes it up of its own accord, so the list need not give it the matter, and it
    reports done when the called departments have.

    Raises:
        RefusedError: The community is not the actor's own.
        InvalidError: The brief cannot be handed to departments, or nobody is called.
    """
    require(actor, WHISTLE)
    if draft.community_id not in actor.scope.community_ids:
        raise RefusedError(_("A community calls departments to its own area only."))
    caller = _own_committee(actor, draft.community_id)
    order_draft = OrderDraft(
        matter=get_matter(sub_district_id=actor.tenant_id, matter_id=draft.matter_id),
        brief=draft.brief,
        spot=Spot(community_id=draft.community_id),
        origin=OriginRef(WHISTLE_ORIGIN, caller.pk),
        urgency=draft.urgency,
        flow=FlowName.TASK,
        is_cross_department=True,
    )
    order = numbered_order(order_draft, actor=actor, at=at)
    calendar = calendar_for(order.sub_district_id, since=at)
    opened = entry_for(order, Verb.OPEN, actor=actor, at=at, before="")
    given = effects.dispatch(order, caller, calendar, mode=HandOverMode.DIRECT, actor=actor, at=at)
    taken = effects.take_on(order, Verb.ACCEPT, calendar, actor=actor, at=at)
    tell_opened(order, order_draft)
    store(order, opened, given, taken)
    kind = SupportKind.WHISTLE
    rows = bring_in(order, wishes, kind=kind, asked_for=caller.pk, actor=actor, at=at)
    record("support_asked", order, **asked_facts(rows))
    return order


@action
def rate_whistle(
    *, support_id: UUID, has_come: bool, has_helped: bool, actor: Actor, at: datetime
) -> Support:
    """Say whether a called department came and whether it helped: two facts about one order, of no person.

    Raises:
        RefusedError: Another community called, or it was said already, or it is too early.
        InvalidError: Who did not come cannot have helped.
    """
    require(actor, WHISTLE)
    support = lock_support(actor, support_id)
    if not may_rate(actor, support):
        raise RefusedError(
            _(
                "Only the community that called says so, once, after the department has reported for duty or ended."
            )
        )
    if has_helped and not has_come:
        raise InvalidError(_("Who did not come cannot have helped. Correct one of the two."))
    support.has_come, support.has_helped, support.rated_at = has_come, has_helped, at
    support.save(update_fields=["has_come", "has_helped", "rated_at"])
    record("whistle_rated", support.order, support=str(support.pk), has_come=has_come, has_helped=has_helped)
    return support


def _own_committee(actor: Actor, community_id: UUID | None) -> Department:
    for row in departments_of(actor.tenant_id):
        is_own = row.pk in actor.scope.department_ids or row.community_id in actor.scope.community_ids
        if row.kind == DepartmentKind.COMMUNITY and row.community_id == community_id and is_own:
            return row
    raise RefusedError(_("Your post belongs to no residents' committee of this community."))
