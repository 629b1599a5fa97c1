"""What the office may ask of whom: total, explained, and never more than the list gives."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.authority import (
    BINDING,
    Authority,
    BodyKind,
    HandOver,
    HandOverReason,
    authority_over,
)
from jiezhi.organisation.choices import DepartmentKind

kinds, facts = st.sampled_from(BodyKind), st.booleans()


def ask(kind: BodyKind, *, has_agreement: bool, is_listed: bool) -> Authority:
    return authority_over(kind, has_agreement=has_agreement, is_listed=is_listed)


def test_every_kind_of_the_register_is_known() -> None:
    assert set(BodyKind) == set(DepartmentKind.values)


@given(kinds, facts, facts)
def test_every_case_has_an_answer_with_a_reason(kind, has_agreement, is_listed) -> None:
    found = ask(kind, has_agreement=has_agreement, is_listed=is_listed)
    assert isinstance(found.reason, HandOverReason)
    assert len(set(found.modes)) == len(found.modes)
    assert (found.usual is None) == (found.reason is HandOverReason.NOT_LISTED)


@given(facts, facts)
def test_a_committee_gets_nothing_that_the_list_does_not_give_it(has_agreement, is_listed) -> None:
    found = ask(BodyKind.COMMUNITY, has_agreement=has_agreement, is_listed=is_listed)
    assert bool(found.modes) == is_listed


@given(kinds, facts, facts)
def test_only_own_sections_listed_committees_and_partners_are_bound(kind, has_agreement, is_listed) -> None:
    found = ask(kind, has_agreement=has_agreement, is_listed=is_listed)
    may_bind = (
        kind is BodyKind.SECTION
        or (kind is BodyKind.COMMUNITY and is_listed)
        or (kind is BodyKind.OUTPOST and has_agreement)
    )
    assert bool(BINDING & set(found.modes)) == may_bind


@given(kinds, facts)
def test_an_agreement_changes_the_way_for_outposts_alone(kind, is_listed) -> None:
    ways = {ask(kind, has_agreement=has, is_listed=is_listed) for has in (False, True)}
    assert (len(ways) == 1) == (kind is not BodyKind.OUTPOST)


@given(facts, facts)
def test_a_bureau_is_never_ordered_and_both_ways_stay_open(has_agreement, is_listed) -> None:
    found = ask(BodyKind.BUREAU, has_agreement=has_agreement, is_listed=is_listed)
    assert set(found.modes) == {HandOver.CALLED, HandOver.TRANSFERRED}
    assert found.usual is (HandOver.TRANSFERRED if is_listed else HandOver.CALLED)
