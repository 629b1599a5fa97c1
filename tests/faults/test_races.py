"""Twelve processes, one thing: exactly one of them does it, and the others read why not."""

import pytest

from tests.faults.conftest import ON_POSTGRESQL, World, kills
from tests.faults.races import RACES

PROCESSES = 12
NAMES = [race.__name__ for race in RACES]
ROUNDS = max(-(-100 // len(RACES)) if ON_POSTGRESQL else 2, -(-kills(0) // len(RACES)))
"""On PostgreSQL, where twelve really run at once, a hundred races in all; SQLite lets writers in one by one anyway."""

pytestmark = pytest.mark.faults


def rounds_of(world: World, name: str) -> list[dict]:
    found = world("race", what=NAMES.index(name), processes=PROCESSES, rounds=ROUNDS)["rounds"]
    assert len(found) == ROUNDS
    return found


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
def test_exactly_one_of_twelve_does_it(world: World, name: str, loser: str, stored: dict):
    for found in rounds_of(world, name):
        assert found == {"ends": {"won": 1, loser: PROCESSES - 1}, **stored}


def test_the_same_form_sent_twelve_times_at_once_makes_one_request(world: World):
    for found in rounds_of(world, "submit"):
        assert found == {"ends": {"won": PROCESSES}, "requests": 1}


def test_an_order_that_cannot_be_taken_and_is_told_twelve_times_at_once_makes_one_row(world: World):
    for found in rounds_of(world, "refuse"):
        assert found == {"ends": {"won": PROCESSES}, "rows": 1}


def test_numbers_given_to_twelve_at_once_have_no_gaps_and_no_doubles(world: World):
    for found in rounds_of(world, "number"):
        numbers = {int(number): times for number, times in found["ends"].items()}
        assert set(numbers.values()) == {1}
        assert sorted(numbers) == list(range(1, found["last"] + 1))


@pytest.mark.parametrize(
    ("name", "loser", "stored"),
    [
        ("same_digits", "held", {"signed_in": 1}),
        ("same_paper_code", "held", {"used": 1}),
        ("approve_recovery_at_once", "StaleError", {"approved": 1, "slips": 1}),
        ("same_slip", "CodeRefusedError", {"chosen": 1}),
    ],
)
def test_what_opens_once_opens_for_one_of_twelve(world: World, name: str, loser: str, stored: dict):
    for found in rounds_of(world, name):
        assert found == {"ends": {"won": 1, loser: PROCESSES - 1}, **stored}


def test_of_twelve_wrong_tries_at_once_none_is_lost(world: World):
    """Four each of three names from one address: no count is short, and nobody waits for another crosswise."""
    for found in rounds_of(world, "wrong_tries"):
        assert found == {"ends": {"won": PROCESSES}, "counts": [4, 4, 4, 4, 4, 4, 12]}
