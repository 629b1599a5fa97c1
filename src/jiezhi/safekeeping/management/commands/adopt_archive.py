from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from jiezhi.gateway.clients.actions import hold_program
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import programs_let_in
from jiezhi.kit.actor import system_job
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
        for program in programs_let_in():
            keeper = system_job(
                "safekeeping",
                sub_district_id=program.sub_district_id,
                permissions=frozenset({KEEP_PROGRAMS.code}),
            )
            hold_program(program_id=program.pk, actor=keeper, at=datetime.now(UTC))
        call_command("check", json=True, stdout=self.stdout)
