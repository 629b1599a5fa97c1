import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiezhi.safekeeping.errors import SafekeepingError
from jiezhi.safekeeping.key_sheet import enter_keys, key_sheet


class Command(BaseCommand):
    help = "keys sheet: print the vault keys for a paper that is kept apart; keys enter FILE: put them back."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["sheet", "enter"])
        parser.add_argument(
            "file", type=Path, nargs="?", help="with enter: the typed sheet; - for the terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "sheet":
            self.stdout.write(key_sheet())
            return
        path = options["file"]
        if path is None:
            raise CommandError(
                "Name the file with the typed sheet, or - to type it here and end with Ctrl-D."
            )
        try:
            entered = enter_keys(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
        except SafekeepingError as problem:
            raise CommandError(problem.message) from problem
        self.stdout.write(f"Keys put back: {', '.join(entered)}. Delete the typed file now.")
