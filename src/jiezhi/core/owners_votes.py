"""Votes of the owners of an estate: counted by heads and by area, with every step shown.

All arithmetic is exact: areas are whole square decimetres (hundredths of a square metre, as registers give them), and
shares are compared as fractions (`core.vote_rules`), so that a vote that stands exactly on a threshold is decided by
the law's words and not by rounding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiezhi.core.vote_rules import Threshold, VoteRule, VoteTopic


class Ballot(StrEnum):
    """What a ballot says; `ABSENT` is none at all."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    UNDECIDED = "undecided"
    ABSENT = "absent"


DM2_A_M2 = 100


@dataclass(frozen=True)
class VotingUnit:
    """A unit (专有部分) and the ballots that were given for it.

    Args:
        number: As the register names it; two units never share one.
        owner: A mark that units of one owner share, such as the number of their sheet; never a name. Empty where the
            owner has this unit alone.
        area_dm2: Its area in square decimetres, as the register of real estate gives it.
        ballots: One for each co-owner who handed one in; none where nobody did.
    """

    number: str
    owner: str
    area_dm2: int
    ballots: tuple[Ballot, ...] = ()

    @property
    def voice(self) -> Ballot:
        """What the unit says: co-owners have one voice, and where they contradict each other it is undecided."""
        return joint_voice(self.ballots)


def joint_voice(ballots: Iterable[Ballot]) -> Ballot:
    """Give the one voice of several ballots.

    Absent ones say nothing; those that are there must agree, or the voice takes part undecided.

    Examples:
        >>> joint_voice([Ballot.IN_FAVOUR, Ballot.ABSENT]).value, joint_voice([Ballot.IN_FAVOUR, Ballot.AGAINST]).value
        ('in_favour', 'undecided')
    """
    said = {ballot for ballot in ballots if ballot is not Ballot.ABSENT}
    if not said:
        return Ballot.ABSENT
    return said.pop() if len(said) == 1 else Ballot.UNDECIDED


def by_proxy(ballot: Ballot, *, has_authority: bool) -> Ballot:
    """Give what a ballot says that somebody else handed in: without the owner's written authority, nothing.

    Args:
        ballot: As it was handed in.
        has_authority: Whether the owner's written authority lies with it.

    Source:
        业主大会和业主委员会指导规则 (建房〔2009〕274号) article 26: an owner may let somebody else vote in writing.
    """
    return ballot if has_authority else Ballot.ABSENT


