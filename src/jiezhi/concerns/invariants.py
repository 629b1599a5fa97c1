"""What must hold of requests, whatever was killed."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import CallbackState, ConcernState
from jiezhi.concerns.models import Callback, Concern, ConcernWords
from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.worker import outbox_backlog
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.queries import waiting_for_callback


@invariant
def requests_have_an_order_from_their_receipt_on() -> Iterator[Breach]:
    """A request that was received has an order, and one that was not has none."""
    wrong = Concern.objects.filter(
        Q(state=ConcernState.RECEIVED, order=None)
        | (~Q(state=ConcernState.RECEIVED) & Q(order__isnull=False))
    )
    for number, state in wrong.values_list("number", "state").iterator():
        yield Breach(
            number,
            _("it is “%(state)s”, which does not go with its order.") % {"state": ConcernState(state).label},
            _(
                "Compare with the audit of this request; if it was changed by hand, put the last whole backup back."
            ),
        )


@invariant
def every_request_is_found() -> Iterator[Breach]:
    """Each request stands in the index by which requests are found."""
    words = ConcernWords.objects.filter(row_id=OuterRef("pk"))
    for number in Concern.objects.filter(~Exists(words)).values_list("number", flat=True).iterator():
        yield Breach(number, _("it is not found by its words."), _("Run ./jiezhi rebuild_search"))


@invariant
def reporters_are_asked_when_their_order_is_done() -> Iterator[Breach]:
    """Where an order waits for the callback and no news is on its way, each of its requests has one that waits.

    One that nobody reported does not wait: it is closed by the same news.
    """
    if any(outbox_backlog()):
        return
    asked = Callback.objects.filter(concern_id=OuterRef("pk"), state=CallbackState.WAITING)
    waiting = Concern.objects.filter(order__state=OrderState.AWAITING_CALLBACK)
    answered = Callback.objects.filter(concern__order_id=OuterRef("order_id"), state=CallbackState.WAITING)
    for number in (
        waiting.filter(~Exists(asked), ~Exists(answered)).values_list("number", flat=True).iterator()
    ):
        yield Breach(
            number,
            _("its order waits for a callback that nobody is asked to make."),
            _("Open the order and record its outcome; then tell those who keep the program."),
        )
    for number in waiting_for_callback().filter(concerns=None).values_list("number", flat=True).iterator():
        yield Breach(
            number,
            _("it waits for a callback though nobody reported it."),
            _("See in the operator's page whether news could not be delivered, and send it again."),
        )
