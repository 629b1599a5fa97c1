from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.importing import Importing, refused_rows_file
from jiezhi.concerns.permissions import IMPORT
from jiezhi.intake.errors import FileRefusedError
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import DomainError
from jiezhi.places.queries import all_sub_districts, sub_district_by_slug

SHOWN = 20


class Command(BaseCommand):
    help = "Bring in a file of earlier messages: ./jiezhi concerns import FILE [--street SLUG] [--dry-run]"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        bring = verbs.add_parser("import", help="bring in a file of earlier messages; killed, begin it again")
        bring.add_argument("file", type=Path)
        bring.add_argument(
            "--street", default="", help="short name of the street; not needed where there is one"
        )
        bring.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        actor = system_job(
            "concerns.import",
            sub_district_id=_street_id(options["street"]),
            permissions=frozenset({IMPORT.code}),
        )
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        try:
            importing = Importing(content, source=path.name, actor=actor, is_dry=options["dry_run"])
            for done, whole in importing.run(now=timezone.now):
                self._show(done, whole)
        except (FileRefusedError, DomainError) as refusal:
            raise CommandError(refusal.message) from refusal
        self._tell(importing, path, content, is_dry=options["dry_run"])

    def _show(self, done: int, whole: int) -> None:
        if self.stdout.isatty():
            filled = 30 * done // max(whole, 1)
            self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{whole}", ending="")
            if done == whole:
                self.stdout.write("")

    def _tell(self, importing: Importing, path: Path, content: bytes, *, is_dry: bool) -> None:
        for refused in importing.refused[:SHOWN]:
            where = f"{refused.sheet or path.name}!{refused.row} {refused.column}"
            self.stderr.write(f"{where}: {refused.words}")
        if importing.refused and not is_dry:
            kept = path.with_name(f"{path.stem}-refused.xlsx")
            kept.write_bytes(refused_rows_file(content, importing.refused))
            self.stderr.write(
                _("The refused rows are in %(file)s: correct them there and import that file.")
                % {"file": kept}
            )
        if is_dry:
            self.stdout.write(_("Nothing was written."))
        self.stdout.write(
            f"read {importing.read}, imported {importing.imported}, "
            f"refused {len(importing.refused)}, already there {importing.already}"
        )


def _street_id(slug: str) -> Any:
    streets = all_sub_districts()
    if slug:
        return sub_district_by_slug(slug).pk
    if len(streets) != 1:
        names = ", ".join(street.slug for street in streets) or "-"
        raise CommandError(f"Say which street with --street: {names}")
    return streets[0].pk
