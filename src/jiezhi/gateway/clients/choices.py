from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgramScope(models.TextChoices):
    """What a program may do: each verb of writing has a scope of its own."""

    ORDERS_READ = "orders:read", _("Read work orders and their history")
    ORDERS_ACCEPT = "orders:accept", _("Accept work orders of its department")
    ORDERS_SEND_BACK = "orders:send_back", _("Send work orders of its department back")
    ORDERS_RESOLVE = "orders:resolve", _("Report work orders of its department done")
    CONCERNS_CREATE = "concerns:create", _("Make requests")
    CONCERNS_FOLLOW = "concerns:follow", _("See where a request stands, by number and query code")
    LISTS_READ = "lists:read", _("Read matters and departments")
    PLACES_READ = "places:read", _("Read communities and estates")
    MEASURES_READ = "measures:read", _("Read measures")


DEPARTMENT_SCOPES = (ProgramScope.ORDERS_ACCEPT, ProgramScope.ORDERS_SEND_BACK, ProgramScope.ORDERS_RESOLVE)
"""Scopes that speak for a department, and mean nothing without one."""
