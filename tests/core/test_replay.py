"""Laws of the replay of past orders against a draft of the responsibility list."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.replay import PastCase, replay_list
from jiezhi.core.replay_shares import LEAST_RECORD, InTime, LeftOut
from jiezhi.core.routing import ListEntry, Place, RoutingReason, choose_department

START = date(2026, 1, 1)
MATTERS, DEPARTMENTS, COMMUNITIES = ("lamp", "lift", "road"), ("lights", "market", "works"), ("east", "west")


LEVELS = ("normal", "urgent")


def line(
    number: int, matter: str, department: str, community: str | None = None, level: str | None = None
) -> ListEntry:
    return ListEntry(str(number), matter, department, in_force_from=START, community=community, level=level)


lines = st.lists(
    st.tuples(
        st.sampled_from(MATTERS),
        st.sampled_from(DEPARTMENTS),
        st.sampled_from((None, *COMMUNITIES)),
        st.sampled_from((None, *LEVELS)),
    ),
    max_size=8,
).map(lambda rows: [line(number, *row) for number, row in enumerate(rows)])
cases = st.lists(
    st.tuples(
        st.sampled_from(MATTERS),
        st.sampled_from(COMMUNITIES),
        st.sampled_from((None, *DEPARTMENTS)),
        st.sampled_from((None, True, False)),
        st.sampled_from((None, *LEVELS)),
    ),
    max_size=40,
).map(
    lambda rows: [
        PastCase(str(number), matter, Place("street", community=community), lead, in_time, level)
        for number, (matter, community, lead, in_time, level) in enumerate(rows)
    ]
)


@given(cases, lines)
def test_a_draft_that_says_what_is_in_force_changes_nothing(past, listed):
    again = [replace(entry, id=f"again-{entry.id}") for entry in listed]
    found = replay_list(past, in_force=listed, draft=again, on=START)
    assert found.moves == ()
    assert found.before == replace(found.after, estimated=0)
    assert all(load.change == 0 for load in found.loads)


@given(cases, lines, lines)
def test_no_order_is_lost_or_doubled(past, listed, draft):
    found = replay_list(past, in_force=listed, draft=draft, on=START)
    moved = [pk for move in found.moves for pk in move.cases]
    assert len(moved) == len(set(moved)) == found.moved
    assert set(moved) <= {case.id for case in past}
    assert sum(load.before for load in found.loads) == sum(case.lead is not None for case in past)
    came, went = (
        sum(len(move.cases) for move in found.moves if getattr(move, end) is None)
        for end in ("source", "target")
    )
    assert sum(load.change for load in found.loads) == came - went
    finished = sum(case.was_in_time is not None for case in past)
    assert found.before.whole == found.after.whole == finished - found.left_out.whole
    assert 0 <= found.after.expected <= found.after.whole
    assert found.after.estimated <= found.after.whole


@given(cases, lines, lines)
def test_both_shares_rest_on_the_same_orders(past, listed, draft):
    unsure = {case.id for case in past[::3]}
    found = replay_list(
        past,
        in_force=listed,
        draft=draft,
        on=START,
        judge=lambda case, _was, _line: None if case.id in unsure else case.was_in_time,
    )
    moves = {pk: move.target for move in found.moves for pk in move.cases}
    finished = [case for case in past if case.was_in_time is not None]
    stay = [case for case in finished if case.id not in moves]
    homeless = [case for case in finished if moves.get(case.id, "") is None]
    assert found.left_out.undecided == len(homeless)
    assert found.left_out.untimed <= len([case for case in stay if case.id in unsure])
    assert found.before.whole == found.after.whole == len(finished) - found.left_out.whole
    assert found.before.estimated == 0
    # Where nothing is guessed, an order that stays as it was is in time in both shares or in neither.
    if not found.after.estimated:
        assert found.before.expected == found.after.expected


@given(cases, lines, lines)
def test_the_sequence_of_orders_does_not_matter(past, listed, draft):
    forward = replay_list(past, in_force=listed, draft=draft, on=START)
    back = replay_list(past[::-1], in_force=listed, draft=draft, on=START)
    assert forward.loads == back.loads
    assert forward.doubts == back.doubts
    assert abs(forward.after.expected - back.after.expected) < 1e-9
    assert {frozenset(move.cases) for move in forward.moves} == {frozenset(move.cases) for move in back.moves}


@given(cases, lines, lines)
def test_a_move_goes_where_the_draft_says(past, listed, draft):
    found = replay_list(past, in_force=listed, draft=draft, on=START)
    for move in found.moves:
        assert move.source != move.target
        assert (move.target is None) == (move.reason in {RoutingReason.GAP, RoutingReason.TIE})


def test_the_record_with_the_matter_goes_before_the_record_in_all():
    def done(name: str, matter: str, lead: str, count: int, good: int) -> list[PastCase]:
        return [
            PastCase(f"{name}{number}", matter, Place("street"), lead, number < good)
            for number in range(count)
        ]

    past = [
        *done("a", "lamp", "lights", 10, 2),
        *done("b", "lamp", "market", LEAST_RECORD, LEAST_RECORD),
        *done("c", "lift", "market", 20, 0),
    ]
    listed = [line(1, "lamp", "lights"), line(2, "lift", "market")]
    draft = [line(3, "lamp", "market"), line(4, "lift", "market")]
    found = replay_list(past, in_force=listed, draft=draft, on=START)
    assert found.after.estimated == 10  # those that market had already are no guess
    assert found.after.expected == 10 * 1.0 + LEAST_RECORD
    fewer = [case for case in past if case.id != "b0"]
    thin = replay_list(fewer, in_force=listed, draft=draft, on=START)
    overall = (LEAST_RECORD - 1) / (LEAST_RECORD - 1 + 20)
    assert abs(thin.after.expected - (10 * overall + LEAST_RECORD - 1)) < 1e-9


def test_orders_are_left_out_of_both_shares_with_the_reason():
    def done(name: str, matter: str, lead: str, count: int, *, in_time: bool) -> list[PastCase]:
        return [
            PastCase(f"{name}{number}", matter, Place("street"), lead, in_time) for number in range(count)
        ]

    past = [
        *done("gap", "lamp", "lights", 3, in_time=False),
        *done("thin", "lift", "lights", 2, in_time=False),
        *done("times", "road", "works", 1, in_time=False),
        *done("stays", "road", "works", 4, in_time=True),
    ]
    listed = [line(1, "lamp", "lights"), line(2, "lift", "lights"), line(3, "road", "works")]
    draft = [line(4, "lift", "market"), line(5, "road", "works")]
    found = replay_list(
        past,
        in_force=listed,
        draft=draft,
        on=START,
        judge=lambda case, _was, _line: None if case.id.startswith("times") else case.was_in_time,
    )
    assert found.left_out == LeftOut(undecided=3, unrecorded=2, untimed=1)
    assert found.before == found.after == InTime(4, 4.0)


def test_an_order_that_somebody_sent_elsewhere_by_hand_stays_there_while_the_list_says_the_same():
    past = [PastCase("1", "lamp", Place("street"), "works", was_in_time=True)]
    listed = [line(1, "lamp", "lights")]
    found = replay_list(past, in_force=listed, draft=[line(2, "lamp", "lights")], on=START)
    assert found.moves == ()
    moved = replay_list(past, in_force=listed, draft=[line(2, "lamp", "works")], on=START)
    assert moved.moves == ()  # it is there already
    assert moved.after.share == 1.0


def test_a_shorter_limit_of_the_draft_is_asked_of_the_judge():
    past = [PastCase(str(n), "lamp", Place("street"), "lights", was_in_time=True) for n in range(4)]
    found = replay_list(
        past,
        in_force=[line(1, "lamp", "lights")],
        draft=[line(2, "lamp", "lights")],
        on=START,
        judge=lambda case, was, entry: int(case.id) < 1 if (was.id, entry.id) == ("1", "2") else None,
    )
    assert (found.before.share, found.after.share, found.after.estimated) == (1.0, 0.25, 0)


def test_a_line_for_pressing_orders_moves_those_alone():
    past = [
        PastCase(str(number), "lamp", Place("street"), "lights", level=level)
        for number, level in enumerate(("normal", "urgent", None))
    ]
    draft = [line(2, "lamp", "lights"), line(3, "lamp", "works", level="urgent")]
    found = replay_list(past, in_force=[line(1, "lamp", "lights")], draft=draft, on=START)
    assert [(move.target, move.cases) for move in found.moves] == [("works", ("1",))]


@given(cases, lines, lines)
def test_a_doubt_counts_each_order_for_which_the_draft_names_nobody_alone(past, listed, draft):
    found = replay_list(past, in_force=listed, draft=draft, on=START)
    asked = [
        choose_department(draft, matter=case.matter, place=case.place, on=START, level=case.level)
        for case in past
    ]
    assert sum(doubt.cases for doubt in found.doubts) == sum(choice.entry is None for choice in asked)
    homeless = sum(len(move.cases) for move in found.moves if move.target is None)
    assert homeless <= sum(doubt.cases for doubt in found.doubts)


def test_doubts_tell_a_gap_from_a_tie():
    past = [PastCase(str(number), matter, Place("street"), "works") for number, matter in enumerate(MATTERS)]
    draft = [line(1, "lamp", "lights"), line(2, "lamp", "works"), line(3, "road", "works")]
    found = replay_list([*past, replace(past[1], id="3")], in_force=[], draft=draft, on=START)
    told = [(doubt.matter, doubt.reason, doubt.cases) for doubt in found.doubts]
    assert told == [("lift", RoutingReason.GAP, 2), ("lamp", RoutingReason.TIE, 1)]
