"""What can be typed about an order: shape only, the rules are in the actions."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.models import Department, Matter
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import (
    HandOnReason,
    HandOverMode,
    PassUpReason,
    RefusalReason,
    SendBackReason,
    Verb,
    WordChannel,
)
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.workflow import return_verb


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


RECORDABLE = (
    Verb.ACCEPT,
    Verb.AGREE,
    Verb.REPORT_IN,
    Verb.TAKE,
    Verb.DECLINE,
    Verb.RESOLVE,
)
"""What can be recorded for a body that does not sign in."""

BUREAU_WAYS = [
    (HandOverMode.CALLED.value, _("Call it to report for duty")),
    (HandOverMode.TRANSFERRED.value, _("Pass the matter up")),
]
"""The two ways towards a district bureau."""


class VerbForm(MeteredForm):
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
        label=pgettext_lazy("label", "What was done"),
        help_text=_("The reporter reads this. Plain words, no names or telephone numbers."),
        max_length=LONGEST_BRIEF,
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "r"}),
    )
    photo = forms.FileField(label=_("Picture of the result"), required=False, widget=forms.FileInput)
    without_supports = forms.CharField(
        label=_("Why it is done without those who still have a part in it"),
        help_text=_("Only where supports are open. It stays in the history, and each of them reads it."),
        required=False,
        max_length=LONGEST_BRIEF,
        widget=_lines(2),
    )

    def say_who_reads(self, *, is_reported: bool) -> None:
        """Speak of the reporter only where there is one."""
        if not is_reported:
            self.fields["reply"].help_text = _("Plain words, no names or telephone numbers.")


class TakeOverForm(VerbForm):
    """Under which number a bureau has taken a matter over, and what it promises."""

    their_number = forms.CharField(label=_("Your number for it"), max_length=48)
    promised_on = forms.DateField(
        label=_("Promised by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class DeclineForm(VerbForm):
    """Why something asked for is not taken on."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *RefusalReason.choices])
    note = forms.CharField(label=_("Why"), max_length=LONGEST_BRIEF, widget=_lines())


class RecordAnswerForm(VerbForm):
    """What a body that does not sign in has said: the verb, who there, when, and how it was heard."""

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(verb.value, verb.label) for verb in RECORDABLE],
        error_messages={"required": _("Choose what they said.")},
    )
    said_by = forms.CharField(
        label=_("Which post said so?"),
        help_text=_("Such as “duty desk”. No names."),
        max_length=64,
        error_messages={
            "required": _("Say which post there gave the answer, such as “duty desk”. No names.")
        },
    )
    said_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Enter when they said so.")},
    )
    through = forms.ChoiceField(label=_("How did you hear of it?"), choices=WordChannel.choices)
    their_number = forms.CharField(
        label=_("Their number for it"),
        help_text=_("Needed when a bureau takes a matter over."),
        max_length=48,
        required=False,
    )
    promised_on = forms.DateField(
        label=_("Promised by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.ChoiceField(
        label=_("Reason of a no"), choices=[("", _("None")), *RefusalReason.choices], required=False
    )
    note = forms.CharField(
        label=_("In their words"),
        help_text=_("Needed for a no and for what was done. The reporter reads what was done."),
        max_length=LONGEST_BRIEF,
        required=False,
        widget=_lines(),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a no, as the body itself would be asked: the list is mended by what is counted."""
        typed = super().clean() or {}
        if typed.get("answer") == Verb.DECLINE and not typed.get("reason") and not self.errors:
            self.add_error("reason", _("Choose the reason of their no."))
        return typed

    def offer(self, verbs: Collection[Verb]) -> None:
        """Offer only what can be said now."""
        field = cast("forms.ChoiceField", self.fields["answer"])
        field.choices = [(verb.value, verb.label) for verb in RECORDABLE if verb in verbs]


class AgreementForm(forms.Form):
    """What an outpost has agreed to."""

    department_id = forms.UUIDField(
        label=_("Outpost"), widget=LightSelect, error_messages={"required": _("Choose an outpost.")}
    )
    matter_id = forms.UUIDField(label=_("Matter"), widget=LightSelect, required=False)
    document_name = forms.CharField(
        label=_("Document"), max_length=120, error_messages={"required": _("Name the document.")}
    )
    document_number = forms.CharField(label=_("Document number"), max_length=48, required=False)
    in_force_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the first day.")},
    )
    in_force_until = forms.DateField(
        label=_("No longer in force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def offer(self, outposts: list[Department], matters: list[Matter]) -> None:
        """Fill the lists from which is chosen."""
        self.fields["department_id"].widget.choices = [
            ("", _("Choose")),
            *((row.pk, row.name) for row in outposts),
        ]
        self.fields["matter_id"].widget.choices = [
            ("", _("All matters")),
            *((row.pk, row.name) for row in matters),
        ]


class EndAgreementForm(forms.Form):
    """From when an agreement no longer holds."""

    on = forms.DateField(
        label=_("No longer in force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day.")},
    )


class SendBackForm(VerbForm):
    """Why an order goes back to the dispatcher."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *SendBackReason.choices])
    note = forms.CharField(label=_("In a sentence"), max_length=LONGEST_BRIEF, widget=_lines())


class HandOnForm(VerbForm):
    """To whom an order goes next; used for dispatch too, where the note may stay empty."""

    department = forms.UUIDField(label=_("Department"), widget=LightSelect)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *HandOnReason.choices])
    note = forms.CharField(label=_("Why"), max_length=LONGEST_BRIEF, widget=_lines())

    def offer(self, departments: list[Department]) -> None:
        """Fill the list from which is chosen."""
        rows = [(department.pk, department.name) for department in departments]
        self.fields["department"].widget.choices = [("", _("Choose")), *rows]


