from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jiezhi.kit.vault import key_provider
from jiezhi.kit.vault.rotation import reseal_everything


class Command(BaseCommand):
    help = "Make a new vault key and seal everything with it. After an interruption go on with --resume."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="make no new key, only seal what is left")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = key_provider()
        key_id = keys.current_id() if options["resume"] else keys.add_key()
        self.stdout.write(
            f"Current key: {key_id}. Put its file where the other keys are kept, apart from backups."
        )
        for column, count in reseal_everything().items():
            self.stdout.write(f"{column}: {count} sealed anew")
