"""How contracts, calls and votes stand, in words and colour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.core.owners_votes import DM2_A_M2, Ballot, VoteOutcome, VoteStep, VoteTally, VoteTest, reckon
from jiezhi.core.vote_rules import RULES, Threshold, VoteRule, VoteTopic, rule_on
from jiezhi.places.models import Estate
from jiezhi.property.choices import Ballots, CallState
from jiezhi.property.models import CompanyCall, OwnersVote, ServiceContract
from jiezhi.property.outcomes import Counts, DutyCount

WARN_DAYS = 90
"""So many days before a contract ends it is shown: owners need weeks for a vote; ours, no rule fixes it."""

TEST_LABELS: dict[VoteTest, str | Promise] = {
    VoteTest.PART_BY_AREA: gettext_lazy("Takes part, by area"),
    VoteTest.PART_BY_HEADS: gettext_lazy("Takes part, by owners"),
    VoteTest.AGREED_BY_AREA: gettext_lazy("In favour, by area"),
    VoteTest.AGREED_BY_HEADS: gettext_lazy("In favour, by owners"),
}
BY_AREA = (VoteTest.PART_BY_AREA, VoteTest.AGREED_BY_AREA)


@dataclass(frozen=True)
class ContractLine:
    """A contract on a page."""

    contract: ServiceContract
    words: str
    tone: str
    is_serving: bool
    needs_attention: bool


@dataclass(frozen=True)
class EstateRow:
    """An estate in a list, with the contract whose company serves it."""

    estate: Estate
    line: ContractLine | None

    @property
    def needs_attention(self) -> bool:
        """Whether its contract ends soon, or has run out."""
        return self.line is not None and self.line.needs_attention

    def place_in_list(self) -> int:
        """Give where it stands: what needs attention, then what is served, then the rest, each as it was."""
        return 2 if self.line is None else int(not self.needs_attention)


def contract_line(contract: ServiceContract, *, on: date) -> ContractLine:
    """Say how a contract stands on a day."""
    if contract.ended_on is not None and contract.ended_on <= on:
        words = _("Contract ended on %(day)s") % {"day": contract.ended_on.isoformat()}
        return ContractLine(contract, words, "plain", is_serving=False, needs_attention=False)
    if contract.from_on > on:
        words = _("Begins on %(day)s") % {"day": contract.from_on.isoformat()}
        return ContractLine(contract, words, "info", is_serving=False, needs_attention=False)
    left = ((contract.ended_on or contract.until_on) - on).days
    if left < 0:
        words = _("Ran out on %(day)s; the company serves on without a term") % {
            "day": contract.until_on.isoformat()
        }
        return ContractLine(contract, words, "bad", is_serving=True, needs_attention=True)
    if left <= WARN_DAYS:
        words = ngettext("Ends in %(n)d day", "Ends in %(n)d days", left) % {"n": left}
        return ContractLine(contract, words, "warn", is_serving=True, needs_attention=True)
    words = _("In force until %(day)s") % {"day": contract.until_on.isoformat()}
    return ContractLine(contract, words, "ok", is_serving=True, needs_attention=False)


def is_late(call: CompanyCall, *, at: datetime) -> bool:
    """Whether a company answered after its limit, or has not although it has passed."""
    if call.state == CallState.WITHDRAWN:
        return False
    return (call.answered_at or at) > call.due_at


@dataclass(frozen=True)
class CallLine:
    """What a company was asked, on a page."""

    call: CompanyCall
    words: str
    tone: str


def call_line(call: CompanyCall, *, at: datetime) -> CallLine:
    """Say how a call stands."""
    late = is_late(call, at=at)
    if call.state == CallState.ASKED:
        words = _("Past its limit, no answer") if late else str(call.get_state_display())
        return CallLine(call, words, "bad" if late else "info")
    if call.state == CallState.WITHDRAWN:
        return CallLine(call, str(call.get_state_display()), "plain")
    words = _("Answered late") if late else _("Answered in time")
    return CallLine(call, words, "warn" if late else "ok")


def fee_words(fee_fen: int | None) -> str:
    """Give a fee in yuan a month for a square metre."""
    if fee_fen is None:
        return _("not known")
    return _("%(yuan)s yuan a month for a square metre") % {"yuan": f"{fee_fen / 100:.2f}"}


def area_words(area_dm2: int) -> str:
    """Give an area in square metres."""
    return f"{area_dm2 // DM2_A_M2:,}.{area_dm2 % DM2_A_M2:02d} m²"


@dataclass(frozen=True)
class RecordLine:
    """The record of one duty, at one estate or of one company there."""

    estate_id: UUID
    company_id: UUID | None
    duty_id: UUID
    count: DutyCount


def record_lines(counts: Counts) -> list[RecordLine]:
    """Give counts as lines, in a stable order: they are records beside each other, not a ranking."""
    rows = [RecordLine(*key, count) for key, count in counts.items()]
    return sorted(rows, key=lambda row: (str(row.estate_id), str(row.company_id), str(row.duty_id)))


def duty_words(name: str, contracts: Iterable[ServiceContract]) -> str:
    """Give a duty as a record names it: it says so where none of the company's contracts names it."""
    if any(row.duty.name == name for contract in contracts for row in contract.duties.all()):
        return name
    return _("%(duty)s (not named in the contract)") % {"duty": name}


