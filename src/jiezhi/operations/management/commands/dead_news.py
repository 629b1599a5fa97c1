from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from jiezhi.kit.actor import system_job
from jiezhi.operations.actions import try_again
from jiezhi.operations.errors import NothingToTryError
from jiezhi.operations.permissions import MEND
from jiezhi.operations.queries import dead_groups


class Command(BaseCommand):
    help = "List the messages that could not be delivered, and with --again let them be tried anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="try them anew, once the cause is mended")
        parser.add_argument("--handler", default="", help="only the messages of this handler")

    def handle(self, *args: Any, **options: Any) -> None:
        found = dead_groups()
        for handler, occurrence, error, count, since in found:
            self.stdout.write(f"{count} x {handler} ({occurrence}) since {since:%Y-%m-%d %H:%M} UTC: {error}")
        if not found:
            self.stdout.write("No message was given up.")
        elif options["again"]:
            self.stdout.write(f"{self.again(options['handler'])} will be tried again by the worker.")
        else:
            self.stdout.write("Mend the cause, then: ./jiezhi dead_news --again")

    def again(self, handler: str) -> int:
        """Let all of one handler, or of any, be tried again, and say how many those are."""
        operator = system_job("operator", sub_district_id=None, permissions=frozenset({MEND.code}))
        try:
            return try_again(delivery_id=None, handler=handler, actor=operator, at=timezone.now())
        except NothingToTryError:
            return 0
