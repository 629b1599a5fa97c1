"""What a property company owed by its contract, when it was called and what it answered.

Organisations and posts only: who spoke for the company and why a contract ended is left out, since people write names
there.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from jiezhi.evidence.brief.lines import Line, Pair, Section, Wanted, day, masked, moment
from jiezhi.organisation.choices import amount_words
from jiezhi.property.choices import CallState
from jiezhi.property.models import CompanyCall, OrderDuty, ServiceContract
from jiezhi.property.queries import agreed_duty, duties_answered_for
from jiezhi.property.standing import is_late
from jiezhi.workorders.models import WorkOrder


def duties_seen(wanted: Wanted) -> list[OrderDuty]:
    """Give the duties of companies that an order is about, and those of orders merged into it; often none."""
    return duties_answered_for(wanted.reader, wanted.order)


def company_sections(wanted: Wanted, duties: Sequence[OrderDuty]) -> list[Section]:
    """Give a section for each company's part in the order."""
    return [Section(_title(row, wanted.order), _facts(row), _lines(row)) for row in duties]


def _title(row: OrderDuty, order: WorkOrder) -> str:
    if row.order_id == order.pk:
        return _("Duty of the property company")
    return _("Duty of the property company: %(number)s, merged into this order") % {
        "number": row.order.number
    }


def _lines(row: OrderDuty) -> list[Line]:
    timed = [line for call in row.calls.all() for line in _call_lines(call)]
    return [line for _at, line in sorted(timed, key=lambda each: each[0])]


def _facts(row: OrderDuty) -> list[Pair]:
    about = [(_("Estate"), row.estate.name), (_("Service duty"), row.duty.name)]
    contract = row.contract
    if contract is None:
        about.append((_("Property company"), _("No property company served the estate by contract.")))
    else:
        about += [
            (_("Property company"), contract.company.name),
            (_("Kind of contract"), " ".join(filter(None, (contract.get_kind_display(), contract.document)))),
            (_("Agreed for"), _span(contract.from_on, contract.until_on)),
            (_("When the order was opened"), _standing(contract, row.order.opened_on)),
            (_("What the contract says"), _agreed(row, contract)),
        ]
    confirmed = _("%(when)s, %(who)s") % {"when": moment(row.confirmed_at), "who": row.confirmed_by}
    return [*about, (_("Confirmed to be about it"), confirmed)]


def _span(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def _standing(contract: ServiceContract, on: date) -> str:
    """Say how a contract stood on the day an order was opened, and whether it ended since.

    Source: Civil Code article 948: where owners go on to be served after the term, the contract has no term.
    """
    if contract.ended_on is not None and contract.ended_on <= on:
        return _("It had ended on %(day)s.") % {"day": day(contract.ended_on)}
    if contract.from_on > on:
        return _("It had not begun yet: it began on %(day)s.") % {"day": day(contract.from_on)}
    told = [_("It held.")]
    if contract.until_on < on:
        told = [
            _(
                "It had run out on %(day)s, and the company served on without a term (Civil Code, article 948)."
            )
            % {"day": day(contract.until_on)}
        ]
    if contract.ended_on is not None:
        told.append(_("It has ended since, on %(day)s.") % {"day": day(contract.ended_on)})
    return "".join(told)


def _agreed(row: OrderDuty, contract: ServiceContract) -> str:
    agreed = agreed_duty(contract, row.duty)
    if agreed is None:
        limit = amount_words(row.duty.limit_amount, row.duty.limit_unit)
        told = _("It names no such duty. The street's list of duties says: answer within %(limit)s.")
        return told % {"limit": limit}
    limit = amount_words(agreed.limit_amount, agreed.limit_unit)
    return _("“%(duty)s”, answer within %(limit)s") % {"duty": agreed.duty.name, "limit": limit}


def _call_lines(call: CompanyCall) -> list[tuple[datetime, Line]]:
    company = call.contract.company.name
    asked = _("Asked %(company)s to answer until %(due)s") % {"company": company, "due": moment(call.due_at)}
    if call.state == CallState.WITHDRAWN:
        asked = _("%(asked)s; taken back later") % {"asked": asked}
    lines = [(call.asked_at, Line(moment(call.asked_at), asked, call.asked_by))]
    if call.late_noted_at is not None and call.state != CallState.WITHDRAWN:
        passed = Line(moment(call.due_at), _("The limit passed without an answer"), company)
        lines.append((call.due_at, passed))
    if call.answered_at is not None:
        lines.append((call.answered_at, _answer_line(call, company, call.answered_at)))
    return lines


def _answer_line(call: CompanyCall, company: str, answered_at: datetime) -> Line:
    late = _("Answered late") if is_late(call, at=answered_at) else _("Answered in time")
    told = [late, str(call.get_word_display()), str(call.get_way_display())]
    if call.promised_on is not None:
        told.append(_("promised for %(day)s") % {"day": day(call.promised_on)})
    return Line(moment(answered_at), _("; ").join(told), company, masked(call.answer))
