"""Twelve processes, one thing: exactly one of them does it, and the others read why not."""

from collections.abc import Callable

import pytest

from tests.faults.conftest import PROCESSES

SENT_BEFORE = "没有重复办理"

Racing = Callable[[str], list[dict]]

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    ("name", "loser", "stored"),
    [
        ("accept", "StaleError", {"lines": 1, "version": 2}),
        ("accept_unseen", "WrongStepError", {"lines": 1, "version": 2}),
        ("confirm", "AlreadyReceivedError", {"orders": 1}),
        ("reopen", "NoCallbackDueError", {"lines": 1, "version": 4, "callbacks": 1}),
        ("set_aside", "MissingError", {"state": "set_aside"}),
        ("ask_time", "ExtensionRefusedError", {"wishes": 1}),
        ("grant_time", "StaleError", {"decisions": 1, "fits": True}),
    ],
)
def test_exactly_one_of_twelve_does_it(racing: Racing, name: str, loser: str, stored: dict):
    for found in racing(name):
        assert found == {"ends": {"won": 1, loser: PROCESSES - 1}, **stored}


def test_the_same_form_sent_twelve_times_at_once_makes_one_request(racing: Racing):
    for found in racing("submit"):
        assert found == {"ends": {"won": PROCESSES}, "requests": 1}


def test_an_order_that_cannot_be_taken_and_is_told_twelve_times_at_once_makes_one_row(racing: Racing):
    for found in racing("refuse"):
        assert found == {"ends": {"won": PROCESSES}, "rows": 1}


def test_numbers_given_to_twelve_at_once_have_no_gaps_and_no_doubles(racing: Racing):
    for found in racing("number"):
        numbers = {int(number): times for number, times in found["ends"].items()}
        assert set(numbers.values()) == {1}
        assert sorted(numbers) == list(range(1, found["last"] + 1))


WAITS_FOR_CALLBACK = {"unheard": 0, "broken": []}


@pytest.mark.parametrize(
    ("name", "losers", "stored"),
    [
        ("merge_crosswise", {"MergeRefusedError"}, {"merged": 1, "reporters": 2}),
        ("undo_at_once", {"PartRefusedError"}, {"merged": 0, "reporters": 2}),
    ],
)
def test_two_orders_are_merged_once_and_parted_once(racing: Racing, name: str, losers: set, stored: dict):
    for found in racing(name):
        assert found.pop("ends") == {"won": 1} | dict.fromkeys(losers, PROCESSES - 1)
        assert found == stored | WAITS_FOR_CALLBACK


def test_an_order_is_merged_or_reported_done_and_its_reporter_is_asked_where_the_work_was_done(
    racing: Racing,
):
    for found in racing("merge_or_resolve"):
        ends = found.pop("ends")
        assert ends.pop("won") == 1
        assert set(ends) <= {"MergeRefusedError", "WrongStepError"}
        assert found == {"merged": found["merged"], "reporters": 2} | WAITS_FOR_CALLBACK


@pytest.mark.parametrize(
    ("name", "beside", "refusals", "reporters"),
    [
        ("merge_into_resolved", "merged", {"MergeRefusedError", "WrongStepError"}, 2),
        ("undo_or_resolve", "undone", {"PartRefusedError", "WrongStepError"}, 2),
        ("join_or_resolve", "joined", {"AlreadyReceivedError", "WrongStepError"}, 1),
        ("join_or_check", "joined", {"AlreadyReceivedError", "WrongStepError"}, 1),
    ],
)
def test_who_comes_before_the_end_is_asked_with_the_others_and_who_comes_after_is_refused(
    racing: Racing, name: str, beside: str, refusals: set, reporters: int
):
    for found in racing(name):
        ends = found.pop("ends")
        assert ends.pop("won") == 1
        came = ends.pop(beside, 0)
        assert came <= 1
        assert set(ends) <= refusals
        merged = {"merged": came, "undone": 1 - came, "joined": 0}[beside]
        joined = came if beside == "joined" else 0
        assert found == {"merged": merged, "reporters": reporters + joined} | WAITS_FOR_CALLBACK


