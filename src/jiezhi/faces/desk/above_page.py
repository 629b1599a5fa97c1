"""Puts together what the page of orders from above shows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import render
from django.utils import timezone

from jiezhi.concerns.models import RefusedOrder
from jiezhi.concerns.permissions import KEEP_SOURCES
from jiezhi.concerns.superior_queries import (
    MOST_REFUSALS,
    refusals_shown,
    refusals_waiting,
    sources_of,
    superiors_done,
    superiors_open,
)
from jiezhi.faces.desk.above import rows_of
from jiezhi.faces.desk.superior_forms import SetAsideForm

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


def render_above(
    request: "ActorRequest", *, failed: dict[UUID, SetAsideForm] | None = None
) -> "HttpResponse":
    """Show the page; forms that could not be taken come back as they were sent."""
    at, actor = timezone.now(), request.actor
    done, since = superiors_done(actor), at - timedelta(days=AGAIN_DAYS)
    context = {
        "refused": _refused(actor, failed or {}),
        "open": rows_of(superiors_open(actor), actor, at=at),
        "done": rows_of(done, actor, at=at),
        "again": {
            row.source_id
            for row in done
            if row.replied_at and row.replied_at >= since and not row.source.adapter
        },
        "sources": sources_of(actor),
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
