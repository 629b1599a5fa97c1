"""Which line of the responsibility list a department led something by, for many at once."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from jiezhi.core.routing import ListEntry, choose_department
from jiezhi.organisation.models import Matter, ResponsibilityEntry
from jiezhi.organisation.queries.choosing import every_matter_of
from jiezhi.organisation.queries.routing import ancestor_ids, as_list_entry, core_place
from jiezhi.places.queries import Spot


@dataclass(frozen=True)
class Led:
    """What a department had on a day.

    Args:
        matter_id: What it was about.
        department_id: Who had it.
        community_id: Where.
        estate_id: Where, more closely.
        level: How pressing it was.
        on: The local date.
    """

    matter_id: UUID
    department_id: UUID | None
    community_id: UUID | None
    estate_id: UUID | None
    level: str
    on: date


class LedLines:
    """The lines of a street's list, past ones too, to be asked which of them named a department; two statements."""

    def __init__(self, sub_district_id: UUID) -> None:
        """Read the lines and the matters."""
        rows = ResponsibilityEntry.objects.filter(sub_district_id=sub_district_id)
        self._street = sub_district_id
        self._rows = {str(row.pk): row for row in rows.select_related("community", "estate")}
        self.matters: dict[UUID, Matter] = {row.pk: row for row in every_matter_of(sub_district_id)}
        self._by_lead: dict[str, list[ListEntry]] = {}
        for row in self._rows.values():
            self._by_lead.setdefault(str(row.lead_id), []).append(as_list_entry(row))
        self.line_of = cache(self._line_of)

    def _line_of(self, led: Led) -> ResponsibilityEntry | None:
        """Give the nearest line that named the department; None where none did and somebody chose it."""
        matter = self.matters.get(led.matter_id)
        if matter is None:
            return None
        choice = choose_department(
            self._by_lead.get(str(led.department_id), ()),
            matter=str(matter.pk),
            place=core_place(self._street, Spot(led.community_id, None, led.estate_id)),
            on=led.on,
            ancestors=tuple(str(pk) for pk in ancestor_ids(matter)),
            level=led.level,
        )
        return self._rows[choice.entry.id] if choice.entry is not None else None
