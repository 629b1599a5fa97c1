"""What can be typed about mediations: shape only, the rules are in the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.mediation.choices import (
    AgreementForm,
    DisputeKind,
    OtherBody,
    PartyKind,
    RevealReason,
    Side,
    SittingOutcome,
)
from jiezhi.mediation.models import Mediator
from jiezhi.organisation.forms.fields import choice_field, day_field, text_field
from jiezhi.organisation.models import Department
from jiezhi.workorders.brief import LONGEST_BRIEF

MOMENT = "%Y-%m-%dT%H:%M"


class OpenForm(MeteredForm):
    """A dispute that is registered."""

    kind = choice_field(_("What the dispute is about"), DisputeKind.choices, required=True)
    brief = text_field(_("In a sentence, without names"), LONGEST_BRIEF, required=True, rows=3)
    committee = forms.UUIDField(label=_("Mediation committee"), widget=LightSelect)
    order_number = text_field(_("Work order it comes from"), 24)

    def offer(self, departments: Iterable[Department]) -> None:
        """Fill the list of committees."""
        rows = [(row.pk, row.name) for row in departments]
        self.fields["committee"].widget.choices = [("", _("Choose")), *rows]


class PartyForm(MeteredForm):
    """A party."""

    side = choice_field(_("Side"), Side.choices, required=True)
    party_kind = choice_field(_("Person or organisation"), PartyKind.choices, required=True)
    name = text_field(_("Name of the party"), 64, required=True)
    phone = text_field(_("Telephone"), 32)
    address = text_field(_("Address"), 128)


class BeginForm(MeteredForm):
    """Who mediates, and that both sides consent."""

    mediators = forms.TypedMultipleChoiceField(
        label=_("Mediators"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one mediator from the list.")},
    )
    both_consent = forms.BooleanField(label=_("Both sides consent to mediation"), required=False)

    def offer(self, mediators: Iterable[Mediator]) -> None:
        """Fill the list of mediators."""
        field: Any = self.fields["mediators"]
        field.choices = [(str(row.pk), f"{row.name} · {row.committee.name}") for row in mediators]


class SittingForm(MeteredForm):
    """A session."""

    held_at = forms.DateTimeField(
        label=_("When it was held"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    place = text_field(_("Place of the session"), 64, required=True)
    outcome = choice_field(_("What came of it"), SittingOutcome.choices, required=True)
    notes = text_field(_("Notes (sealed)"), 4000, rows=4)


class ExtendForm(MeteredForm):
    """More time that both sides agree to."""

    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=60)
    extend_consent = forms.BooleanField(label=_("Both sides agree to it"), required=False)


class AgreeForm(MeteredForm):
    """An agreement."""

    form = choice_field(_("Form of the agreement"), AgreementForm.choices, required=True)
    terms = text_field(_("What both sides agreed (sealed)"), 4000, required=True, rows=6)
    effective_on = day_field(_("Day on which all had signed or agreed"))
    perform_until = day_field(_("To be carried out by"))


class CourtForm(MeteredForm):
    """That the court was asked."""

    court = text_field(_("Which court"), 64, required=True)
    applied_on = day_field(_("Day on which both asked together"))


class DecisionForm(MeteredForm):
    """What the court decided."""

    is_confirmed = forms.TypedChoiceField(
        label=_("What the court decided"),
        choices=[("yes", _("Confirmed")), ("no", _("Not confirmed"))],
        coerce=lambda value: value == "yes",
        widget=LightSelect,
    )
    court_number = text_field(_("Number of the decision"), 48, required=True)
    decided_on = day_field(_("Day of the decision"))


class FollowForm(MeteredForm):
    """Whether an agreement was kept."""

    is_kept = forms.TypedChoiceField(
        label=_("Was the agreement kept?"),
        choices=[("yes", _("Kept")), ("no", _("Not kept"))],
        coerce=lambda value: value == "yes",
        widget=LightSelect,
    )
    follow_note = text_field(_("What was found, without names"), 200)


class ReferForm(MeteredForm):
    """To which body a dispute goes."""

    body = choice_field(_("Body"), OtherBody.choices, required=True)
    body_name = text_field(_("Its full name"), 64, required=True)
    referred_on = day_field(_("Day on which it was given the dispute"))
    receipt = text_field(_("Number of its receipt"), 64)


class EndForm(MeteredForm):
    """Why a mediation ends without agreement."""

    reason = text_field(_("Why, without names"), 400, required=True, rows=2)


class MediatorForm(MeteredForm):
    """Somebody who goes on a committee's list."""

    committee = forms.UUIDField(label=_("Mediation committee"), widget=LightSelect)
    name = text_field(_("Name, as the public list has it"), 32, required=True)
    since_on = day_field(_("On the list since"))

    def offer(self, departments: Iterable[Department]) -> None:
        """Fill the list of committees."""
        rows = [(row.pk, row.name) for row in departments]
        self.fields["committee"].widget.choices = [("", _("Choose")), *rows]


class RevealForm(forms.Form):
    """What parties are looked at for."""

    reason = forms.ChoiceField(choices=RevealReason.choices)
