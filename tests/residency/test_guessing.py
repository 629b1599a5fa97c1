"""A hundred thousand guesses in a made-up world: how many are taken, and what chance they have."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.core.tries import guess_chance, locked_until, most_tries
from jiezhi.kit.actor import Actor, ActorKind, system_job
from jiezhi.residency.actions import KEPT, forget_wrong_tries, note_wrong_try
from jiezhi.residency.limits import ADDRESS_LIMITS, CODE_LIMITS
from jiezhi.residency.models import WrongTry
from jiezhi.residency.queries import wrong_tries_since
from tests.factories import make_street

NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
TRIES = 100_000


class World:
    """Keeps only what a limit can still ask for, so that a hundred thousand tries take seconds."""

    def __init__(self) -> None:
        self.wrong: dict[tuple[str, int], list[datetime]] = defaultdict(list)
        self.taken = 0

    def guess(self, code: int, address: int, at: datetime) -> bool:
        aims = ((("code", code), CODE_LIMITS), (("address", address), ADDRESS_LIMITS))
        for aim, limits in aims:
            longest = max(limit.within for limit in limits)
            self.wrong[aim] = [moment for moment in self.wrong[aim] if moment > at - longest]
            if locked_until(self.wrong[aim], limits, at=at):
                return False
        for aim, _limits in aims:
            self.wrong[aim].append(at)
        self.taken += 1
        return True


def test_a_found_slip_gets_no_further_from_many_addresses():
    world = World()
    for number in range(TRIES):
        world.guess(code=1, address=number, at=NOON + timedelta(seconds=number))
    span = timedelta(seconds=TRIES)
    assert 20 <= world.taken <= most_tries(CODE_LIMITS, span) == 40
    assert guess_chance(world.taken, bits=13.2877) <= 0.0041


def test_one_address_that_guesses_codes_is_slowed_and_has_no_chance():
    rng, world = random.Random(7), World()
    for number in range(TRIES):
        world.guess(code=rng.getrandbits(80), address=1, at=NOON + timedelta(seconds=number))
    assert 2_000 <= world.taken <= most_tries(ADDRESS_LIMITS, timedelta(seconds=TRIES))
    assert guess_chance(TRIES, bits=80, targets=1_000_000) < 1e-9


@pytest.mark.django_db
def test_tries_are_forgotten_after_thirty_days_and_not_before():
    street = make_street()
    actor = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=street.pk)
    for days in (31, 29):
        note_wrong_try(aims=("a" * 32,), actor=actor, at=NOON - timedelta(days=days))
    job = system_job("residency.sweep_tries", sub_district_id=None, permissions=frozenset())
    assert forget_wrong_tries(actor=job, at=NOON) == 1
    assert wrong_tries_since(street.pk, "a" * 32, NOON - KEPT) == [NOON - timedelta(days=29)]
    assert WrongTry.objects.count() == 1
