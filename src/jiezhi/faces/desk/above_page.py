"""Puts together what the page of orders from above shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from jiezhi.concerns.choices import SuperiorPart
from jiezhi.concerns.models import RefusedOrder
from jiezhi.concerns.permissions import KEEP_SOURCES
from jiezhi.concerns.superior_queries import (
    MOST_REFUSALS,
    PAGE_ROWS,
    refusals_shown,
    refusals_waiting,
    sources_of,
    sources_replied_to,
    superior_counts,
    superior_page,
)
from jiezhi.faces.desk.above import rows_of
from jiezhi.faces.desk.superior_forms import AboveFilterForm, SetAsideForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from jiezhi.kit.access import ActorRequest
    from jiezhi.kit.actor import Actor

AGAIN_DAYS = 30
"""How far back replies that were handed over can be exported again."""


@dataclass(frozen=True)
class RefusedRow:
    """An order that could not be taken, with the form that sets it aside."""

    refused: RefusedOrder
    form: SetAsideForm

    @property
    def is_open(self) -> bool:
        """Whether the form was sent and is at fault."""
        return self.form.is_bound


@dataclass(frozen=True)
class RefusedRows:
    """The oldest orders that could not be taken, and how many there are in all."""

    rows: tuple[RefusedRow, ...]
    total: int


@dataclass(frozen=True)
class Part:
    """A part of the list as a link, with its number of orders."""

    value: str
    label: str
    total: int
    is_chosen: bool


def render_above(
    request: "ActorRequest", *, failed: dict[UUID, SetAsideForm] | None = None
) -> "HttpResponse":
    """Show the page; forms that could not be taken come back as they were sent."""
    at, actor = timezone.now(), request.actor
    sources = sources_of(actor)
    form = AboveFilterForm(request.GET, sources=sources)
    wanted = form.wanted()
    totals = superior_counts(actor, wanted)
    page = Paginator(range(totals[wanted.part]), PAGE_ROWS).get_page(request.GET.get("page"))
    superiors = superior_page(actor, wanted, start=PAGE_ROWS * (page.number - 1))
    context = {
        "refused": _refused(actor, failed or {}),
        "is_failed": bool(failed),
        "form": form,
        "is_narrowed": bool(wanted.words or wanted.source_id),
        "parts": [Part(part.value, str(part.label), n, part == wanted.part) for part, n in totals.items()],
        "total": totals[SuperiorPart.ALL],
        "page": page,
        "caption": wanted.part.label,
        "rows": rows_of(superiors, actor, at=at),
        "again": sources_replied_to(actor, since=at - timedelta(days=AGAIN_DAYS)),
        "sources": sources,
        "may_keep_sources": actor.may(KEEP_SOURCES.code),
    }
    return render(request, "desk/above.html", context, status=422 if failed else 200)


def _refused(actor: "Actor", failed: dict[UUID, SetAsideForm]) -> RefusedRows:
    shown = refusals_shown(actor)
    rows = [
        RefusedRow(row, failed.get(row.pk) or SetAsideForm(auto_id=f"aside_{row.pk}_%s")) for row in shown
    ]
    is_all = len(shown) < MOST_REFUSALS
    return RefusedRows(tuple(rows), len(shown) if is_all else refusals_waiting(actor).count())
