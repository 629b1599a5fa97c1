"""Fields that several forms of the lists share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import LimitUnits

UNITS = [("", "-"), *LimitUnits.choices]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Give a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day."), "invalid": _("Write it as 2026-01-01.")},
    )


def text_field(
    label: Any, longest: int, *, required: bool = False, missing: Any = "", rows: int = 0
) -> forms.CharField:
    """Give a field for words: one line, or as many as are asked for."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        error_messages={"required": missing} if missing else {},
    )


def choice_field(label: Any, choices: Any, *, required: bool = False) -> forms.ChoiceField:
    """Give a field for one of several."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=LightSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")},
    )


def amount_field(label: Any, *, required: bool = False) -> forms.IntegerField:
    """Give a field for the amount of a limit."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=999,
        required=required,
        error_messages={"required": _("Enter a number from 1 to 999.")},
    )


def unit_field(label: Any) -> forms.ChoiceField:
    """Give a field for the unit of a limit."""
    return choice_field(label, UNITS)


def limit_of(form: forms.Form, name: str) -> tuple[int, str] | None:
    """Give a limit that was typed in two fields; None without an amount, and an error for an amount without a unit."""
    amount, unit = form.cleaned_data.get(f"{name}_amount"), form.cleaned_data.get(f"{name}_unit")
    if not amount:
        return None
    if not unit:
        form.add_error(f"{name}_unit", _("Choose what the limit is counted in."))
    return amount, str(unit)
