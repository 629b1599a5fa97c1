from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.routing import ListEntry, Place, RoutingReason, choose_department, find_list_faults

ON = date(2026, 11, 22)
ROSE = Place("west", community="north", grid_cell="n1", estate="rose")


def line(id, matter="lamp", department="lights", **more):
    return ListEntry(id, matter, department, **{"in_force_from": date(2026, 1, 1), **more})


def choose(*entries, place=ROSE, on=ON, ancestors=("street", "all"), level=None):
    return choose_department(entries, matter="lamp", place=place, on=on, ancestors=ancestors, level=level)


def test_the_only_entry_is_chosen():
    choice = choose(line("1"), line("2", "waste"))
    assert (choice.entry.id, choice.reason, choice.rivals) == ("1", RoutingReason.ONLY_ENTRY, ())


def test_an_estate_goes_before_a_community_and_a_community_before_the_sub_district():
    everywhere, north = line("1", department="a"), line("2", department="b", community="north")
    rose = line("3", department="c", estate="rose")
    choice = choose(everywhere, north, rose)
    assert (choice.entry, choice.reason) == (rose, RoutingReason.MORE_SPECIFIC_PLACE)
    assert choice.rivals == (north, everywhere)
    assert choose(everywhere, north).entry == north


def test_a_nearer_matter_goes_before_its_ancestors_even_when_they_know_the_place_better():
    lamp, street = line("1", department="a"), line("2", "street", "b", estate="rose")
    everything = line("3", "all", "c", community="north")
    choice = choose(everything, street, lamp)
    assert (choice.entry, choice.reason) == (lamp, RoutingReason.NEARER_MATTER)
    assert choose(everything, street).entry == street


def test_two_departments_that_are_equally_near_are_a_tie():
    first, second, wider = line("1", department="a", estate="rose"), line("2", estate="rose"), line("3")
    choice = choose(second, wider, first)
    assert (choice.entry, choice.reason, choice.rivals) == (None, RoutingReason.TIE, (first, second))


def test_two_lines_for_one_department_are_no_tie():
    choice = choose(line("2"), line("1"))
    assert (choice.entry.id, choice.reason) == ("1", RoutingReason.ONLY_ENTRY)
    assert [rival.id for rival in choice.rivals] == ["2"]


@pytest.mark.parametrize(
    "entry",
    [
        line("1", "waste"),
        line("1", estate="lily"),
        line("1", community="south"),
        line("1", community="south", estate="rose"),
        line("1", in_force_from=ON + timedelta(days=1)),
        line("1", in_force_until=ON - timedelta(days=1)),
    ],
)
def test_a_line_for_something_else_leaves_a_gap(entry):
    choice = choose(entry)
    assert (choice.entry, choice.reason, choice.rivals) == (None, RoutingReason.GAP, ())


def test_a_line_holds_on_its_first_and_on_its_last_day():
    assert choose(line("1", in_force_from=ON, in_force_until=ON)).entry is not None


def test_a_line_for_an_estate_does_not_hold_where_the_estate_is_unknown():
    assert choose(line("1", estate="rose"), place=Place("west")).reason is RoutingReason.GAP


def test_a_line_for_the_orders_own_level_goes_before_one_for_all_levels_at_the_same_place():
    all_levels, urgent = line("1", department="a"), line("2", department="b", level="urgent")
    choice = choose(all_levels, urgent, level="urgent")
    assert (choice.entry, choice.reason, choice.rivals) == (urgent, RoutingReason.OWN_LEVEL, (all_levels,))
    assert choose(all_levels, urgent, level="normal").entry == all_levels
    assert choose(all_levels, urgent).entry == all_levels


def test_a_place_goes_before_a_level():
    urgent, rose = line("1", department="a", level="urgent"), line("2", department="b", estate="rose")
    choice = choose(urgent, rose, level="urgent")
    assert (choice.entry, choice.reason) == (rose, RoutingReason.MORE_SPECIFIC_PLACE)


def test_two_departments_for_one_level_are_a_tie_of_that_level_alone():
    lines = [line("1", department="a", level="urgent"), line("2", level="urgent"), line("3")]
    faults = find_list_faults(lines, ["lamp"], [ROSE], ON, levels=["normal", "urgent"])
    assert [(fault.reason, fault.level) for fault in faults] == [(RoutingReason.TIE, "urgent")]


ENTRIES = st.lists(
    st.builds(
        line,
        st.sampled_from("123456"),
        st.sampled_from(["lamp", "street", "all", "waste"]),
        st.sampled_from("ab"),
        community=st.sampled_from([None, "north", "south"]),
        estate=st.sampled_from([None, "rose", "lily"]),
        level=st.sampled_from([None, "urgent"]),
        in_force_until=st.sampled_from([None, ON, ON - timedelta(days=1)]),
    ),
    max_size=6,
    unique_by=lambda entry: entry.id,
)


LEVELS = st.sampled_from([None, "normal", "urgent"])


@given(entries=ENTRIES, level=LEVELS, data=st.data())
def test_the_sequence_of_the_entries_never_matters(entries, level, data):
    shuffled = data.draw(st.permutations(entries))
    assert choose(*entries, level=level) == choose(*shuffled, level=level)


@given(entries=ENTRIES)
def test_an_order_whose_level_no_line_names_goes_where_one_without_a_level_goes(entries):
    assert choose(*entries, level="normal") == choose(*entries)


@given(entries=ENTRIES)
def test_lines_of_another_level_change_nothing(entries):
    others = [entry for entry in entries if entry.level != "urgent"]
    assert choose(*entries, level="normal") == choose(*others, level="normal")


@given(entries=ENTRIES, level=LEVELS)
def test_who_is_chosen_holds_here_and_nobody_is_nearer(entries, level):
    choice = choose(*entries, level=level)
    assert (choice.entry is None) == (choice.reason in {RoutingReason.TIE, RoutingReason.GAP})
    chain = ["lamp", "street", "all"]
    if choice.entry is not None:
        for one in (choice.entry, *choice.rivals):
            assert one.is_in_force(ON)
            assert one.covers(ROSE)
            assert one.serves(level)
            assert chain.index(choice.entry.matter) <= chain.index(one.matter)


@given(entries=ENTRIES)
def test_the_check_of_the_list_says_what_the_choice_says(entries):
    places = [ROSE, Place("west", "south"), Place("west")]
    parents = {"lamp": ("street", "all")}
    found = find_list_faults(entries, ["lamp", "waste"], places, ON, ancestors=parents)
    expected = {
        (matter, place): choice
        for matter in ("lamp", "waste")
        for place in places
        if (
            choice := choose_department(
                entries, matter=matter, place=place, on=ON, ancestors=parents.get(matter, ())
            )
        ).entry
        is None
    }
    assert {(fault.matter, fault.place) for fault in found} == set(expected)
    assert all(fault.reason is expected[fault.matter, fault.place].reason for fault in found)
    assert all((fault.reason is RoutingReason.TIE) == bool(fault.entries) for fault in found)
