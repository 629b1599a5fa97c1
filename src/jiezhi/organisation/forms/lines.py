"""A version of the responsibility list and its lines as they are typed."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.organisation.actions import LONGEST_TASK, LineDraft, SupportDraft
from jiezhi.organisation.choices import OrderLevel
from jiezhi.organisation.forms.fields import (
    amount_field,
    choice_field,
    day_field,
    limit_of,
    text_field,
    unit_field,
)
from jiezhi.organisation.models import Department, DraftLine
from jiezhi.organisation.queries import MatterRow
from jiezhi.places.models import Community, Estate

SPARE_SUPPORTS = 2


class BeginForm(forms.Form):
    """What a version is called."""

    title = text_field(_("Title of the version"), 64, required=True, missing=_("Give the version a title."))
    note = text_field(_("What it is to change and why"), 1000, rows=2)


class SubmitForm(forms.Form):
    """From when a version shall hold."""

    effective_on = day_field(_("Holds from"))


class ReturnForm(forms.Form):
    """Why a draft is given back."""

    reason = text_field(
        _("What is to be changed"),
        1000,
        required=True,
        missing=_("Say in a sentence what is to be changed."),
        rows=2,
    )


class ApproveForm(forms.Form):
    """The day, and why gaps may stay."""

    effective_on = day_field(_("Holds from"))
    gaps_note = text_field(_("Why gaps may stay"), 1000, rows=2)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line: for what, where, for which level, who leads, who supports."""

    matter = choice_field(_("Matter"), (), required=True)
    place = choice_field(_("Place"), ())
    level = choice_field(_("For orders that are"), [("", _("of every level")), *OrderLevel.choices])
    lead = choice_field(_("Lead"), (), required=True)
    limit_amount = amount_field(_("Limit of its own"))
    limit_unit = unit_field(_("Counted in"))
    basis = text_field(_("Basis"), 200)

    def __init__(self, *args: Any, supports: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.support_names = [f"support{number}" for number in range(1, supports + SPARE_SUPPORTS + 1)]
        for number, name in enumerate(self.support_names, start=1):
            self.fields[name] = choice_field(gettext("Support %(n)d") % {"n": number}, ())
            self.fields[f"{name}_amount"] = amount_field(gettext("Its own limit"))
            self.fields[f"{name}_unit"] = unit_field(gettext("Counted in"))
            self.fields[f"{name}_task"] = text_field(gettext("What it is to do"), LONGEST_TASK)

    def offer(
        self,
        matters: list[MatterRow],
        departments: list[Department],
        communities: list[Community],
        estates: list[Estate],
    ) -> None:
        """Fill the lists of matters, places and departments."""
        bodies = [(str(row.pk), row.name) for row in departments]
        self._choices("matter", [("", "-"), *matter_choices(matters)])
        self._choices("lead", [("", "-"), *bodies])
        for name in self.support_names:
            self._choices(name, [("", "-"), *bodies])
        places = [(f"community:{row.pk}", row.name) for row in communities]
        places += [(f"estate:{row.pk}", f"{row.community.name} · {row.name}") for row in estates]
        self._choices("place", [("", gettext("Everywhere")), *places])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the unit of every limit."""
        for name in ("limit", *self.support_names):
            limit_of(self, name)
        return self.cleaned_data

    def draft(self) -> LineDraft:
        """Give what was typed."""
        typed = self.cleaned_data
        kind, _colon, place = typed["place"].partition(":")
        return LineDraft(
            matter_id=UUID(typed["matter"]),
            lead_id=UUID(typed["lead"]),
            community_id=UUID(place) if kind == "community" else None,
            estate_id=UUID(place) if kind == "estate" else None,
            level=typed["level"],
            supports=tuple(
                SupportDraft(UUID(typed[name]), limit_of(self, name), typed[f"{name}_task"])
                for name in self.support_names
                if typed[name]
            ),
            limit=limit_of(self, "limit"),
            basis=typed["basis"],
        )


def line_values(line: DraftLine) -> dict[str, object]:
    """Give what a line says, for its form."""
    place = f"community:{line.community_id}" if line.community_id else ""
    values: dict[str, object] = {
        "matter": line.matter_id,
        "place": f"estate:{line.estate_id}" if line.estate_id else place,
        "level": line.level,
        "lead": line.lead_id,
        "limit_amount": line.limit_amount,
        "limit_unit": line.limit_unit,
        "basis": line.basis,
    }
    for number, support in enumerate(line.supports.all(), start=1):
        values[f"support{number}"] = support.department_id
        values[f"support{number}_amount"] = support.limit_amount
        values[f"support{number}_unit"] = support.limit_unit
        values[f"support{number}_task"] = support.task
    return values


def matter_choices(matters: list[MatterRow]) -> list[tuple[str, str]]:
    """Give matters in use as choices, each below its parent."""
    return [
        (str(row.matter.pk), "　" * (row.level - 1) + row.matter.name)
        for row in matters
        if row.matter.is_in_use
    ]
