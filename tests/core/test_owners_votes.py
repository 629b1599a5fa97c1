"""Votes of owners: laws that hold for every estate, and the thresholds to the last head and square decimetre."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.owners_votes import (
    Ballot,
    VoteTally,
    VoteTest,
    VotingUnit,
    by_proxy,
    count_units,
    decide,
    reckon,
    with_unsold,
)
from jiezhi.core.vote_rules import RULES, Threshold, VoteTopic, rule_on

CODE = RULES[-1]
SPECIAL, ORDINARY = VoteTopic.REBUILD, VoteTopic.COMPANY
BALLOTS = st.lists(st.sampled_from(Ballot), max_size=3).map(tuple)
FEW = settings(max_examples=60, deadline=None)


@st.composite
def estates(draw) -> list[VotingUnit]:
    """Some units, several of one owner, some with co-owners."""
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(["", "", "甲", "乙"]), st.integers(1, 30_000), BALLOTS),
            min_size=1,
            max_size=12,
        )
    )
    return [VotingUnit(f"{n}", owner, area, ballots) for n, (owner, area, ballots) in enumerate(rows)]


def tally(heads: int, area: int, *, part: tuple[int, int], agreed: tuple[int, int]) -> VoteTally:
    """A count in which whoever takes part without agreeing is against it."""
    by_heads = {Ballot.IN_FAVOUR: agreed[0], Ballot.AGAINST: part[0] - agreed[0]}
    by_area = {Ballot.IN_FAVOUR: agreed[1], Ballot.AGAINST: part[1] - agreed[1]}
    return VoteTally(heads, area, by_heads, by_area)


@FEW
@given(estates(), st.sampled_from(VoteTopic), st.data())
def test_a_ballot_turned_in_favour_never_undoes_a_decision(units, topic, data):
    place = data.draw(st.integers(0, len(units) - 1))
    turned = [*units]
    turned[place] = replace(units[place], ballots=(Ballot.IN_FAVOUR,))
    for rule in RULES:
        if decide(count_units(units), topic, rule).is_carried:
            assert decide(count_units(turned), topic, rule).is_carried


@FEW
@given(estates(), st.sampled_from(VoteTopic), st.data())
def test_the_order_of_units_and_of_co_owners_does_not_matter(units, topic, data):
    mixed = data.draw(st.permutations(units))
    turned = [replace(unit, ballots=unit.ballots[::-1]) for unit in mixed]
    assert decide(count_units(turned), topic, CODE) == decide(count_units(units), topic, CODE)


@FEW
@given(estates())
def test_nobody_is_lost_and_nobody_counts_twice(units):
    found = count_units(units)
    assert sum(found.area_by.values()) == found.area_dm2 == sum(unit.area_dm2 for unit in units)
    alone = sum(not unit.owner for unit in units)
    assert sum(found.heads_by.values()) == found.heads == alone + len({u.owner for u in units} - {""})


@FEW
@given(
    st.integers(1, 4000),
    st.sampled_from([Fraction(2, 3), Fraction(1, 2), Fraction(3, 4)]),
)
def test_the_least_part_reaches_a_threshold_and_one_less_does_not(whole, share):
    for is_more in (False, True):
        threshold = Threshold(share, is_more=is_more)
        least = threshold.least(whole)
        assert threshold.holds(least, whole) or least > whole
        assert not threshold.holds(least - 1, whole)


@pytest.mark.parametrize("name", ["heads", "area"])
def test_exactly_two_thirds_take_part_and_one_less_does_not(name):
    enough = {"heads": 200, "area": 200_00}
    less = {**enough, name: enough[name] - 1}
    full = tally(300, 300_00, part=(enough["heads"], enough["area"]), agreed=(150, 150_00))
    short = tally(300, 300_00, part=(less["heads"], less["area"]), agreed=(150, 150_00))
    assert decide(full, ORDINARY, CODE).is_carried
    outcome = decide(short, ORDINARY, CODE)
    assert (outcome.is_valid, outcome.is_carried) == (False, False)
    assert [step.lacking for step in outcome.steps if not step.holds] == [1]


@pytest.mark.parametrize("agreed", [(100, 101_00), (101, 100_00)])
def test_exactly_half_is_not_more_than_half(agreed):
    assert not decide(tally(300, 300_00, part=(200, 200_00), agreed=agreed), ORDINARY, CODE).is_carried
    more = decide(tally(300, 300_00, part=(200, 200_00), agreed=(101, 100_01)), ORDINARY, CODE)
    assert more.is_carried


@pytest.mark.parametrize("agreed", [(149, 150_00), (150, 149_99)])
def test_exactly_three_quarters_are_enough_for_a_special_matter(agreed):
    full = tally(300, 300_00, part=(200, 200_00), agreed=(150, 150_00))
    assert decide(full, SPECIAL, CODE).is_carried
    assert not decide(tally(300, 300_00, part=(200, 200_00), agreed=agreed), SPECIAL, CODE).is_carried


def test_items_six_to_eight_are_special_and_the_old_law_had_other_ones():
    assert [topic for topic in VoteTopic if topic in CODE.special_topics] == [
        VoteTopic.RAISE_FUND, VoteTopic.REBUILD, VoteTopic.COMMON_PARTS,
    ]  # fmt: skip
    # 1 January 2021: using the fund became an ordinary matter, and agreement is counted of those who take part.
    votes = tally(300, 300_00, part=(200, 200_00), agreed=(110, 110_00))
    assert decide(votes, VoteTopic.USE_FUND, rule_on(date(2021, 1, 1))).is_carried
    assert not decide(votes, VoteTopic.USE_FUND, rule_on(date(2020, 12, 31))).is_carried
    with pytest.raises(ValueError, match="No rule"):
        rule_on(date(2007, 9, 30))


def test_one_owner_of_several_units_counts_once_by_heads_and_with_all_area():
    units = [VotingUnit(str(n), "甲", 50_00, (Ballot.IN_FAVOUR,)) for n in range(3)]
    units += [VotingUnit(f"b{n}", "", 50_00, (Ballot.AGAINST,)) for n in range(2)]
    found = count_units(units)
    assert (found.heads, found.heads_by[Ballot.IN_FAVOUR], found.area_by[Ballot.IN_FAVOUR]) == (3, 1, 150_00)
    outcome = decide(found, ORDINARY, CODE)
    assert {step.test: step.holds for step in outcome.steps}[VoteTest.AGREED_BY_AREA]
    assert not outcome.is_carried


def test_co_owners_who_contradict_each_other_take_part_undecided():
    found = count_units([VotingUnit("1", "", 80_00, (Ballot.IN_FAVOUR, Ballot.AGAINST))])
    assert (found.heads_taking_part, found.heads_by) == (1, {Ballot.UNDECIDED: 1})


def test_what_is_unsold_is_one_head_with_all_its_area():
    base = tally(9, 900_00, part=(9, 900_00), agreed=(9, 900_00))
    found = with_unsold(base, 600_00, Ballot.ABSENT)
    assert (found.heads, found.area_dm2, found.heads_taking_part) == (10, 1500_00, 9)
    steps = {step.test: step for step in decide(found, ORDINARY, CODE).steps}
    assert steps[VoteTest.PART_BY_HEADS].holds
    assert (steps[VoteTest.PART_BY_AREA].holds, steps[VoteTest.PART_BY_AREA].lacking) == (False, 100_00)
    assert with_unsold(base, 0, Ballot.ABSENT) is base


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([VotingUnit("1", "", 1), VotingUnit("1", "", 1)], "Two units"),
        ([VotingUnit("1", "", 0)], "no area"),
    ],
)
def test_a_list_that_cannot_be_is_refused(units, words):
    with pytest.raises(ValueError, match=words):
        count_units(units)


def test_more_ballots_than_owners_are_refused():
    with pytest.raises(ValueError, match="heads_too_many"):
        decide(tally(3, 300, part=(4, 300), agreed=(4, 300)), ORDINARY, CODE)


def test_a_proxy_without_written_authority_says_nothing():
    assert by_proxy(Ballot.IN_FAVOUR, has_authority=True) is Ballot.IN_FAVOUR
    assert by_proxy(Ballot.IN_FAVOUR, has_authority=False) is Ballot.ABSENT


@FEW
@given(estates(), st.integers(0, 5_000), st.sampled_from(Ballot))
def test_whatever_a_list_of_units_gives_can_be(units, unsold, said):
    assert with_unsold(count_units(units), unsold, said).faults() == ()


@FEW
@given(st.sampled_from(Ballot), st.booleans(), st.integers(1, 40), st.integers(1, 4_000))
def test_owners_without_area_and_area_without_owners_cannot_be(ballot, has_heads, heads, area):
    """Ten owners of each ballot go with area, but for one ballot one of the two is missing."""
    given_heads = {each: 10 for each in Ballot if each not in (ballot, Ballot.ABSENT)}
    given_area = {each: 10_00 for each in Ballot if each not in (ballot, Ballot.ABSENT)}
    odd_heads, odd_area = (heads, 0) if has_heads else (0, area)
    absent = (0, 0) if ballot is Ballot.ABSENT else (10, 10_00)
    if ballot is not Ballot.ABSENT:
        given_heads[ballot], given_area[ballot] = odd_heads, odd_area
    found = VoteTally(
        sum(given_heads.values()) + absent[0] + (odd_heads if ballot is Ballot.ABSENT else 0),
        sum(given_area.values()) + absent[1] + (odd_area if ballot is Ballot.ABSENT else 0),
        given_heads,
        given_area,
    )
    assert found.one_sided == (ballot,)
    # What an owner of several units can bring about is left to a list of units; the rest no list can give.
    by_several_units = {
        (Ballot.UNDECIDED, True),  # one unit in favour and one against
        (Ballot.IN_FAVOUR, False),  # contradicted by another unit, so undecided by heads
        (Ballot.AGAINST, False),
        (Ballot.ABSENT, False),  # a ballot for one unit only
    }
    assert bool(found.faults()) is ((ballot, has_heads) not in by_several_units)


def test_ten_owners_in_favour_with_no_area_are_no_vote():
    found = VoteTally(10, 1000_00, {Ballot.IN_FAVOUR: 10}, {Ballot.IN_FAVOUR: 0})
    assert found.faults() == ("heads_without_area",)
    assert found.one_sided == (Ballot.IN_FAVOUR, Ballot.ABSENT)
    with pytest.raises(ValueError, match="heads_without_area"):
        decide(found, ORDINARY, CODE)
    area_alone = VoteTally(
        10, 1000_00, {Ballot.AGAINST: 5}, {Ballot.AGAINST: 500_00, Ballot.IN_FAVOUR: 100_00}
    )
    assert area_alone.faults() == ("area_without_heads",)
    assert not reckon(found, ORDINARY, CODE).is_carried
