"""Putting two orders about one thing together (并单), and parting them again: one order stays, with its one lead."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit
from jiezhi.organisation.choices import FlowName
from jiezhi.workorders.actions._merged_parts import ask_parts_again, call_parts_off, require_no_work_begun
from jiezhi.workorders.actions._moves import lock_order, record, store
from jiezhi.workorders.brief import require_clean_note
from jiezhi.workorders.choices import (
    JOINABLE,
    MERGEABLE,
    ExtensionState,
    OrderState,
    UrgencyTier,
    Verb,
)
from jiezhi.workorders.clock import calendar_for, enter_step
from jiezhi.workorders.effects import entry_for
from jiezhi.workorders.errors import MergeRefusedError, PartRefusedError
from jiezhi.workorders.events import OrderMerged, OrderParted
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import get_order

FORBIDS_PARTING = (
    Verb.RESOLVE,
    Verb.PASS_CHECK,
    Verb.FAIL_CHECK,
    Verb.CLOSE,
    Verb.REOPEN,
)
"""Deeds on the staying order that were done for all its reporters: after them nobody can say what was done for whom."""
_PRESSING = tuple(UrgencyTier.values)


@action
def merge_order(
    *,
    absorbed_id: UUID,
    staying_id: UUID,
    note: str = "",
    seen_version: int | None,
    actor: Actor,
    at: datetime,
) -> tuple[WorkOrder, WorkOrder]:
    """Merge an order into another: it is closed as merged, the other keeps lead, limit and version.

    Departments that were asked beside its lead and have not answered are called off with it.

    Both are locked in the order of their ids, so that two dispatchers who merge them into each other pass one after the
    other, and the second is refused. Whoever holds the reports moves them in the same deed.

    Returns:
        The absorbed and the staying order.

    Raises:
        MissingError: One of them is not in the actor's area.
        StaleError: The absorbed one changed since it was read.
        MergeRefusedError: They cannot be put together; the message says why.
        InvalidError: The note holds a person's number.
    """
    require(actor, DISPATCH)
    note = require_clean_note(note)
    absorbed, staying = _lock_both(actor, absorbed_id, staying_id, seen_version=seen_version)
    _require_mergeable(absorbed, staying)
    call_parts_off(absorbed, staying, at=at)
    before = absorbed.state
    absorbed.state, absorbed.merged_into, absorbed.closed_at = OrderState.CLOSED, staying, at
    staying.absorbed_count += 1
    record("order_merged", absorbed, into=staying.number)
    record("order_absorbed", staying, absorbed=absorbed.number)
    emit(
        OrderMerged(
            order_id=absorbed.pk,
            sub_district_id=absorbed.sub_district_id,
            department_id=absorbed.lead_id,
            number=absorbed.number,
            into_number=staying.number,
        )
    )
    said, also = _with(staying.number, note), _with(absorbed.number, note)
    store(absorbed, entry_for(absorbed, Verb.MERGE, actor=actor, at=at, before=before, note=said))
    _note_on_staying(
        staying, entry_for(staying, Verb.ABSORB, actor=actor, at=at, before=staying.state, note=also)
    )
    return absorbed, staying


@action
def part_order(*, absorbed_id: UUID, note: str, actor: Actor, at: datetime) -> tuple[WorkOrder, WorkOrder]:
    """Undo a merge: the order stands where it stood, with lead and limit as they were; the staying one goes on.

    Whom the merge called off beside the lead is asked anew.

    Returns:
        The order that was absorbed, and the one that stayed.

    Raises:
        InvalidError: No reason is given, or it holds a person's number.
        PartRefusedError: It is not merged, or what was done since forbids it; the message says what.
    """
    require(actor, DISPATCH)
    into_id = _require_merged(get_order(actor, absorbed_id))
    note = require_clean_note(note, lacking=_("Say why the two are parted again: both departments read it."))
    # Read first, locked then: whoever merges locks the two in the order of their ids, and so must whoever parts them.
    absorbed, staying = _lock_both(actor, absorbed_id, into_id)
    _require_merged(absorbed, into_id)
    joined = absorbed.entries.filter(verb=Verb.MERGE).order_by("-at", "-id")[0]
    _require_partable(staying, joined)
    absorbed.state, absorbed.merged_into, absorbed.closed_at = joined.from_state, None, None
    # Nobody could answer it meanwhile: its step begins anew, the limit of the whole stays.
    enter_step(absorbed, absorbed.matter, calendar_for(absorbed.sub_district_id, since=at), at=at)
    ask_parts_again(absorbed, actor=actor, at=at)
    staying.absorbed_count -= 1
    record("order_parted", absorbed, of=staying.number)
    emit(
        OrderParted(
            order_id=absorbed.pk,
            sub_district_id=absorbed.sub_district_id,
            department_id=absorbed.lead_id,
            number=absorbed.number,
        )
    )
    said, also = _with(staying.number, note), _with(absorbed.number, note)
    before = OrderState.CLOSED
    store(absorbed, entry_for(absorbed, Verb.PART, actor=actor, at=at, before=before, note=said))
    _note_on_staying(
        staying, entry_for(staying, Verb.PART, actor=actor, at=at, before=staying.state, note=also)
    )
    return absorbed, staying


def _lock_both(
    actor: Actor, absorbed_id: UUID, staying_id: UUID, *, seen_version: int | None = None
) -> tuple[WorkOrder, WorkOrder]:
    if absorbed_id == staying_id:
        raise MergeRefusedError(_("An order cannot be merged into itself. Choose the other one."))
    seen = {absorbed_id: seen_version}
    both = {pk: lock_order(actor, pk, seen_version=seen.get(pk)) for pk in sorted((absorbed_id, staying_id))}
    return both[absorbed_id], both[staying_id]


def _require_mergeable(absorbed: WorkOrder, staying: WorkOrder) -> None:
    """Refuse what would lose a reporter's right, a department's part, a check on site or a pressing limit."""
    for order, states in ((absorbed, MERGEABLE), (staying, JOINABLE)):
        if order.state not in states:
            raise MergeRefusedError(
                _("%(number)s is “%(state)s”: only what is still to be done can be merged.")
                % {"number": order.number, "state": order.get_state_display()}
            )
    names = {"one": absorbed.number, "other": staying.number}
    if absorbed.flow != staying.flow or absorbed.flow in (FlowName.TASK, FlowName.ENQUIRY):
        raise MergeRefusedError(
            _("%(one)s and %(other)s go through different steps, so that one cannot answer for both.") % names
        )
    if absorbed.reopened_count != staying.reopened_count:
        raise MergeRefusedError(
            _("Only one of %(one)s and %(other)s was taken up again: its reporters have another round.")
            % names
        )
    _require_idle(absorbed, staying, names)


def _require_idle(absorbed: WorkOrder, staying: WorkOrder, names: dict[str, str]) -> None:
    """Refuse what somebody is still to answer."""
    if _PRESSING.index(absorbed.urgency) > _PRESSING.index(staying.urgency):
        raise MergeRefusedError(
            _("%(one)s is more pressing than %(other)s. Let it stay, and merge the other into it.") % names
        )
    if absorbed.urgency == UrgencyTier.EMERGENCY and absorbed.state != OrderState.IN_HAND:
        raise MergeRefusedError(
            _("%(one)s is an emergency that nobody has taken on yet. Somebody must answer it first.") % names
        )
    require_no_work_begun(absorbed)
    if absorbed.extensions.filter(state=ExtensionState.ASKED).exists():
        raise MergeRefusedError(_("A wish for more time is open for %(one)s. Decide on it first.") % names)


def _require_merged(order: WorkOrder, into_id: UUID | None = None) -> UUID:
    """Give what an order is merged into, and refuse one that is not, or was merged into yet another meanwhile."""
    if order.merged_into_id is None or into_id not in (None, order.merged_into_id):
        raise PartRefusedError(_("%(number)s is not merged into another order.") % {"number": order.number})
    return order.merged_into_id


def _require_partable(staying: WorkOrder, joined: OrderEntry) -> None:
    if staying.merged_into is not None:
        raise PartRefusedError(
            _("%(number)s was merged into %(other)s since. Undo that first.")
            % {"number": staying.number, "other": staying.merged_into.number}
        )
    # Whoever waited for the merge brings a time from before it: the id tells that the deed came after.
    is_later = Q(at__gte=joined.at) | Q(id__gt=joined.pk)
    deeds = staying.entries.filter(is_later, verb__in=FORBIDS_PARTING).order_by("at", "id")
    done = [f"{entry.get_verb_display()} {timezone.localtime(entry.at):%m-%d %H:%M}" for entry in deeds]
    if done:
        raise PartRefusedError(
            _("%(number)s went on for all its reporters since: %(deeds)s. The merge can no longer be undone.")
            % {"number": staying.number, "deeds": _(", ").join(done)}
        )


def _note_on_staying(staying: WorkOrder, entry: OrderEntry) -> None:
    """Keep the line on the order that stays; its version stays too, since its department's work does not change."""
    entry.due_at = staying.due_at
    staying.save(update_fields=["absorbed_count"])
    entry.save(force_insert=True)


def _with(number: str, note: str) -> str:
    return " ".join(part for part in (number, note) if part)
