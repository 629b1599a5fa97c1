"""Opening the desk from a platform that the office already has: its key, whom it names, what is used up."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiezhi.gateway.clients.models import Program
from jiezhi.kit.ids import new_id
from jiezhi.places.models import SubDistrict


class LaunchTerms(models.Model):
    """How a program may open the desk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program = models.OneToOneField(Program, on_delete=models.PROTECT, related_name="launch_terms")
    public_key = models.TextField(help_text="Ed25519, PEM")
    frame_origin = models.CharField(
        max_length=200, blank=True, default="", help_text="May show the desk in a frame; empty: nobody"
    )
    does_second_factor = models.BooleanField(
        default=False, help_text="The platform has asked for a second factor itself"
    )


class LaunchLink(models.Model):
    """A person of the platform, by a digest of their id there, and the user they are here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="launch_links")
    external_index = models.CharField(max_length=32, help_text="Keyed digest of the id on the platform")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the user agreed; until then it opens nothing"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "program", "external_index"],
                condition=Q(ended_at=None),
                name="launch_link_once",
            )
        ]


class SpentLaunch(models.Model):
    """A launch that was used: it opens nothing again."""

    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program_id = models.UUIDField()
    launch_digest = models.CharField(max_length=32)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "program_id", "launch_digest"], name="launch_once"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="spent_launch_old")]
