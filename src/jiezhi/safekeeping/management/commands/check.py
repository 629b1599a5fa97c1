import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.check import Command as SettingsCheck

from jiezhi.safekeeping.checking import run_checks


class Command(SettingsCheck):
    help = "Check the settings, and that everything that must hold of the stored rows and files does."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="for programs: one line with what was found")
        parser.add_argument("--only", default="", help="only checks whose name begins so, such as workorders")

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if not options["json"]:
            super().handle(*app_labels, **options)
        if options["deploy"]:  # asks about settings alone, perhaps before there is a database
            return
        found = 0
        told: list[dict[str, str]] = []
        for finding in run_checks(options["only"]):
            found += len(finding.breaches)
            told += [{"check": finding.name, **asdict(breach)} for breach in finding.breaches]
            if not options["json"]:
                self.stdout.write(
                    f"{'WRONG' if finding.breaches else 'ok   '} {finding.name}: {finding.promise}"
                )
                for breach in finding.breaches:
                    self.stdout.write(f"      {breach.row}: {breach.sentence} {breach.remedy}")
        if options["json"]:
            self.stdout.write(json.dumps({"breaches": told}))
        if found:
            sys.exit(1)
