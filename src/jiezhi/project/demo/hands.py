"""Who does what in the made-up history, whom the list names, and what comes out in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jiezhi.core.authority import BodyKind, HandOver, authority_over
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.routing import ListEntry, Place, choose_department
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import ancestor_ids
from jiezhi.places.models import Estate
from jiezhi.workorders.choices import HandOverMode

IN_TIME_SEVERAL, IN_TIME_OWN = (0.385, 0.525), (0.80, 0.87)
"""Share in time at begin and end of the fourteen months; of orders of several departments 45 % in all."""


@dataclass(frozen=True)
class Hands:
    """Everybody and everything that courses need, looked up once.

    Args:
        street_id: The street.
        dispatcher: Who receives.
        leader: Who decides on more time.
        officers: Who handles for each department.
        grid_workers: Who checks in each community.
        departments: By id.
        matters: By code, with step limits read ahead.
        entries: Of the responsibility list, in force throughout.
        estates: In the order in which arrivals name them.
        calendar: Of the street.
        hotline_id: The system above that sends most orders down.
        agreed: Outposts with which an agreement about every matter is in force.
    """

    street_id: UUID
    dispatcher: Actor
    leader: Actor
    officers: Mapping[UUID, Actor]
    grid_workers: Mapping[UUID, Actor]
    departments: Mapping[UUID, Department]
    matters: Mapping[str, Matter]
    entries: Sequence[ListEntry]
    estates: Sequence[Estate]
    calendar: WorkingCalendar
    hotline_id: UUID
    agreed: frozenset[UUID] = frozenset()


class Chances:
    """Decides what is in time so that the shares come out as set, whatever the chance."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self.begin, self.span = begin, max(end - begin, timedelta(days=1))
        self.owed = {True: 0.5, False: 0.5}

    def part_at(self, at: datetime) -> float:
        """Give how far the months had gone by then, 0..1."""
        return min(max((at - self.begin) / self.span, 0.0), 1.0)

    def is_in_time(self, at: datetime, *, is_several: bool) -> bool:
        first, last = IN_TIME_SEVERAL if is_several else IN_TIME_OWN
        self.owed[is_several] += first + (last - first) * self.part_at(at)
        if self.owed[is_several] < 1.0:
            return False
        self.owed[is_several] -= 1.0
        return True


class Routes:
    """Asks the responsibility list about each matter and estate once."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.found: dict[tuple[UUID, UUID], Department | None] = {}

    def lead_of(self, matter: Matter, estate: Estate, on: date) -> Department | None:
        key = (matter.pk, estate.pk)
        if key not in self.found:
            choice = choose_department(
                self.hands.entries,
                matter=str(matter.pk),
                place=Place(str(self.hands.street_id), str(estate.community_id), None, str(estate.pk)),
                on=on,
                ancestors=[str(pk) for pk in ancestor_ids(matter)],
            )
            named = UUID(choice.entry.department) if choice.entry else None
            self.found[key] = self.hands.departments[named] if named else None
        return self.found[key]

    def mode_of(self, lead: Department, *, is_listed: bool) -> HandOverMode:
        """Give the usual way towards a department."""
        has_agreement = lead.pk in self.hands.agreed
        usual = authority_over(BodyKind(lead.kind), has_agreement=has_agreement, is_listed=is_listed).usual
        return HandOverMode(usual or HandOver.DIRECT)
