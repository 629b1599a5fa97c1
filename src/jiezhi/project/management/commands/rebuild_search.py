from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jiezhi.concerns.search import rebuild_search as rebuild_requests
from jiezhi.workorders.search import rebuild_search as rebuild_orders


class Command(BaseCommand):
    help = "Write by which words orders and requests are found, where that is missing; broken off, begin it again"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--afresh", action="store_true", help="all of them anew: after matters or places got other names"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        orders = rebuild_orders(afresh=options["afresh"])
        requests = rebuild_requests(afresh=options["afresh"])
        self.stdout.write(f"Words written of {orders} orders and {requests} requests.")
