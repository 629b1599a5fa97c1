import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from jiezhi.safekeeping.smoking import look_at_pages


class Command(BaseCommand):
    help = "Part of upgrade, run on a copy: open the pages as a visitor and as members of staff."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        seen = look_at_pages(at=datetime.now(UTC))
        self.stdout.write(json.dumps({"shown": sorted(seen.shown), "broken": sorted(seen.broken)}))
        if seen.broken:
            sys.exit(1)
