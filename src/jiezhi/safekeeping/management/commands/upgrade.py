from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.safekeeping.errors import SafekeepingError
from jiezhi.safekeeping.owner import become_owner
from jiezhi.safekeeping.upgrading import Mended, Running, mend, upgrade


class Command(BaseCommand):
    help = "Switch to another release in the folder of releases, after a backup and a rehearsal on a copy."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "release", nargs="?", default="", help="such as 0.2.0; it lies in releases/jiezhi-0.2.0"
        )
        parser.add_argument("--stop", default="", help='such as "systemctl stop jiezhi.target"')
        parser.add_argument("--start", default="", help='such as "systemctl start jiezhi.target"')
        parser.add_argument("--health", default="", help="such as http://127.0.0.1:8000/health/live")
        parser.add_argument(
            "--one-recipient", action="store_true", help="of the backup, as in ./jiezhi backup"
        )
        parser.add_argument("--older", action="store_true", help="agree to an older release")
        parser.add_argument(
            "--mend", action="store_true", help="bring an upgrade to its end that was broken off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        become_owner()
        try:
            if options["mend"]:
                self.stdout.write(told(mend()))
                return
            if not options["release"]:
                raise CommandError("Name the release to switch to, such as: ./jiezhi upgrade 0.2.0")
            running = Running(options["stop"], options["start"], options["health"])
            upgrade(
                options["release"],
                running=running,
                is_one_enough=options["one_recipient"],
                may_be_older=options["older"],
                say=self.stdout.write,
            )
        except SafekeepingError as problem:
            notes = "\n".join(getattr(problem, "__notes__", []))
            raise CommandError(f"{problem.message}\n{notes}".strip()) from problem


def told(mended: Mended | None) -> str:
    """Say how an upgrade that was broken off came to its end."""
    if mended is None:
        return "No upgrade was broken off."
    aside = f" The database that gave way is kept as {mended.aside}." if mended.aside else ""
    return f"Release {mended.name} is in its place.{aside} Start it now from current."
