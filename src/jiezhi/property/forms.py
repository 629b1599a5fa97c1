"""What can be typed about property governance: shape only, the rules are in the actions."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.core.owners_votes import DM2_A_M2, Ballot, VoteTally, with_unsold
from jiezhi.intake.sheets.gate import MOST_BYTES
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.forms.fields import amount_field, choice_field, day_field, text_field
from jiezhi.organisation.models import Matter
from jiezhi.places.models import Estate
from jiezhi.property.choices import AnswerWay, Ballots, CommitteeKind, CompanyWord, ContractKind, Topics
from jiezhi.property.models import PropertyCompany, StandardDuty

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOMENT = "%Y-%m-%dT%H:%M"
FEN_A_YUAN = 100


def listed(rows: Iterable[Any], first: Any) -> list[tuple[Any, Any]]:
    """Give rows with names as choices, below one that chooses nothing."""
    return [("", first), *((row.pk, str(row)) for row in rows)]


class CompanyForm(MeteredForm):
    """A property company."""

    name = text_field(_("Full name"), 64, required=True, missing=_("Give the company its full name."))
    credit_code = forms.RegexField(
        r"(?i)^[0-9A-Z]{18}$",
        label=_("Credit code"),
        help_text=_("18 characters, as on its licence."),
        required=False,
        error_messages={"invalid": _("A credit code has 18 letters and digits.")},
    )
    phone = text_field(_("Telephone of its office"), 32)


class CommitteeForm(MeteredForm):
    """Who speaks for the owners of an estate."""

    estate = forms.UUIDField(label=_("Estate"), widget=LightSelect)
    kind = choice_field(_("Which"), CommitteeKind.choices, required=True)
    from_on = day_field(_("First day of the term"))
    until_on = day_field(_("Last day of the term"))

    def offer(self, estates: Iterable[Estate]) -> None:
        """Fill the list of estates."""
        self.fields["estate"].widget.choices = listed(estates, _("Choose"))


class TakeBackForm(MeteredForm):
    """Why a committee is taken back whose term has not begun."""

    reason = text_field(
        _("Why it is taken back"), 120, required=True, missing=_("Say why the committee is taken back.")
    )


class DutyForm(MeteredForm):
    """A standard duty."""

    name = text_field(_("Service duty"), 32, required=True, missing=_("Give the duty a name, such as lifts."))
    limit_amount = amount_field(_("The company answers within"), required=True)
    limit_unit = choice_field(_("counted in"), LimitUnits.choices, required=True)
    from_on = day_field(_("In force from"))
    matter_codes = forms.MultipleChoiceField(
        label=_("Matters that are about it"),
        help_text=_("Several may be chosen."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
    )
    keywords = forms.CharField(
        label=_("Words that point to it"),
        help_text=_("Separated by blanks."),
        max_length=400,
        required=False,
    )

    def offer(self, matters: Iterable[Matter]) -> None:
        """Fill the list of matters."""
        field = cast("forms.MultipleChoiceField", self.fields["matter_codes"])
        field.choices = [(matter.code, matter.name) for matter in matters]

    def words(self, name: str) -> list[str]:
        """Give a field of several words as a list."""
        return str(self.cleaned_data[name]).replace("，", " ").replace("、", " ").replace(",", " ").split()


class ContractForm(MeteredForm):
    """A contract, with the duties it names."""

    estate = forms.UUIDField(label=_("Estate"), widget=LightSelect)
    company = forms.UUIDField(label=_("Property company"), widget=LightSelect)
    kind = choice_field(_("Kind of contract"), ContractKind.choices, required=True)
    from_on = day_field(_("First day"))
    until_on = day_field(_("Last day"))
    fee = forms.DecimalField(
        label=_("Fee"),
        help_text=_("Yuan a month for a square metre."),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        decimal_places=2,
        required=False,
        error_messages={"max_decimal_places": _("Give the fee with two decimals at most, such as 1.80.")},
    )
    document = text_field(_("Number of the contract"), 64)
    duties = forms.TypedMultipleChoiceField(
        label=_("Duties"),
        help_text=_("Each with the limit of the list; a file can give limits of their own."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one duty.")},
    )

    def offer(
        self, estates: Iterable[Estate], companies: Iterable[PropertyCompany], duties: Iterable[StandardDuty]
    ) -> None:
        """Fill the lists."""
        self.fields["estate"].widget.choices = listed(estates, _("Choose"))
        self.fields["company"].widget.choices = listed(companies, _("Choose"))
        cast("forms.TypedMultipleChoiceField", self.fields["duties"]).choices = [
            (str(duty.pk), duty.name) for duty in duties
        ]

    def fee_fen(self) -> int | None:
        """Give the fee in fen."""
        fee = self.cleaned_data["fee"]
        return None if fee is None else int(fee * FEN_A_YUAN)


class EndForm(MeteredForm):
    """When a contract ended, and why."""

    ended_on = day_field(_("First day on which it no longer holds"))
    reason = text_field(_("Why it ended"), 120, required=True)


class AnswerForm(MeteredForm):
    """What a company answers."""

    word = choice_field(_("What the company says"), CompanyWord.choices, required=True)
    text = text_field(_("In words"), 1000, required=True, rows=4)
    promised_on = day_field(_("By which day, where it is under way"), required=False)
    by = text_field(_("Which post of the company says so"), 64, required=True)


class RecordForm(AnswerForm):
    """What a company answered on paper or by telephone."""

    way = choice_field(
        _("How"), [(way.value, way.label) for way in (AnswerWay.PAPER, AnswerWay.TELEPHONE)], required=True
    )
    said_at = forms.DateTimeField(
        label=_("When the company said so"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class CodeForm(forms.Form):
    """The code that a company was given."""

    code = forms.CharField(
        label=_("Code of the answer"),
        help_text=_("16 letters and digits, from the slip or the message."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "data-code": ""}
        ),
        error_messages={"required": _("Enter the code.")},
    )


class WithCodeForm(AnswerForm):
    """What a company answers on its own page, with its code."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """Which duty an order is about, and whether the company is asked at once."""

    duty = forms.UUIDField()
    ask = forms.BooleanField(required=False)


class VoteForm(MeteredForm):
    """A vote of owners: a list of units, or totals."""

    estate = forms.UUIDField(label=_("Estate"), widget=LightSelect)
    title = text_field(_("What was voted on"), 120, required=True)
    topic = choice_field(_("Kind of decision"), Topics.choices, required=True)
    ended_on = day_field(_("The day on which the vote ended"))
    file = forms.FileField(
        label=_("List of units"),
        help_text=_(
            "A table with a row for each ballot; fetch an empty one above. It is counted and not kept."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    heads = forms.IntegerField(label=_("Owners in all"), min_value=1, max_value=1_000_000, required=False)
    area = forms.DecimalField(
        label=_("Area in all (m²)"), min_value=0, decimal_places=2, max_digits=12, required=False
    )
    heads_in_favour = forms.IntegerField(label=_("Owners in favour"), min_value=0, required=False)
    area_in_favour = forms.DecimalField(
        label=_("Area in favour (m²)"), min_value=0, decimal_places=2, max_digits=12, required=False
    )
    heads_against = forms.IntegerField(label=_("Owners against"), min_value=0, required=False)
    area_against = forms.DecimalField(
        label=_("Area against (m²)"), min_value=0, decimal_places=2, max_digits=12, required=False
    )
    heads_undecided = forms.IntegerField(label=_("Owners undecided"), min_value=0, required=False)
    area_undecided = forms.DecimalField(
        label=_("Area undecided (m²)"), min_value=0, decimal_places=2, max_digits=12, required=False
    )
    unsold_area = forms.DecimalField(
        label=_("Unsold or not handed over (m²)"),
        help_text=_("The builder counts as one owner with this area, besides the numbers above."),
        min_value=0,
        decimal_places=2,
        max_digits=12,
        required=False,
    )
    unsold_ballot = choice_field(_("What the builder said"), Ballots.choices)

    @property
    def about(self) -> list[forms.BoundField]:
        """What every vote needs: with a list of units it is all."""
        return [self[name] for name in ("estate", "title", "topic", "ended_on", "file")]

    @property
    def totals(self) -> list[forms.BoundField]:
        """What is entered where the ballots were counted on paper: owners and area, in pairs."""
        kinds = ("", *(f"_{ballot}" for ballot in GIVEN))
        return [self[f"{what}{kind}"] for kind in kinds for what in ("heads", "area")]

    @property
    def unsold(self) -> list[forms.BoundField]:
        """What is added for the builder, to a list as well as to totals."""
        return [self["unsold_area"], self["unsold_ballot"]]

    def offer(self, estates: Iterable[Estate]) -> None:
        """Fill the list of estates."""
        self.fields["estate"].widget.choices = listed(estates, _("Choose"))

    def clean(self) -> dict[str, Any]:
        """Refuse totals beside a list, and totals in which owners and area do not go together."""
        super().clean()
        typed = self.cleaned_data
        given = [field for field in self.totals if typed.get(field.name)]
        if typed.get("file") and given:
            self.add_error(
                given[0].name,
                _("Give the list of units or the totals, not both: empty the totals or leave the list out."),
            )
        elif not typed.get("file") and not self.errors:
            self._refuse_one_sided(self._typed_tally())
        return typed

    def _refuse_one_sided(self, tally: VoteTally) -> None:
        for ballot in tally.one_sided:
            name = "area" if ballot is Ballot.ABSENT else f"area_{ballot}"
            self.add_error(name, ONE_SIDED_ABSENT if ballot is Ballot.ABSENT else ONE_SIDED)

    def upload(self) -> bytes:
        """Give what the file holds; empty where none was chosen."""
        upload = self.cleaned_data["file"]
        return cast("UploadedFile[bytes]", upload).read(MOST_BYTES + 1) if upload else b""

    def tally(self, counted: VoteTally | None) -> VoteTally:
        """Give the count: of a list where there is one, else the totals; the unsold part is added to either."""
        said = Ballot(self.cleaned_data["unsold_ballot"] or Ballot.ABSENT)
        return with_unsold(counted or self._typed_tally(), self._dm2("unsold_area"), said)

    def _typed_tally(self) -> VoteTally:
        return VoteTally(
            self.cleaned_data["heads"] or 0,
            self._dm2("area"),
            {ballot: self.cleaned_data[f"heads_{ballot}"] or 0 for ballot in GIVEN},
            {ballot: self._dm2(f"area_{ballot}") for ballot in GIVEN},
        )

    def _dm2(self, name: str) -> int:
        return int((self.cleaned_data[name] or Decimal(0)) * DM2_A_M2)


class VoidForm(MeteredForm):
    """Why a recorded vote is void."""

    reason = text_field(
        _("Why it is void"), 200, required=True, missing=_("Say why the vote is void."), rows=3
    )


GIVEN = (Ballot.IN_FAVOUR, Ballot.AGAINST, Ballot.UNDECIDED)
ONE_SIDED = _("Owners and their area go together: give both, or leave both empty.")
ONE_SIDED_ABSENT = _(
    "Those who said nothing would be owners without area, or area without owners. Count again; where an owner voted "
    "for one of several units only, give the list of units."
)
