"""What can be typed about evidence: shape only, the rules are in the actions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.evidence.actions import Heard
from jiezhi.evidence.choices import ExclusionGround
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.models import DutyEntry

ANSWERS = (("", _("Not asked")), ("yes", _("Yes")), ("no", _("No")))
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExclusionForm(MeteredForm):
    """Why an order is not to count."""

    ground = forms.ChoiceField(
        label=_("Why it is not to count"), choices=ExclusionGround.choices, widget=LightSelect
    )
    duty_entry = forms.UUIDField(label=_("Entry of the duty list"), required=False, widget=LightSelect)
    basis = forms.CharField(
        label=_("Law and article"),
        max_length=300,
        required=False,
        help_text=_(
            "Such as: Administrative Litigation Law, Article 12. May stay empty where an entry is chosen."
        ),
    )
    words = forms.CharField(
        label=_("What makes it so here"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def offer(self, duties: Iterable[DutyEntry]) -> None:
        """Fill the list of entries."""
        self.fields["duty_entry"].widget.choices = [("", _("None")), *((row.pk, str(row)) for row in duties)]

    def wish(self) -> dict[str, Any]:
        """Give what was typed, as the action takes it."""
        found = self.cleaned_data
        return {
            "ground": ExclusionGround(found["ground"]),
            "basis": found["basis"],
            "duty_entry_id": found["duty_entry"],
            "words": found["words"],
        }


class DecisionForm(MeteredForm):
    """What another person says to it."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=(("grant", _("It does not count")), ("refuse", _("It counts")))
    )
    answer = forms.CharField(label=_("Reason"), max_length=1000)


class HeardForm(MeteredForm):
    """What the superior heard."""

    called_on = forms.DateField(label=_("Called on"), widget=DAY)
    was_reached = forms.BooleanField(label=_("Somebody was reached"), required=False, initial=True)
    was_solved = forms.ChoiceField(
        label=_("Is it solved"), choices=ANSWERS, required=False, widget=LightSelect
    )
    likes_outcome = forms.ChoiceField(
        label=_("Satisfied with the outcome"), choices=ANSWERS, required=False, widget=LightSelect
    )
    likes_service = forms.ChoiceField(
        label=_("Satisfied with the service"), choices=ANSWERS, required=False, widget=LightSelect
    )
    words = forms.CharField(
        label=_("Their words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def heard(self) -> Heard:
        """Give what was typed, as the action takes it."""
        found = dict(self.cleaned_data)
        for name in ("was_solved", "likes_outcome", "likes_service"):
            found[name] = {"yes": True, "no": False}.get(found[name])
        return Heard(**found)


class PeriodForm(forms.Form):
    """The days over which rates are counted."""

    first_on = forms.DateField(label=_("First day"), widget=DAY)
    last_on = forms.DateField(label=_("Last day"), widget=DAY)

    def period(self, usual: tuple[date, date]) -> tuple[date, date]:
        """Give the days that were chosen, or the usual ones."""
        if not self.is_bound or not self.is_valid():
            return usual
        return self.cleaned_data["first_on"], self.cleaned_data["last_on"]
