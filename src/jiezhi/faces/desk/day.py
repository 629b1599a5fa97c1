"""A worker's inbox: everything that waits for them, whichever app it comes from, in the order in which it is done."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import page_of_imported, page_to_receive
from jiezhi.concerns.search import concerns_with_words
from jiezhi.core.masking import without_personal
from jiezhi.core.visits import MOST_TASKS
from jiezhi.faces.desk.waiting import ASKED, IMPORTED, TO_READ
from jiezhi.inbox.gathering import InboxLine, inbox_of
from jiezhi.inbox.joining import JoinedLines, visits_among
from jiezhi.kit.actor import Actor
from jiezhi.kit.ui.navigation import capped_count
from jiezhi.organisation.calendars import missing_years
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import list_faults
from jiezhi.workorders.choices import OrderState

EXCERPT = 40
FULL = 50
"""Rows a part shows; where there are more, they are counted as the navigation counts them."""
_PAGED = (TO_READ, IMPORTED)


@dataclass(frozen=True)
class Row:
    """One thing that waits, or that was searched for.

    Args:
        url: Opens it.
        number: Its own.
        text: The beginning of what was said.
        place: Where, or with whom.
        since: Since when it waits.
        opens_beside: Whether it opens beside the list.
        state: Where it stands; empty where the part says so.
        is_finished: Whether nobody waits any more.
        danger: Why it stands before all others; empty for most.
        due: By when it should be done; None where there is no limit.
        is_late: Whether that has passed.
        title: What kind of thing it is.
    """

    url: str
    number: str
    text: str
    place: str
    since: datetime | None
    opens_beside: bool = False
    state: str = ""
    is_finished: bool = False
    danger: str = ""
    due: str = ""
    is_late: bool = False
    title: str = ""


@dataclass(frozen=True)
class Part:
    """One kind of thing that waits.

    Args:
        key: Names it on the page.
        title: Above its rows.
        rows: At most `FULL`.
        total: How many there are, where the page does not show all.
        is_paged: Whether the rest is reached page by page.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    total: int | None = None
    is_paged: bool = False

    @property
    def has_more(self) -> bool:
        """Whether there are more than the rows shown, on pages of their own."""
        return self.is_paged and self.total is not None and self.total > len(self.rows)

    @property
    def count(self) -> str:
        """How many, as the navigation says it."""
        return capped_count(len(self.rows) if self.total is None else self.total)

    @property
    def is_pressing(self) -> bool:
        """Whether something of it is dangerous or late."""
        return any(row.danger or row.is_late for row in self.rows)


@dataclass(frozen=True)
class JointVisit:
    """Several tasks at one household: one way there, written down once.

    Args:
        url: Opens the visit.
        place: Where.
        rows: The tasks.
        left: How many more there are at the household than one visit takes.
    """

    url: str
    place: str
    rows: tuple[Row, ...]
    left: int = 0


