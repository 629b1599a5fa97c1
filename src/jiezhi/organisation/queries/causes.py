"""The causes of complaint, as they are kept."""

from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.models import ComplaintCause


def causes_of(actor: Actor) -> list[ComplaintCause]:
    """Give the causes of the street with the matters that name each, in two statements."""
    causes = ComplaintCause.objects.filter(sub_district_id=actor.tenant_id)
    return list(causes.prefetch_related("matters").order_by("position", "name"))


def get_cause(actor: Actor, cause_id: UUID) -> ComplaintCause:
    """Give a cause.

    Raises:
        MissingError: The street has no such cause.
    """
    cause = ComplaintCause.objects.filter(sub_district_id=actor.tenant_id, pk=cause_id).first()
    if cause is None:
        raise MissingError(_("This street has no such cause of complaint."))
    return cause
