"""Each made-up request with what became of it, as history takes it in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from jiezhi.concerns.actions import Submission
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.courses import ConcernCourse, PastRound, PastSuperior
from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.kit.actor import OriginRef
from jiezhi.places.queries import Spot
from jiezhi.project.demo.arrivals import Arrival
from jiezhi.project.demo.hands import Chances, Hands, Routes
from jiezhi.project.demo.life import ANSWERED_AT_ONCE, REPORTED_BY_MANY, URGENT, Life
from jiezhi.project.demo.ways import by_its_way, written_by
from jiezhi.project.demo.words.grammar import QUESTIONS, brief_of, what_is_said
from jiezhi.workorders.choices import ExtensionState, UrgencyTier, Verb
from jiezhi.workorders.courses import OrderCourse, PastWish
from jiezhi.workorders.drafts import OrderDraft


def courses(
    rng: Random, coming: Sequence[Arrival], hands: Hands, *, until: datetime, name: str
) -> Iterator[list[ConcernCourse]]:
    """Give each request with what became of it until a moment, together with those that share its order.

    Args:
        rng: Chance.
        coming: The requests, in the order of time.
        hands: Who does what.
        until: What would happen after it does not.
        name: Of the whole, for the keys of its forms.
    """
    chances = Chances(coming[0].at if coming else until, until)
    routes = Routes(hands)
    for number, arrival in enumerate(coming):
        key = uuid5(NAMESPACE_URL, f"{name}-{number}")
        yield told(Life(rng, chances, routes, arrival, hands, until=until, key=key))


def told(life: Life) -> list[ConcernCourse]:
    """Give the request, and those that report the same thing and share its order."""
    opened_at = life.later(life.arrival.at, 6, 200)
    if opened_at > life.until:
        return [_sent(life, _submission(life), superior=_superior(life))]
    draft = _draft(life)
    if life.arrival.topic in QUESTIONS and life.rng.random() < ANSWERED_AT_ONCE:
        life.answer(opened_at)
        draft = replace(draft, brief=life.matter.name, urgency=UrgencyTier.NORMAL, limit=None)
    else:
        life.dispatch_first(draft, opened_at)
    course = OrderCourse(
        draft=draft,
        opened_at=opened_at,
        actor=life.hands.dispatcher,
        steps=tuple(step for step in life.steps if step.at <= life.until),
        wishes=tuple(filter(None, (_wish_until(life, wish) for wish in life.wishes))),
        late_verdict=life.late_verdict if life.late_verdict and life.late_verdict[0] <= life.until else None,
    )
    own = _sent(life, _submission(life), course=course, rounds=_rounds_until(life), superior=_superior(life))
    return [own, *_others(life, opened_at)]


def _sent(life: Life, submission: Submission, *, at: datetime | None = None, **more: Any) -> ConcernCourse:
    """Give the request as it came in by its way: by the reporter, for somebody, or written down by staff."""
    at = at or life.arrival.at
    submission = by_its_way(submission, part=life.chances.part_at(at))
    return ConcernCourse(submission, at, entered_by=written_by(submission, life.hands.dispatcher), **more)


def _superior(life: Life) -> PastSuperior | None:
    """Give the superior's side of an order from above: both clocks run from when it was sent."""
    if life.arrival.channel is not Channel.SUPERIOR:
        return None
    issued_at = life.arrival.at - timedelta(minutes=life.rng.randint(20, 180))
    done = [step.at for step in life.steps if step.verb in {Verb.RESOLVE, Verb.ANSWER}]
    done_at = max((at for at in done if at <= life.until), default=min(done, default=None))
    replied_at = life.later(done_at, 20, 300) if done_at else None
    calendar = life.hands.calendar
    return PastSuperior(
        source_id=life.hands.hotline_id,
        number=f"RX{issued_at:%Y%m%d}{life.key.int % 1_000_000:06}",
        issued_at=issued_at,
        their_due_at=due_at(
            calendar, issued_at, Limit(life.rng.choice((3, 5, 5, 7)), LimitUnit.WORKING_DAYS)
        ),
        return_until=due_at(calendar, issued_at, Limit(4, LimitUnit.WORKING_HOURS)),
        replied_at=replied_at if replied_at and replied_at <= life.until else None,
    )


def _submission(life: Life) -> Submission:
    note = ""
    if life.arrival.phone and life.rng.random() < 0.7:
        note = f"{life.rng.randint(1, 28)}幢{life.rng.randint(1, 4)}单元附近"
    return Submission(
        key=life.key,
        words=life.arrival.words,
        spot=_spot(life),
        place_note=note,
        phone=life.arrival.phone,
        channel=life.arrival.channel,
    )


def _spot(life: Life) -> Spot:
    estate = life.estate
    return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)


def _draft(life: Life) -> OrderDraft:
    is_urgent = life.rng.random() < URGENT
    return OrderDraft(
        matter=life.matter,
        brief=brief_of(life.arrival.story, life.rng, place=life.estate.name),
        spot=_spot(life),
        origin=OriginRef("demo", life.key),
        urgency=UrgencyTier.URGENT if is_urgent else UrgencyTier.NORMAL,
        is_cross_department=life.is_several,
    )


def _others(life: Life, opened_at: datetime) -> list[ConcernCourse]:
    """Give the neighbours who report the same thing while it is handled."""
    if life.rng.random() >= REPORTED_BY_MANY.get(life.arrival.topic, 0.01):
        return []
    resolved_at = next((step.at for step in life.steps if step.verb is Verb.RESOLVE), life.until)
    found = []
    for number in range(life.rng.choices((1, 2, 3, 5, 8), weights=(50, 25, 14, 8, 3))[0]):
        at = opened_at + (resolved_at - opened_at) * life.rng.uniform(0.02, 0.8)
        joined_at = life.later(at, 10, 90)
        if joined_at >= min(resolved_at, life.until):
            continue
        submission = replace(
            _submission(life),
            key=uuid5(life.key, str(number)),
            words=_again(life),
            phone=f"120{life.rng.randrange(100_000_000):08}" if life.rng.random() < 0.8 else "",
            channel=life.rng.choice((Channel.PORTAL, Channel.PHONE)),
        )
        rounds = tuple(replace(round_, words="") for round_ in _rounds_until(life))
        found.append(_sent(life, submission, at=at, rounds=rounds, joins=0, joined_at=joined_at))
    return sorted(found, key=lambda course: course.submitted_at)


def _again(life: Life) -> str:
    asks, story = life.arrival.topic in QUESTIONS, life.arrival.story
    return what_is_said(life.topic, story, life.rng, place=life.estate.name, asks=asks)


def _wish_until(life: Life, wish: PastWish) -> PastWish | None:
    if wish.asked_at > life.until:
        return None
    if wish.decided_at is not None and wish.decided_at > life.until:
        return replace(wish, state=ExtensionState.ASKED, decided_at=None, decided_by=None, note="")
    return wish


def _rounds_until(life: Life) -> tuple[PastRound, ...]:
    begun = [round_ for round_ in life.rounds if round_.since_at <= life.until]
    return tuple(
        PastRound(round_.since_at)
        if round_.answered_at is not None and round_.answered_at > life.until
        else round_
        for round_ in begun
    )
