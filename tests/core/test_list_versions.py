from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.list_versions import (
    ListDifference,
    ListLine,
    SupportLine,
    list_difference,
    with_difference,
)

LINES = st.lists(
    st.builds(
        ListLine,
        st.uuids().map(str),
        st.sampled_from(["lamp", "lift"]),
        st.sampled_from("ab"),
        community=st.sampled_from(["", "north"]),
        level=st.sampled_from(["", "urgent"]),
        supports=st.sampled_from([(), (SupportLine("c"),), (SupportLine("c", (2, "working_days")),)]),
        limit=st.sampled_from([(), (3, "working_days")]),
        basis=st.sampled_from(["", "2026-1"]),
    ),
    max_size=8,
)


@given(in_force=LINES, draft=LINES)
def test_a_difference_put_on_the_list_gives_the_draft(in_force, draft):
    assert Counter(with_difference(in_force, list_difference(in_force, draft))) == Counter(draft)


@given(lines=LINES, data=st.data())
def test_lists_that_say_the_same_have_no_difference(lines, data):
    found = list_difference(lines, data.draw(st.permutations(lines)))
    assert found.is_empty
    assert len(found.kept) == len(lines)


@given(in_force=LINES, draft=LINES)
def test_every_line_is_told_once(in_force, draft):
    found = list_difference(in_force, draft)
    old = [*found.kept, *(change.old for change in found.changed), *found.dropped]
    assert Counter(line.id for line in old) == Counter(line.id for line in in_force)
    assert len(found.kept) + len(found.changed) + len(found.added) == len(draft)


@given(in_force=LINES, draft=LINES)
def test_a_change_is_of_one_place_and_says_something_else(in_force, draft):
    found = list_difference(in_force, draft)
    for change in found.changed:
        assert change.old.place == change.new.place
        assert change.old != change.new
    assert not {line.place for line in found.dropped} & {line.place for line in found.added}


@given(in_force=LINES, draft=LINES, data=st.data())
def test_the_sequence_of_lines_does_not_matter(in_force, draft, data):
    shuffled = list_difference(data.draw(st.permutations(in_force)), data.draw(st.permutations(draft)))
    assert shuffled == list_difference(in_force, draft)


def test_a_line_with_the_same_lead_is_the_one_that_changed():
    two = [ListLine("1", "lamp", "a"), ListLine("2", "lamp", "b")]
    found = list_difference(two, [ListLine("3", "lamp", "b", basis="new")])
    assert [(change.old.id, change.new.id) for change in found.changed] == [("2", "3")]
    assert [line.id for line in found.dropped] == ["1"]


def test_a_difference_of_another_list_is_refused():
    with pytest.raises(ValueError, match="not in force"):
        with_difference([], ListDifference(dropped=(ListLine("1", "lamp", "a"),)))
