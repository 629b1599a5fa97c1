"""Orders from above as they are pasted and checked."""

import re
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.concerns.actions import LONGEST_NOTE, SourceDraft, SuperiorDraft
from jiezhi.concerns.choices import AdapterKind, ObjectionGround, ObjectionOutcome, SuperiorPart
from jiezhi.concerns.models import SuperiorOrder, SuperiorSource
from jiezhi.concerns.superior_queries import SuperiorFilter
from jiezhi.concerns.superior_words import LABELS, phone_or_none
from jiezhi.core.deadlines import Limit, LimitUnit, parse_limit
from jiezhi.core.pasting import read_labelled
from jiezhi.core.spellings import SpellingError, SpellingFault, parse_moment, squeeze_text
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import DutyKind, LimitUnits
from jiezhi.organisation.models import DutyEntry

ENDS = (
    "诉求人",
    "来电人",
    "联系人",
    "姓名",
    "性别",
    "诉求类型",
    "工单类型",
    "标题",
    "派单意见",
    "备注",
    "来源",
)
"""Labels that end a value and are left where they are."""
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
FAULTS = {
    SpellingFault.ORDER_UNCLEAR: _(
        "Which is the day and which the month is not clear. Write it as 2026-11-24."
    ),
    SpellingFault.NO_YEAR: _("Write the year as well, such as 2026-11-23 09:30."),
    SpellingFault.NO_SUCH_DAY: _("There is no such day or hour. Check it."),
}


class MomentField(forms.CharField):
    """A moment in any of the spellings that superiors' systems use."""

    def to_python(self, value: object) -> datetime | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        try:
            return parse_moment(value, zone=timezone.get_current_timezone())
        except SpellingError as error:
            words = FAULTS.get(error.fault, _("Write it as 2026-11-23 09:30."))
            raise forms.ValidationError(words) from error


class DueField(MomentField):
    """A moment, or how long after sending, such as 5个工作日."""

    def to_python(self, value: object) -> datetime | Limit | None:  # type: ignore[override]
        """Read it as the one or the other."""
        return parse_limit(str(value or "")) or super().to_python(value)


