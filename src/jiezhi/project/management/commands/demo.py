"""`demo`: put a made-up street with its history into an empty installation."""

import gc
import time
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jiezhi.project.demo.arrivals import A_YEAR_OF
from jiezhi.project.demo.loading import SEED, is_empty, load_demo
from jiezhi.project.settings.environment import IS_PRODUCTION

AFTERNOON = clock(16)
"""The demo's present on a day that was named."""
LARGEST = 100


class Command(BaseCommand):
    help = "Loads a made-up street with fourteen months of made-up requests into an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a street already"
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help="another seed makes up another past; the same one the same"
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            help="the demo's present, such as 2026-11-20; today without it",
        )
        parser.add_argument(
            "--scale", type=int, default=1, help="times the usual number of requests, 1 to 100"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if IS_PRODUCTION and options["if_empty"]:
            return
        if IS_PRODUCTION:
            raise CommandError(
                "The demo is not loaded in the production profile: its sign-ins have a password that everybody knows. "
                "Use JIEZHI_PROFILE=local with a database of its own."
            )
        # As `up` does: in a fresh installation there is no table yet.
        call_command("migrate", interactive=False, verbosity=0)
        if not is_empty():
            if options["if_empty"]:
                return
            raise CommandError(
                "There is a street in this database already; the demo belongs into an empty one."
            )
        if not 1 <= options["scale"] <= LARGEST:
            raise CommandError(f"--scale is a number from 1 to {LARGEST}.")
        began = time.perf_counter()
        gc.disable()  # a million rows and nothing to collect among them
        requests = A_YEAR_OF * options["scale"]
        loaded = load_demo(at=present(options["until"]), seed=options["seed"], requests=requests)
        print(
            f"Loaded the demo street: {loaded.requests} made-up requests with {loaded.orders} orders in "
            f"{time.perf_counter() - began:.1f} s. Digest of its past: {loaded.digest}."
        )


def present(until_on: date | None) -> datetime:
    """Give the demo's present: now, or the afternoon of a day that was named.

    Raises:
        CommandError: The day has not come.
    """
    now = datetime.now(UTC)
    if until_on is None or until_on == timezone.localdate(now):
        return now
    if until_on > timezone.localdate(now):
        raise CommandError("--until names a day that has not come. Choose today or an earlier one.")
    return timezone.make_aware(datetime.combine(until_on, AFTERNOON))
