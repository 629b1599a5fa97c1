"""Scorecards as they are shown: the office's own score beside the old one and beside its own past, sorted by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.assessment.choices import IndicatorName, ObjectionState, SubjectKind
from jiezhi.assessment.models import LineObjection
from jiezhi.assessment.queries import (
    as_weighing,
    objections_in,
    require_subject,
    subjects_of,
    weight_versions,
)
from jiezhi.assessment.tallies import Line, Lines, lines_by_subject
from jiezhi.core.scorecards import OLD_WEIGHTS, Indicator, Score, Tally, Weighing, score_of, weighing_on
from jiezhi.insight.periods import (
    MONTHS_A_QUARTER,
    Period,
    last_months,
    month_of,
    period_key,
    quarter_number,
)
from jiezhi.kit.actor import Actor
from jiezhi.kit.numerals import DASH, decimal, per_cent

MONTHS = 13
QUARTERS = 5


@dataclass(frozen=True)
class Choice:
    """A period that can be chosen: what is counted of it so far, and all of it.

    An objection is to the whole month or quarter, so that one that is raised while it runs still stands tomorrow.
    """

    key: str
    label: str
    period: Period
    whole: Period


@dataclass(frozen=True)
class Shown:
    """One line: raw and net as printed, what it weighs, and its own past."""

    indicator: IndicatorName
    raw: Tally
    net: Tally
    raw_words: str
    net_words: str
    before_words: str
    weight: int
    old_weight: int
    points: str
    objections: tuple[LineObjection, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few to score."""
        return not self.net.is_scored

    @property
    def is_left_out(self) -> bool:
        """Whether an objection to it was upheld."""
        return any(row.state == ObjectionState.UPHELD for row in self.objections)

    @property
    def may_be_objected(self) -> bool:
        """Whether no objection waits or was upheld."""
        return all(row.state == ObjectionState.REFUSED for row in self.objections)


@dataclass(frozen=True)
class Card:
    """The scorecard of one body or place; `own` is None where no version of weights held."""

    id: UUID
    name: str
    lines: tuple[Shown, ...]
    own: Score | None
    own_raw: Score | None
    old: Score
    before: Score | None

    @property
    def own_words(self) -> str:
        """The score as printed."""
        return score_words(self.own)

    @property
    def raw_words(self) -> str:
        """The same with everything counted."""
        return score_words(self.own_raw)

    @property
    def old_words(self) -> str:
        """By the old weights."""
        return score_words(self.old)

    @property
    def before_words(self) -> str:
        """In the period before, by the weights of that time."""
        return score_words(self.before)


@dataclass(frozen=True)
class CardPage:
    """All cards of one kind in one period."""

    kind: SubjectKind
    choice: Choice
    choices: tuple[Choice, ...]
    weighing: Weighing | None
    cards: tuple[Card, ...]


def score_words(score: Score | None) -> str:
    """Give a score as printed, a dash where there is none."""
    return DASH if score is None or score.value is None else decimal(score.value)


def share_words(tally: Tally) -> str:
    """Give a share in per cent with what it rests on; a dash where there is nothing to count."""
    share = tally.share
    return DASH if share is None else f"{per_cent(share)} / {tally.whole}"


def period_choices(today: date) -> tuple[Choice, ...]:
    """Give the months and quarters that can be chosen, the newest first."""
    months = last_months(today, MONTHS)
    found = [
        Choice(f"{first:%Y-%m}", f"{first:%Y-%m}", month_of(first, today), month_of(first, date.max))
        for first in months
    ]
    firsts = [first for first in last_months(today, QUARTERS * MONTHS_A_QUARTER) if first.month % 3 == 1]
    for first in firsts[:QUARTERS]:
        end_on = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
        number = quarter_number(first)
        label = _("Quarter %(number)d of %(year)d") % {"number": number, "year": first.year}
        so_far, whole = Period(first, min(today, end_on)), Period(first, end_on)
        found.append(Choice(period_key(whole), label, so_far, whole))
    return tuple(found)


def chosen(asked: str, choices: Sequence[Choice]) -> Choice:
    """Give the period that an address names; the last month that is over where it names none."""
    return next((choice for choice in choices if choice.key == asked), choices[1])


