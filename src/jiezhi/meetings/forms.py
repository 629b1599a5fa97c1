"""What is typed about meetings; the rules are in the actions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.core.meeting_days import DayRule, MonthDay, NthWeekday
from jiezhi.meetings.choices import Nth, Presence, RuleKind, Weekday
from jiezhi.organisation.models import Department

LONGEST_WORDS = 2000
Rows = Iterable[tuple[UUID, str]]


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SeriesForm(forms.Form):
    """A series to be set up."""

    title = forms.CharField(label=_("Title"), max_length=64)
    rule_kind = forms.ChoiceField(
        label=_("Which day"), choices=RuleKind.choices, widget=forms.RadioSelect, initial=RuleKind.NTH_WEEKDAY
    )
    nth = forms.TypedChoiceField(label=_("Which of its weekday"), choices=Nth.choices, coerce=int, initial=2)
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday.choices, coerce=int, initial=2)
    month_day = forms.IntegerField(
        label=_("Day of the month"),
        help_text=_("Only for the same day of every month. A shorter month takes its last day."),
        min_value=1,
        max_value=31,
        required=False,
    )
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Place"), max_length=128)
    lead = forms.UUIDField(label=_("Lead department"), widget=forms.Select)
    members = forms.TypedMultipleChoiceField(
        label=_("Member departments"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    since_on = forms.DateField(
        label=_("First meeting on or after"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def offer(self, departments: list[Department]) -> None:
        """Fill the lists from which is chosen."""
        rows = [(department.pk, department.name) for department in departments]
        self.fields["lead"].widget.choices = [("", _("Choose")), *rows]
        self.fields["members"].choices = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of the month where the rule needs it."""
        typed = super().clean() or self.cleaned_data
        if typed.get("rule_kind") == RuleKind.MONTH_DAY and not typed.get("month_day"):
            self.add_error(
                "month_day", forms.ValidationError(_("Give the day of the month."), code="required")
            )
        return typed

    def rule(self) -> DayRule:
        """Give the rule that was chosen."""
        if self.cleaned_data["rule_kind"] == RuleKind.MONTH_DAY:
            return MonthDay(self.cleaned_data["month_day"])
        return NthWeekday(self.cleaned_data["nth"], self.cleaned_data["weekday"])


class TopicForm(MeteredForm):
    """A topic to be proposed."""

    title = forms.CharField(label=_("Topic"), max_length=80)
    words = forms.CharField(
        label=_("Why it should be talked about"), required=False, max_length=LONGEST_WORDS, widget=_lines()
    )
    order_number = forms.CharField(
        label=_("Number of a work order"),
        help_text=_("If an order of your area shows it, such as GD20261122-0001."),
        required=False,
        max_length=24,
    )


class VersionForm(forms.Form):
    """A deed of one click on a meeting that somebody has seen in a certain version."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DirectionForm(forms.Form):
    """Up or down; the button tells."""

    direction = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down"))], widget=forms.HiddenInput)


class AttendanceForm(MeteredForm):
    """Whether each department took part."""

    def __init__(
        self, *args: Any, departments: list[Department], known: dict[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for department in departments:
            self.fields[str(department.pk)] = forms.ChoiceField(
                label=department.name,
                choices=Presence.choices,
                widget=forms.RadioSelect,
                initial=known.get(department.pk, Presence.PRESENT),
            )

    def presences(self) -> dict[UUID, Presence]:
        """Give what was chosen."""
        return {UUID(name): Presence(value) for name, value in self.cleaned_data.items()}


class MinuteForm(MeteredForm, VersionForm):
    """What was said and decided about a topic."""

    said = forms.CharField(
        label=_("What was discussed"), required=False, max_length=LONGEST_WORDS, widget=_lines(6)
    )
    decided = forms.CharField(label=_("What was decided"), max_length=LONGEST_WORDS, widget=_lines(4))


class WorkForm(MeteredForm):
    """Who does what by when."""

    department = forms.UUIDField(label=_("Who"), widget=forms.Select)
    brief = forms.CharField(
        label=_("Does what"),
        help_text=_("The department reads this. No names or telephone numbers of residents."),
        max_length=LONGEST_WORDS,
        widget=_lines(),
    )
    by_on = forms.DateField(
        label=_("By when"),
        help_text=_("Until the office closes on this day, or on the last workday before it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    matter = forms.UUIDField(label=_("Matter"), widget=forms.Select)
    community = forms.UUIDField(label=_("Community"), required=False, widget=forms.Select)

    def offer(self, *, departments: Rows, matters: Rows, communities: Rows) -> None:
        """Fill the lists from which is chosen."""
        for name, rows in (("department", departments), ("matter", matters)):
            self.fields[name].widget.choices = [("", _("Choose")), *rows]
        self.fields["community"].widget.choices = [("", _("The whole street")), *communities]


class WordsForm(forms.Form):
    """One text: a correction."""

    words = forms.CharField(label=_("Text"), max_length=LONGEST_WORDS, widget=_lines())


class RefusalForm(WordsForm):
    """What is still to be done."""
