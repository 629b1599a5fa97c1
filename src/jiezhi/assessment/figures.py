"""The page of figures: chosen measures by month, area, department or matter, as table and as chart."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.insight.periods import Period, last_months
from jiezhi.kit.actor import Actor
from jiezhi.kit.measure import Figure, Figures, Measure, Question, Split, Unit, every_measure
from jiezhi.kit.numerals import DASH, decimal, per_cent
from jiezhi.organisation.queries import departments_of, matter_names
from jiezhi.places.queries import communities_of

MOST_MEASURES = 4
MONTHS = (1, 3, 6, 12)
SPLITS = (Split.MONTH, Split.COMMUNITY, Split.DEPARTMENT, Split.MATTER)


@dataclass(frozen=True)
class Cell:
    """One value as printed, with what it rests on."""

    value: str
    basis: str
    number: float | None


@dataclass(frozen=True)
class FigureRow:
    """What one month, place, body or matter has of each measure."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: `per_cent` of the longest, or of the whole where it is a share."""

    name: str
    value: str
    per_cent: int


@dataclass(frozen=True)
class Chart:
    """One measure as bars; the table beside it says the same."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    measures: tuple[Measure, ...]
    split: Split
    months: int


@dataclass(frozen=True)
class FigurePage:
    """The figures of a page: the whole first, then each part; some measures have none of these parts."""

    wanted: Wanted
    whole_only: tuple[Measure, ...]
    period: Period
    whole: tuple[Cell, ...]
    rows: tuple[FigureRow, ...]
    charts: tuple[Chart, ...]


def read_wanted(keys: Sequence[str], split: str, months: str) -> Wanted:
    """Give what an address asks for, and what is usual where it asks for nothing that there is."""
    known = {measure.key: measure for measure in every_measure()}
    chosen = [known[key] for key in dict.fromkeys(keys) if key in known][:MOST_MEASURES]
    return Wanted(
        tuple(chosen or [known["on_time"]]),
        Split(split) if split in [each.value for each in SPLITS] else Split.MONTH,
        int(months) if months in map(str, MONTHS) else 12,
    )


def figure_page(actor: Actor, wanted: Wanted, *, at: datetime) -> FigurePage:
    """Compute the figures, in two statements a measure for most, however many orders there are."""
    today = timezone.localdate(at)
    months = last_months(today, wanted.months)
    period = Period(months[-1], today)
    whole, parts = [], []
    for measure in wanted.measures:
        asked = [Question(actor, period.first_on, today, at, split) for split in (Split.NONE, wanted.split)]
        whole.append(_cell(measure, measure.compute(asked[0]).get(None)))
        parts.append(measure.compute(asked[1]) if wanted.split in measure.splits else {})
    names = _names(actor, wanted.split, months, parts)
    rows = tuple(
        FigureRow(
            name,
            tuple(
                _cell(measure, found.get(key)) for measure, found in zip(wanted.measures, parts, strict=True)
            ),
        )
        for key, name in names.items()
    )
    charts = tuple(
        _chart(measure, place, rows)
        for place, measure in enumerate(wanted.measures)
        if wanted.split in measure.splits
    )
    whole_only = tuple(measure for measure in wanted.measures if wanted.split not in measure.splits)
    return FigurePage(wanted, whole_only, period, tuple(whole), rows, charts)


def _names(
    actor: Actor, split: Split, months: Sequence[date], parts: Sequence[Figures]
) -> dict[UUID | date | None, str]:
    """Give the parts that have any figure, months always, sorted by time or by name."""
    held = {key for found in parts for key in found}
    if split is Split.MONTH:
        return {month: f"{month:%Y-%m}" for month in months}
    named: Mapping[UUID, str]
    if split is Split.COMMUNITY:
        named = {row.pk: row.name for row in communities_of(actor.tenant_id)}
    elif split is Split.DEPARTMENT:
        named = {row.pk: row.name for row in departments_of(actor.tenant_id)}
    else:
        named = {pk: name for pk, _code, name in matter_names(actor.tenant_id)}
    names: dict[UUID | date | None, str] = {
        key: name for key, name in sorted(named.items(), key=lambda row: row[1]) if key in held
    }
    return names | ({None: _("None of them")} if None in held and names else {})


def _cell(measure: Measure, figure: Figure | None) -> Cell:
    if figure is None or figure.value is None:
        return Cell(DASH, "" if figure is None else str(figure.whole), None)
    if measure.unit is Unit.SHARE:
        value = per_cent(figure.value)
        return Cell(value, f"{figure.part} / {figure.whole}", figure.value)
    return Cell(decimal(figure.value), str(figure.whole), figure.value)


def _chart(measure: Measure, place: int, rows: Sequence[FigureRow]) -> Chart:
    numbers = [row.cells[place].number or 0 for row in rows]
    most = 1.0 if measure.unit is Unit.SHARE else max(numbers, default=0) or 1.0
    bars = tuple(
        Bar(row.name, row.cells[place].value, round(number / most * 100))
        for row, number in zip(rows, numbers, strict=True)
    )
    return Chart(str(measure.label), bars)


def as_csv(page: FigurePage) -> bytes:
    """Give the table as a file that spreadsheets open, numerators and denominators in columns of their own."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [_("Part of it")]
    for measure in page.wanted.measures:
        head += [str(measure.label), _("rests on")]
    writer.writerow(head)
    for name, cells in [(_("All together"), page.whole), *((row.name, row.cells) for row in page.rows)]:
        line = [_plain(name)]
        for cell in cells:
            line += [cell.value, cell.basis]
        writer.writerow(line)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(name: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
