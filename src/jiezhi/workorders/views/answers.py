"""What a body that takes no orders answers, by its own people or as the office heard it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders import actions, forms, processes
from jiezhi.workorders.actions import GivenWord
from jiezhi.workorders.choices import RefusalReason, Verb, WordChannel
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import HANDLE, RECORD_ANSWER
from jiezhi.workorders.views.verbs import Typed, by, carry_out


@needs(HANDLE)
def agree(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Agree to a request."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.agree_to_order(order_id=order_id, seen_version=typed["version"], **by(request))

    told = _("Agreed. Your department answers for this from now on.")
    return carry_out(request, order_id, forms.AcceptForm, deed, of=processes.AGREE, told=told)


@needs(HANDLE)
def report_in(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Report for duty after a call."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.report_for_duty(order_id=order_id, seen_version=typed["version"], **by(request))

    told = _("Reported for duty. Your department answers for this from now on.")
    return carry_out(request, order_id, forms.AcceptForm, deed, of=processes.AGREE, told=told)


@needs(HANDLE)
def take(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Take over a matter that was passed up."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.take_over_order(
            order_id=order_id,
            their_number=typed["their_number"],
            promised_on=typed["promised_on"],
            seen_version=typed["version"],
            **by(request),
        )

    told = _("Taken over. The street follows it under your number.")
    return carry_out(request, order_id, forms.TakeOverForm, deed, of=processes.TAKE, told=told)


@needs(HANDLE)
def decline(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Decline what was asked."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.decline_order(
            order_id=order_id,
            note=typed["note"],
            reason=RefusalReason(typed["reason"]),
            seen_version=typed["version"],
            **by(request),
        )

    told = _("Declined. The dispatcher looks for another way; nobody counts it against you.")
    return carry_out(request, order_id, forms.DeclineForm, deed, of=processes.DECLINE, told=told)


@needs(RECORD_ANSWER)
def record_answer(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Record what a body said that does not sign in."""

    def deed(typed: Typed) -> WorkOrder:
        return _record(request, order_id, typed)

    told = _("Recorded what they said.")
    return carry_out(request, order_id, forms.RecordAnswerForm, deed, of=processes.RECORD_ANSWER, told=told)


def _record(request: ActorRequest, order_id: UUID, typed: Typed) -> WorkOrder:
    word = GivenWord(typed["said_by"], typed["said_at"], WordChannel(typed["through"]))
    more = {"order_id": order_id, "seen_version": typed["version"], "word": word, **by(request)}
    match Verb(typed["answer"]):
        case Verb.ACCEPT:
            return actions.accept_order(**more)
        case Verb.AGREE:
            return actions.agree_to_order(**more)
        case Verb.REPORT_IN:
            return actions.report_for_duty(**more)
        case Verb.TAKE:
            return actions.take_over_order(
                **more, their_number=typed["their_number"], promised_on=typed["promised_on"]
            )
        case Verb.DECLINE:
            return actions.decline_order(**more, note=typed["note"], reason=RefusalReason(typed["reason"]))
        case _:
            return actions.resolve_order(**more, reply=typed["note"])
