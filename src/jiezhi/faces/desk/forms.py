"""What the dispatcher enters: shapes only, the rules are the actions'."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.concerns.actions import ProxyDraft
from jiezhi.concerns.choices import CalledBack, Channel, Relation
from jiezhi.core.phones import read_phone
from jiezhi.faces.desk.choices import LookReason
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Community, Estate
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import HandOverMode, UrgencyTier

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Options = list[tuple[str, str | list[tuple[str, str]]]]


WAYS = (
    (HandOverMode.CALLED.value, _("Call it to report for duty")),
    (HandOverMode.TRANSFERRED.value, _("Pass the matter up")),
)
"""The two ways towards a district bureau; everybody else can be reached in one way."""


class DecisionForm(MeteredForm):
    """Matter, department, urgency and brief of an order to be."""

    matter = forms.UUIDField(
        label=_("Matter"), widget=forms.Select, error_messages={"required": _("Choose a matter")}
    )
    department = forms.UUIDField(
        label=_("Department"), widget=forms.Select, error_messages={"required": _("Choose a department")}
    )
    community = forms.UUIDField(label=_("Community"), widget=forms.Select, required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=UrgencyTier.choices, initial=UrgencyTier.NORMAL, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label=_("How it is handed over"), choices=WAYS, required=False, widget=forms.RadioSelect
    )
    brief = forms.CharField(
        label=_("Brief for the department"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_BRIEF}),
        error_messages={"required": _("Say in a sentence what is to be done.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def offer(self, matters: Iterable[Matter], departments: Iterable[Department]) -> None:
        """Fill the lists; reading the form back needs neither of them."""
        _select(self, "matter").choices = _matter_options(matters)
        _select(self, "department").choices = _grouped(
            _("Choose a department"), ((d.get_kind_display(), str(d.pk), d.name) for d in departments)
        )

    def offer_ways(self, modes: Iterable[HandOverMode]) -> None:
        """Let choose between the ways that are open, the usual one first."""
        labels = dict(WAYS)
        field = cast("forms.ChoiceField", self.fields["way"])
        field.choices = [(mode.value, labels.get(mode.value, mode.label)) for mode in modes]

    def offer_place(self, communities: Iterable[Community]) -> None:
        """Ask for the community, since the reporter only described the place."""
        names = ((str(community.pk), community.name) for community in communities)
        _select(self, "community").choices = [("", str(_("Not known"))), *names]


class ThemeForm(MeteredForm):
    """What one order for a hot issue is about; the responsibility list names the department."""

    matter = forms.UUIDField(
        label=_("Matter"), widget=forms.Select, error_messages={"required": _("Choose a matter")}
    )
    brief = forms.CharField(
        label=_("Brief for the department"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_BRIEF}),
        error_messages={"required": _("Say in a sentence what is to be done.")},
    )

    def offer(self, matters: Iterable[Matter]) -> None:
        """Fill the list; reading the form back does not need it."""
        _select(self, "matter").choices = _matter_options(matters)


class QuestionForm(MeteredForm):
    """What the reporter is asked."""

    question = forms.CharField(label=_("Question to the reporter"), widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReplyForm(MeteredForm):
    """An answer given on the spot."""

    matter = forms.UUIDField(widget=forms.HiddenInput)
    reply = forms.CharField(label=_("Answer to the reporter"), widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LookForm(forms.Form):
    """What the number is needed for."""

    reason = forms.ChoiceField(
        label=_("What for"),
        choices=LookReason.choices,
        error_messages={
            "required": _("Say what you need the number for: every look is on record with its purpose.")
        },
    )


def _yes_no(label: "str | _StrPromise", missing: "str | _StrPromise") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def yes_no_or_nothing(label: "str | _StrPromise") -> forms.TypedChoiceField:
    """Ask what nobody has to answer."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )


