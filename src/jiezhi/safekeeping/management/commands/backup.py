from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.kit.errors import DomainError
from jiezhi.safekeeping.actions import OPERATOR, take_away
from jiezhi.safekeeping.backing_up import make_backup
from jiezhi.safekeeping.queries import newest_runs
from jiezhi.safekeeping.recipients import add_holder, holders, make_pair


class Command(BaseCommand):
    help = "Make a backup that has been restored and checked; or: backup keys | list | taken-away"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", nargs="?", default="make", choices=["make", "keys", "list", "taken-away"])
        parser.add_argument("--holder", default="", help="with keys: who shall keep a private key")
        parser.add_argument("--public", default="", help="with keys: the holder's public key, made elsewhere")
        parser.add_argument(
            "--one-recipient", action="store_true", help="one key is enough, at your own risk"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["deed"].replace("-", "_"))(**options)
        except DomainError as problem:
            raise CommandError(problem.message) from problem

    def make(self, **options: Any) -> None:
        path = make_backup(is_one_enough=options["one_recipient"])
        self.stdout.write(
            f"{path} ({path.stat().st_size / 1e6:.1f} MB), restored into scratch and found whole."
        )

    def keys(self, **options: Any) -> None:
        if options["holder"] and options["public"]:
            add_holder(options["holder"], options["public"])
        elif options["holder"]:
            private = make_pair(options["holder"])
            self.stdout.write(
                f"# Private key of {options['holder']} for backups of this installation. It is shown once and kept "
                f"nowhere here:\n# save it on a medium that is locked away from this machine, and not beside the "
                f"others.\n{private}"
            )
        for holder in holders():
            self.stderr.write(f"{holder.public} {holder.name}")

    def list(self, **options: Any) -> None:
        for run in newest_runs():
            state = f"whole, {run.size_bytes} bytes" if run.checked_at else f"FAILED {run.error}"
            away = f", taken away {run.taken_away_at:%Y-%m-%d}" if run.taken_away_at else ""
            self.stdout.write(f"{run.started_at:%Y-%m-%d %H:%M} UTC: {state} {run.path}{away}")

    def taken_away(self, **options: Any) -> None:
        run = take_away(actor=OPERATOR, at=datetime.now(UTC))
        self.stdout.write(f"Noted: the backup of {run.started_at:%Y-%m-%d %H:%M} UTC has left the house.")
