"""Accounts and posts as they are typed."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from jiezhi.organisation.actions import PostDraft
from jiezhi.organisation.forms.fields import choice_field, day_field, text_field
from jiezhi.organisation.models import Department, Role
from jiezhi.organisation.queries import TrailFilter

PLAIN = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,63}$", _("Use small letters, digits, dots and dashes, such as wang-xiaoyu.")
)


class InviteForm(forms.Form):
    """Somebody new."""

    name = text_field(_("Name"), 64, required=True, missing=_("Enter the person's name."))
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        validators=[PLAIN],
        help_text=_("Small letters, digits, dots and dashes. It never changes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    email = forms.EmailField(label=_("Office e-mail, for notices"), required=False, max_length=254)


class PostForm(forms.Form):
    """A post to be given."""

    department = choice_field(_("Department of the post"), (), required=True)
    role = choice_field(_("Role"), (), required=True)
    title = text_field(_("Title of the post"), 64, required=True, missing=_("Enter what the post is called."))
    since_on = day_field(_("From"), required=True)

    def offer(self, departments: list[Department], roles: list[Role]) -> None:
        """Fill the lists."""
        for name, rows in (("department", departments), ("role", roles)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", ""), *((str(row.pk), row.name) for row in rows)]

    def draft(self) -> PostDraft:
        """Give what was typed."""
        typed = self.cleaned_data
        return PostDraft(UUID(typed["department"]), UUID(typed["role"]), typed["title"], typed["since_on"])


class EndPostForm(forms.Form):
    """The first day on which a post is not held any more."""

    until_on = day_field(_("First day without it"), required=True)


class RecoveryForm(forms.Form):
    """What was lost, and how the keeper knows the person."""

    reason = text_field(
        _("What was lost, and how you know that it is this person"),
        200,
        required=True,
        missing=_("Say what happened."),
    )


class SubjectForm(forms.Form):
    """Who a colleague is at the other system."""

    subject = text_field(
        _("Their number at the other system (sub)"),
        255,
        required=True,
        missing=_("Enter the number that it gives them."),
    )


class TrailForm(forms.Form):
    """What the audit is narrowed to."""

    person = choice_field(_("Person"), ())
    verb = choice_field(_("Deed"), ())
    since_on = day_field(_("From"))
    until_on = day_field(_("Until"))

    def offer(self, people: list[tuple[UUID, str]], verbs: list[tuple[str, str]]) -> None:
        """Fill the lists."""
        for name, rows in (("person", people), ("verb", verbs)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", _("All")), *((str(key), label) for key, label in rows)]


def filter_from(typed: Any) -> TrailFilter:
    """Read a filter from an address; what cannot be read narrows nothing."""

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(typed.get(name, ""))
        except ValueError:
            return None

    try:
        person = UUID(typed.get("person", ""))
    except ValueError:
        person = None
    return TrailFilter(person, typed.get("verb", "")[:64], day("since_on"), day("until_on"))
