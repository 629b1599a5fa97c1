from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import dead_deliveries, revive_deliveries


class Command(BaseCommand):
    help = "List the news that its handlers could not take, and with --again let it be tried anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="try it anew, once the cause is mended")
        parser.add_argument("--handler", default="", help="only the news of this handler")

    def handle(self, *args: Any, **options: Any) -> None:
        found = dead_deliveries()
        for handler, occurrence, error, count, since in found:
            self.stdout.write(f"{count} x {handler} ({occurrence}) since {since:%Y-%m-%d %H:%M} UTC: {error}")
        if not found:
            self.stdout.write("No news was given up.")
        elif options["again"]:
            operator = system_job("operator", sub_district_id=None, permissions=frozenset())
            count = revive_deliveries(handler=options["handler"], actor=operator, at=datetime.now(UTC))
            self.stdout.write(f"{count} will be tried again by the worker.")
        else:
            self.stdout.write("Mend the cause, then: ./jiezhi dead_news --again")
