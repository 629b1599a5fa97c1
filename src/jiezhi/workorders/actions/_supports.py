"""What every deed on a support shares: lock the order first and the support after it, move it, and tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.supports import SUPPORT_FLOW
from jiezhi.core.workflow import IllegalStepError
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import departments_of
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions._moves import lock_any_order, record
from jiezhi.workorders.authority import support_mode
from jiezhi.workorders.brief import require_clean_brief
from jiezhi.workorders.choices import HandOverMode, SupportKind, SupportState, SupportVerb
from jiezhi.workorders.clock import calendar_for, start_part
from jiezhi.workorders.errors import SupportRefusedError, WrongStepError
from jiezhi.workorders.events import SupportAsked, SupportEnded
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.supports import SUPPORTABLE, open_supports, supports_in_reach


@dataclass(frozen=True)
class SupportDraft:
    """What a department is asked to do beside the lead.

    Args:
        department: Who.
        task: Its part, in a sentence, without personal data.
        limit: Amount and unit; None takes the order's own.
        is_limit_fixed: Whether a person set the limit for this part, so that urgency does not shorten it.
        is_named: Whether the responsibility list names it for this order.
    """

    department: Department
    task: str
    limit: tuple[int, str] | None = None
    is_limit_fixed: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class SupportWish:
    """What a department is to do beside the lead, as it was typed.

    Args:
        department_id: Who.
        task: Its part, in a sentence.
        limit: Amount and unit, which hold as they are; None takes the order's own.
        is_limit_fixed: Whether a person set that limit; False where it is one of the list or of the order, taken
            over from an earlier part.
    """

    department_id: UUID
    task: str
    limit: tuple[int, str] | None = None
    is_limit_fixed: bool = True


def lock_support(actor: Actor, support_id: UUID) -> Support:
    """Lock a support within the actor's reach, and before it its order: every deed on either waits in one line.

    Raises:
        MissingError: No such support within reach.
    """
    order_id = supports_in_reach(actor).filter(pk=support_id).values_list("order_id", flat=True).first()
    missing = MissingError(_("Your department has no such part in a work order."))
    if order_id is None:
        raise missing
    order = lock_any_order(actor, order_id)
    rows = supports_in_reach(actor).select_related("department", "asked_by_department")
    support = rows.select_for_update(of=("self",)).filter(pk=support_id).first()
    if support is None:
        raise missing
    support.order = order
    return support


def require_supportable(order: WorkOrder) -> None:
    """Refuse to bring a department in to an order at which nobody works any more.

    Raises:
        WrongStepError: It is reported done.
    """
    if order.state not in SUPPORTABLE:
        raise WrongStepError(
            _("The order is “%(state)s”: nobody can be brought in to it now.")
            % {"state": order.get_state_display()}
        )


def ask_each(
    order: WorkOrder,
    drafts: Iterable[SupportDraft],
    calendar: WorkingCalendar,
    *,
    kind: SupportKind = SupportKind.SUPPORT,
    asked_for: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> list[Support]:
    """Bring departments in to a locked order: rows and news; the deed leaves the audit.

    Raises:
        SupportRefusedError: It leads the order, or is at work on it already.
        NotListedError: The list does not give a residents' committee this matter here.
        InvalidError: A task is empty or holds what looks like personal data.
    """
    drafts = list(drafts)
    _refuse_twins(order, drafts, [row.department_id for row in open_supports(order)])
    rows = [
        _new_support(order, draft, calendar, kind=kind, asked_for=asked_for, actor=actor, at=at)
        for draft in drafts
    ]
    Support.objects.bulk_create(rows)
    for row in rows:
        emit(
            SupportAsked(
                support_id=row.pk,
                order_id=order.pk,
                sub_district_id=order.sub_district_id,
                department_id=row.department_id,
                number=order.number,
                is_whistle=row.is_whistle,
            )
        )
    return rows


def bring_in(
    order: WorkOrder,
    wishes: Sequence[SupportWish],
    *,
    kind: SupportKind,
    asked_for: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> list[Support]:
    """Turn wishes for a locked order into supports, and mark the order as one of several departments.

    Raises:
        InvalidError: No department is named.
        MissingError: The street has no such department.
    """
    if not wishes:
        raise InvalidError(_("Choose at least one department."))
    known = {row.pk: row for row in departments_of(order.sub_district_id)}
    if any(wish.department_id not in known for wish in wishes):
        raise MissingError(_("This street has no such department. Choose one from the list."))
    drafts = [
        SupportDraft(known[wish.department_id], wish.task, wish.limit, wish.is_limit_fixed) for wish in wishes
    ]
    calendar = calendar_for(order.sub_district_id, since=at)
    rows = ask_each(order, drafts, calendar, kind=kind, asked_for=asked_for, actor=actor, at=at)
    if not order.is_cross_department:
        order.is_cross_department = True
        order.save(update_fields=["is_cross_department"])
    return rows


def asked_facts(rows: Sequence[Support]) -> dict[str, str | bool]:
    """Give what the audit keeps of departments that were brought in."""
    return {
        "departments": ",".join(str(row.department_id) for row in rows),
        "ways": ",".join(row.hand_over for row in rows),
        "is_whistle": any(row.is_whistle for row in rows),
    }


def move_support(support: Support, verb: SupportVerb, *, at: datetime) -> None:
    """Move a locked support by its table.

    Raises:
        WrongStepError: It stands elsewhere by now.
    """
    before = SupportState(support.state)
    try:
        support.state = SUPPORT_FLOW.target_of(verb, before)
    except IllegalStepError as error:
        raise WrongStepError(
            _("“%(verb)s” is not possible: this part is “%(state)s” by now. Look at it again.")
            % {"verb": verb.label, "state": before.label}
        ) from error
    if support.state in (SupportState.DECLINED, SupportState.CALLED_OFF, SupportState.LAPSED):
        support.ended_at = at


def end_support(
    support: Support, verb: SupportVerb, *, note: str, into_number: str | None = None, at: datetime
) -> None:
    """End an open support of a locked order for a reason, and tell its department that it is no longer wanted.

    Args:
        support: Whose order is locked.
        verb: Called off or lapsed.
        note: Why.
        into_number: The order into which its own is merged, where that is why.
        at: Now.
    """
    move_support(support, verb, at=at)
    support.note, support.ended_by_merge = note, into_number is not None
    support.save(update_fields=["state", "ended_at", "note", "ended_by_merge"])
    emit(
        SupportEnded(
            support_id=support.pk,
            order_id=support.order_id,
            sub_district_id=support.sub_district_id,
            department_id=support.department_id,
            number=support.order.number,
            into_number=into_number,
        )
    )


def free_new_lead(order: WorkOrder, lead: Department, *, at: datetime) -> None:
    """End the support of a department that now leads the order: it never has two parts in it."""
    for row in open_supports(order) if order.is_cross_department else []:
        if row.department_id == lead.pk:
            row.order = order
            end_support(row, SupportVerb.CALL_OFF, note=_("It leads the order now."), at=at)
            record("support_called_off", order, support=str(row.pk), department=str(row.department_id))


def spot_of(order: WorkOrder) -> Spot:
    """Give where an order lies."""
    return Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)


def _refuse_twins(order: WorkOrder, drafts: list[SupportDraft], at_work: list[UUID]) -> None:
    seen = set(at_work)
    for draft in drafts:
        facts = {"department": draft.department.name}
        if draft.department.pk == order.lead_id:
            raise SupportRefusedError(
                _("%(department)s leads this order: it cannot support itself. Choose another one.") % facts
            )
        if draft.department.pk in seen:
            raise SupportRefusedError(
                _("%(department)s is asked already. Call that off first, or wait for its answer.") % facts
            )
        seen.add(draft.department.pk)


def _new_support(
    order: WorkOrder,
    draft: SupportDraft,
    calendar: WorkingCalendar,
    *,
    kind: SupportKind,
    asked_for: UUID | None,
    actor: Actor,
    at: datetime,
) -> Support:
    amount, unit = draft.limit or (order.limit_amount, order.limit_unit)
    if amount < 1:
        raise InvalidError(_("The limit must be at least one."))
    on: date = timezone.localdate(at)
    mode: HandOverMode = support_mode(
        draft.department,
        matter=order.matter,
        spot=spot_of(order),
        on=on,
        level=order.urgency,
        is_named=draft.is_named,
    )
    support = Support(
        sub_district_id=order.sub_district_id,
        order=order,
        department=draft.department,
        kind=kind,
        hand_over=mode,
        task=require_clean_brief(draft.task),
        limit_amount=amount,
        limit_unit=unit,
        is_limit_fixed=draft.limit is not None and draft.is_limit_fixed,
        asked_at=at,
        asked_by=actor.label,
        asked_by_department_id=asked_for or actor.department_id,
    )
    start_part(support, order.urgency, calendar, at=at)
    return support
