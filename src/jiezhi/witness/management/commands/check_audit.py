from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.witness.heads import (
    current_heads,
    find_faults,
    heads_file,
    machine_account,
    note_heads,
    public_key,
)


class Command(BaseCommand):
    help = "Walk the audit's chains and compare them with the heads that were noted outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--restored",
            action="store_true",
            help="first note that the database was put back from a backup, so that its shorter chains are right",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["restored"]:
            note_heads(at=datetime.now(UTC), is_restored=True, confirmed_by=machine_account())
        faults = find_faults()
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(
                "The audit is not what was written. Keep the machine as it is, copy the database and "
                f"{heads_file()} to a safe place, and tell whoever watches over the audit."
            )
        for chain, (number, digest) in current_heads().items():
            self.stdout.write(f"{chain}: {number} rows, all as they were sealed; last hash {digest}")
        self.stdout.write(f"Key of the lines in {heads_file()}: {public_key()}")
