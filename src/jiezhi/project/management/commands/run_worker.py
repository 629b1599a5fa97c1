from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jiezhi.kit.worker import run_forever
from jiezhi.safekeeping.backing_up import sweep_after_a_kill
from jiezhi.safekeeping.errors import UpgradeError
from jiezhi.safekeeping.presence import begin_to_work


class Command(BaseCommand):
    help = "Bring news to its handlers and run timers until stopped."
    # Looking at the settings opens the database, which `begin_to_work` does when it is allowed.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            begin_to_work()
        except UpgradeError as refusal:
            raise CommandError(refusal.message) from refusal
        sweep_after_a_kill()
        run_forever()
