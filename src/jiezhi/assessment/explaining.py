"""The superior's count explained: whose rate, over which orders, and what differs from ours and why."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiezhi.assessment.choices import Difference
from jiezhi.assessment.models import SuperiorLine, SuperiorScore
from jiezhi.assessment.tallies import superiors_of
from jiezhi.concerns.choices import SuperiorState
from jiezhi.core.scorecards import Tally
from jiezhi.evidence.queries import is_excluded
from jiezhi.insight.periods import Period, month_of
from jiezhi.kit.actor import Actor
from jiezhi.workorders.models import WorkOrder


@dataclass(frozen=True)
class Compared:
    """One order of the file: what they say, what we hold, and why the two differ."""

    line: SuperiorLine
    order: WorkOrder | None
    is_excluded: bool
    difference: Difference


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
    """Compare a file with what we hold, in two statements."""
    period = month_of(score.month_on, today)
    related = score.lines.select_related("superior__concern__order__lead")
    lines: list[SuperiorLine] = list(
        related.annotate(is_excluded=is_excluded("superior__concern__order_id")).order_by("number")
    )
    rows = tuple(_compared(line) for line in lines)
    sent = list(
        superiors_of(actor, period)
        .filter(source_id=score.source_id)
        .values_list("pk", "concern__order__was_solved", "concern__order__was_satisfied")
    )
    told = {line.superior_id for line in lines}
    counts = Counter(row.difference for row in rows)
    solved, satisfied = [row[1] for row in sent], [row[2] for row in sent]
    return Explained(
        score=score,
        period=period,
        rates=(
            RateOfTwo(_("Contacted"), _told(lines, "was_answered"), _held(rows, "answered"), Tally()),
            RateOfTwo(_("Solved"), _told(lines, "was_solved"), _held(rows, "solved"), _tally(solved)),
            RateOfTwo(
                _("Satisfied with the outcome"),
                _told(lines, "was_satisfied"),
                _held(rows, "satisfied"),
                _tally(satisfied),
            ),
        ),
        reasons=tuple((each, counts[each]) for each in Difference if counts[each]),
        rows=tuple(row for row in rows if row.difference is not Difference.SAME),
        missing=sum(pk not in told for pk, *_answers in sent),
    )


def _order_of(line: SuperiorLine) -> WorkOrder | None:
    return line.superior.concern.order if line.superior is not None else None


def _compared(line: SuperiorLine) -> Compared:
    order, excluded = _order_of(line), bool(getattr(line, "is_excluded", False))
    return Compared(line, order, excluded, difference_of(line, order, excluded=excluded))


def difference_of(line: SuperiorLine, order: WorkOrder | None, *, excluded: bool) -> Difference:
    """Say why a line differs from what we hold; the first reason that holds is the one that is told."""
    if line.superior is None:
        return Difference.UNKNOWN
    if line.is_left_out:
        return Difference.NOT_COUNTED
    if line.superior.state == SuperiorState.RETURNED:
        return Difference.RETURNED
    if excluded:
        return Difference.EXCLUDED
    theirs = (line.was_solved, line.was_satisfied)
    if theirs == (None, None):
        return Difference.SAME
    if order is None or order.was_solved is None:
        return Difference.UNASKED
    pairs = [
        (told, held)
        for told, held in zip(theirs, (order.was_solved, order.was_satisfied), strict=True)
        if told is not None and held is not None
    ]
    if any(held and not told for told, held in pairs):
        return Difference.WORSE
    return Difference.BETTER if any(told and not held for told, held in pairs) else Difference.SAME


def _told(lines: list[SuperiorLine], column: str) -> Tally:
    return _tally([None if line.is_left_out else getattr(line, column) for line in lines])


def _held(rows: tuple[Compared, ...], name: str) -> Tally:
    """Count ours over the orders that the superior counts."""
    answers: list[bool | None] = []
    for row in rows:
        if row.order is None or row.line.is_left_out:
            continue
        if name == "answered":
            answers.append(row.order.accepted_at is not None or row.order.resolved_at is not None)
        else:
            answers.append(getattr(row.order, f"was_{name}"))
    return _tally(answers)


def _tally(answers: list[bool | None]) -> Tally:
    known = [answer for answer in answers if answer is not None]
    return Tally(sum(known), len(known))
