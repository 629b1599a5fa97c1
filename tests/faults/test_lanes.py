"""A target that hangs, drips or answers half holds up itself: others are told, and the house goes on."""

import pytest

from tests.faults.conftest import World
from tests.faults.lanes import BAD

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("mode", range(len(BAD)), ids=BAD)
def test_others_are_told_and_the_house_goes_on_while_a_target_does_not_answer(world: World, mode: int):
    found = world("hold_up", what=mode, messages=8)
    print(f"{BAD[mode]}: {found}")  # noqa: T201 - the figures of a run
    assert found["arrived"]
    assert found["heard"]
    assert (found["under_way"], found["tries_ended"]) == (1, 0), (
        "one try, still under way while the rest was done"
    )