class VerdictForm(MeteredForm):
    """What the reporter said over the telephone."""

    was_solved = _yes_no(_("Is it solved?"), _("Say whether it is solved."))
    was_satisfied = _yes_no(
        _("Is the reporter satisfied with the outcome?"), _("Say whether the reporter is satisfied.")
    )
    likes_service = yes_no_or_nothing(_("And with the service: manner, speed, being kept informed?"))
    words = forms.CharField(
        label=_("In the reporter's words"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class ExcuseForm(MeteredForm):
    """How it was tried to reach the reporter."""

    note = forms.CharField(
        label=_("When and how did you try?"),
        max_length=500,
        error_messages={"required": _("Say when and how you tried to reach the reporter.")},
    )


class GroundForm(MeteredForm):
    """Why personal data is not corrected or deleted."""

    ground = forms.CharField(
        label=_("Ground of the refusal"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class EntryForm(MeteredForm):
    """A request that somebody makes by telephone, at the counter, at their door or on paper; or has made for them."""

    channel = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(c.value, c.label) for c in (Channel.PHONE, Channel.COUNTER, Channel.DOOR, Channel.PAPER)],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    sheet = forms.FileField(
        label=_("Photo of the sheet"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    joins = forms.CharField(required=False, max_length=36)
    words = forms.CharField(
        label=_("What is the matter, in the resident's words?"), widget=forms.Textarea(attrs={"rows": 5})
    )
    estate = forms.UUIDField(label=_("Estate"), widget=forms.Select, required=False)
    place_note = forms.CharField(
        label=_("Building, entrance, or how to find it"), max_length=200, required=False
    )
    phone = forms.CharField(
        label=_("Telephone for questions and the callback"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("Who speaks for the resident?"),
        choices=Relation.choices,
        initial=Relation.SELF,
        required=False,
        widget=forms.RadioSelect,
    )
    acting_phone = forms.CharField(
        label=_("Telephone of whoever acts for them"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    wants_messages = forms.BooleanField(
        label=_("Wants to be told by short message when there is a question and when it is done"),
        required=False,
    )
    called_back = forms.ChoiceField(
        label=_("Who is asked at the callback?"),
        choices=CalledBack.choices,
        initial=CalledBack.RESIDENT,
        required=False,
        widget=forms.RadioSelect,
    )
    has_agreed = forms.BooleanField(label=_("The resident agreed that it is made for them"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """Write a number as the portal does, so that the same number is found again whoever took it down."""
        return _clean_number(self.cleaned_data["phone"])

    def clean_acting_phone(self) -> str:
        """The same for the number of whoever acts."""
        return _clean_number(self.cleaned_data["acting_phone"])

    def clean(self) -> dict[str, Any]:
        """Ask for the photo where the request came on paper."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("channel") == Channel.PAPER and not cleaned.get("sheet"):
            self.add_error("sheet", _("Add a photo of the sheet: it shows what was written."))
        return cleaned

    def proxy(self) -> ProxyDraft:
        """Give who acted; a resident who speaks for themselves agrees by speaking."""
        entered = self.cleaned_data
        relation = Relation(entered["relation"] or Relation.SELF)
        if relation is Relation.SELF:
            return ProxyDraft(relation, has_agreed=True)
        called_back = CalledBack(entered["called_back"] or CalledBack.RESIDENT)
        return ProxyDraft(relation, entered["acting_phone"], called_back, entered["has_agreed"])

    def offer(self, estates: Iterable[Estate], *, sends_messages: bool) -> None:
        """Fill the list of estates, by community, and ask about short messages where the street can send them."""
        if not sends_messages:
            del self.fields["wants_messages"]
        _select(self, "estate").choices = _grouped(
            _("Not known"), ((e.community.name, str(e.pk), e.name) for e in estates)
        )


def _clean_number(entered: str) -> str:
    typed = str(entered).strip()
    try:
        return read_phone(typed) if typed else ""
    except ValueError as error:
        raise forms.ValidationError(
            _("Enter a mobile number of 11 digits, or a landline with its area code, such as 0571-88001234.")
        ) from error


def _select(form: forms.Form, name: str) -> forms.Select:
    return cast("forms.Select", form.fields[name].widget)


def _matter_options(matters: Iterable[Matter]) -> Options:
    named = ((each.parent.name if each.parent else "", str(each.pk), each.name) for each in matters)
    return _grouped(_("Choose a matter"), named)


def _grouped(empty: "str | _StrPromise", rows: Iterable[tuple[str, str, str]]) -> Options:
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, value, label in rows:
        groups.setdefault(str(group), []).append((value, label))
    options: Options = [("", str(empty))]
    for group, choices in groups.items():
        if group:
            options.append((group, choices))
        else:
            options.extend(choices)
    return options


def uuid_of(typed: str | None) -> UUID | None:
    """Give the id that a hidden or chosen value stands for, or None for anything else."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None


class WhyForm(forms.Form):
    """What is asked about: a page, or a number."""

    page = forms.ChoiceField(label=_("Page"), required=False, widget=LightSelect)
    number = forms.CharField(label=_("Number of an order or a request"), required=False, max_length=24)

    def __init__(self, *args: Any, pages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["page"]).choices = [("", _("Choose")), *pages]

    def clean_number(self) -> str:
        """Take small letters and blanks."""
        return "".join(str(self.cleaned_data["number"]).split()).upper()
