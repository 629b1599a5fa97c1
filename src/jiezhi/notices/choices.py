from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """What became of the e-mail that goes with a notice."""

    NONE = "none", _("No e-mail")
    WAITING = "waiting", _("To be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


class NoticeGroup(models.TextChoices):
    """What a notice is about, as its reader chooses by which way it comes."""

    URGENT = "urgent", _("Emergencies and dangers")
    WORK = "work", _("Work that comes or comes back")
    PROGRESS = "progress", _("What became of work")
    ACCOUNT = "account", _("Your own account")


class WayKind(models.TextChoices):
    """By what something is told outside the desk."""

    SMS = "sms", _("Short message")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")


ROBOTS = (WayKind.WECOM, WayKind.DINGTALK)


class BodyKind(models.TextChoices):
    """How the body for a gateway is written."""

    JSON = "application/json", "JSON"
    FORM = "application/x-www-form-urlencoded", _("Form")


class SendingState(models.TextChoices):
    """What became of what was sent to one recipient."""

    WAITING = "waiting", _("Waits")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    REFUSED = "refused", _("Refused there")
    UNCERTAIN = "uncertain", _("May have gone out")
    GIVEN_UP = "given_up", _("Given up")
    STOPPED = "stopped", _("Not sent: no longer wanted")


class Reason(models.TextChoices):
    """Why something is where it is."""

    NONE = "", ""
    QUIET = "quiet", _("quiet hours")
    GATHERED = "gathered", _("gathered into one message")
    LIMIT = "limit", _("the robot takes 20 a minute")
    AWAY = "away", _("the other side was not reached; tried again by itself")
    BUSY = "busy", _("the other side asked to try later")
    ADDRESS = "address", _("the other side does not know the address or its key: see whether they are right")
    SIGNATURE = "signature", _("the other side refuses signature, key word or sender: compare its settings")
    SHAPE = "shape", _("the other side does not understand the message: compare the way with its manual")
    OTHER = "other", _("the other side refuses; its code tells why in its manual")
    NOT_ARRIVED = "not_arrived", _("the network reports that it did not arrive")
    CUT = "cut", _("cut off while it was sent; not repeated by itself, since it may have arrived")
    TOO_OFTEN = "too_often", _("tried for a day in vain")
    NO_WAY = "no_way", _("the way was taken out of use")
    NO_NUMBER = "no_number", _("there is no number any more")
    ENDED = "ended", _("the person asked for no more")


REPEATABLE = (SendingState.GIVEN_UP, SendingState.UNCERTAIN, SendingState.REFUSED)
"""States in which a person may have a message sent again."""


class WishEnd(models.TextChoices):
    """Why a resident is told no more."""

    NONE = "", ""
    OWN = "own", _("Asked to end it")
    STOP_WORD = "stop_word", _("Answered with a word to stop")
    SETTLED = "settled", _("The matter is settled")
    ERASED = "erased", _("Their number was deleted")


class ShowReason(models.TextChoices):
    """What a number is shown for."""

    NOT_ARRIVED = "not_arrived", _("To find out why a message did not arrive")
    TELEPHONE = "telephone", _("To telephone instead")