class PasteForm(MeteredForm):
    """The text as it was copied from the superior's page."""

    source = forms.UUIDField(label=_("From which system"), widget=LightSelect)
    text = forms.CharField(
        label=_("Paste the order here"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Copy the order on the superior's page and paste it here.")},
    )

    def offer(self, sources: list[SuperiorSource]) -> None:
        """Fill the list of systems."""
        self.fields["source"].widget.choices = [(str(row.pk), row.name) for row in sources]

    def read(self) -> dict[str, str]:
        """Take the pasted text apart by its labels; a text without any is taken as the words."""
        text = self.cleaned_data["text"]
        told = read_labelled(text, LABELS | {"rest": ENDS}, free={"words"}, solid={"number"})
        found = {name: squeeze_text(value) for name, value in told.items()}
        found.pop("rest", None)
        found = found or {"words": squeeze_text(text)}
        # A number without its label would be typed again by whoever checks the order.
        phones = set(MOBILE.findall(found.get("words", "")))
        if "phone" not in found and len(phones) == 1:
            found["phone"] = phones.pop()
        return found


class SuperiorForm(MeteredForm):
    """What was read out of the text, to be checked and mended."""

    source = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("The superior's number"),
        max_length=64,
        error_messages={"required": _("Enter the superior's number: by it the order is known again.")},
    )
    issued_at = MomentField(
        label=_("Sent by the superior at"),
        error_messages={
            "required": _("Enter when the superior sent it: the return window counts from there.")
        },
    )
    their_due_at = DueField(label=_("The superior wants the reply by"), required=False)
    words = forms.CharField(
        label=_("What the resident said"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Take over what the resident said.")},
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Telephone for questions and the callback"), max_length=32, required=False
    )

    def clean_phone(self) -> str:
        """Write a number as everywhere; what is withheld above (such as 138****0000) is left out."""
        return phone_or_none(str(self.cleaned_data["phone"]).strip())

    def draft(self) -> SuperiorDraft:
        """Give what was checked."""
        typed = self.cleaned_data
        due = typed["their_due_at"]
        return SuperiorDraft(
            source_id=typed["source"],
            number=typed["number"],
            words=typed["words"],
            issued_at=typed["issued_at"],
            their_due_at=None if isinstance(due, Limit) else due,
            their_limit=due if isinstance(due, Limit) else None,
            place=typed["place"],
            phone=typed["phone"],
        )


class SourceForm(forms.Form):
    """A system that sends orders down."""

    name = forms.CharField(
        label=_("Name"), max_length=64, error_messages={"required": _("Enter what the system is called.")}
    )
    return_amount = forms.IntegerField(
        label=_("Its orders may be returned for"),
        min_value=1,
        max_value=999,
        error_messages={"required": _("Enter how long its orders may be returned.")},
    )
    return_unit = forms.ChoiceField(label=_("Counted in"), choices=LimitUnits.choices, widget=LightSelect)
    adapter = forms.ChoiceField(
        label=_("How its orders come"),
        choices=[("", _("A person brings them in")), *AdapterKind.choices],
        required=False,
        widget=LightSelect,
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    secret = forms.CharField(
        label=_("Secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def draft(self) -> SourceDraft:
        """Give what was entered."""
        return SourceDraft(
            name=self.cleaned_data["name"],
            return_amount=self.cleaned_data["return_amount"],
            return_unit=LimitUnit(self.cleaned_data["return_unit"]),
            adapter=self.cleaned_data["adapter"],
            address=self.cleaned_data["address"],
            secret=self.cleaned_data["secret"],
        )


class AboveFilterForm(forms.Form):
    """What the list of orders from above is narrowed to, as it rides in the address; what is no choice is left out."""

    words = forms.CharField(
        label=_("The superior's number"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}),
    )
    source = forms.ChoiceField(label=_("From which system"), required=False, widget=LightSelect)
    part = forms.ChoiceField(choices=SuperiorPart.choices, required=False)

    def __init__(self, asked: QueryDict, *, sources: list[SuperiorSource]) -> None:
        super().__init__(asked, auto_id="filter_%s")
        names = [(str(source.pk), source.name) for source in sources]
        cast("forms.ChoiceField", self.fields["source"]).choices = [("", _("Any")), *names]

    def wanted(self) -> SuperiorFilter:
        """Give what was asked for; a number is looked for in all parts unless one is named."""
        self.is_valid()
        typed = self.cleaned_data
        source, words = typed.get("source"), typed.get("words", "").strip()
        part = typed.get("part") or (SuperiorPart.ALL if words else SuperiorPart.OPEN)
        return SuperiorFilter(SuperiorPart(part), UUID(source) if source else None, words)


class SetAsideForm(MeteredForm):
    """Why an order that could not be taken is not taken here."""

    note = forms.CharField(
        label=_("Why is it set aside?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why the order is set aside.")},
    )


class RepliesForm(forms.Form):
    """Which of the replies that stand ready are handed over."""

    superior = forms.TypedMultipleChoiceField(
        coerce=UUID,
        error_messages={
            "required": _("Tick the replies that are to be handed over."),
            "invalid_choice": _("One of these replies no longer stands ready. Look again and choose anew."),
        },
    )

    def offer(self, superiors: list[SuperiorOrder]) -> None:
        """Take only what stands ready."""
        field = cast("forms.TypedMultipleChoiceField", self.fields["superior"])
        field.choices = [(str(row.pk), row.number) for row in superiors]


class JoinForm(forms.Form):
    """Which order a request is to share, as it stood on the page."""

    order = forms.UUIDField()
    version = forms.IntegerField(required=False)


GROUNDS = {
    DutyKind.TAKEN_BACK: ObjectionGround.TAKEN_BACK,
    DutyKind.COOPERATIVE: ObjectionGround.OTHERS_DUTY,
}
"""The ground that an entry of the duty list gives."""


class ObjectionForm(MeteredForm):
    """Why an order from above is not ours: one entry of the duty list says ground and basis, or both are written."""

    duty = forms.ChoiceField(
        label=_("Entry of the duty list"),
        required=False,
        widget=LightSelect,
        error_messages={"invalid_choice": _("This entry no longer holds. Choose another one.")},
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[("", _("As the entry says")), *ObjectionGround.choices],
        required=False,
        widget=LightSelect,
    )
    basis = forms.CharField(label=_("Or another document"), max_length=200, required=False)
    words = forms.CharField(
        label=_("In a sentence"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def offer(self, duties: list[DutyEntry], *, begin: bool = False) -> None:
        """Fill the list of entries; the first one is chosen when the form begins with it."""
        self._kinds = {str(duty.pk): DutyKind(duty.kind) for duty in duties}
        choices = [(str(duty.pk), f"{duty.get_kind_display()} · {duty}") for duty in duties]
        cast("forms.ChoiceField", self.fields["duty"]).choices = [("", _("None")), *choices]
        if begin and duties:
            self.initial["duty"] = str(duties[0].pk)

    def clean(self) -> dict[str, Any]:
        """Take ground and basis from the entry where they are not written."""
        typed = self.cleaned_data
        chosen = typed.get("duty", "")
        if not typed.get("ground") and chosen:
            typed["ground"] = GROUNDS[self._kinds[chosen]]
        if not typed.get("ground") and "duty" not in self.errors:
            self.add_error("ground", _("Choose an entry of the duty list, or a ground."))
        if not typed.get("basis") and not chosen and "duty" not in self.errors:
            self.add_error(
                "basis", _("Name the entry of the duty list or the document the objection rests on.")
            )
        return typed


class ObjectionAnswerForm(MeteredForm):
    """What the superior said."""

    outcome = forms.ChoiceField(choices=ObjectionOutcome.choices)
    answer = forms.CharField(
        label=_("What the superior said"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
