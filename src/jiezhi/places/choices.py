from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityKind(models.TextChoices):
    """What a community consists of."""

    MIXED = "mixed", _("Mixed")
    OLD = "old", _("Old estates")
    NEW = "new", _("New estates")
    CONVERTED_VILLAGE = "converted_village", _("Converted village")


class FacilityKind(models.TextChoices):
    """What a place of service is."""

    SERVICE_CENTRE = "service_centre", _("Service centre")
    ELDER_STATION = "elder_station", _("Elder station")
    COMMUNITY_ROOM = "community_room", _("Community rooms")
