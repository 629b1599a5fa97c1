from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way a request came in."""

    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Service counter")


class ConcernState(models.TextChoices):
    """Where a request stands before it has an order; from then on its order tells."""

    SUBMITTED = "submitted", _("To be read by the dispatcher")
    ASKED = "asked", _("Waiting for more from the reporter")
    RECEIVED = "received", _("Received")


class CallbackState(models.TextChoices):
    """Where a callback stands."""

    WAITING = "waiting", _("Waiting for the answer")
    ANSWERED = "answered", _("Answered")
    UNREACHABLE = "unreachable", _("Could not be reached")


class ExchangeKind(models.TextChoices):
    """Who said something in the exchange with the reporter."""

    QUESTION = "question", _("Question of the office")
    ADDITION = "addition", _("Addition of the reporter")
