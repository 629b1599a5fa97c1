"""What can be typed about an order: shape only, the rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import ListChoices
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import OrderFilter
from jiezhi.workorders.standing import amount_words

OUTCOME_LABELS = (
    ("done", _("Done")),
    ("on_time", _("Done in time")),
    ("late", _("Done late")),
    ("cross_on_time", _("Of several departments, done in time")),
    ("cross_late", _("Of several departments, done late")),
    ("answered", _("Answered by the reporter")),
    ("solved", _("Solved, says the reporter")),
    ("unsolved", _("Not solved, says the reporter")),
    ("satisfied", _("Reporter satisfied")),
    ("unsatisfied", _("Reporter not satisfied")),
)
"""The outcomes of `queries.OUTCOMES` in words."""


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OrderFilterForm(forms.Form):
    """What a list is narrowed to, as it rides in the address; what cannot be read is left out."""

    words = forms.CharField(
        label=_("Number or words"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *OrderState.choices], widget=LightSelect
    )
    lead_id = forms.UUIDField(label=_("Department"), required=False, widget=LightSelect)
    community_id = forms.UUIDField(label=_("Community"), required=False, widget=LightSelect)
    matter_id = forms.UUIDField(label=_("Matter"), required=False, widget=LightSelect)
    cause_id = forms.UUIDField(label=_("Cause of a complaint"), required=False, widget=LightSelect)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("Any")), *OUTCOME_LABELS], widget=LightSelect
    )
    opened_from = forms.DateField(
        label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    opened_until = forms.DateField(
        label=_("until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    is_unfinished = forms.BooleanField(label=_("Unfinished only"), required=False)
    is_late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args: Any, choices: ListChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter_%s"
        self.has_causes = bool(choices.causes)
        shelves = {
            "lead_id": choices.departments,
            "community_id": choices.communities,
            "matter_id": choices.matters,
            "cause_id": choices.causes,
        }
        for name, rows in shelves.items():
            self.fields[name].widget.choices = [("", _("Any")), *rows]

    def wanted(self) -> OrderFilter:
        """Give what was asked for."""
        self.is_valid()
        return OrderFilter(**{name: value for name, value in self.cleaned_data.items() if value})

    def in_words(self) -> list[tuple[str, str]]:
        """Give what was asked for as label and value; a box that is ticked has no value."""
        self.is_valid()
        words = []
        for name, value in self.cleaned_data.items():
            if not value:
                continue
            choices = {
                str(key): str(label) for key, label in getattr(self.fields[name].widget, "choices", ())
            }
            text = "" if value is True else choices.get(str(value), str(value))
            words.append((str(self.fields[name].label), text))
        return words


class VerbForm(forms.Form):
    """A deed on an order that somebody has seen in a certain version."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def kept_texts(self) -> list[tuple[str, str]]:
        """Give what was typed, label and text, for a page on which the deed is no longer possible."""
        texts = [field for field in self.visible_fields() if field.widget_type in ("textarea", "number")]
        return [(str(field.label), field.value()) for field in texts if field.value()]


class AcceptForm(VerbForm):
    """One click."""


class ResolveForm(VerbForm):
    """What was done, and a picture of it."""

    reply = forms.CharField(
        label=_("What was done"),
        help_text=_("The reporter reads this. Plain words, no names or telephone numbers."),
        max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "r"}),
    )
    photo = forms.FileField(label=_("Picture of the result"), required=False, widget=forms.FileInput)


class SendBackForm(VerbForm):
    """Why an order goes back to the dispatcher."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *SendBackReason.choices])
    note = forms.CharField(label=_("In a sentence"), max_length=LONGEST_BRIEF, widget=_lines())


class HandOnForm(VerbForm):
    """To whom an order goes next; used for dispatch too, where the note may stay empty."""

    department = forms.UUIDField(label=_("Department"), widget=LightSelect)
    note = forms.CharField(label=_("Why"), max_length=LONGEST_BRIEF, widget=_lines())

    def offer(self, departments: list[Department]) -> None:
        """Fill the list from which is chosen."""
        rows = [(department.pk, department.name) for department in departments]
        self.fields["department"].widget.choices = [("", _("Choose")), *rows]


class DispatchForm(HandOnForm):
    """To whom an order that was sent back goes."""

    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_BRIEF, widget=_lines(2))


class AskExtensionForm(VerbForm):
    """How much more time, in the order's own unit, and why."""

    amount = forms.IntegerField(label=_("How much more"), min_value=1)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_BRIEF, widget=_lines())

    def limit_to(self, order: WorkOrder) -> None:
        """Say in which unit is asked and how much at most."""
        most = amount_words(order.limit_amount, order.limit_unit)
        self.fields["amount"].help_text = _("At most %(most)s, counted from the present limit.") % {
            "most": most
        }
        self.fields["amount"].widget.attrs["max"] = order.limit_amount


class DecideExtensionForm(VerbForm):
    """Yes or no to more time; the button tells which."""

    decision = forms.ChoiceField(
        choices=[("grant", _("Grant")), ("refuse", _("Refuse"))], widget=forms.HiddenInput
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Needed for a refusal."),
        required=False,
        max_length=LONGEST_BRIEF,
        widget=_lines(2),
    )