def before_of(choice: Choice) -> Period:
    """Give the whole month or quarter before."""
    last_on = choice.period.first_on - timedelta(days=1)
    months = 1 if "q" not in choice.key else MONTHS_A_QUARTER
    first_on = last_months(last_on, months)[-1]
    return Period(first_on, last_on)


def card_page(actor: Actor, kind: SubjectKind, asked: str, *, at: datetime) -> CardPage:
    """Give the scorecards of a kind: three statements for the period, three for the one before, four for the rest."""
    choices = period_choices(timezone.localdate(at))
    choice = chosen(asked, choices)
    versions = [as_weighing(version) for version in weight_versions(actor)]
    weighing = weighing_on(versions, choice.period.first_on)
    subjects = subjects_of(actor, kind)
    objections = objections_in(actor, choice.whole, subjects)
    past = before_of(choice)
    now, before = (lines_by_subject(actor, kind, period, at=at) for period in (choice.period, past))
    past_weighing = weighing_on(versions, past.first_on)
    past_objections = objections_in(actor, past, subjects)
    cards = []
    for pk, name in subjects.items():
        key = None if kind is SubjectKind.OFFICE else pk
        lines, lines_before = now.get(key, {}), before.get(key, {})
        upheld = _upheld(past_objections, pk)
        score_before = _score(past_weighing, lines_before, upheld, is_net=True)
        cards.append(_card(pk, name, lines, lines_before, weighing, objections, score_before))
    return CardPage(kind, choice, choices, weighing, tuple(cards))


def one_card(
    actor: Actor, kind: SubjectKind, subject_id: UUID, asked: str, *, at: datetime
) -> tuple[CardPage, Card]:
    """Give one scorecard with all its lines.

    Raises:
        MissingError: There is none in the actor's area.
    """
    require_subject(actor, kind, subject_id)
    page = card_page(actor, kind, asked, at=at)
    return page, next(card for card in page.cards if card.id == subject_id)


def _upheld(
    objections: Mapping[tuple[UUID, str], Sequence[LineObjection]], subject_id: UUID
) -> set[Indicator]:
    return {
        Indicator(indicator)
        for (pk, indicator), rows in objections.items()
        if pk == subject_id and any(row.state == ObjectionState.UPHELD for row in rows)
    }


def _score(
    weighing: Weighing | None, lines: Lines, left_out: Collection[Indicator], *, is_net: bool
) -> Score | None:
    if weighing is None:
        return None
    tallies = {key: line.net if is_net else line.raw for key, line in lines.items()}
    return score_of(weighing.weights, tallies, left_out=left_out)


def _card(
    pk: UUID,
    name: str,
    lines: Lines,
    lines_before: Lines,
    weighing: Weighing | None,
    objections: Mapping[tuple[UUID, str], Sequence[LineObjection]],
    score_before: Score | None,
) -> Card:
    upheld = _upheld(objections, pk)
    net = {key: line.net for key, line in lines.items()}
    weights = weighing.weights if weighing else {}
    shown = tuple(
        _shown(
            key,
            lines.get(key, Line()),
            lines_before.get(key, Line()),
            weights.get(key, 0),
            tuple(objections.get((pk, key.value), ())),
        )
        for key in Indicator
    )
    return Card(
        pk,
        name,
        shown,
        own=_score(weighing, lines, upheld, is_net=True),
        own_raw=_score(weighing, lines, (), is_net=False),
        old=score_of(OLD_WEIGHTS, net),
        before=score_before,
    )


def _shown(
    key: Indicator, line: Line, before: Line, weight: int, objections: tuple[LineObjection, ...]
) -> Shown:
    is_scored = line.net.is_scored and weight
    points = decimal(weight * line.net.part / line.net.whole) if is_scored else DASH
    return Shown(
        indicator=IndicatorName(key.value),
        raw=line.raw,
        net=line.net,
        raw_words=share_words(line.raw),
        net_words=share_words(line.net),
        before_words=share_words(before.net),
        weight=weight,
        old_weight=OLD_WEIGHTS.get(key, 0),
        points=points,
        objections=objections,
    )