@dataclass(frozen=True)
class VoteTally:
    """A count by heads and by area.

    Args:
        heads: All owners.
        area_dm2: All area, in square decimetres.
        heads_by: Owners by what they said; those who are absent may be left out.
        area_by: Area by what was said for it, in square decimetres.
    """

    heads: int
    area_dm2: int
    heads_by: Mapping[Ballot, int]
    area_by: Mapping[Ballot, int]

    @property
    def heads_taking_part(self) -> int:
        """Owners who handed a ballot in."""
        return sum(count for ballot, count in self.heads_by.items() if ballot is not Ballot.ABSENT)

    @property
    def area_taking_part(self) -> int:
        """Area for which a ballot was handed in."""
        return sum(area for ballot, area in self.area_by.items() if ballot is not Ballot.ABSENT)

    def faults(self) -> tuple[str, ...]:
        """Why these numbers cannot be: codes, none where they can.

        Examples:
            >>> VoteTally(3, 90, {Ballot.IN_FAVOUR: 4}, {Ballot.IN_FAVOUR: 90}).faults()
            ('heads_too_many',)
        """
        found = []
        if self.heads <= 0 or self.area_dm2 <= 0:
            found.append("nobody")
        if any(count < 0 for count in (*self.heads_by.values(), *self.area_by.values())):
            found.append("negative")
        if self.heads_taking_part > self.heads:
            found.append("heads_too_many")
        if self.area_taking_part > self.area_dm2:
            found.append("area_too_large")
        return (*found, *self._mismatches())

    @property
    def one_sided(self) -> tuple[Ballot, ...]:
        """Ballots with owners but no area, or with area but no owners; `ABSENT` stands for all who said nothing.

        Totals that were counted by hand have none. A list of units may: an owner who says different things for two
        units is undecided by heads, and by area each unit counts for what was said for it.

        Examples:
            >>> [ballot.value for ballot in VoteTally(3, 90, {Ballot.AGAINST: 3}, {}).one_sided]
            ['against', 'absent']
        """
        return tuple(
            ballot for ballot in Ballot if (self._heads_of(ballot) > 0) != (self._area_of(ballot) > 0)
        )

    def _heads_of(self, ballot: Ballot) -> int:
        if ballot is Ballot.ABSENT:
            return self.heads - self.heads_taking_part
        return self.heads_by.get(ballot, 0)

    def _area_of(self, ballot: Ballot) -> int:
        if ballot is Ballot.ABSENT:
            return self.area_dm2 - self.area_taking_part
        return self.area_by.get(ballot, 0)

    def _mismatches(self) -> tuple[str, ...]:
        """Say what is one-sided in a way that not even a list of units can be."""
        heads = {ballot: self._heads_of(ballot) > 0 for ballot in Ballot}
        areas = {ballot: self._area_of(ballot) > 0 for ballot in Ballot}
        # Whoever contradicts themselves is undecided by heads, with area on both sides.
        contradicted = areas[Ballot.IN_FAVOUR] and areas[Ballot.AGAINST]
        found = []
        lacking = {ballot for ballot in Ballot if heads[ballot] and not areas[ballot]}
        if lacking - ({Ballot.UNDECIDED} if contradicted else set()):
            found.append("heads_without_area")
        # Whoever is absent for one of two units is there by heads: area alone may be absent.
        nobodys = {ballot for ballot in Ballot if areas[ballot] and not heads[ballot]} - {Ballot.ABSENT}
        if nobodys and (Ballot.UNDECIDED in nobodys or not heads[Ballot.UNDECIDED]):
            found.append("area_without_heads")
        return tuple(found)


def count_units(units: Iterable[VotingUnit]) -> VoteTally:
    """Count a list of units by heads and by area.

    An owner counts once by heads, however many units they have; what a builder has not sold or not handed over is
    one owner with several units. By area each unit counts for what was said for it. An owner whose units contradict
    each other takes part undecided by heads.

    Args:
        units: In any order.

    Raises:
        ValueError: Two units have one number, or one has no area.

    Source:
        Supreme People's Court, 法释〔2009〕7号 (amended 2020) articles 8 and 9: area by the register, one head a unit,
        one head for all units of the same buyer and one for what is unsold or not handed over; 业主大会和业主委员会
        指导规则 (建房〔2009〕274号) articles 23 to 25: co-owners choose one who votes.
    """
    owners: dict[str, list[Ballot]] = {}
    area_by: dict[Ballot, int] = {}
    numbers: set[str] = set()
    for unit in units:
        if unit.number in numbers:
            raise ValueError(f"Two units have the number {unit.number}.")
        if unit.area_dm2 <= 0:
            raise ValueError(f"The unit {unit.number} has no area.")
        numbers.add(unit.number)
        # A prefix keeps an owner's mark and a unit's number apart.
        owners.setdefault(f"o:{unit.owner}" if unit.owner else f"u:{unit.number}", []).append(unit.voice)
        area_by[unit.voice] = area_by.get(unit.voice, 0) + unit.area_dm2
    heads_by: dict[Ballot, int] = {}
    for voices in owners.values():
        voice = joint_voice(voices)
        heads_by[voice] = heads_by.get(voice, 0) + 1
    return VoteTally(len(owners), sum(area_by.values()), heads_by, area_by)


