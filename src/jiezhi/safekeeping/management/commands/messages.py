from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jiezhi.safekeeping.actions import OPERATOR, release_messages
from jiezhi.safekeeping.holding import held_messages
from jiezhi.safekeeping.queries import unreleased_restoration


class Command(BaseCommand):
    help = "Show which messages are held back after a backup was put back; --release lets them go out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", action="store_true", help="let them go out")

    def handle(self, *args: Any, **options: Any) -> None:
        restoration = unreleased_restoration(OPERATOR)
        if restoration is None:
            self.stdout.write("No messages are held back.")
            return
        self.stdout.write(
            f"Restored at {restoration.restored_at:%Y-%m-%d %H:%M} UTC to the state of "
            f"{restoration.archive_made_at:%Y-%m-%d %H:%M} UTC. What was sent in between would be sent again:"
        )
        for held in held_messages():
            self.stdout.write(f"{held.count} x {held.label}, the oldest of {held.since:%Y-%m-%d %H:%M} UTC")
        if options["release"]:
            release_messages(actor=OPERATOR, at=datetime.now(UTC))
            self.stdout.write("They go out with the worker's next round.")
        else:
            self.stdout.write("To let them go: ./jiezhi messages --release")
