"""Processes die at any line; what was acknowledged stays, and nothing happens twice."""

import random

import pytest

from tests.faults.conftest import World, kills

pytestmark = pytest.mark.faults


def test_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed(world: World):
    seed = random.randrange(2**31)
    found = world("kill", kills=kills(100), seed=seed)
    print(f"seed {seed}: {found}")  # noqa: T201 - a failure is repeated with its seed
    assert found["violations"] == []
    assert found["killed"]["server"] > 10
    assert found["killed"]["worker"] > 10
    assert found["acknowledged"]["submitted"] > 10
    assert found["acknowledged"]["moved"] > 10


def test_a_worker_that_slept_past_its_lease_changes_nothing(world: World):
    rounds = max(20, kills(0) // 10)
    found = world("stop", rounds=rounds, seed=random.randrange(2**31))
    assert found["refused"] == rounds
    assert found["effects"] == [1] * rounds
