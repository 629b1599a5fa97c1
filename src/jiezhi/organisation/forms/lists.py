"""Matters, duties and days as they are typed."""

import re
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.organisation.actions import DutyDraft, MatterDraft
from jiezhi.organisation.choices import DayKind, DutyKind, FlowName, LimitedStep
from jiezhi.organisation.forms.fields import (
    amount_field,
    choice_field,
    day_field,
    limit_of,
    text_field,
    unit_field,
)
from jiezhi.organisation.forms.lines import matter_choices
from jiezhi.organisation.models import Department, DutyEntry, Matter
from jiezhi.organisation.queries import MatterRow

BETWEEN = re.compile(r"[\s,，、;；]+")


class MatterForm(forms.Form):
    """A matter."""

    code = text_field(_("Code"), 32, required=True, missing=_("Enter a code, such as street-lamp."))
    name = text_field(_("Name"), 64, required=True, missing=_("Enter what the matter is called."))
    parent = choice_field(_("Below"), ())
    flow = choice_field(_("How it is handled"), FlowName.choices, required=True)
    limit_amount = amount_field(_("Overall limit"), required=True)
    limit_unit = unit_field(_("Counted in"))
    keywords = text_field(_("Words of residents that point to it"), 1000, rows=2)
    cause = choice_field(_("Cause of a complaint"), ())
    needs_photo = forms.BooleanField(label=_("Done is shown by a picture"), required=False)

    def __init__(self, *args: Any, matter: Matter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = matter_values(matter) if matter else {}
        if matter is not None:
            self.fields["code"].disabled = True
        for step, label in LimitedStep.choices:
            self.fields[f"{step}_amount"] = amount_field(label)
            self.fields[f"{step}_unit"] = unit_field(gettext("Counted in"))

    def offer(self, matters: list[MatterRow], causes: list[tuple[UUID, str]]) -> None:
        """Fill the lists of what it can stand below and of its causes; a street without causes is not asked."""
        cast("forms.ChoiceField", self.fields["cause"]).choices = [("", gettext("None")), *causes]
        if not causes:
            del self.fields["cause"]
        choices = [("", gettext("Nothing: it stands at the top")), *matter_choices(matters)]
        cast("forms.ChoiceField", self.fields["parent"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the unit of every limit."""
        for name in ("limit", *LimitedStep.values):
            limit_of(self, name)
        return self.cleaned_data

    def draft(self) -> MatterDraft:
        """Give what was typed."""
        typed = self.cleaned_data
        limits = {step: limit_of(self, step) for step in LimitedStep.values}
        return MatterDraft(
            code=typed["code"],
            name=typed["name"],
            flow=typed["flow"],
            limit=(typed["limit_amount"], typed["limit_unit"]),
            parent_id=UUID(typed["parent"]) if typed["parent"] else None,
            step_limits={step: limit for step, limit in limits.items() if limit},
            keywords=tuple(BETWEEN.split(typed["keywords"].strip())),
            needs_photo=typed["needs_photo"],
            cause_id=UUID(typed["cause"]) if typed.get("cause") else None,
        )


def matter_values(matter: Matter) -> dict[str, Any]:
    """Give what a matter says, for its form."""
    values: dict[str, Any] = {
        name: getattr(matter, name)
        for name in ("code", "name", "flow", "limit_amount", "limit_unit", "needs_photo")
    }
    values |= {"parent": matter.parent_id, "cause": matter.cause_id, "keywords": " ".join(matter.keywords)}
    for limit in matter.step_limits.all():
        values |= {f"{limit.step}_amount": limit.amount, f"{limit.step}_unit": limit.unit}
    return values


class CauseForm(forms.Form):
    """A cause of complaint."""

    name = text_field(_("Name"), 64, required=True, missing=_("Enter what the cause is called."))


class DutyForm(forms.Form):
    """An entry of the duty list."""

    code = text_field(
        _("Number of the entry"), 32, required=True, missing=_("Enter the number of the entry.")
    )
    name = text_field(_("Duty"), 200, required=True, missing=_("Enter what the duty is."))
    kind = choice_field(_("Kind"), DutyKind.choices, required=True)
    owner = text_field(_("Whose duty it is, in words"), 64)
    department = choice_field(_("Or a department of this street"), ())
    matter = choice_field(_("Matter"), ())
    basis_title = text_field(
        _("Document it rests on"), 200, required=True, missing=_("Name the document the entry rests on.")
    )
    basis_number = text_field(_("Number of the document"), 64)
    basis_on = day_field(_("Date of the document"), required=False)
    in_force_from = day_field(_("Holds from"))

    def offer(self, matters: list[MatterRow], departments: list[Department]) -> None:
        """Fill the lists of matters and departments."""
        bodies = [(str(row.pk), row.name) for row in departments]
        cast("forms.ChoiceField", self.fields["department"]).choices = [("", "-"), *bodies]
        cast("forms.ChoiceField", self.fields["matter"]).choices = [("", "-"), *matter_choices(matters)]

    def draft(self) -> DutyDraft:
        """Give what was typed."""
        typed = {
            name: value for name, value in self.cleaned_data.items() if name not in ("department", "matter")
        }
        department, matter = self.cleaned_data["department"], self.cleaned_data["matter"]
        return DutyDraft(
            **typed,
            department_id=UUID(department) if department else None,
            matter_id=UUID(matter) if matter else None,
        )


def duty_values(duty: DutyEntry) -> dict[str, object]:
    """Give what an entry says, for its form."""
    return {
        name: getattr(duty, f"{name}_id" if name in ("department", "matter") else name)
        for name in DutyForm.base_fields
    }


class EndForm(forms.Form):
    """From when an entry no longer holds."""

    until_on = day_field(_("First day on which it no longer holds"))


class DayForm(forms.Form):
    """A day that differs from its weekday."""

    on = day_field(_("Day"))
    kind = choice_field(_("Kind"), DayKind.choices, required=True)
    name = text_field(_("Name"), 32)


class HoursForm(forms.Form):
    """The working hours of a day with a break; without one, the second part stays empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("From"), _("Until"), _("And from"), _("Until"))
        for number, label in enumerate(labels):
            self.fields[f"time{number}"] = forms.TimeField(
                label=label,
                required=number < 2,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                error_messages={"required": _("Enter a time."), "invalid": _("Write it as 09:00.")},
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the second part, or for none."""
        if bool(self.cleaned_data.get("time2")) != bool(self.cleaned_data.get("time3")):
            self.add_error("time3", _("Enter both times of the second part, or none."))
        return self.cleaned_data

    def hours(self) -> list[tuple[Any, Any]]:
        """Give the intervals that were typed."""
        times = [self.cleaned_data[f"time{number}"] for number in range(4)]
        return [pair for pair in (tuple(times[:2]), tuple(times[2:])) if any(pair)]
