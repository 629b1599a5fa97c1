"""An order is about a duty, and the company that owes it is asked within a limit of working time."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.ids import new_id
from jiezhi.kit.outbox import emit
from jiezhi.property.choices import CallState
from jiezhi.property.codes import code_of_call, digest_of_code
from jiezhi.property.errors import CallClosedError
from jiezhi.property.events import CompanyCallLate
from jiezhi.property.models import CompanyCall, OrderDuty, ServiceContract, StandardDuty
from jiezhi.property.permissions import ASK
from jiezhi.property.queries import CALL, contract_of_estate, get_call, get_standard_duty
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import get_order


@action
def confirm_duty(
    *, order_id: UUID, duty_id: UUID, ask: bool = False, actor: Actor, at: datetime
) -> OrderDuty:
    """Say which duty an order is about, and ask the company at once where wanted: one step.

    It can be corrected as long as the company has not been asked.

    Raises:
        InvalidError: The order names no estate, or no company serves it.
        CallClosedError: The company was asked already.
        MissingError: No such order in the actor's area, or no such duty.
    """
    require(actor, ASK)
    order = get_order(actor, order_id)
    duty = get_standard_duty(actor, duty_id)
    if order.estate_id is None:
        raise InvalidError(
            _("The order names no estate, so no contract can be found. Name the estate first.")
        )
    hold(f"property.order:{order.pk}")
    contract = contract_of_estate(order.sub_district_id, order.estate_id, on=timezone.localdate(at))
    found = OrderDuty.objects.filter(order=order).first()
    if found is not None and found.calls.exists():
        raise CallClosedError(_("The company has been asked under the other duty. Take that back first."))
    row = found or OrderDuty(sub_district_id=order.sub_district_id, order=order, estate_id=order.estate_id)
    row.duty, row.contract, row.confirmed_at, row.confirmed_by = duty, contract, at, actor.label
    row.save()
    audit.record(
        "property.duty_confirmed", kind="workorders.order", id=order.pk, facts={"duty": str(duty.pk)}
    )
    if ask:
        _ask(row, order, actor, at=at)
    return row


@action
def ask_company(*, order_id: UUID, actor: Actor, at: datetime) -> CompanyCall:
    """Ask the company that serves the order's estate, first or again after its answer.

    Raises:
        InvalidError: No duty has been confirmed, or no company serves the estate.
        CallClosedError: It has been asked and has not answered yet.
        MissingError: No such order in the actor's area.
    """
    require(actor, ASK)
    order = get_order(actor, order_id)
    hold(f"property.order:{order.pk}")
    row = OrderDuty.objects.filter(order=order).select_related("duty").first()
    if row is None:
        raise InvalidError(_("Say first which duty the order is about."))
    if row.calls.filter(state=CallState.ASKED).exists():
        raise CallClosedError(_("The company has been asked and has not answered yet."))
    return _ask(row, order, actor, at=at)


def _ask(row: OrderDuty, order: WorkOrder, actor: Actor, *, at: datetime) -> CompanyCall:
    contract = contract_of_estate(row.sub_district_id, row.estate_id, on=timezone.localdate(at))
    if contract is None:
        raise InvalidError(
            _(
                "No property company serves this estate by contract. Enter the contract, or leave the company out."
            )
        )
    if row.contract_id != contract.pk:
        row.contract = contract
        row.save(update_fields=["contract"])
    call_id, calendar = new_id(), calendar_for(row.sub_district_id, since=at)
    call = CompanyCall.objects.create(
        pk=call_id,
        sub_district_id=row.sub_district_id,
        order_duty=row,
        contract=contract,
        asked_at=at,
        asked_by=actor.label,
        due_at=due_at(calendar, at, limit_of(contract, row.duty)),
        code_digest=digest_of_code(code_of_call(call_id)),
    )
    audit.record("property.company_asked", kind=CALL, id=call.pk, facts={"number": order.number})
    return call


def limit_of(contract: ServiceContract, duty: StandardDuty) -> Limit:
    """Give how soon a company answers about a duty: as its contract says, or else as the list does."""
    agreed = next((row for row in contract.duties.all() if row.duty.name == duty.name), None)
    chosen = agreed or duty
    return Limit(chosen.limit_amount, LimitUnit(chosen.limit_unit))


@action
def withdraw_call(*, call_id: UUID, actor: Actor, at: datetime) -> CompanyCall:
    """Take back what a company was asked, such as when the duty was wrong; it does not count on its record.

    Raises:
        CallClosedError: It has been answered, or taken back.
        MissingError: No such call in the actor's area.
    """
    require(actor, ASK)
    get_call(actor, call_id)
    call = lock_open_call(call_id)
    call.state = CallState.WITHDRAWN
    call.save(update_fields=["state"])
    audit.record("property.call_withdrawn", kind=CALL, id=call.pk)
    return call


@action
def note_late_call(*, call_id: UUID, actor: Actor, at: datetime) -> bool:
    """Note once that a company's limit has passed without an answer, and tell of it. True when it was noted."""
    call = CompanyCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.state != CallState.ASKED or call.late_noted_at is not None or call.due_at >= at:
        audit.record("property.call_late", kind=CALL, id=call.pk, facts={"is_noted": False})
        return False
    call.late_noted_at = at
    call.save(update_fields=["late_noted_at"])
    audit.record("property.call_late", kind=CALL, id=call.pk)
    order = call.order_duty.order
    emit(
        CompanyCallLate(
            call_id=call.pk,
            order_id=order.pk,
            sub_district_id=call.sub_district_id,
            company=call.contract.company.name,
            number=order.number,
        )
    )
    return True


def lock_open_call(call_id: UUID) -> CompanyCall:
    """Lock a call that waits for its answer.

    Raises:
        CallClosedError: It has been answered, or taken back.
    """
    call = CompanyCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.state != CallState.ASKED:
        raise CallClosedError(
            _("This is “%(state)s” meanwhile. Look at the order again.") % {"state": call.get_state_display()}
        )
    return call
