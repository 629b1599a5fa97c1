"""What the superior counted comes in files, one a source and month."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.actions import SuperiorDraft, bring_superior_lines
from jiezhi.assessment.permissions import BRING
from jiezhi.assessment.queries import known_lines
from jiezhi.assessment.superior_file import COLUMNS, REASONS, parse_line
from jiezhi.concerns.superior_queries import sources_of
from jiezhi.insight.periods import last_months
from jiezhi.intake.kinds import ChunkTaken, IntakeKind, register_kind
from jiezhi.intake.row_cells import RowCells
from jiezhi.kit.actor import Actor

MONTHS = 12


def _parse(cells: RowCells, _at: datetime) -> SuperiorDraft:
    return parse_line(cells)


def _options(actor: Actor) -> list[tuple[str, str]]:
    months = last_months(timezone.localdate(), MONTHS + 1)
    return [
        (f"{source.pk}/{month:%Y-%m-%d}", f"{source.name} · {month:%Y-%m}")
        for source in sources_of(actor)
        for month in (*months[1:], months[0])
    ]


def _chosen(option: str) -> tuple[UUID, date]:
    source, _slash, month = option.partition("/")
    return UUID(source), date.fromisoformat(month)


def _known(keys: set[str], option: str, actor: Actor) -> set[str]:
    return known_lines(actor, *_chosen(option), keys) if option else set()


def _take(
    *, drafts: Sequence[SuperiorDraft], option: str, source: str, actor: Actor, at: datetime
) -> ChunkTaken:
    source_id, month_on = _chosen(option)
    imported = bring_superior_lines(
        source_id=source_id, month_on=month_on, file_name=source, drafts=drafts, actor=actor, at=at
    )
    return ChunkTaken(imported, len(drafts) - imported)


SUPERIOR_COUNT = register_kind(
    IntakeKind(
        name="assessment.superior",
        label=_("What the superior counted"),
        permission=BRING,
        columns=COLUMNS,
        parse=_parse,
        key=lambda draft: draft.number,
        known=_known,
        take=_take,
        reasons=REASONS,
        options=_options,
        option_label=_("Whose count, of which month"),
    )
)
