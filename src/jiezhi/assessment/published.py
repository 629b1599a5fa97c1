"""What anybody may read of the office's figures: fixed months, nothing that fewer than ten stand behind."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.assessment.models import MonthlyBrief
from jiezhi.assessment.queries import frozen_months
from jiezhi.core.small_numbers import K, Span, told_about, told_parts, told_rate
from jiezhi.insight.periods import MONTHS_A_QUARTER, last_months
from jiezhi.kit.measure import every_measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONTHS = 12
RATES = ("on_time", "responded", "solved", "satisfied", "served")
LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class PublicRate:
    """A rate as it is told: a share, a span, or too few; `about` is out of about how many."""

    words: str
    about: str


@dataclass(frozen=True)
class PublicMonth:
    """A month that is over and fixed."""

    month_on: date
    orders: str
    rates: tuple[PublicRate, ...]


@dataclass(frozen=True)
class PublicQuarter:
    """How the orders of a quarter that is over lie in the communities; a place without words is in none."""

    first_on: date
    last_on: date
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PublicFigures:
    """All that the page shows; `basis` says which orders its rates count."""

    labels: tuple[tuple[str, str], ...]
    months: tuple[PublicMonth, ...]
    quarters: tuple[PublicQuarter, ...]
    basis: str
    k: int = K


def public_figures(sub_district_id: UUID, *, today: date) -> PublicFigures:
    """Give the fixed months of the last twelve, in one statement.

    Months do not overlap and neither do quarters, so that no two of them can be subtracted; what is fixed does not
    move, so that nobody sees it change by one answer.
    """
    since = last_months(today, MONTHS + 1)[-1]
    rows = frozen_months(sub_district_id, since=since)[:MONTHS]
    measures = {measure.key: measure for measure in every_measure()}
    return PublicFigures(
        labels=tuple((str(measures[key].label), str(measures[key].sentence)) for key in RATES),
        months=tuple(_month(row) for row in rows),
        quarters=tuple(_quarter(row) for row in rows if "quarter" in row.figures),
        basis=_(
            "Rates count all orders they apply to, those of patrols and meetings too: more than requests alone."
        ),
    )


def _month(row: MonthlyBrief) -> PublicMonth:
    rates: Mapping[str, Sequence[int]] = row.figures["rates"]
    told = tuple(rate_words(told_rate(*rates[key][:2])) for key in RATES)
    orders, people = row.figures["requests"]
    about = told_about(orders, people=people)
    return PublicMonth(
        row.month_on, few() if about is None else _("about %(count)d") % {"count": about}, told
    )


def rate_words(span: Span | None) -> PublicRate:
    """Give a rate in words."""
    if span is None:
        return PublicRate(few(), "")
    about = _("about %(count)d") % {"count": span.about}
    if span.is_plain:
        return PublicRate(f"{span.low}%", about)
    if span.low == 0:
        return PublicRate(_("at most %(share)d%%") % {"share": span.high}, about)
    return PublicRate(_("at least %(share)d%%") % {"share": span.low}, about)


def few() -> str:
    """Give the words for what too few stand behind."""
    return _("fewer than needed to tell")


def _quarter(row: MonthlyBrief) -> PublicQuarter:
    parts: list[tuple[str, int, int]] = row.figures["quarter"]
    people = {name: reporters for name, _orders, reporters in parts}
    told = told_parts({name: orders for name, orders, _reporters in parts}, people=people)
    named = tuple(
        (name or _("in no community"), few() if count is None else str(count)) for name, count in told.items()
    )
    months = last_months(row.month_on, MONTHS_A_QUARTER)
    return PublicQuarter(months[-1], row.month_on, named)


def as_public_csv(figures: PublicFigures, *, office: str) -> bytes:
    """Give the months as a file, with whose they are and under which licence in the first lines."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"# {office}"])
    writer.writerow([f"# {LICENCE}"])
    writer.writerow([f"# {figures.basis}"])
    head = [_("Month"), _("Requests that became work")]
    for label, _sentence in figures.labels:
        head += [label, _("out of")]
    writer.writerow(head)
    for month in figures.months:
        line = [f"{month.month_on:%Y-%m}", month.orders]
        for rate in month.rates:
            line += [rate.words, rate.about]
        writer.writerow(line)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
