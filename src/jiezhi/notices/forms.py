"""What can be typed about messages: shape only, the rules are in the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.notices.actions import GatewayShape, PreferenceDraft, WayDraft
from jiezhi.notices.choices import BodyKind, NoticeGroup, SendingState, ShowReason, WayKind
from jiezhi.notices.models import Preference
from jiezhi.notices.queries import SendingFilter
from jiezhi.organisation.models import Department

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
GATHER = (
    (0, _("Each by itself")),
    (30, _("Within half an hour")),
    (60, _("Within an hour")),
    (240, _("Within four hours")),
)
MAIL = ("mail", _("E-mail"))


class FilterForm(forms.Form):
    """Which messages to show."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *SendingState.choices], required=False
    )
    way = forms.ChoiceField(
        label=_("Way out"), choices=[("", _("Any but e-mail")), *WayKind.choices, MAIL], required=False
    )

    def chosen(self) -> SendingFilter:
        """Give what was chosen; what cannot be chosen counts as nothing."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return SendingFilter(found.get("state", ""), found.get("way", ""))


class ShowForm(forms.Form):
    """What a number is shown for."""

    reason = forms.ChoiceField(choices=ShowReason.choices)


class PreferenceForm(MeteredForm):
    """How one wants to be told."""

    mail_groups = forms.MultipleChoiceField(
        label=_("By e-mail"),
        choices=NoticeGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What is about your own account always comes by e-mail too."),
    )
    sms_groups = forms.MultipleChoiceField(
        label=_("By short message"),
        choices=NoticeGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = forms.CharField(
        label=_("Telephone for short messages"),
        max_length=32,
        required=False,
        help_text=_("Kept sealed and used for nothing else. Left empty, it stays as it is."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    forget_phone = forms.BooleanField(label=_("Forget my number"), required=False)
    quiet_begins = forms.TimeField(label=_("Nothing rings from"), widget=CLOCK)
    quiet_ends = forms.TimeField(
        label=_("It may ring again from"),
        widget=CLOCK,
        help_text=_("The same time twice: no hour is quiet. Emergencies always ring."),
    )
    rests_on_days_off = forms.BooleanField(
        label=_("Nothing rings on days off, by the office's working calendar"), required=False
    )
    gather_min = forms.TypedChoiceField(
        label=_("Gather short messages into one"), choices=GATHER, coerce=int, widget=LightSelect
    )

    @staticmethod
    def begin_with(kept: Preference) -> dict[str, Any]:
        """Give what the form shows at first; the number itself is not among it."""
        names = ("mail_groups", "sms_groups", "quiet_begins", "quiet_ends", "rests_on_days_off", "gather_min")
        return {name: getattr(kept, name) for name in names}

    def draft(self) -> PreferenceDraft:
        """Give what was typed, as the action takes it."""
        found = dict(self.cleaned_data)
        for name in ("mail_groups", "sms_groups"):
            found[name] = [NoticeGroup(code) for code in found[name]]
        return PreferenceDraft(**found)


class WayForm(MeteredForm):
    """What every way has."""

    name = forms.CharField(label=_("Name"), max_length=64)
    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Kept sealed. The operator has to list its host.")
    )


class RobotForm(WayForm):
    """A robot of a group."""

    kind = forms.ChoiceField(
        label=_("Maker"), choices=[(kind.value, kind.label) for kind in (WayKind.WECOM, WayKind.DINGTALK)]
    )
    secret = forms.CharField(
        label=_("Secret for signing (DingTalk only)"),
        max_length=128,
        required=False,
        help_text=_("Begins with SEC."),
    )
    department = forms.UUIDField(
        label=_("Whose group"),
        required=False,
        widget=LightSelect,
        help_text=_("It is told what this department is told."),
    )
    groups = forms.MultipleChoiceField(
        label=_("What it tells"),
        choices=[choice for choice in NoticeGroup.choices if choice[0] != NoticeGroup.ACCOUNT],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("kind", "name", "address", "secret", "department", "groups")

    def offer(self, departments: Iterable[Department]) -> None:
        """Fill the list of departments."""
        rows = [(row.pk, row.name) for row in departments]
        self.fields["department"].widget.choices = [("", _("Whole street")), *rows]

    def draft(self) -> WayDraft:
        """Give what was typed, as the action takes it."""
        found = self.cleaned_data
        return WayDraft(
            kind=WayKind(found["kind"]),
            name=found["name"],
            address=found["address"],
            secret=found["secret"],
            department_id=found["department"],
            groups=[NoticeGroup(code) for code in found["groups"]],
        )


class GatewayForm(WayForm):
    """A gateway for short messages, described as its manual describes it."""

    method = forms.ChoiceField(label=_("Method"), choices=[(word, word) for word in ("POST", "PUT", "GET")])
    body_kind = forms.ChoiceField(label=_("Body is written as"), choices=BodyKind.choices)
    body = forms.CharField(
        label=_("Body of the call"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("With ${phone}, ${text}, ${key} (the same for every try) and ${secret.name}."),
    )
    headers = forms.CharField(
        label=_("Headers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as Authorization: Bearer ${secret.token}."),
    )
    secrets = forms.CharField(
        label=_("Secrets"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("One a line, such as token=…. Kept sealed and never shown again."),
    )
    code_path = forms.CharField(
        label=_("Where the answer's code stands"),
        required=False,
        max_length=64,
        help_text=_("Such as code or data.0.status. Left empty, the status of HTTP alone counts."),
    )
    taken_codes = forms.CharField(label=_("Codes that mean taken"), required=False, max_length=200)
    later_codes = forms.CharField(label=_("Codes that mean: try later"), required=False, max_length=200)
    id_path = forms.CharField(
        label=_("Where its own number of the message stands"), required=False, max_length=64
    )
    signature_text = forms.CharField(
        label=_("Sender in front of the text"),
        required=False,
        max_length=32,
        help_text=_("As registered, without 【】."),
    )

    def draft(self) -> WayDraft:
        """Give what was typed, as the action takes it."""
        found = dict(self.cleaned_data)
        name, address = found.pop("name"), found.pop("address")
        for column in ("taken_codes", "later_codes"):
            found[column] = found[column].replace("，", " ").replace(",", " ").split()
        return WayDraft(kind=WayKind.SMS, name=name, address=address, shape=GatewayShape(**found))
