"""What the superior counted comes in files, one a source and month."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.assessment.actions import SuperiorDraft, bring_superior_lines
from jiezhi.assessment.permissions import BRING
from jiezhi.assessment.queries import known_lines, versions_brought
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
    """Give each source and month, and where a file of it is here, the versions that it can be brought in as."""
    months = last_months(timezone.localdate(), MONTHS + 1)
    brought = versions_brought(actor, since=months[-1])
    found = []
    for source in sources_of(actor):
        for month in (*months[1:], months[0]):
            versions = brought.get((source.pk, month), {})
            open_ones = [version for version, stands in sorted(versions.items()) if stands]
            for version in (*open_ones, max(versions, default=0) + 1):
                key, label = f"{source.pk}/{month:%Y-%m-%d}", f"{source.name} · {month:%Y-%m}"
                if version > 1:
                    key += f"/{version}"
                    label += _(" · corrected, version %(number)d") % {"number": version}
                found.append((key, label))
    return found


def _chosen(option: str) -> tuple[UUID, date, int]:
    source, month, *version = option.split("/")
    return UUID(source), date.fromisoformat(month), int(version[0]) if version else 1


def _known(keys: set[str], option: str, actor: Actor) -> set[str]:
    return known_lines(actor, *_chosen(option), keys) if option else set()


def _take(
    *, drafts: Sequence[SuperiorDraft], option: str, source: str, actor: Actor, at: datetime
) -> ChunkTaken:
    source_id, month_on, version = _chosen(option)
    imported = bring_superior_lines(
        source_id=source_id,
        month_on=month_on,
        version=version,
        file_name=source,
        drafts=drafts,
        actor=actor,
        at=at,
    )
    return ChunkTaken(imported, len(drafts) - imported)


SUPERIOR_COUNT = register_kind(
    IntakeKind(
        name="assessment.superior",
        label=gettext_lazy("What the superior counted"),
        permission=BRING,
        columns=COLUMNS,
        parse=_parse,
        key=lambda draft: draft.number,
        known=_known,
        take=_take,
        reasons=REASONS,
        options=_options,
        option_label=gettext_lazy("Whose count, of which month"),
    )
)
