"""When requests come in, about what and where: seasons, weekdays, hours, storms, and who calls again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

from jiezhi.concerns.choices import Channel
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.project.demo.words.grammar import QUESTIONS, TOPICS, story_of, what_is_said
from jiezhi.project.demo.words.topic import Story

MONTHS_BACK = 14
A_YEAR_OF = 9_000
"""Requests in the fourteen months at scale 1."""
WEEKDAYS = (1.25, 1.1, 1.05, 1.05, 1.1, 0.85, 0.75)
HOURS = (1, 0, 0, 0, 1, 2, 7, 20, 45, 65, 62, 42, 28, 34, 46, 48, 44, 38, 36, 42, 40, 26, 12, 4)
CLOSED = 0.55
"""On days on which the office is closed, people write less."""
STORMS_A_SUMMER = 6
STORM = 3.2
"""How many more requests a storm brings, that day and the next."""
STORM_TOPICS = {"drain": 7.0, "greenery": 5.0, "leak": 4.5, "lamp": 2.0, "water": 2.0, "manhole": 2.5}
QUESTION_SHARE = 0.09
CAUSE_SHARES = {"facilities": 0.38, "late": 0.29, "unprofessional": 0.21, "other": 0.12}
"""Of the complaints; the plan's figures (R022)."""
CHANNELS = ((Channel.PORTAL, 46), (Channel.PHONE, 33), (Channel.COUNTER, 8), (Channel.SUPERIOR, 13))
ANONYMOUS = 0.2
AGAIN = 0.3
"""Share of the named requests whose reporter has called before."""


@dataclass(frozen=True)
class Arrival:
    """A request as it comes in.

    Args:
        at: When.
        topic: Code of its matter.
        story: What is wrong.
        estate: Place of its estate among those of the street.
        phone: Of the reporter; empty for an anonymous one.
        channel: The way it came.
        words: What is said.
    """

    at: datetime
    topic: str
    story: Story
    estate: int
    phone: str
    channel: Channel
    words: str


@dataclass(frozen=True)
class EstateWeights:
    """What decides how often an estate is spoken of.

    Args:
        name: As residents call it.
        residents: How many live there.
        is_old: Whether it is an old estate.
        is_merged: Whether it was merged with another under one property company: they quarrel.
    """

    name: str
    residents: int
    is_old: bool
    is_merged: bool = False


def arrivals(
    rng: Random,
    *,
    until_on: date,
    count: int,
    estates: Sequence[EstateWeights],
    cause_of: Mapping[str, str],
    calendar: WorkingCalendar,
) -> list[Arrival]:
    """Give the requests of the fourteen months before a day, in the order of time.

    Args:
        rng: Chance.
        until_on: The first local day that is left out.
        count: How many.
        estates: Of the street.
        cause_of: The cause under which complaints about each matter are counted; matters that are missing are left out.
        calendar: Of the street.
    """
    days = [until_on - timedelta(days=back) for back in range(MONTHS_BACK * 61 // 2, 0, -1)]
    storms = _storms(rng, days)
    day_weights = list(
        accumulate(
            WEEKDAYS[day.weekday()]
            * (1.0 if calendar.is_workday(day) else CLOSED)
            * (STORM if day in storms else 1.0)
            * (0.85 + 0.3 * place / len(days))
            for place, day in enumerate(days)
        )
    )
    moments = sorted(
        (day, minute)
        for day, minute in zip(
            rng.choices(days, cum_weights=day_weights, k=count),
            _minutes(rng, count),
            strict=True,
        )
    )
    picks = _Picks(rng, estates, cause_of, loud=max(4 * count // A_YEAR_OF, 1))
    return [picks.arrival(_moment(day, minute), is_storm=day in storms) for day, minute in moments]


def _storms(rng: Random, days: Sequence[date]) -> set[date]:
    """Give the days of storms and those after them: some in every summer."""
    found: set[date] = set()
    for year in sorted({day.year for day in days}):
        summer = [day for day in days if day.year == year and 6 <= day.month <= 9]
        for day in rng.sample(summer, min(STORMS_A_SUMMER, len(summer))):
            found |= {day, day + timedelta(days=1)}
    return found


def _minutes(rng: Random, count: int) -> list[int]:
    hours = rng.choices(range(24), weights=HOURS, k=count)
    return [hour * 60 + rng.randrange(60) for hour in hours]


def _moment(day: date, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))


class _Picks:
    """Chooses what each request is about, where it lies and who made it."""

    def __init__(
        self, rng: Random, estates: Sequence[EstateWeights], cause_of: Mapping[str, str], *, loud: int
    ) -> None:
        self.rng, self.estates = rng, estates
        self.by_cause = {
            cause: [code for code in TOPICS if cause_of.get(code) == cause and code not in QUESTIONS]
            for cause in CAUSE_SHARES
        }
        self.owed = dict.fromkeys(CAUSE_SHARES, 0.0)
        self.questions = [code for code in TOPICS if code in QUESTIONS]
        self.places = list(range(len(estates)))
        self.weights = list(accumulate(row.residents * (1.5 if row.is_old else 1.0) for row in estates))
        self.merged = [place for place, row in enumerate(estates) if row.is_merged]
        self.callers: list[str] = []
        self.loud = [self._new_phone() for _ in range(loud)]

    def arrival(self, at: datetime, *, is_storm: bool) -> Arrival:
        topic = self._topic(at.month, is_storm=is_storm)
        place = self._place(topic)
        story, name = story_of(TOPICS[topic], self.rng), self.estates[place].name
        words = what_is_said(TOPICS[topic], story, self.rng, place=name, asks=topic in QUESTIONS)
        (channel,) = self.rng.choices([name for name, _ in CHANNELS], weights=[w for _, w in CHANNELS])
        return Arrival(at, topic, story, place, self._phone(channel), channel, words)

    def _topic(self, month: int, *, is_storm: bool) -> str:
        codes = self.questions if self.rng.random() < QUESTION_SHARE else self.by_cause[self._cause()]
        weights = [
            TOPICS[code].weight
            * TOPICS[code].months[month - 1]
            * (STORM_TOPICS.get(code, 0.6) if is_storm else 1.0)
            for code in codes
        ]
        return self.rng.choices(codes, weights=weights)[0]

    def _cause(self) -> str:
        """Give the cause that is owed most, with some chance: shares come out right without a rhythm."""
        for cause, share in CAUSE_SHARES.items():
            if self.by_cause[cause]:
                self.owed[cause] += share
        chosen = max(self.owed, key=lambda cause: self.owed[cause] + self.rng.random())
        self.owed[chosen] -= 1.0
        return chosen

    def _place(self, topic: str) -> int:
        if topic == "property" and self.merged and self.rng.random() < 0.45:
            return self.rng.choice(self.merged)
        return self.rng.choices(self.places, cum_weights=self.weights)[0]

    def _phone(self, channel: Channel) -> str:
        if channel is not Channel.SUPERIOR and self.rng.random() < ANONYMOUS:
            return ""
        if self.rng.random() < 0.012:
            return self.rng.choice(self.loud)
        if self.callers and self.rng.random() < AGAIN:
            # Those who called once or twice before call again sooner than others.
            return self.rng.choice(self.callers)
        phone = self._new_phone()
        self.callers.append(phone)
        return phone

    def _new_phone(self) -> str:
        # No operator gives out numbers that begin with 120.
        return f"120{self.rng.randrange(100_000_000):08}"
