from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """The way a request came in."""

    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Service counter")
    DOOR = "door", _("At the resident's door")
    PAPER = "paper", _("On paper")
    SUPERIOR = "superior", _("Order from above")
    FILE = "file", _("File of earlier messages")
    PROGRAM = "program", _("Program of another body")


class Way(models.TextChoices):
    """The ways in, as they are counted: each request has one."""

    PORTAL = "portal", _("Portal, by oneself")
    PORTAL_PROXY = "portal_proxy", _("Portal, by family or a neighbour")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Service counter")
    DOOR = "door", _("At the resident's door")
    PAPER = "paper", _("On paper")
    SUPERIOR = "superior", _("Hotline and orders from above")
    PROGRAM = "program", _("Other programs")


class ProxyPart(models.TextChoices):
    """Requests made for somebody, as they are counted; they are among the ways in as well."""

    FOR_OTHERS = "for_others", _("Made by family, a neighbour or another")
    BY_STAFF = "by_staff", _("Written down by staff")


class Relation(models.TextChoices):
    """Who speaks for the resident."""

    SELF = "self", _("The resident; staff write it down")
    FAMILY = "family", _("Family")
    NEIGHBOUR = "neighbour", _("Neighbour")
    OTHER = "other", _("Somebody else they trust")


class CalledBack(models.TextChoices):
    """Who is asked at the callback."""

    RESIDENT = "resident", _("The resident")
    ACTING = "acting", _("Whoever acts for them")


class RightKind(models.TextChoices):
    """What a resident may ask about what is held of them."""

    CORRECT = "correct", _("Correct my contact")
    ERASE = "erase", _("Delete my contact")


class RightState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("Being decided")
    GRANTED = "granted", _("Done as asked")
    REFUSED = "refused", _("Refused, with a ground")


class ConcernState(models.TextChoices):
    """Where a request stands before it has an order; from then on its order tells."""

    SUBMITTED = "submitted", _("To be read by the dispatcher")
    ASKED = "asked", _("Waiting for more from the reporter")
    RECEIVED = "received", _("Received")
    OBJECTED = "objected", _("Objection waits for the superior")
    RETURNED = "returned", _("Returned to the superior")


class CallbackState(models.TextChoices):
    """Where a callback stands."""

    WAITING = "waiting", _("Waiting for the answer")
    ANSWERED = "answered", _("Answered")
    UNREACHABLE = "unreachable", _("Could not be reached")
    LAPSED = "lapsed", _("Lapsed: it was taken up again first")


class CallbackMedium(models.TextChoices):
    """By what a callback was heard; it is not known of those before this was noted."""

    CODE = "code", _("By query code")
    TELEPHONE = "telephone", pgettext_lazy("callback", "By telephone")
    IN_PERSON = "in_person", pgettext_lazy("callback", "At the door")


CALLBACK_ENDED = (CallbackState.ANSWERED, CallbackState.UNREACHABLE)
"""States in which a reporter has answered or is excused."""


class ExchangeKind(models.TextChoices):
    """Who said something in the exchange with the reporter."""

    QUESTION = "question", _("Question of the office")
    ADDITION = "addition", _("Addition of the reporter")
    SUPERIOR = "superior", _("Sent again from above")


class SuperiorState(models.TextChoices):
    """Where an order from above stands towards the superior; what happens here is told by its request and order."""

    OPEN = "open", _("To be answered")
    OBJECTED = "objected", _("Objection waits for the superior")
    RETURNED = "returned", _("Returned to the superior")
    REPLIED = "replied", _("Reply handed over")


class SuperiorPart(models.TextChoices):
    """A part of the list of orders from above."""

    OPEN = "open", _("To be answered")
    DONE = "done", _("Answered or returned")
    ALL = "all", _("All")


class ObjectionGround(models.TextChoices):
    """Why an order from above is objected to."""

    TAKEN_BACK = "taken_back", _("The duty was taken back by the district")
    OTHERS_DUTY = "others_duty", _("Another body's duty")
    OTHER_AREA = "other_area", _("Outside our area")
    OTHER_ROUTE = "other_route", _("Another legal route is laid down for it")
    REPEATED = "repeated", _("The same as an order we already have")


class ObjectionOutcome(models.TextChoices):
    """What became of an objection."""

    UPHELD = "upheld", _("The superior takes the order back")
    REFUSED = "refused", _("The superior insists")
    WITHDRAWN = "withdrawn", _("We withdrew it")


class RefusalState(models.TextChoices):
    """What became of an order from above that could not be taken."""

    WAITING = "waiting", _("To be decided")
    TAKEN = "taken", _("Taken after all")
    SET_ASIDE = "set_aside", _("Set aside")


class AdapterKind(models.TextChoices):
    """How a superior's system is reached by the program itself."""

    HTTP_JSON = "http_json", _("JSON over HTTP")


class ClassifierState(models.TextChoices):
    """Where a model stands."""

    LEARNT = "learnt", _("Not used")
    LIVE = "live", _("In use")
    ENDED = "ended", _("Taken back")


class SelfDispatch(models.TextChoices):
    """Whether a request is dispatched without a person, because the model is sure of it."""

    SURE = "sure", _("The model is sure")
    DONE = "done", _("Dispatched by itself")
    LEFT = "left", _("Left to the dispatcher")
