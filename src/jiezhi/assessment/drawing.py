"""A month's brief as PDF: one page of figures, what changed, three things that need attention, causes, departments."""

from itertools import accumulate
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.assessment.errors import BriefError
from jiezhi.assessment.frozen import needing_attention
from jiezhi.assessment.models import MonthlyBrief
from jiezhi.core.monthly_brief import Attention, Finding
from jiezhi.core.scorecards import LEAST, Tally
from jiezhi.engine.typesetting import SettingError, SettingFault, set_pdf
from jiezhi.kit.measure import every_measure
from jiezhi.kit.numerals import DASH, decimal, per_cent

LAYOUT = Path(__file__).parent / "typesetting" / "brief.typ"
FAULTS: dict[SettingFault, Promise] = {
    SettingFault.NO_LIBRARY: gettext_lazy(
        "The typesetting library is not installed. The operator installs “typst”, starts again, and has it made again."
    ),
    SettingFault.NO_FONT: gettext_lazy(
        "This machine has no Chinese font. The operator installs one, starts again, and has it made again."
    ),
    SettingFault.LAYOUT: gettext_lazy("The brief could not be set. Tell the operator, and name the month."),
}


def set_brief(brief: MonthlyBrief) -> bytes:
    """Give the document; the same fixed figures give the same bytes.

    Raises:
        BriefError: The library or a font is missing, or it could not be set.
    """
    try:
        return set_pdf(LAYOUT, printed(brief), stamped=brief.frozen_at)
    except SettingError as error:
        raise BriefError(str(FAULTS[error.fault])) from error


def printed(brief: MonthlyBrief) -> dict[str, Any]:
    """Give everything that the document prints, in words."""
    figures = brief.figures
    labels = {measure.key: str(measure.label) for measure in every_measure()}
    sums = list(accumulate(orders for _name, orders, _before in figures["causes"]))
    whole = sums[-1] if sums else 0
    most = max((orders for _name, orders, _before in figures["causes"]), default=1)
    return {
        "title": _("Monthly brief %(month)s") % {"month": f"{brief.month_on:%Y-%m}"},
        "office": brief.sub_district.name,
        "orders": _("%(now)d orders were opened, %(before)d in the month before.")
        % {"now": figures["orders"], "before": figures["orders_before"]},
        "open": _(
            "Fixed on %(day)s: %(count)d of them were neither done nor late by then and are in no on-time rate."
        )
        % {"day": f"{timezone.localdate(brief.frozen_at):%Y-%m-%d}", "count": figures["still_open"]},
        "rates": [
            [labels.get(key, key), *_words(Tally(*row[:2])), _words(Tally(*row[2:]))[0]]
            for key, row in figures["rates"].items()
        ],
        "attention": [_sentence(row, labels) for row in needing_attention(figures)],
        "causes": [
            [name, orders, per_cent(orders / whole), per_cent(so_far / whole), orders / most]
            for (name, orders, _before), so_far in zip(figures["causes"], sums, strict=True)
        ],
        "without_cause": _without_cause(figures.get("without_cause", 0)),
        "departments": [
            [name, *_words(Tally(part, total)), part / total if total >= LEAST else 0]
            for name, part, total in figures["departments"]
            if total
        ],
        "words_of": _labels(),
    }


def _without_cause(orders: int) -> str:
    """Say how many orders the causes leave out; nothing where they leave out none."""
    if not orders:
        return ""
    return ngettext(
        "%(n)s more order has no cause of complaint.", "%(n)s more orders have no cause of complaint.", orders
    ) % {"n": orders}


def _words(tally: Tally) -> tuple[str, str]:
    """Give a share and what it rests on; a small number is said and not made a share."""
    if not tally.whole:
        return DASH, DASH
    basis = f"{tally.part} / {tally.whole}"
    return (per_cent(tally.part / tally.whole) if tally.is_scored else _("too few"), basis)


def _sentence(row: Attention, labels: dict[str, str]) -> str:
    facts = {
        "name": labels.get(row.name, row.name),
        "now": decimal(row.now),
        "before": decimal(row.before),
        "whole": row.whole,
    }
    if row.finding is Finding.RATE_WORSE:
        return _("%(name)s: %(now)s%% (of %(whole)d), %(before)s%% in the month before.") % facts
    if row.finding is Finding.BODY_LATE:
        return _("%(name)s: %(now)s%% on time (of %(whole)d), the office %(before)s%%.") % facts
    counts = {"name": row.name, "now": round(row.now), "before": round(row.before)}
    return _("Cause “%(name)s”: %(now)d orders, %(before)d in the month before.") % counts


def _labels() -> dict[str, str]:
    return {
        "attention": _("Three things that need attention"),
        "nothing": _("By these rules nothing stands out."),
        "figures": _("Figures"),
        "figure": _("Figure"),
        "now": _("This month"),
        "basis": _("Yes / all"),
        "before": _("Month before"),
        "causes": _("Causes of complaint"),
        "cause": _("Cause"),
        "count": _("Orders"),
        "share": _("Share"),
        "together": _("With all above"),
        "departments": _("On time, by department (by name)"),
        "department": _("Department"),
        "few": _(
            "What rests on fewer than %(least)d is said and not made a share. The figures are fixed and do not change."
        )
        % {"least": LEAST},
        "none": DASH,
    }