def summed(rows: Iterable[RecordLine]) -> DutyCount:
    """Add records up."""
    whole = DutyCount()
    for row in rows:
        whole = whole.plus(row.count)
    return whole


@dataclass(frozen=True)
class StepLine:
    """One step of a vote's reckoning, in words."""

    label: str
    part: str
    whole: str
    share: str
    threshold: str
    needed: str
    lacking: str
    holds: bool


def tally_of(vote: OwnersVote) -> VoteTally:
    """Give the count of a vote as the rules read it."""
    return VoteTally(
        vote.heads,
        vote.area_dm2,
        {Ballot(name): count for name, count in vote.heads_by.items()},
        {Ballot(name): area for name, area in vote.area_by.items()},
    )


def outcome_of(vote: OwnersVote) -> VoteOutcome:
    """Reckon a vote again by the law of its day, also one whose numbers cannot be."""
    return reckon(tally_of(vote), VoteTopic(vote.topic), rule_on(vote.ended_on))


def step_lines(outcome: VoteOutcome) -> list[StepLine]:
    """Give every step of a reckoning with its numbers."""
    return [_step_line(step) for step in outcome.steps]


def _step_line(step: VoteStep) -> StepLine:
    def words(amount: int) -> str:
        return area_words(amount) if step.test in BY_AREA else f"{amount:,}"

    return StepLine(
        label=str(TEST_LABELS[step.test]),
        part=words(step.part),
        whole=words(step.whole),
        share=f"{100 * step.part / step.whole:.2f}%" if step.whole else "-",
        threshold=threshold_words(step.threshold),
        needed=words(step.needed),
        lacking=words(step.lacking) if step.lacking else "",
        holds=step.holds,
    )


SOURCES: dict[str, str | Promise] = {
    RULES[0].source: gettext_lazy("Property Law, article 76"),
    RULES[1].source: gettext_lazy("Civil Code, article 278"),
}


def source_words(rule: VoteRule) -> str:
    """Give the law by which a vote was counted, in the reader's language."""
    return str(SOURCES.get(rule.source, rule.source))


FRACTIONS: dict[Fraction, str | Promise] = {
    RULES[-1].ordinary.share: gettext_lazy("half"),
    Fraction(2, 3): gettext_lazy("two thirds"),
    Fraction(3, 4): gettext_lazy("three quarters"),
}


def threshold_words(threshold: Threshold) -> str:
    """Give what has to be reached, as the law says it."""
    share = str(FRACTIONS.get(threshold.share, threshold.share))
    if threshold.is_more:
        return _("more than %(share)s") % {"share": share}
    return _("%(share)s or more") % {"share": share}


def ballot_lines(vote: OwnersVote) -> list[tuple[str, str, str]]:
    """Give what was said, by owners and by area, with those who handed nothing in."""
    heads, areas = _with_absent(vote.heads_by, vote.heads), _with_absent(vote.area_by, vote.area_dm2)
    return [
        (str(Ballots(name).label), f"{heads[name]:,}", area_words(areas[name])) for name in Ballots.values
    ]


def _with_absent(counts: Mapping[str, int], whole: int) -> dict[str, int]:
    said = {name: counts.get(name, 0) for name in Ballots.values if name != Ballots.ABSENT}
    return {**said, Ballots.ABSENT.value: whole - sum(said.values())}
