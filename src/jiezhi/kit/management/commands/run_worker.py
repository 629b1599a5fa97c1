from typing import Any

from django.core.management.base import BaseCommand

from jiezhi.kit.worker import run_forever


class Command(BaseCommand):
    help = "Bring news to its handlers and run timers until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        run_forever()
