"""What can be typed about scorecards: shape only, the rules are in core and in the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.actions import WeightDraft
from jiezhi.assessment.choices import IndicatorName
from jiezhi.core.scorecards import FIRST_WEIGHTS, Indicator
from jiezhi.places.models import Community


class WeightsForm(forms.Form):
    """A version of the office's own weights."""

    from_month = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$",
        label=_("Holds from the month"),
        help_text=_("A month, such as 2027-01."),
        error_messages={"invalid": _("Write the month with its year, such as 2027-01.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "2027-01"}),
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=128)
    basis = forms.CharField(label=_("Document it rests on"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IndicatorName:
            first = FIRST_WEIGHTS.get(Indicator(name.value), 0)
            self.fields[f"weight_{name.value}"] = forms.IntegerField(
                label=name.label, min_value=0, max_value=100, initial=first
            )

    def weight_fields(self) -> list[forms.BoundField]:
        """Give the fields of the weights, in the order in which lines are shown."""
        return [self[f"weight_{name.value}"] for name in IndicatorName]

    def draft(self) -> WeightDraft:
        """Give what was typed, once it is valid."""
        found = self.cleaned_data
        weights = {Indicator(name.value): found[f"weight_{name.value}"] for name in IndicatorName}
        from_on = date.fromisoformat(f"{found['from_month']}-01")
        return WeightDraft(from_on, found["decided_by"], found["basis"], weights)


class ObjectionForm(forms.Form):
    """Why a line is wrong or unfair."""

    words = forms.CharField(
        label=_("Why this line is wrong or unfair"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why the line is wrong or unfair.")},
    )


class DecisionForm(forms.Form):
    """What another person says to it."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=(("uphold", _("Leave the line out")), ("refuse", _("The line counts"))),
    )
    answer = forms.CharField(label=_("Reason"), max_length=1000)


class TakeBackForm(forms.Form):
    """Why a count of the superior is taken back."""

    reason = forms.CharField(label=_("Why it is taken back"), max_length=300)


class SitesForm(forms.Form):
    """Which communities are demonstration sites; none is an answer too."""

    communities = forms.TypedMultipleChoiceField(
        label=_("Demonstration sites"), coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, communities: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, row.name) for row in communities]
        cast("forms.TypedMultipleChoiceField", self.fields["communities"]).choices = choices
