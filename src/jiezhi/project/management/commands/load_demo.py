"""`load_demo`: put a made-up street into an empty installation."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.project.demo.loading import SEED, is_empty, load_demo
from jiezhi.project.settings.environment import IS_PRODUCTION


class Command(BaseCommand):
    help = "Loads a made-up street with six weeks of made-up requests into an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a street already"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other times of day")
        parser.add_argument(
            "--at", type=datetime.fromisoformat, help="the demo's present, ISO 8601 with time zone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            if options["if_empty"]:
                return
            raise CommandError(
                "There is a street in this database already; the demo belongs into an empty one."
            )
        if IS_PRODUCTION and options["if_empty"]:
            return
        if IS_PRODUCTION:
            raise CommandError(
                "The demo is not loaded in the production profile: its sign-ins have a password that everybody knows. "
                "Use JIEZHI_PROFILE=local with a database of its own."
            )
        at = options["at"] or datetime.now(UTC)
        if at.tzinfo is None:
            raise CommandError("Give --at with its time zone, for example 2026-11-20T16:00:00+08:00.")
        count = load_demo(at=at, seed=options["seed"])
        print(
            f"Loaded the demo street with {count} made-up requests. Its limits are examples that you can edit."
        )