class DispatchForm(HandOnForm):
    """Under which matter and to whom an order that lies with the dispatcher goes, and how where there is a choice."""

    matter = forms.UUIDField(
        label=_("Matter"),
        required=False,
        widget=LightSelect,
        help_text=_("Change it where the order was filed wrongly: its limit and steps follow."),
    )
    department = forms.UUIDField(
        label=_("Department"),
        required=False,
        widget=LightSelect,
        help_text=_("Left empty for a new or changed matter, it goes to whom the responsibility list names."),
    )
    way = forms.ChoiceField(
        label=_("How it is handed over"),
        required=False,
        choices=[("", _("The usual way for this department")), *BUREAU_WAYS],
        help_text=_("A choice only towards district bureaus."),
    )
    reason = forms.ChoiceField(
        label=_("Why it is passed up"),
        required=False,
        choices=[("", _("Choose")), *PassUpReason.choices],
        help_text=_("Only where you choose to pass the matter up."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_BRIEF, widget=_lines(2))

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where the matter is passed up by choice; by the list it needs none."""
        typed = super().clean() or {}
        if typed.get("way") == HandOverMode.TRANSFERRED and not typed.get("reason"):
            self.add_error("reason", _("Choose why it is passed up."))
        return typed

    def offer_again(self, departments: list[Department], order: WorkOrder) -> None:
        """Fill the list from which is chosen; the department from which it came back is named as such."""
        self.offer(departments)
        if order.lead is None:
            return
        is_declined = return_verb(order.hand_over) is Verb.DECLINE
        marked = _("%(department)s (declined it)") if is_declined else _("%(department)s (sent it back)")
        named = marked % {"department": order.lead.name}
        choices = self.fields["department"].widget.choices
        self.fields["department"].widget.choices = [
            (pk, named if pk == order.lead_id else name) for pk, name in choices
        ]
        self.fields["note"].help_text = _(
            "Needed where it goes back to %(department)s: what was clarified or added. They read it."
        ) % {"department": order.lead.name}

    def offer_matters(self, matters: list[Matter], order: WorkOrder) -> None:
        """Fill the list of matters; the order's own is chosen, also where it is out of use by now."""
        rows = {order.matter_id: order.matter.name} | {row.pk: row.name for row in matters}
        self.fields["matter"].widget.choices = list(rows.items())
        self.fields["matter"].initial = order.matter_id


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
