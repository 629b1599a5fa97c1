"""What a form asks for because of what else is told in it: by these rows the server checks, and a telephone before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.queries import PLACE_NEEDED
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.workorders.brief import WORK_LEFT_NEEDED

NOTHING = ("",)


@dataclass(frozen=True)
class Need:
    """A field that is needed because of another one.

    Attributes:
        field: What is needed.
        words: What is said where it is missing.
        beside: The field that it depends on.
        values: What that one must say; empty for anything at all.
        is_of_place: Only where the area does not tell the place by itself; the server sees that when it takes the form.
    """

    field: str
    words: str | Promise
    beside: str
    values: tuple[str, ...] = ()
    is_of_place: bool = False

    def is_missing(self, told: Mapping[str, Any]) -> bool:
        """Whether it is needed and not there."""
        said = str(told.get(self.beside) or "").strip()
        is_needed = said in self.values if self.values else bool(said)
        return is_needed and not str(told.get(self.field) or "").strip()


OF_REPORT = (Need("matter", _("Choose what it is about."), beside="other_matter", values=NOTHING),)
OF_VISIT = (
    Need("has_agreed", _("A wish is sent only if they agree: ask them, then tick this."), beside="wish"),
    Need("next_on", _("Give the day of the next visit."), beside="next_step", values=(NextStep.AGAIN.value,)),
)
OF_CHECK = (Need("note", WORK_LEFT_NEEDED, beside="finding", values=("not_done",)),)
REPORTED_PLACE = Need("estate", PLACE_NEEDED, beside="lon", values=NOTHING, is_of_place=True)
VISITED_PLACE = Need("estate", PLACE_NEEDED, beside="follows", values=NOTHING, is_of_place=True)


def missing_of(needs: tuple[Need, ...], told: Mapping[str, Any]) -> dict[str, str]:
    """Give by field what is said of those that are missing."""
    return {need.field: str(need.words) for need in needs if need.is_missing(told)}


def needs_told() -> dict[str, list[dict[str, object]]]:
    """Give the rows to a telephone: by deed, and for a part of a joint visit by its kind."""
    rows = {
        "report": (*OF_REPORT, REPORTED_PLACE),
        "visit": (VISITED_PLACE, *OF_VISIT),
        "finding": OF_CHECK,
        DUE_VISIT: OF_VISIT,
    }
    return {deed: [_told(need) for need in needs] for deed, needs in rows.items()}


def _told(need: Need) -> dict[str, object]:
    return {
        "field": need.field,
        "words": str(need.words),
        "beside": need.beside,
        "values": need.values,
        "is_of_place": need.is_of_place,
    }
