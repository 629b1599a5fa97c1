"""What is typed about duplicates: shape only, the rules are in the actions."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.merging.actions import RulesDraft
from jiezhi.merging.choices import PairDecision
from jiezhi.organisation.models import Matter
from jiezhi.workorders.brief import LONGEST_BRIEF


class DecideForm(MeteredForm):
    """What a pair is."""

    decision = forms.ChoiceField(choices=PairDecision.choices)


class MergeForm(MeteredForm):
    """With which order another one is put together, and which of the two stays."""

    order = forms.UUIDField(required=False)
    number = forms.CharField(label=_("Number of the other order"), max_length=24, required=False)
    stays = forms.ChoiceField(
        label=_("Which one stays?"),
        choices=[
            ("other", _("The other order stays; this one is closed as merged")),
            ("this", _("This order stays")),
        ],
        initial="other",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why they are one thing"),
        help_text=_("Both departments read it. May stay empty."),
        max_length=LONGEST_BRIEF,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class UndoForm(MeteredForm):
    """Why a merge is undone."""

    note = forms.CharField(label=_("Why the two are parted again"), max_length=LONGEST_BRIEF)


class RulesForm(MeteredForm):
    """How duplicates are looked for."""

    near_m = forms.IntegerField(label=_("One place: within how many metres?"), min_value=0, max_value=2000)
    alike_percent = forms.IntegerField(
        label=_("Like wording: from how many per cent?"),
        help_text=_("With the same matter half of it is enough."),
        min_value=10,
        max_value=100,
    )
    days = forms.IntegerField(label=_("How many days apart at most?"), min_value=1, max_value=365)
    finished_days = forms.IntegerField(
        label=_("How many days is finished work still shown to the dispatcher?"), min_value=0, max_value=365
    )
    undo_days = forms.IntegerField(
        label=_("Within how many days can a merge be undone?"), min_value=1, max_value=90
    )
    offered = forms.TypedMultipleChoiceField(
        label=_("Public matters that residents are told of"),
        help_text=_(
            "Choose only what anybody can see in the street. Never what is said of a home or a person."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self, matters: Iterable[Matter]) -> None:
        """Fill the list of matters."""
        self.matters = {str(matter.pk): matter for matter in matters}
        choices = [(pk, matter.name) for pk, matter in self.matters.items()]
        self.fields["offered"].choices = choices  # type: ignore[attr-defined]

    def draft(self) -> RulesDraft:
        """Give what was entered as the action takes it."""
        entered = self.cleaned_data
        offered = frozenset(self.matters[pk].pk for pk in entered["offered"])
        names = ("near_m", "alike_percent", "days", "finished_days", "undo_days")
        return RulesDraft(**{name: entered[name] for name in names}, offered=offered)
