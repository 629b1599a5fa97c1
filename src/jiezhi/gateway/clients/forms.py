"""What a keeper types about programs and tokens."""

from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.gateway.clients.actions import ProgramDraft
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import DEFAULT_CALLS_A_MINUTE, Program
from jiezhi.organisation.queries import departments_of

MOST_CALLS_A_MINUTE = 6000
USUAL_LIFE = timedelta(days=365)


class ProgramForm(forms.Form):
    """A program: who it is, for whom it acts, and what it may do."""

    name = forms.CharField(
        label=_("Name of the program"),
        max_length=64,
        help_text=_("Histories show it beside what the program did."),
        error_messages={"required": _("Enter the name.")},
    )
    purpose = forms.CharField(
        label=_("What it is for, and who answers for it"),
        max_length=200,
        error_messages={"required": _("Say what it is for and which body answers for it.")},
    )
    department_id = forms.TypedChoiceField(
        label=_("Acts for"), required=False, coerce=UUID, empty_value=None, choices=[]
    )
    sees_whole_street = forms.BooleanField(
        label=_("Sees the whole street, not only the orders of that department"), required=False
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=ProgramScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the program may do.")},
    )
    calls_a_minute = forms.IntegerField(
        label=_("Calls a minute, for each token"),
        min_value=1,
        max_value=MOST_CALLS_A_MINUTE,
        initial=DEFAULT_CALLS_A_MINUTE,
    )

    def __init__(self, typed: Any = None, *, sub_district_id: UUID, program: Program | None = None) -> None:
        super().__init__(typed, initial=_initial(program) if program else None)
        choices = [(str(each.pk), each.name) for each in departments_of(sub_district_id)]
        column = cast("forms.TypedChoiceField", self.fields["department_id"])
        column.choices = [("", _("Nobody: it only looks")), *choices]

    def draft(self) -> ProgramDraft:
        """Give what was typed."""
        typed = {name: self.cleaned_data[name] for name in ProgramForm.base_fields}
        return ProgramDraft(**{**typed, "scopes": [ProgramScope(code) for code in typed["scopes"]]})


class ChangeForm(ProgramForm):
    """The same of a program that is there, and whether it may come in at all."""

    is_active = forms.BooleanField(label=_("May come in"), required=False)


class TokenForm(forms.Form):
    """A token: what it may do, until when, from where."""

    scopes = forms.MultipleChoiceField(
        label=_("What the token may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    expires_on = forms.DateField(
        label=_("Good until the end of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write it as 2026-01-01.")},
    )
    networks = forms.CharField(
        label=_("Networks it may be used from"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as 203.0.113.0/24. Left empty, it may be used from anywhere."),
    )

    def __init__(self, typed: Any = None, *, program: Program) -> None:
        day = timezone.localdate() + USUAL_LIFE
        super().__init__(typed, initial={"expires_on": day, "scopes": program.scopes})
        column = cast("forms.MultipleChoiceField", self.fields["scopes"])
        column.choices = [(scope, scope.label) for scope in ProgramScope if scope in program.scopes]

    def wanted(self) -> dict[str, Any]:
        """Give what was typed, as the action takes it."""
        last = datetime.combine(self.cleaned_data["expires_on"], time.max)
        return {
            "scopes": [ProgramScope(code) for code in self.cleaned_data["scopes"]],
            "expires_at": timezone.make_aware(last),
            "networks": self.cleaned_data["networks"].splitlines(),
        }


def _initial(program: Program) -> dict[str, Any]:
    return {name: getattr(program, name) for name in (*ProgramForm.base_fields, "is_active")}
