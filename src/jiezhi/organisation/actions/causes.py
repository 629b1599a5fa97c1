"""Deeds on the causes of complaint: the office's own few words under which its matters are counted."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.models import ComplaintCause
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_cause

CAUSE = "organisation.complaint_cause"
MOST = 30
"""A table of causes is read at a glance; finer than this are the matters."""


@action
def keep_cause(*, name: str, cause_id: UUID | None = None, actor: Actor, at: datetime) -> ComplaintCause:
    """Add a cause, or call one otherwise; what was counted under it stays so.

    Raises:
        InvalidError: It has no name, another has it, or there are enough of them.
        MissingError: The street has no such cause.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    name = name.strip()
    causes = ComplaintCause.objects.filter(sub_district_id=actor.tenant_id)
    if not name:
        raise InvalidError(_("Enter what the cause is called."))
    if any(pk != cause_id for pk in causes.filter(name=name).values_list("pk", flat=True)):
        raise InvalidError(_("Another cause is called so already."))
    if cause_id:
        cause = get_cause(actor, cause_id)
    elif causes.count() >= MOST:
        raise InvalidError(
            _("There are %(most)d causes, which is the most. Call one otherwise.") % {"most": MOST}
        )
    else:
        position = (causes.aggregate(last=Max("position"))["last"] or 0) + 1
        cause = ComplaintCause(sub_district_id=actor.tenant_id, position=position)
        cause.code = cause.pk.hex
    cause.name = name
    cause.save()
    audit.record("organisation.cause_kept", kind=CAUSE, id=cause.pk, facts={"is_new": cause_id is None})
    return cause


@action
def drop_cause(*, cause_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a cause out that no matter names.

    Raises:
        InvalidError: Matters name it.
        MissingError: The street has no such cause.
    """
    require(actor, KEEP_LISTS)
    _hold(actor)
    cause = get_cause(actor, cause_id)
    if cause.matters.exists():
        raise InvalidError(_("Matters are counted under it. Give those another cause first."))
    audit.record("organisation.cause_dropped", kind=CAUSE, id=cause.pk, facts={"code": cause.code})
    cause.delete()


def _hold(actor: Actor) -> None:
    """Keep matters from naming a cause that goes meanwhile, and two causes from one name."""
    hold(f"organisation.matters:{actor.tenant_id}")
