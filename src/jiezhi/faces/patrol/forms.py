"""What is entered out of doors. The same forms come from a page without script and from the queue of a telephone."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiezhi.burden.metering import MeteredForm
from jiezhi.faces.patrol.needs import OF_CHECK, OF_REPORT, OF_VISIT, Need, missing_of
from jiezhi.faces.patrol.outcomes import CALLBACK, FOUND, HEARD, LATER, MET, Outcomes
from jiezhi.faces.patrol.waiting import SITE_CHECK
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.places.models import Estate

MOST_PICTURES = 3
ANOTHER = "no"
"""Said of what is open there already: theirs is another thing."""
NUMBER = {"inputmode": "tel", "autocomplete": "off"}
CHOOSE_ESTATE = ("", _("Choose the estate"))


class QueuedForm(MeteredForm):
    """A form that may come late, and twice: its key counts once, its pictures were sent before under keys of theirs."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    picture_keys = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    seen_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_picture_keys(self) -> tuple[UUID, ...]:
        """Give the keys of pictures, which stand apart by blanks."""
        try:
            return tuple(UUID(key) for key in self.cleaned_data["picture_keys"].split()[:MOST_PICTURES])
        except ValueError:
            raise forms.ValidationError(_("The pictures could not be told apart. Take them again.")) from None

    def clean_seen_at(self) -> datetime | None:
        """Give the time that the telephone says; one that cannot be read says nothing."""
        try:
            told = datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            return None
        return told if timezone.is_aware(told) else None

    def add_missing(self, needs: tuple[Need, ...]) -> None:
        """Say beside each field what is missing; one that is wrong already is not said to be empty too."""
        for name, problem in missing_of(needs, self.cleaned_data).items():
            if name not in self.errors:
                self.add_error(name, problem)


def estate_choices(estates: list[Estate]) -> list[tuple[str, Any]]:
    """Give the estates as a list of choices, by community."""
    groups = groupby(estates, key=lambda estate: estate.community.name)
    listed = [(name, [(str(estate.pk), estate.name) for estate in rows]) for name, rows in groups]
    return [CHOOSE_ESTATE, *listed]


class PlacedForm(QueuedForm):
    """A queued form that says where."""

    # Also where no list is offered: the shell of a telephone, which fills it from the day, begins with none chosen too.
    estate = forms.UUIDField(label=_("Estate"), required=False, widget=forms.Select(choices=[CHOOSE_ESTATE]))

    def offer(self, estates: list[Estate]) -> None:
        """Fill the list of estates; where there is one only, it is chosen."""
        select = cast("forms.Select", self.fields["estate"].widget)
        select.choices = estate_choices(estates)
        if len(estates) == 1:
            self.initial.setdefault("estate", estates[0].pk)


class ReportForm(PlacedForm):
    """Three taps: what it is about, where, send."""

    matter = forms.UUIDField(label=_("What is it about?"), required=False, widget=forms.RadioSelect)
    other_matter = forms.UUIDField(label=_("Something else"), required=False, widget=forms.Select)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    joins = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    place_note = forms.CharField(
        label=_("Where exactly?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Such as: east side of building 3")}),
    )
    words = forms.CharField(
        label=_("What you saw"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names or telephone numbers: the department reads it."),
    )
    photo = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the matter from the tiles or from the list."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.add_missing(OF_REPORT)
        cleaned["matter"] = cleaned.get("other_matter") or cleaned.get("matter")
        return cleaned

    def clean_joins(self) -> UUID | str:
        """Give the order that it is said to be the same as, `ANOTHER`, or nothing where nobody was asked."""
        told = str(self.cleaned_data["joins"])
        try:
            return told if told in ("", ANOTHER) else UUID(told)
        except ValueError:
            raise forms.ValidationError(_("Say once more whether it is one of these.")) from None

    def seen(self) -> dict[str, Any]:
        """Give matter, words and place, as the reads of patrol take them."""
        typed = self.cleaned_data
        return {
            "matter_id": typed["matter"],
            "words": typed["words"],
            "estate_id": typed["estate"],
            "lon": typed["lon"],
            "lat": typed["lat"],
        }


class VisitForm(PlacedForm):
    """What was seen, what is wished, what follows."""

    follows = forms.UUIDField(required=False, widget=forms.HiddenInput)
    door = forms.CharField(
        label=_("Door"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Building, entrance, door"), "autocomplete": "off"}),
    )
    seen = forms.CharField(label=_("What you saw"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    wish = forms.CharField(
        label=_("What they wish"),
        max_length=2000,
        required=False,
        help_text=_("In their words. It becomes a request at once."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    has_agreed = forms.BooleanField(label=_("They agreed that I send it"), required=False)
    phone = forms.CharField(
        label=_("Their telephone"), max_length=32, required=False, widget=forms.TextInput(attrs=NUMBER)
    )
    next_step = forms.ChoiceField(
        label=_("What follows?"),
        choices=NextStep.choices,
        initial=NextStep.NOTHING,
        widget=forms.RadioSelect,
    )
    next_on = forms.DateField(
        label=_("Next visit on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.add_missing(OF_VISIT)
        return cleaned


TOLD = ("wish", "has_agreed", "phone", "next_step", "next_on")
"""What the form of one visit asks, and a joint visit too where one is due."""


def missing_of_visit(told: Mapping[str, Any]) -> dict[str, str]:
    """Give by field what is missing: a wish is agreed to, and visiting again has a day."""
    return missing_of(OF_VISIT, told)


class SiteCheckForm(QueuedForm):
    """What was found on site; the button tells whether the thing is done."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        choices=[("done", pgettext_lazy("check", "Done")), ("not_done", pgettext_lazy("check", "Not done"))],
        widget=forms.HiddenInput,
    )
    note = forms.CharField(
        label=_("What you saw"),
        help_text=_("Needed when it is not done: the department reads it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask what is still to be done where it is not done."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.add_missing(OF_CHECK)
        return cleaned


class JointWordsForm(QueuedForm):
    """What is written once on a joint visit; its parts are asked beneath it."""

    said = forms.CharField(
        label=_("What you found and heard"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class JointPartForm(forms.Form):
    """What is asked of one task of a joint visit, as the shell keeps it for whatever the day brings."""

    outcomes: Outcomes = ()

    def __init__(self) -> None:
        super().__init__()
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What came of it?"),
            choices=[*self.outcomes, (LATER, _("Not this time"))],
            widget=forms.RadioSelect,
        )
        self.order_fields(["outcome"])


class CheckPartForm(JointPartForm):
    """A check on site."""

    outcomes = FOUND
    version = forms.IntegerField(widget=forms.HiddenInput)


class CallbackPartForm(JointPartForm):
    """A callback at the door."""

    outcomes = HEARD
    service = forms.ChoiceField(
        label=_("And with the service: manner, speed, being kept informed?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=forms.RadioSelect,
    )


class DuePartForm(JointPartForm):
    """A visit that is due, as the form of one visit asks."""

    outcomes = MET
    seen = forms.CharField(
        label=_("Only for this visit (sealed)"),
        max_length=1400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self) -> None:
        super().__init__()
        for name in TOLD:
            self.fields[name] = deepcopy(VisitForm.base_fields[name])


def part_forms() -> dict[str, JointPartForm]:
    """Give by kind of task what is asked of it."""
    return {SITE_CHECK: CheckPartForm(), CALLBACK: CallbackPartForm(), DUE_VISIT: DuePartForm()}
