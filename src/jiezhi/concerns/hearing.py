"""Callbacks: which a worker may hear at the door (never one about their own work), and whose right a No still uses."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import CallbackState
from jiezhi.concerns.errors import OwnWorkError
from jiezhi.concerns.models import Callback, Concern
from jiezhi.concerns.permissions import CALL_BACK
from jiezhi.concerns.queries import get_concern, open_callback_rounds
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.hands import has_worked_on, own_work


def rounds_to_hear(actor: Actor) -> QuerySet[Callback]:
    """Give the rounds that wait in the actor's area and ask about the work of others."""
    return open_callback_rounds(actor).filter(~own_work(actor, order="concern__order_id"))


def rounds_beside_callbacks(actor: Actor) -> QuerySet[Callback]:
    """Give the same rounds; none to those whose work callbacks are, since nothing stands in an inbox twice."""
    return rounds_to_hear(actor).none() if actor.may(CALL_BACK.code) else rounds_to_hear(actor)


def requests_to_hear(actor: Actor, order_id: UUID) -> list[tuple[UUID, str]]:
    """Give id and number of those behind an order whose reporters the actor may ask, who waits longest first."""
    rows = rounds_to_hear(actor).filter(concern__order_id=order_id).order_by("since_at", "pk")
    return list(rows.values_list("concern_id", "concern__number"))


def concern_to_hear(actor: Actor, concern_id: UUID) -> Concern:
    """Give a request whose reporter the actor may ask; without the right to all callbacks, only while one waits.

    Raises:
        MissingError: There is none in the area, or nobody waits to be asked.
    """
    concern = get_concern(actor, concern_id)
    waits = concern.callbacks.filter(state=CallbackState.WAITING)
    if not actor.may(CALL_BACK.code) and not waits.exists():
        raise MissingError(_("Nobody waits for an answer to this request."))
    return concern


def is_own_work(actor: Actor, concern: Concern) -> bool:
    """Whether the actor did the order, or a part of it, or checked on site what the reporter is asked about."""
    return concern.order_id is not None and has_worked_on(actor, concern.order_id)


def require_others_work(actor: Actor, concern: Concern) -> None:
    """Refuse to let somebody ask at the door whether their own work was good (办核分离).

    Whoever says "not solved" to the one who did it, or who vouched on site that it was done, contradicts them to their
    face; so neither asks. That binds the person and not their department: a check and a callback of one order by the
    two posts of a small community are two pairs of eyes. A grid worker is left with what others checked and with
    requests that no check belongs to; the rest is asked by telephone, as before, or by the community worker.

    Raises:
        OwnWorkError: It is their own.
    """
    if is_own_work(actor, concern):
        raise OwnWorkError(
            _(
                "You worked on %(number)s or checked it yourself, so somebody else asks the reporter. "
                "It stays with those who call back by telephone."
            )
            % {"number": concern.order.number if concern.order else concern.number}
        )


def has_used_right(callbacks: Iterable[Callback], *, round: int) -> bool:  # noqa: A002 - the field's name
    """Tell whether a reporter has had their order taken up again by their own word.

    The first answer of a reporter that is not good always takes the order up again, so that such an answer in an
    earlier round is the right used. One of the present round closed the order over them, or is being given now.

    Args:
        callbacks: Of one reporter.
        round: The order's present one.
    """
    return any(row.round < round and is_no(row) for row in callbacks)


def is_no(callback: Callback) -> bool:
    """Tell whether a reporter said that it is not solved, or that they are not satisfied."""
    is_answered = callback.state == CallbackState.ANSWERED
    return is_answered and (callback.was_solved is False or callback.was_satisfied is False)
