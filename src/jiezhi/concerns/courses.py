"""Requests with their whole courses, as a source tells them step by step: written in bulk, silently.

A law holds that they come out as the deeds would have left them, apart from ids, audit and outbox.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from jiezhi.concerns.actions._proxies import new_proxy
from jiezhi.concerns.actions.submitting import Submission, new_concern
from jiezhi.concerns.choices import CallbackState, ConcernState, ExchangeKind, SuperiorState
from jiezhi.concerns.history import CHUNK
from jiezhi.concerns.models import Callback, Concern, ElderMonth, Exchange, ProxyEntry, SuperiorOrder
from jiezhi.concerns.permissions import IMPORT
from jiezhi.concerns.queries import PICTURE_OWNER, suggestions_of
from jiezhi.concerns.search import note_words
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.wording import WordingIndex
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, ActorKind, OriginRef
from jiezhi.kit.db import add_up
from jiezhi.kit.ids import new_id
from jiezhi.organisation.queries import matter_profiles
from jiezhi.workorders.choices import Verb
from jiezhi.workorders.courses import OrderCourse, import_courses
from jiezhi.workorders.history import numbers_for
from jiezhi.workorders.models import WorkOrder

TAKEN_UP_AGAIN = (Verb.REOPEN, Verb.FAIL_CHECK)
"""Verbs after which what the superior was told no longer holds."""


@dataclass(frozen=True)
class PastRound:
    """One round of asking the reporter.

    Args:
        since_at: When the round began.
        state: Where it stands.
        was_solved: What the reporter said; None where nothing was.
        was_satisfied: The same for satisfaction with the outcome.
        likes_service: The same for the service.
        words: Theirs, or how they were tried to reach.
        answered_at: When it ended; None while it waits.
        answered_by: Who recorded it; empty for the reporter by code.
        medium: By what it was heard; empty where the source does not say.
    """

    since_at: datetime
    state: CallbackState = CallbackState.WAITING
    was_solved: bool | None = None
    was_satisfied: bool | None = None
    words: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    likes_service: bool | None = None
    medium: str = ""


@dataclass(frozen=True)
class PastExchange:
    """A question of the office, or an addition of the reporter.

    Args:
        kind: Which of the two.
        words: What was said.
        at: When.
        said_by: Label of who asked; empty for the reporter.
    """

    kind: ExchangeKind
    words: str
    at: datetime
    said_by: str = ""


@dataclass(frozen=True)
class PastSuperior:
    """That a request came from above, and whether it was answered there.

    Args:
        source_id: Which system sent it.
        number: The superior's own.
        issued_at: When the superior sent it.
        their_due_at: Until when the superior wanted the reply.
        return_until: Until when it could be returned.
        replied_at: When the last reply was handed over; None while it is open. One that went before its order was
            taken up again is void, as it is by the deeds.
    """

    source_id: UUID
    number: str
    issued_at: datetime
    their_due_at: datetime
    return_until: datetime
    replied_at: datetime | None = None


@dataclass(frozen=True)
class ConcernCourse:
    """A request with everything that became of it.

    Args:
        submission: As the resident made it.
        submitted_at: When.
        course: Of its order; None while it waits for the dispatcher. Its origin is filled in here.
        rounds: Of asking the reporter, the first one first.
        exchanges: With the reporter, before the order was opened and after.
        joins: Place, among the requests that are imported together, of an earlier one whose order it shares.
        joined_at: When it was joined to that order.
        superior: The order from above that it is; None for all others.
        entered_by: The member of staff who wrote it down; None where the reporter sent it.
    """

    submission: Submission
    submitted_at: datetime
    course: OrderCourse | None = None
    rounds: tuple[PastRound, ...] = ()
    exchanges: tuple[PastExchange, ...] = ()
    joins: int | None = None
    joined_at: datetime | None = None
    superior: PastSuperior | None = None
    entered_by: Actor | None = None


@action
def import_concern_courses(
    *, courses: Sequence[ConcernCourse], calendar: WorkingCalendar, source: str, actor: Actor, at: datetime
) -> list[Concern]:
    """Bring a chunk of requests in with everything that became of them, in one deed with one audit row.

    Nobody is told: all this is over, or is read from the lists.

    Args:
        courses: At most `CHUNK`, in the order of their submission; one that joins another follows it in the same chunk.
        calendar: Of the street, back to the earliest of them.
        source: What tells them.
        actor: Who imports.
        at: Now.

    Raises:
        ValueError: More than `CHUNK` requests.
        WrongStepError: A course takes a step that its flow does not know.
    """
    require(actor, IMPORT)
    if len(courses) > CHUNK:
        raise ValueError(f"A chunk has at most {CHUNK} requests, not {len(courses)}.")
    days = [timezone.localdate(course.submitted_at) for course in courses]
    numbers = numbers_for(days, actor.tenant_id, prefix="SQ", series="concern")
    index = WordingIndex(matter_profiles(actor.tenant_id))
    concerns = [
        _concern(course, number, index, sub_district_id=actor.tenant_id)
        for course, number in zip(courses, numbers, strict=True)
    ]
    _write_orders(courses, concerns, calendar=calendar, actor=actor)
    Concern.objects.bulk_create(concerns)
    note_words(concerns, _numbers_above(courses, concerns))
    Exchange.objects.bulk_create(_exchanges(courses, concerns))
    Callback.objects.bulk_create(_callbacks(courses, concerns))
    SuperiorOrder.objects.bulk_create(_superiors(courses, concerns))
    ProxyEntry.objects.bulk_create(_proxies(courses, concerns))
    _count_elder_mode(courses, concerns)
    facts: dict[str, str | int | bool | None] = {"source": source, "imported": len(concerns)}
    audit.record("concerns.courses_imported", kind="concerns.import", id=new_id(), facts=facts)
    return concerns


def _concern(course: ConcernCourse, number: str, index: WordingIndex, *, sub_district_id: UUID) -> Concern:
    words = course.submission.words.strip()
    concern = new_concern(
        course.submission, words, number, sub_district_id=sub_district_id, at=course.submitted_at
    )
    concern.suggestions = suggestions_of(index, words)
    _talk(concern, course)
    return concern


def _talk(concern: Concern, course: ConcernCourse) -> None:
    """Let the exchanges leave state and version as the deeds do."""
    received_at = course.course.opened_at if course.course else course.joined_at
    for exchange in course.exchanges:
        concern.version += 1
        if received_at is None or exchange.at < received_at:
            is_question = exchange.kind is ExchangeKind.QUESTION
            concern.state = ConcernState.ASKED if is_question else ConcernState.SUBMITTED


def _write_orders(
    courses: Sequence[ConcernCourse], concerns: Sequence[Concern], *, calendar: WorkingCalendar, actor: Actor
) -> None:
    own = [(place, course.course) for place, course in enumerate(courses) if course.course is not None]
    told = [
        replace(course, draft=replace(course.draft, origin=OriginRef(PICTURE_OWNER, concerns[place].pk)))
        for place, course in own
    ]
    orders: dict[int, WorkOrder] = {}
    for (place, course), order in zip(own, import_courses(told, calendar=calendar, actor=actor), strict=True):
        orders[place] = order
        _receive(concerns[place], order, at=course.opened_at)
    for place, joining in enumerate(courses):
        if joining.joins is not None and joining.joined_at is not None:
            _receive(concerns[place], orders[joining.joins], at=joining.joined_at)


def _receive(concern: Concern, order: WorkOrder, *, at: datetime) -> None:
    concern.order, concern.state, concern.received_at = order, ConcernState.RECEIVED, at
    concern.version += 1


def _exchanges(courses: Iterable[ConcernCourse], concerns: Iterable[Concern]) -> list[Exchange]:
    return [
        Exchange(
            sub_district_id=concern.sub_district_id,
            concern=concern,
            kind=exchange.kind,
            words=exchange.words,
            at=exchange.at,
            said_by=exchange.said_by,
        )
        for course, concern in zip(courses, concerns, strict=True)
        for exchange in course.exchanges
    ]


def _callbacks(courses: Iterable[ConcernCourse], concerns: Iterable[Concern]) -> list[Callback]:
    return [
        Callback(
            sub_district_id=concern.sub_district_id,
            concern=concern,
            round=number,
            state=round_.state,
            was_solved=round_.was_solved,
            was_satisfied=round_.was_satisfied,
            likes_service=round_.likes_service,
            words=round_.words,
            since_at=round_.since_at,
            answered_at=round_.answered_at,
            answered_by=round_.answered_by,
            medium=round_.medium,
        )
        for course, concern in zip(courses, concerns, strict=True)
        for number, round_ in enumerate(course.rounds, start=1)
    ]


def _numbers_above(courses: Iterable[ConcernCourse], concerns: Iterable[Concern]) -> dict[UUID, str]:
    return {
        concern.pk: course.superior.number
        for course, concern in zip(courses, concerns, strict=True)
        if course.superior is not None
    }


def _superiors(courses: Sequence[ConcernCourse], concerns: Iterable[Concern]) -> list[SuperiorOrder]:
    return [
        _superior(
            course.superior, concern, replied_at=_replied_at(course.superior, _order_course(course, courses))
        )
        for course, concern in zip(courses, concerns, strict=True)
        if course.superior is not None
    ]


def _superior(told: PastSuperior, concern: Concern, *, replied_at: datetime | None) -> SuperiorOrder:
    return SuperiorOrder(
        sub_district_id=concern.sub_district_id,
        source_id=told.source_id,
        number=told.number,
        concern=concern,
        state=SuperiorState.REPLIED if replied_at else SuperiorState.OPEN,
        issued_at=told.issued_at,
        came_at=concern.submitted_at,
        their_due_at=told.their_due_at,
        return_until=told.return_until,
        replied_at=replied_at,
    )


def _proxies(courses: Iterable[ConcernCourse], concerns: Iterable[Concern]) -> list[ProxyEntry]:
    return [
        new_proxy(course.submission.proxy, concern, actor=_hand_of(course, concern), at=course.submitted_at)
        for course, concern in zip(courses, concerns, strict=True)
        if course.submission.proxy is not None
    ]


def _hand_of(course: ConcernCourse, concern: Concern) -> Actor:
    return course.entered_by or Actor(ActorKind.VISITOR, "", concern.sub_district_id)


def _count_elder_mode(courses: Iterable[ConcernCourse], concerns: Iterable[Concern]) -> None:
    months = Counter(
        (concern.sub_district_id, concern.submitted_on.replace(day=1))
        for course, concern in zip(courses, concerns, strict=True)
        if course.submission.in_elder_mode
    )
    for (street_id, month_on), count in months.items():
        add_up(ElderMonth, {"sub_district_id": street_id, "month_on": month_on}, {"requests": count})


def _order_course(course: ConcernCourse, courses: Sequence[ConcernCourse]) -> OrderCourse | None:
    return course.course if course.joins is None else courses[course.joins].course


def _replied_at(told: PastSuperior, course: OrderCourse | None) -> datetime | None:
    """Give when the reply that still holds was handed over."""
    steps = course.steps if course else ()
    is_void = told.replied_at is not None and any(
        step.verb in TAKEN_UP_AGAIN and step.at >= told.replied_at for step in steps
    )
    return None if is_void else told.replied_at