def with_unsold(tally: VoteTally, area_dm2: int, ballot: Ballot) -> VoteTally:
    """Add what the builder has not sold: one head, and all its area.

    Args:
        tally: Of the other owners.
        area_dm2: Unsold or not handed over, in square decimetres; 0 adds nothing.
        ballot: What the builder said.
    """
    if area_dm2 <= 0:
        return tally
    heads_by = {**tally.heads_by, ballot: tally.heads_by.get(ballot, 0) + 1}
    area_by = {**tally.area_by, ballot: tally.area_by.get(ballot, 0) + area_dm2}
    return VoteTally(tally.heads + 1, tally.area_dm2 + area_dm2, heads_by, area_by)


class VoteTest(StrEnum):
    """What has to hold, in the order in which it is looked at."""

    PART_BY_AREA = "part_by_area"
    PART_BY_HEADS = "part_by_heads"
    AGREED_BY_AREA = "agreed_by_area"
    AGREED_BY_HEADS = "agreed_by_heads"


@dataclass(frozen=True)
class VoteStep:
    """One step of the reckoning.

    Args:
        test: What was looked at.
        part: How many.
        whole: Of how many.
        threshold: What has to be reached.
        needed: The least number that reaches it.
    """

    test: VoteTest
    part: int
    whole: int
    threshold: Threshold
    needed: int

    @property
    def holds(self) -> bool:
        """Whether the threshold is reached."""
        return self.threshold.holds(self.part, self.whole)

    @property
    def lacking(self) -> int:
        """How many are lacking; 0 where it holds."""
        return max(0, self.needed - self.part)


@dataclass(frozen=True)
class VoteOutcome:
    """What came of a vote.

    Args:
        rule: By which it was counted.
        steps: Each with its numbers.
    """

    rule: VoteRule
    steps: tuple[VoteStep, ...]

    @property
    def is_valid(self) -> bool:
        """Whether enough took part."""
        return all(step.holds for step in self.steps if step.test in _PARTICIPATION)

    @property
    def is_carried(self) -> bool:
        """Whether it is decided."""
        return all(step.holds for step in self.steps)


_PARTICIPATION = (VoteTest.PART_BY_AREA, VoteTest.PART_BY_HEADS)


def decide(tally: VoteTally, topic: VoteTopic, rule: VoteRule) -> VoteOutcome:
    """Decide a vote by heads and by area, with every step.

    Args:
        tally: What was counted.
        topic: What it was about.
        rule: The law on the day of the vote.

    Raises:
        ValueError: The numbers cannot be.

    Examples:
        >>> from jiezhi.core.vote_rules import RULES
        >>> half = {Ballot.IN_FAVOUR: 2, Ballot.AGAINST: 2}
        >>> decide(VoteTally(6, 6, half, half), VoteTopic.COMPANY, RULES[-1]).is_carried
        False
    """
    faults = tally.faults()
    if faults:
        raise ValueError(", ".join(faults))
    return reckon(tally, topic, rule)


def reckon(tally: VoteTally, topic: VoteTopic, rule: VoteRule) -> VoteOutcome:
    """Reckon numbers that stand on record as they are, whether or not they can be.

    Args:
        tally: What was recorded.
        topic: What it was about.
        rule: The law on the day of the vote.
    """
    steps = []
    if rule.participation is not None:
        steps.append(_step(VoteTest.PART_BY_AREA, tally.area_taking_part, tally.area_dm2, rule.participation))
        steps.append(_step(VoteTest.PART_BY_HEADS, tally.heads_taking_part, tally.heads, rule.participation))
    agreement = rule.agreement(topic)
    area = tally.area_dm2 if rule.counts_all else tally.area_taking_part
    heads = tally.heads if rule.counts_all else tally.heads_taking_part
    steps.append(_step(VoteTest.AGREED_BY_AREA, tally.area_by.get(Ballot.IN_FAVOUR, 0), area, agreement))
    steps.append(_step(VoteTest.AGREED_BY_HEADS, tally.heads_by.get(Ballot.IN_FAVOUR, 0), heads, agreement))
    return VoteOutcome(rule, tuple(steps))


def _step(test: VoteTest, part: int, whole: int, threshold: Threshold) -> VoteStep:
    return VoteStep(test, part, whole, threshold, threshold.least(whole))
