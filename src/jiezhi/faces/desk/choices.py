from django.db import models
from django.utils.translation import gettext_lazy as _


class LookReason(models.TextChoices):
    """What a reporter's telephone number or address may be needed for."""

    ASK = "ask", _("To ask about this request")
    VISIT = "visit", _("To agree a visit or find the place")
    CALLBACK = "callback", _("To make the callback")
