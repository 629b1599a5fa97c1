"""The duty list, and the tree of matters, as they are kept."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.models import DutyEntry, Matter

NOT_KEPT = "unsorted"
"""Where earlier records lie: no matter that the office keeps."""


@dataclass(frozen=True)
class MatterRow:
    """A matter with the level on which it stands, from 1."""

    matter: Matter
    level: int


def matter_tree(actor: Actor) -> list[MatterRow]:
    """Give every matter of the street with its step limits, each below its parent, in two statements."""
    rows = kept_matters(actor.tenant_id).select_related("cause").prefetch_related("step_limits")
    below: dict[UUID | None, list[Matter]] = {}
    for matter in rows.order_by("-is_in_use", "name"):
        below.setdefault(matter.parent_id, []).append(matter)
    found: list[MatterRow] = []
    ahead = [(matter, 1) for matter in reversed(below.get(None, []))]
    while ahead:
        matter, level = ahead.pop()
        found.append(MatterRow(matter, level))
        ahead += [(child, level + 1) for child in reversed(below.get(matter.pk, []))]
    return found


def kept_matters(sub_district_id: UUID) -> QuerySet[Matter]:
    """Give the matters that a street keeps, in use or not."""
    return Matter.objects.filter(sub_district_id=sub_district_id).exclude(code=NOT_KEPT)


def get_kept_matter(actor: Actor, matter_id: UUID) -> Matter:
    """Give a matter, in use or not, with its step limits.

    Raises:
        MissingError: The street has no such matter.
    """
    rows = kept_matters(actor.tenant_id).filter(pk=matter_id)
    matter = rows.select_related("parent").prefetch_related("step_limits").first()
    if matter is None:
        raise MissingError(_("This street has no such matter. Choose one from the list."))
    return matter


def duties_of(actor: Actor, *, kind: str = "") -> list[DutyEntry]:
    """Give the entries of the duty list, those of one kind or all, by code; ended ones stay to be read."""
    rows = DutyEntry.objects.filter(sub_district_id=actor.tenant_id).select_related("department", "matter")
    return list((rows.filter(kind=kind) if kind else rows).order_by("code"))


def get_duty(actor: Actor, duty_id: UUID) -> DutyEntry:
    """Give an entry of the duty list.

    Raises:
        MissingError: The street has no such entry.
    """
    rows = DutyEntry.objects.filter(sub_district_id=actor.tenant_id, pk=duty_id)
    duty = rows.select_related("department", "matter").first()
    if duty is None:
        raise MissingError(_("The duty list has no such entry. Choose one from the list."))
    return duty


def duty_entries_for(matter: Matter, on: date) -> list[DutyEntry]:
    """Give the entries in force for a matter or one above it, the matter's own first, in one statement.

    Whoever reads a matter with its parents pays nothing for them.
    """
    chain = _chain(matter)
    rows = _duties_in_force(matter.sub_district_id, on).filter(matter_id__in=chain)
    return sorted(rows, key=lambda duty: (chain.index(duty.matter_id or matter.pk), duty.code))


def duties_to_object_with(sub_district_id: UUID, *, matter_ids: list[str], on: date) -> list[DutyEntry]:
    """Give the entries that an objection can rest on: taken back or only helped with, those of these matters first.

    Args:
        sub_district_id: The street.
        matter_ids: What the order may be about, the likeliest first.
        on: The local date.
    """
    rows = _duties_in_force(sub_district_id, on).exclude(kind=DutyKind.BASIC)
    known = Matter.objects.filter(sub_district_id=sub_district_id, pk__in=matter_ids)
    by_id = {str(matter.pk): matter for matter in known.select_related("parent__parent__parent")}
    places: dict[UUID, int] = {}
    for place, matter in enumerate(by_id[pk] for pk in matter_ids if pk in by_id):
        for pk in _chain(matter):
            places.setdefault(pk, place)

    def order(duty: DutyEntry) -> tuple[int, bool, str]:
        near = places.get(duty.matter_id, len(places)) if duty.matter_id else len(places)
        return near, duty.kind != DutyKind.TAKEN_BACK, duty.code

    return sorted(rows, key=order)


def _chain(matter: Matter) -> list[UUID]:
    """Give a matter and those above it, the nearest first."""
    found, above = [matter.pk], matter.parent
    while above is not None:
        found.append(above.pk)
        above = above.parent
    return found


def _duties_in_force(sub_district_id: UUID, on: date) -> QuerySet[DutyEntry]:
    rows = DutyEntry.objects.filter(sub_district_id=sub_district_id, in_force_from__lte=on)
    rows = rows.filter(Q(in_force_until=None) | Q(in_force_until__gt=on))
    return rows.select_related("department", "matter").order_by("code")
