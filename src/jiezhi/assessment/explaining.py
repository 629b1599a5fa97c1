"""The superior's count explained: whose rate, over which orders, and what differs from ours and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiezhi.assessment.choices import Difference
from jiezhi.assessment.models import SuperiorLine, SuperiorScore
from jiezhi.assessment.tallies import superiors_of
from jiezhi.concerns.choices import SuperiorState
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.concerns.superior_queries import visible_superiors
from jiezhi.core.scorecards import Tally
from jiezhi.evidence.queries import is_excluded
from jiezhi.insight.periods import Period, month_of
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder

COLUMNS = ("was_answered", "was_solved", "was_satisfied")
"""What a line says, in the order of `held_of`."""


@dataclass(frozen=True)
class Compared:
    """One order of the file: what they say, what we hold, and why the two differ."""

    line: SuperiorLine
    order: WorkOrder | None
    is_excluded: bool
    difference: Difference

    @property
    def held(self) -> tuple[bool | None, bool | None, bool | None]:
        """What our own callback holds."""
        return held_of(self.order)


@dataclass(frozen=True)
class RateOfTwo:
    """A rate by the superior's file, ours over the same orders, and ours over all its orders of the month."""

    name: str
    theirs: Tally
    same: Tally
    ours: Tally


@dataclass(frozen=True)
class Explained:
    """A month of a superior's count beside ours; the two are never added up."""

    score: SuperiorScore
    period: Period
    rates: tuple[RateOfTwo, ...]
    reasons: tuple[tuple[Difference, int], ...]
    rows: tuple[Compared, ...]
    missing: int


def explain(actor: Actor, score: SuperiorScore, *, today: date) -> Explained:
    """Compare a file with what we hold, in three statements."""
    period = month_of(score.month_on, today)
    lines: list[SuperiorLine] = list(score.lines.order_by("number"))
    ours = {row.number: row for row in superiors_told(actor, score)}
    rows = tuple(_compared(line, ours.get(line.number)) for line in lines)
    sent = list(
        superiors_of(actor, period).filter(source_id=score.source_id).select_related("concern__order")
    )
    told = {line.number for line in lines}
    counts = Counter(row.difference for row in rows)
    held = [held_of(row.concern.order) for row in sent]
    names = (_("Contacted"), _("Solved"), _("Satisfied with the outcome"))
    rates = tuple(
        RateOfTwo(name, _told(lines, column), _held(rows, place), _tally([each[place] for each in held]))
        for place, (name, column) in enumerate(zip(names, COLUMNS, strict=True))
    )
    return Explained(
        score=score,
        period=period,
        rates=rates,
        reasons=tuple((each, counts[each]) for each in Difference if counts[each]),
        rows=tuple(row for row in rows if row.difference is not Difference.SAME),
        missing=sum(row.number not in told for row in sent),
    )


def superiors_told(actor: Actor, score: SuperiorScore) -> QuerySet[SuperiorOrder]:
    """Give the orders from above that a file tells of, each marked whether it is excluded; one statement."""
    rows = visible_superiors(actor).filter(source_id=score.source_id, number__in=score.lines.values("number"))
    rows = rows.annotate(is_excluded=is_excluded("concern__order_id"))
    return rows.select_related("concern__order__lead")


def held_of(order: WorkOrder | None) -> tuple[bool | None, bool | None, bool | None]:
    """Give what our own callback holds: whether it reached the reporter, solved, satisfied; None where it is open.

    That a department took the order on or did the work says nothing of whether anybody spoke to the reporter.
    """
    if order is None:
        return None, None, None
    was_called = order.state == OrderState.CLOSED and order.resolved_at is not None
    was_reached = True if order.was_solved is not None else False if was_called else None
    return was_reached, order.was_solved, order.was_satisfied


def _compared(line: SuperiorLine, superior: SuperiorOrder | None) -> Compared:
    order = superior.concern.order if superior is not None else None
    excluded = bool(getattr(superior, "is_excluded", False))
    return Compared(line, order, excluded, difference_of(line, superior, excluded=excluded))


def difference_of(line: SuperiorLine, superior: SuperiorOrder | None, *, excluded: bool) -> Difference:
    """Say why a line differs from what we hold; the first reason that holds is the one that is told."""
    if superior is None:
        return Difference.UNKNOWN
    if line.is_left_out:
        return Difference.NOT_COUNTED
    if superior.state == SuperiorState.RETURNED:
        return Difference.RETURNED
    if excluded:
        return Difference.EXCLUDED
    theirs = tuple(getattr(line, column) for column in COLUMNS)
    held = held_of(superior.concern.order)
    if any(told is not None and held[place] is None for place, told in enumerate(theirs)):
        return Difference.UNASKED
    return _difference_of_answers(list(zip(theirs, held, strict=True)))


def _difference_of_answers(pairs: Sequence[tuple[bool | None, bool | None]]) -> Difference:
    """Tell verdicts that differ from whom only one side reached: the first pair says that, and is no verdict."""
    reached, *verdicts = pairs
    known = [pair for pair in verdicts if None not in pair]
    if any(ours and not told for told, ours in known):
        return Difference.WORSE
    if any(told and not ours for told, ours in known):
        return Difference.BETTER
    if None in reached or reached[0] == reached[1]:
        return Difference.SAME
    return Difference.ONLY_THEY_REACHED if reached[0] else Difference.ONLY_WE_REACHED


def _told(lines: list[SuperiorLine], column: str) -> Tally:
    return _tally([None if line.is_left_out else getattr(line, column) for line in lines])


def _held(rows: tuple[Compared, ...], place: int) -> Tally:
    """Count ours over the orders that the superior counts."""
    return _tally([row.held[place] for row in rows if not row.line.is_left_out])


def _tally(answers: list[bool | None]) -> Tally:
    known = [answer for answer in answers if answer is not None]
    return Tally(sum(known), len(known))
