"""What can be typed about supports and whistles: shape only, the rules are in the actions."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Community
from jiezhi.workorders.actions import SupportWish
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import DeclineReason, SupportVerb, UrgencyTier, WordChannel
from jiezhi.workorders.forms import VerbForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_LIMIT = 99


def _words(
    label: "str | _StrPromise", *, rows: int = 2, help_text: "str | _StrPromise" = "", required: bool = True
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=LONGEST_BRIEF, widget=area, help_text=help_text, required=required
    )


class TypedLimit(MeteredForm):
    """A limit of its own, or the order's."""

    amount = forms.IntegerField(
        label=_("Limit"),
        help_text=_(
            "Empty: as long as the order itself. What you set holds as it is, however urgent the order."
        ),
        min_value=1,
        max_value=LONGEST_LIMIT,
        required=False,
    )
    unit = forms.ChoiceField(label=_("in"), choices=LimitUnits.choices, initial=LimitUnits.WORKING_DAYS)


class AskSupportForm(TypedLimit, VerbForm):
    """Which department is to support, with what, by when."""

    department = forms.UUIDField(label=_("Department"), widget=LightSelect)
    task = _words(_("What it is to do"))

    def offer(self, departments: Iterable[Department]) -> None:
        """Fill the list from which is chosen."""
        rows = [(row.pk, row.name) for row in departments]
        self.fields["department"].widget.choices = [("", _("Choose")), *rows]


class CalledForm(TypedLimit):
    """Which departments a community calls, and for what."""

    departments = forms.MultipleChoiceField(
        label=_("Who is to come"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one department.")},
    )
    task = _words(_("What they are needed for"))

    def offer(self, departments: Iterable[Department]) -> None:
        """Fill the list from which is chosen."""
        field = cast("forms.MultipleChoiceField", self.fields["departments"])
        field.choices = [(str(row.pk), row.name) for row in departments]


class WhistleForm(CalledForm, VerbForm):
    """The same, to an order that exists."""


class NewWhistleForm(CalledForm):
    """The same, to a matter of which no order speaks yet."""

    matter = forms.UUIDField(label=_("Matter"), widget=LightSelect)
    community = forms.UUIDField(label=_("Community"), widget=LightSelect)
    brief = _words(
        _("What happened there"),
        rows=3,
        help_text=_("The departments read it. No names or telephone numbers of residents."),
    )
    urgency = forms.ChoiceField(
        label=_("How pressing"), choices=UrgencyTier.choices, widget=forms.RadioSelect
    )

    def offer_places(self, matters: Iterable[Matter], communities: Collection[Community]) -> None:
        """Fill the lists of matters and own communities; the only one is chosen already."""
        rows = [(row.pk, row.name) for row in matters]
        self.fields["matter"].widget.choices = [("", _("Choose")), *rows]
        own = [(row.pk, row.name) for row in communities]
        self.fields["community"].widget.choices = own if len(own) == 1 else [("", _("Choose")), *own]


class PledgeForm(MeteredForm):
    """What a department will do, and by which day."""

    pledge = _words(_("What your department will do"), required=False)
    pledged_on = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DeclineSupportForm(MeteredForm):
    """Why a part is not taken on."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose")), *DeclineReason.choices])
    note = _words(_("In a sentence"))


class ReportSupportForm(MeteredForm):
    """What a department did."""

    reply = _words(_("What your department did"), rows=3)


class CallOffForm(MeteredForm):
    """Why a support is no longer needed."""

    note = _words(_("Why they are no longer needed"))


class AskAgainForm(MeteredForm):
    """What a department is asked anew to do."""

    task = _words(_("What it is to do this time"))


class RateForm(MeteredForm):
    """Two facts about one call, of no person."""

    has_come = forms.ChoiceField(
        label=_("Did they come?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    has_helped = forms.ChoiceField(
        label=_("Did it help?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )


class RecordSupportForm(MeteredForm):
    """What a body said that does not sign in."""

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[
            (verb.value, verb.label) for verb in (SupportVerb.ACCEPT, SupportVerb.DECLINE, SupportVerb.REPORT)
        ],
    )
    said_by = forms.CharField(
        label=_("Which post said so?"), help_text=_("Such as “duty desk”. No names."), max_length=64
    )
    said_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    through = forms.ChoiceField(label=_("How did you hear of it?"), choices=WordChannel.choices)
    reason = forms.ChoiceField(
        label=_("Reason of a no"), choices=[("", _("None")), *DeclineReason.choices], required=False
    )
    pledged_on = forms.DateField(
        label=_("Promised by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = _words(_("In their words"))


def wishes_of(typed: Mapping[str, Any]) -> list[SupportWish]:
    """Give one wish for each department that was called, with the same sentence and limit."""
    limit = (typed["amount"], typed["unit"]) if typed["amount"] else None
    return [SupportWish(UUID(pk), typed["task"], limit) for pk in typed["departments"]]
