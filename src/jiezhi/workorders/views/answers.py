"""What a body that takes no orders answers, by its own people or as the office heard it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders import actions, forms
from jiezhi.workorders.actions import GivenWord
from jiezhi.workorders.choices import Verb, WordChannel
from jiezhi.workorders.permissions import HANDLE, RECORD_ANSWER
from jiezhi.workorders.views.verbs import Typed, by, carry_out


@needs(HANDLE)
def agree(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Agree to a request."""

    def deed(typed: Typed) -> None:
        actions.agree_to_order(order_id=order_id, seen_version=typed["version"], **by(request))

    told = _("Agreed. Your department answers for this from now on.")
    return carry_out(request, order_id, forms.AcceptForm, deed, told=told)


@needs(HANDLE)
def report_in(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Report for duty after a call."""

    def deed(typed: Typed) -> None:
        actions.report_for_duty(order_id=order_id, seen_version=typed["version"], **by(request))

    told = _("Reported for duty. Your department answers for this from now on.")
    return carry_out(request, order_id, forms.AcceptForm, deed, told=told)


@needs(HANDLE)
def take(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Take over a matter that was passed up."""

    def deed(typed: Typed) -> None:
        actions.take_over_order(
            order_id=order_id,
            their_number=typed["their_number"],
            promised_on=typed["promised_on"],
            seen_version=typed["version"],
            **by(request),
        )

    told = _("Taken over. The street follows it under your number.")
    return carry_out(request, order_id, forms.TakeOverForm, deed, told=told)


@needs(HANDLE)
def decline(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Decline what was asked."""

    def deed(typed: Typed) -> None:
        actions.decline_order(
            order_id=order_id, note=typed["note"], seen_version=typed["version"], **by(request)
        )

    told = _("Declined. The dispatcher looks for another way; nobody counts it against you.")
    return carry_out(request, order_id, forms.DeclineForm, deed, told=told)


@needs(RECORD_ANSWER)
def record_answer(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Record what a body said that does not sign in."""

    def deed(typed: Typed) -> None:
        _record(request, order_id, typed)

    return carry_out(request, order_id, forms.RecordAnswerForm, deed, told=_("Recorded what they said."))


def _record(request: ActorRequest, order_id: UUID, typed: Typed) -> None:
    word = GivenWord(typed["said_by"], typed["said_at"], WordChannel(typed["through"]))
    more = {"order_id": order_id, "seen_version": typed["version"], "word": word, **by(request)}
    match Verb(typed["answer"]):
        case Verb.ACCEPT:
            actions.accept_order(**more)
        case Verb.AGREE:
            actions.agree_to_order(**more)
        case Verb.REPORT_IN:
            actions.report_for_duty(**more)
        case Verb.TAKE:
            actions.take_over_order(
                **more, their_number=typed["their_number"], promised_on=typed["promised_on"]
            )
        case Verb.DECLINE:
            actions.decline_order(**more, note=typed["note"])
        case _:
            actions.resolve_order(**more, reply=typed["note"])
