from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What a program can be told of."""

    ORDER_OPENED = "order.opened", _("A work order was opened")
    ORDER_DISPATCHED = "order.dispatched", _("A work order went out to a department")
    ORDER_SENT_BACK = "order.sent_back", _("A department sent a work order back")
    ORDER_DONE = "order.done", _("A work order was reported done")
    ORDER_REOPENED = "order.reopened", _("A work order was taken up again")
    ORDER_CLOSED = "order.closed", _("A work order was closed")
    CONCERN_SUBMITTED = "concern.submitted", _("A request came in")
    CONCERN_ANSWERED = "concern.answered", _("The office answered a request")


class LetterState(models.TextChoices):
    """Where a message to a program is."""

    WAITING = "waiting", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")
