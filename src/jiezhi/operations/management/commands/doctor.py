import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from jiezhi.operations.doctor import Gravity, examine


class Command(BaseCommand):
    help = "Say what is wrong with this machine and this installation, and what to do about it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(examine(at=datetime.now(UTC)))
        for symptom in sorted(found, key=lambda one: list(Gravity).index(one.gravity), reverse=True):
            self.stdout.write(f"{symptom.gravity:<6}{symptom.sentence}")
            if symptom.remedy:
                self.stdout.write(f"      > {symptom.remedy}")
        if any(symptom.gravity is Gravity.NOW for symptom in found):
            sys.exit(1)
