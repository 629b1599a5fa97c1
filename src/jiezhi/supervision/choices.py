from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MarkKinds(models.TextChoices):
    """What may lie on an order, named as in `core.supervision.MarkKind`."""

    REMINDER = "reminder", _("Reminder")
    YELLOW_CARD = "yellow_card", _("Yellow card")
    RED_CARD = "red_card", _("Red card")
    RAISED = "raised", pgettext_lazy("order", "Raised")


class DangerKinds(models.TextChoices):
    """What what came in tells of; the values are those of `core.dangers`."""

    FIRE = "fire", _("Fire")
    GAS = "gas", _("Gas")
    VIOLENCE = "violence", _("Violence")
    SELF_HARM = "self_harm", _("Somebody may harm themselves")


class CallOffReason(models.TextChoices):
    """Why nobody else is called to an emergency."""

    FALSE_ALARM = "false_alarm", _("False alarm: there is no danger")
    OVER = "over", _("The danger is over already")
    ELSEWHERE = "elsewhere", _("Police, fire brigade or another service sees to it")
    OTHER = "other", _("Another reason")


class MarkRules(models.TextChoices):
    """Why, named as in `core.supervision.MarkRule`."""

    BY_HAND = "by_hand", _("By hand")
    ANSWER_LATE = "answer_late", _("The answer is overdue")
    SUPPORT_LATE = "support_late", _("A department beside the lead is overdue")
    LATE = "late", _("The limit has passed")
    LONG_LATE = "long_late", _("The limit passed two working days ago")
    SENT_BACK = "sent_back", _("Sent back three times")
    REWORKED = "reworked", _("Found not done three times")


BY_HAND_KINDS = [(kind.value, kind.label) for kind in MarkKinds]
"""What a person may put on an order; each with a reason."""
