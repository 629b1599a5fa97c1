"""Fourteen months of made-up requests: the same for the same seed and day, brought in as history."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from random import Random

from django.utils import timezone

from jiezhi.concerns.courses import ConcernCourse, import_concern_courses
from jiezhi.concerns.history import CHUNK
from jiezhi.concerns.permissions import IMPORT
from jiezhi.kit.actor import system_job
from jiezhi.project.demo.arrivals import EstateWeights, arrivals
from jiezhi.project.demo.courses import courses
from jiezhi.project.demo.hands import Hands
from jiezhi.workorders.courses import OrderCourse

SOURCE = "demo"


@dataclass(frozen=True)
class Loaded:
    """What was brought in.

    Args:
        requests: How many.
        orders: How many orders they share.
        digest: Of everything that was made up: the same seed and day give the same.
    """

    requests: int
    orders: int
    digest: str


def load_history(
    hands: Hands, estates: Sequence[EstateWeights], *, seed: int, until_on: date, count: int, at: datetime
) -> Loaded:
    """Make up the requests of the months before a day, and bring them in.

    Args:
        hands: Who does what.
        estates: How often each is spoken of, in the order of `hands.estates`.
        seed: Of the chance.
        until_on: The local day before which everything happens.
        count: How many, beside the neighbours who report the same.
        at: Now.
    """
    digest = blake2b(digest_size=16)
    requests = orders = 0
    actor = system_job("demo", sub_district_id=hands.street_id, permissions=frozenset({IMPORT.code}))
    for chunk in _chunks(made_up(hands, estates, seed=seed, until_on=until_on, count=count)):
        for course in chunk:
            digest.update(plain_words(course).encode())
        import_concern_courses(courses=chunk, calendar=hands.calendar, source=SOURCE, actor=actor, at=at)
        requests += len(chunk)
        orders += sum(course.course is not None for course in chunk)
    return Loaded(requests, orders, digest.hexdigest())


def made_up(
    hands: Hands, estates: Sequence[EstateWeights], *, seed: int, until_on: date, count: int
) -> Iterator[list[ConcernCourse]]:
    """Give the requests with their courses, those that share an order together."""
    rng = Random(f"{seed}-{until_on.isoformat()}")  # noqa: S311 - stories, not secrets
    known = {code: matter.cause.code for code, matter in hands.matters.items() if matter.cause}
    coming = arrivals(
        rng, until_on=until_on, count=count, estates=estates, cause_of=known, calendar=hands.calendar
    )
    until = timezone.make_aware(datetime.combine(until_on, time())) - timedelta(seconds=1)
    return courses(rng, coming, hands, until=until, name=f"jiezhi-demo-{seed}-{until_on}")


def _chunks(groups: Iterable[list[ConcernCourse]]) -> Iterator[list[ConcernCourse]]:
    """Gather groups into chunks; who joins another's order names its place in the chunk."""
    chunk: list[ConcernCourse] = []
    for group in groups:
        if len(chunk) + len(group) > CHUNK:
            yield chunk
            chunk = []
        first = len(chunk)
        chunk += [course if course.joins is None else _joining(course, first) for course in group]
    if chunk:
        yield chunk


def _joining(course: ConcernCourse, first: int) -> ConcernCourse:
    return replace(course, joins=first)


def plain_words(course: ConcernCourse) -> str:
    """Give everything that was made up about a request, without ids and before anything is sealed."""
    submission, proxy = course.submission, course.submission.proxy
    told = {
        "key": str(submission.key),
        "words": submission.words,
        "place": [submission.spot.lon, submission.spot.lat, submission.place_note],
        "phone": submission.phone,
        "channel": submission.channel,
        "proxy": proxy and [proxy.relation, proxy.acting_phone, proxy.called_back],
        "elder": submission.in_elder_mode,
        "at": course.submitted_at.isoformat(),
        "rounds": [
            [
                round_.since_at.isoformat(), round_.state, round_.was_solved, round_.was_satisfied,
                round_.likes_service, round_.words,
                round_.answered_at and round_.answered_at.isoformat(), round_.answered_by,
            ]
            for round_ in course.rounds
        ],
        "order": _order_words(course.course) if course.course else None,
        "superior": course.superior and [course.superior.number, course.superior.their_due_at.isoformat()],
        "joins": course.joined_at and course.joined_at.isoformat(),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _order_words(course: OrderCourse) -> list[object]:
    draft = course.draft
    return [
        draft.matter.code, draft.brief, draft.urgency, draft.is_cross_department, course.opened_at.isoformat(),
        [
            [
                step.verb, step.at.isoformat(), step.department and step.department.name, step.reason, step.note,
                step.actor.label, step.verdict,
            ]
            for step in course.steps
        ],
        [[wish.amount, wish.reason, wish.asked_at.isoformat(), wish.state] for wish in course.wishes],
        course.late_verdict and course.late_verdict[0].isoformat(),
    ]  # fmt: skip