def test_merging_again_while_it_is_undone_waits_for_nobody_crosswise(racing: Racing):
    for found in racing("undo_and_merge_again"):
        ends = found.pop("ends")
        undone, merged = ends.pop("undone", 0), ends.pop("merged", 0)
        assert undone - merged in (0, 1)
        assert set(ends) <= {"MergeRefusedError", "PartRefusedError", "StaleError"}
        assert found == {"merged": 1 - (undone - merged), "reporters": 2} | WAITS_FOR_CALLBACK


WORK_GOES_ON = {"waits": 1, "goes_on": 1, "state": "in_hand"}


@pytest.mark.parametrize(
    ("name", "losers", "stored"),
    [
        ("whistle", {"SupportRefusedError"}, {"parts": 2}),
        ("report_in", {"WrongStepError"}, {"lines": 1}),
        ("report_to_whistle", {"WrongStepError"}, {"state": "accepted"}),
        ("stop_or_report", {"WrongStepError", "MissingError"}, {"open": False}),
        ("object_twice", {"ReturnWindowClosedError"}, {"objections": 1}),
        ("object_or_confirm", {"ReturnWindowClosedError", "AlreadyReceivedError"}, {"ways": 1}),
        ("decide_objection", {"NoObjectionError"}, {"fits": True}),
        ("answer_by_code", {"CallClosedError", "CodeUnknownError"}, {"state": "answered"}),
        ("mediate", {"MediationStepError"}, {"mediations": 1, "waits": 1, "goes_on": 0, "state": "waiting"}),
        ("settle_mediation", {"MediationStepError"}, {"fits": True} | WORK_GOES_ON),
    ],
)
def test_what_can_be_answered_once_is_answered_by_one(racing: Racing, name: str, losers: set, stored: dict):
    for found in racing(name):
        ends = found.pop("ends")
        assert ends.pop("won") == 1
        assert set(ends) <= losers
        assert found == stored


def test_an_order_from_above_has_never_two_objections_that_wait(racing: Racing):
    for found in racing("object_and_decide"):
        ends = found["ends"]
        objected, decided = ends.get("objected", 0), ends.get("decided", 0)
        assert objected + decided > 0
        assert set(ends) <= {"objected", "decided", "ReturnWindowClosedError", "NoObjectionError"}
        assert (found["all"], found["waiting"]) == (1 + objected, 1 + objected - decided)
        assert found["waiting"] in (0, 1)
        assert found["state"] == ("objected" if found["waiting"] else "open")


@pytest.mark.parametrize(
    ("name", "told", "stored"),
    [
        (
            "press_at_once",
            "已办3件",
            {"lines": ["done"] * 3, "replies": 3, "refusals": 0, "opened": 1},
        ),
        (
            "press_with_a_refusal",
            "已办2件",
            {"lines": ["done", "done", "refused"], "replies": 2, "refusals": 1, "opened": 1},
        ),
    ],
)
def test_a_press_that_twelve_send_at_once_is_carried_out_once_and_all_are_told_the_same(
    racing: Racing, name: str, told: str, stored: dict
):
    for found in racing(name):
        ends = found.pop("ends")
        # Whoever comes when the press is on record is led to it; whoever came before tells the whole of it.
        assert ends.pop(told, 0) + ends.pop(SENT_BEFORE, 0) == PROCESSES, ends
        assert found == stored


@pytest.mark.parametrize(
    ("name", "loser", "stored"),
    [
        ("same_digits", "held", {"signed_in": 1}),
        ("same_paper_code", "held", {"used": 1}),
        ("approve_recovery_at_once", "StaleError", {"approved": 1, "slips": 1}),
        ("same_slip", "CodeRefusedError", {"chosen": 1}),
    ],
)
def test_what_opens_once_opens_for_one_of_twelve(racing: Racing, name: str, loser: str, stored: dict):
    for found in racing(name):
        assert found == {"ends": {"won": 1, loser: PROCESSES - 1}, **stored}


def test_of_twelve_wrong_tries_at_once_none_is_lost(racing: Racing):
    """Four each of three names from one address: no count is short, and nobody waits for another crosswise."""
    for found in racing("wrong_tries"):
        assert found == {"ends": {"won": PROCESSES}, "counts": [4, 4, 4, 4, 4, 4, 12]}
