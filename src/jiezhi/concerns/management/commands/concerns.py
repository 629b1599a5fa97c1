from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.intakes import MESSAGES, ORDERS_FROM_ABOVE
from jiezhi.concerns.management.reading_verbs import VERBS, add_reading_verbs
from jiezhi.concerns.permissions import BRIDGE, IMPORT
from jiezhi.concerns.superior_queries import sources_of
from jiezhi.intake.choices import RunState
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.kinds import IntakeKind
from jiezhi.intake.models import IntakeRun, RowRefusal
from jiezhi.intake.permissions import BRING_IN
from jiezhi.intake.queries import refusals_of
from jiezhi.intake.rows import Refusal, look_at, read_rows
from jiezhi.intake.running import bring_in, refused_rows_file
from jiezhi.intake.sheets.reading import read_table
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.errors import DomainError
from jiezhi.places.queries import all_sub_districts, sub_district_by_slug

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Bring in a file: ./jiezhi concerns import FILE [--from NAME] [--street SLUG] [--dry-run]. "
        "Learn to tell matters apart: train [FILE] [--out FOLDER], evaluate --train A --test B. "
        "Find what many speak of: hot FILE --out clusters.csv"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        bring = verbs.add_parser("import", help="bring in a file; killed, begin it again")
        bring.add_argument("file", type=Path)
        bring.add_argument(
            "--from",
            dest="source",
            default="",
            help="name of the superior's system that sent these orders; without it they are earlier messages",
        )
        bring.add_argument(
            "--street", default="", help="short name of the street; not needed where there is one"
        )
        bring.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        add_reading_verbs(verbs)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] not in VERBS:
            self._import(options)
            return
        try:
            VERBS[options["verb"]](options, self.stdout.write)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        actor = system_job(
            "concerns.import",
            sub_district_id=_street_id(options["street"]),
            permissions=frozenset({BRING_IN.code, IMPORT.code, BRIDGE.code}),
        )
        kind, option = _kind(options["source"], actor)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        try:
            if options["dry_run"]:
                self._look(content, path.name, kind, option, actor)
            else:
                self._bring_in(content, path, kind, option, actor)
        except (FileRefusedError, DomainError) as refusal:
            raise CommandError(refusal.message) from refusal

    def _look(self, content: bytes, name: str, kind: IntakeKind, option: str, actor: Actor) -> None:
        table = read_rows(read_table(content), kind, chosen={}, at=timezone.now())
        if not table.rows:
            raise FileRefusedError(_lacking(kind, table.found))
        look = look_at(table, kind, option=option, actor=actor)
        self._tell_refusals(kind, name, look.refusals)
        self.stdout.write(_("Nothing was written."))
        self._tell(look.read, look.new, look.completed, len(look.refusals), look.already)

    def _bring_in(self, content: bytes, path: Path, kind: IntakeKind, option: str, actor: Actor) -> None:
        run = bring_in(
            content,
            kind=kind.name,
            option=option,
            file_name=path.name,
            actor=actor,
            now=timezone.now,
            tell=self._show,
        )
        if run.state == RunState.REFUSED:
            raise FileRefusedError(run.trouble)
        if not run.read:
            raise FileRefusedError(_lacking(kind, run.found))
        self._tell_refusals(kind, path.name, refusals_of(run))
        if run.refused:
            self._keep_refused(run, path)
        self._tell(run.read, run.imported, run.completed, run.refused, run.already)

    def _show(self, done: int, whole: int) -> None:
        if self.stdout.isatty():
            filled = 30 * done // max(whole, 1)
            self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{whole}", ending="")
            if done == whole:
                self.stdout.write("")

    def _tell_refusals(self, kind: IntakeKind, name: str, refusals: Sequence[Refusal | RowRefusal]) -> None:
        for each in refusals[:SHOWN]:
            self.stderr.write(f"{each.sheet or name}!{each.row} {each.column}: {kind.words_for(each.reason)}")

    def _keep_refused(self, run: IntakeRun, path: Path) -> None:
        kept = path.with_name(f"{path.stem}-refused.xlsx")
        kept.write_bytes(refused_rows_file(run))
        self.stderr.write(
            _("The refused rows are in %(file)s: correct them there and import that file.") % {"file": kept}
        )

    def _tell(self, read: int, imported: int, completed: int, refused: int, already: int) -> None:
        self.stdout.write(
            f"read {read}, imported {imported}, completed {completed}, refused {refused}, already there {already}"
        )


def _lacking(kind: IntakeKind, found: dict[str, str]) -> str:
    lacking = [column for column in kind.columns if column.is_required and column.name not in found]
    named = "; ".join(f"{column.label}: {column.aliases[0]}" for column in lacking)
    return _("No sheet has all columns. Give these a title that is known: %(columns)s") % {"columns": named}


def _kind(source: str, actor: Actor) -> tuple[IntakeKind, str]:
    if not source:
        return MESSAGES, ""
    sources = sources_of(actor)
    found = [row.pk for row in sources if row.name == source]
    if not found:
        names = ", ".join(row.name for row in sources) or "-"
        raise CommandError(f"Say which system with --from: {names}")
    return ORDERS_FROM_ABOVE, str(found[0])


def _street_id(slug: str) -> UUID:
    streets = all_sub_districts()
    if slug:
        return sub_district_by_slug(slug).pk
    if len(streets) != 1:
        names = ", ".join(street.slug for street in streets) or "-"
        raise CommandError(f"Say which street with --street: {names}")
    return streets[0].pk
