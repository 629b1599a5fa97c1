"""What a company answers: recorded by the office from paper or telephone, or written by itself with its code."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.property.actions.calling import lock_open_call
from jiezhi.property.choices import AnswerWay, CallState, CompanyWord
from jiezhi.property.codes import digest_of_code
from jiezhi.property.errors import unknown_code
from jiezhi.property.events import CompanyAnswered
from jiezhi.property.models import CompanyCall
from jiezhi.property.permissions import ANSWER, ASK
from jiezhi.property.queries import CALL, find_call_by_digest, get_call
from jiezhi.workorders.reply import require_clean_reply


@dataclass(frozen=True)
class CompanyAnswer:
    """What a company says.

    Args:
        word: A `CompanyWord`.
        text: In words.
        by: The post that says so, never a name.
        promised_on: By which day, where it is under way.
    """

    word: str
    text: str
    by: str
    promised_on: date | None = None


@action
def record_answer(
    *, call_id: UUID, answer: CompanyAnswer, way: str, said_at: datetime, actor: Actor, at: datetime
) -> CompanyCall:
    """Record what a company answered on paper or by telephone: the time at which it said so counts.

    Raises:
        InvalidError: Nothing is said, nobody said it, at a time that cannot be, or for a day that was past then.
        CallClosedError: It has been answered, or taken back.
        MissingError: No such call in the actor's area.
    """
    require(actor, ASK)
    get_call(actor, call_id)
    call = lock_open_call(call_id)
    # A page gives minutes: who telephones in the minute of asking is answered after it.
    if not call.asked_at.replace(second=0, microsecond=0) <= said_at <= at:
        raise InvalidError(_("The company was asked later, or the time lies in the future. Correct it."))
    _take(call, answer, way=way, said_at=max(said_at, call.asked_at))
    return call


@action
def answer_with_code(*, code: str, answer: CompanyAnswer, actor: Actor, at: datetime) -> CompanyCall:
    """Answer as the company, with the code it was given; with that the code is spent.

    Raises:
        CodeUnknownError: The code opens nothing.
        InvalidError: Nothing is said, nobody said it, or a day is promised that is past.
    """
    require(actor, ANSWER)
    found = find_call_by_digest(digest_of_code(code))
    if found is None or found.code_digest != actor.id:
        raise unknown_code()
    call = lock_open_call(found.pk)
    _take(call, answer, way=AnswerWay.PAGE, said_at=at)
    emit(
        CompanyAnswered(
            call_id=call.pk,
            order_id=found.order_duty.order_id,
            sub_district_id=call.sub_district_id,
            company=found.contract.company.name,
            number=found.order_duty.order.number,
        )
    )
    return call


def _take(call: CompanyCall, answer: CompanyAnswer, *, way: str, said_at: datetime) -> None:
    if not answer.by.strip():
        raise InvalidError(_("Say which post of the company answers; a name is not needed."))
    if answer.word == CompanyWord.UNDER_WAY and answer.promised_on is None:
        raise InvalidError(_("Say by which day it will be done."))
    promised_on = answer.promised_on if answer.word == CompanyWord.UNDER_WAY else None
    if promised_on is not None and promised_on < timezone.localdate(said_at):
        raise InvalidError(
            _(
                "The day by which it will be done lies before the day of the answer. Give that day or a later one."
            )
        )
    call.answer = require_clean_reply(
        answer.text, lacking=_("Say in plain words what was done or will be done.")
    )
    call.state, call.way, call.word = CallState.ANSWERED, way, answer.word
    call.answered_by, call.answered_at = answer.by.strip(), said_at
    call.promised_on = promised_on
    call.save()
    audit.record("property.company_answered", kind=CALL, id=call.pk, facts={"way": way, "word": answer.word})
