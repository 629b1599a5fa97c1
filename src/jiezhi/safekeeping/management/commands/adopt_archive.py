from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from jiezhi.safekeeping.actions import OPERATOR, note_restored


class Command(BaseCommand):
    help = (
        "Part of restore, run on a database that lies apart: bring it up to this release, note it, check it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--epoch", type=int, required=True)
        parser.add_argument("--made-at", type=datetime.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        note_restored(
            epoch=options["epoch"],
            archive_name=options["name"],
            archive_made_at=options["made_at"],
            actor=OPERATOR,
            at=datetime.now(UTC),
        )
        call_command("check", json=True, stdout=self.stdout)