@dataclass(frozen=True)
class Day:
    """What waits for one worker."""

    parts: tuple[Part, ...]
    fault_count: int = 0
    missing_years: tuple[int, ...] = ()
    words: str = ""
    page: Page[Concern] | None = None
    visits: tuple[JointVisit, ...] = ()

    @property
    def first(self) -> Row | None:
        """The request that has waited longest; none where requests were searched for or paged through."""
        rows = next((part.rows for part in self.parts if part.key == TO_READ), ())
        return rows[0] if rows and not self.words and self.page is None else None

    @property
    def opens_beside(self) -> bool:
        """Whether something of it opens beside the list."""
        return any(row.opens_beside for part in self.parts for row in part.rows)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits at all."""
        return not any(part.rows for part in self.parts)


def day_of(actor: Actor, *, at: datetime, words: str = "") -> Day:
    """Gather what waits: one statement for all kinds, one for the counts of full ones, one for the households.

    Kinds in which something is dangerous or late stand first; within a kind, whatever is to be done first.

    Args:
        actor: Whose day.
        at: Now.
        words: Where requests are searched for: these instead, whatever became of them.
    """
    if words:
        return Day((Part("found", _("Requests found"), _found(actor, words)),), words=words)
    brought = inbox_of(actor, at=at, full=FULL)
    # Of what is not listed there may be hundreds: only what becomes part of a visit is made fit to be shown.
    parts = [
        Part(
            key=part.source.key,
            title=str(part.source.title),
            rows=tuple(_row_of(line, at=at) for line in part.lines),
            total=part.total,
            is_paged=part.source.key in _PAGED,
        )
        for part in brought
        if part.source.is_listed and (part.lines or part.source.is_shown_empty)
    ]
    on, keeps, receives = timezone.localdate(at), actor.may(KEEP_LISTS.code), actor.may(RECEIVE.code)
    return Day(
        parts=tuple(sorted(parts, key=lambda part: not part.is_pressing)),
        fault_count=len(list_faults(sub_district_id=actor.tenant_id, on=on)) if keeps else 0,
        missing_years=missing_years(actor.tenant_id, on=on) if receives else (),
        visits=tuple(_visit_of(each, at=at) for each in visits_among(actor, brought, most=MOST_TASKS)),
    )


def page_of_day(actor: Actor, *, key: str, asked: str) -> Day | None:
    """Give one part of the day page by page: what is to be read, or the messages of files; None for any other key."""
    if not actor.may(RECEIVE.code) or key not in _PAGED:
        return None
    if key == TO_READ:
        page, title = page_to_receive(actor, asked), _("Requests to read")
    else:
        page, title = page_of_imported(actor, asked), _("Imported, not dealt with")
    part = Part(key, title, _requests(list(page.object_list)), total=page.paginator.count)
    return Day((part,), page=page)


def place_of(concern: Concern) -> str:
    """Name the place of a request as narrowly as the reporter did."""
    place = concern.estate or concern.community
    return place.name if place else _("place not said")


def state_of(concern: Concern) -> str:
    """Name where a request stands: its order tells, once it has one."""
    return str(concern.order.get_state_display() if concern.order else concern.get_state_display())


def is_finished(concern: Concern) -> bool:
    """Whether nobody waits for a request any more: its order is closed, or it went back to the superior."""
    if concern.state == ConcernState.RETURNED:
        return True
    return concern.order is not None and concern.order.state == OrderState.CLOSED


def _row_of(line: InboxLine, *, at: datetime) -> Row:
    source = line.source
    is_request = source.key in (*_PAGED, ASKED)
    due_on = line.due_on or (timezone.localdate(line.due_at) if line.due_at else None)
    return Row(
        url=reverse(source.url_name, args=[line.id] if source.takes_id else None),
        number=line.number,
        text=source.read(line.text)[:EXCERPT],
        place=line.place or (_("place not said") if is_request else ""),
        since=line.since,
        opens_beside=source.opens_beside,
        danger=source.danger_words(line.danger),
        due=due_words(line) if due_on else "",
        is_late=line.due_at < at if line.due_at else bool(due_on and due_on < timezone.localdate(at)),
        title=line.title,
    )


def due_words(line: InboxLine) -> str:
    """Give by when a thing should be done, as a day and, where it is known, an hour of the office's clock."""
    if line.due_at is not None:
        return timezone.localtime(line.due_at).strftime("%m-%d %H:%M")
    return line.due_on.strftime("%m-%d") if line.due_on else ""


def _visit_of(joined: JoinedLines, *, at: datetime) -> JointVisit:
    return JointVisit(
        url=f"{reverse('desk:joint_visit')}?{urlencode(joined.tasks)}",
        place=joined.place or _("place not said"),
        rows=tuple(replace(_row_of(line, at=at), state=str(line.source.title)) for line in joined.lines),
        left=joined.left,
    )


def _found(actor: Actor, words: str) -> tuple[Row, ...]:
    concerns = concerns_with_words(actor, words, limit=FULL)
    return tuple(
        replace(
            row, text=f"{row.number} {row.text}", state=state_of(concern), is_finished=is_finished(concern)
        )
        for row, concern in zip(_requests(concerns), concerns, strict=True)
    )


def _requests(concerns: list[Concern]) -> tuple[Row, ...]:
    return tuple(
        Row(
            url=reverse("desk:concern", args=[concern.pk]),
            number=concern.number,
            text=without_personal(concern.words)[:EXCERPT],
            place=place_of(concern),
            since=concern.submitted_at,
            opens_beside=True,
            danger=concern.get_danger_display() if concern.state == ConcernState.SUBMITTED else "",
        )
        for concern in concerns
    )
