"""What a list of orders is narrowed to, as it rides in the address and is kept under a name."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.unmet import unmet_filter
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.queries import ListChoices
from jiezhi.workorders.choices import HandOverMode, OrderState
from jiezhi.workorders.queries import SORTS, OrderFilter

_NO_CHOICES = ListChoices([], [], [])
OUTCOME_LABELS = (
    ("done", _("Done")),
    ("on_time", _("Done in time")),
    ("late", _("Done late or overdue")),
    ("cross_on_time", _("Of several departments, done in time")),
    ("cross_late", _("Of several departments, done late or overdue")),
    ("settled", _("Done by a department")),
    ("settled_community", _("Done at the community")),
    ("settled_street", _("Done at the street")),
    ("settled_district", _("Done at the district")),
    ("answered", _("Answered by the reporter")),
    ("solved", _("Solved, says the reporter")),
    ("unsolved", _("Not solved, says the reporter")),
    ("satisfied", _("Reporter satisfied")),
    ("unsatisfied", _("Reporter not satisfied")),
)
"""The outcomes of `outcomes` in words."""


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
    hand_over = forms.ChoiceField(
        label=_("Handed over"),
        required=False,
        choices=[("", _("Any")), *HandOverMode.choices],
        widget=LightSelect,
    )
    is_answer_late = forms.BooleanField(label=_("Answer overdue only"), required=False)
    is_outside = forms.BooleanField(label=_("Outside every community only"), required=False)
    is_sent_back_often = forms.BooleanField(label=_("Sent back twice or more only"), required=False)
    is_reopened = forms.BooleanField(label=_("Taken up again only"), required=False)

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

    def unmet(self) -> list[str]:
        """Give a sentence for each of which the address says what cannot be read."""
        return [unmet_filter(self.fields[name].label) for name in self.errors]


def filter_of(query: str) -> OrderFilter:
    """Give what an address narrows a list to."""
    return _read(query).wanted()


def plain_query(query: str) -> str:
    """Give the part of an address that narrows and sorts a list, in one spelling; empty where nothing does."""
    sent, form = QueryDict(query), _read(query)
    form.is_valid()
    kept = QueryDict(mutable=True)
    for name in sorted(form.fields):
        if form.cleaned_data.get(name):
            kept[name] = sent[name]
    if sent.get("sort", "") in SORTS and sent.get("sort"):
        kept["sort"] = sent["sort"]
    return kept.urlencode()


def split_place(back: str) -> QueryDict:
    """Give the address of a list that shows an order beside it, at its page, of what somebody sent as such.

    It is read and written anew, so that it never leads to another page.
    """
    kept = QueryDict(plain_query(back), mutable=True)
    kept["split"] = "on"
    page = QueryDict(back).get("page", "")
    if page.isascii() and page.isdigit():
        kept["page"] = page
    return kept


def _read(query: str) -> OrderFilterForm:
    return OrderFilterForm(QueryDict(query), choices=_NO_CHOICES)
