from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.safekeeping.errors import SafekeepingError
from jiezhi.safekeeping.restoring import restore


class Command(BaseCommand):
    help = "Put a backup back. Messages are held until a person lets them go: ./jiezhi messages"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, required=True, help="file with the private key of a holder"
        )
        parser.add_argument(
            "--signer", default="", help="from the key sheet, if another machine made the backup"
        )
        parser.add_argument(
            "--replace", action="store_true", help="records that are there give way, kept aside"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(
                options["file"],
                identity_path=options["identity"],
                signer=options["signer"],
                is_replacing=options["replace"],
            )
        except SafekeepingError as problem:
            raise CommandError(problem.message) from problem
        kept = f"\nThe database that was here is kept as {done.kept}." if done.kept else ""
        self.stdout.write(
            f"Restored the state of {done.made_at:%Y-%m-%d %H:%M} UTC with {done.files} files (epoch {done.epoch})."
            f"{kept}\nNo message leaves the house until somebody lets it: ./jiezhi messages"
            "\nNo program is let in until a keeper has looked at its tokens: what was revoked after the backup is good "
            "again,\nand accounts that were closed after it are open (docs/operate/backup.md)."
        )
