from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from jiezhi.kit.durable import write_durably
from jiezhi.operations.bundle import support_bundle


class Command(BaseCommand):
    help = "Put logs, metrics, versions and faults into one file, without anybody's facts or any secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="where to; a new file in the data folder without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at, folder = timezone.now(), settings.VAR_FOLDER
        path = options["file"] or folder / f"support-{at:%Y%m%d-%H%M%S}.zip"
        packed = support_bundle(at=at, logs=folder / "logs", metrics=folder / "metrics")
        write_durably(path.absolute(), packed)
        self.stdout.write(
            f"Written: {path} ({len(packed) // 1000} kB). It holds logs, metrics, versions, names of settings, "
            "faults; look into it before you hand it on."
        )
