"""The demo street's weights, its demonstration site, and what its hotline counted of the month before: made up."""

from datetime import date, datetime
from random import Random

from django.utils import timezone

from jiezhi.assessment.actions import (
    SuperiorDraft,
    WeightDraft,
    bring_superior_lines,
    enter_weights,
    mark_demonstration_sites,
)
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.core.scorecards import FIRST_WEIGHTS
from jiezhi.insight.periods import last_months, month_of
from jiezhi.kit.actor import Actor
from jiezhi.places.choices import CommunityKind
from jiezhi.places.queries import communities_of
from jiezhi.project.demo.above import hotline_of

LEFT_OUT, UNHEARD, OTHERWISE = 0.06, 0.3, 0.08
"""How many orders the hotline leaves out, reaches nobody of, and hears otherwise than the office."""


def make_scores(actor: Actor, *, seed: int, at: datetime) -> None:
    """Enter the first weights, mark a site, and bring in the hotline's count of the month before."""
    today = timezone.localdate(at)
    draft = WeightDraft(
        from_on=date(today.year, 1, 1),
        decided_by="青石街道党工委会议",
        basis=f"青石街〔{today.year}〕2号《街道综合评价办法》",
        weights=FIRST_WEIGHTS,
    )
    enter_weights(draft=draft, actor=actor, at=at)
    shown = [row.pk for row in communities_of(actor.tenant_id) if row.kind == CommunityKind.NEW][:1]
    mark_demonstration_sites(community_ids=shown, actor=actor, at=at)
    month = month_of(last_months(today, 2)[1], today)
    source_id = hotline_of(actor.tenant_id)
    rows = SuperiorOrder.objects.filter(
        source_id=source_id, issued_at__date__gte=month.first_on, issued_at__date__lte=month.last_on
    ).select_related("concern__order")
    rng = Random(f"scores-{seed}")  # noqa: S311 - stories, not secrets
    drafts = [_heard(row, rng) for row in rows.order_by("number")]
    bring_superior_lines(
        source_id=source_id,
        month_on=month.first_on,
        file_name=f"{month.first_on:%Y年%m月}考核明细.xlsx",
        drafts=drafts,
        actor=actor,
        at=at,
    )


def _heard(row: SuperiorOrder, rng: Random) -> SuperiorDraft:
    left_out, unheard, otherwise = rng.random(), rng.random(), rng.random()
    if left_out < LEFT_OUT:
        return SuperiorDraft(row.number, was_answered=True, is_left_out=True, note="已进入法定途径")
    order = row.concern.order
    if unheard < UNHEARD or order is None or order.resolved_at is None:
        return SuperiorDraft(row.number, was_answered=True)
    said = (order.was_solved is not False, order.was_satisfied is not False)
    solved, satisfied = (said[0], not said[1]) if otherwise < OTHERWISE else said
    return SuperiorDraft(row.number, was_answered=True, was_solved=solved, was_satisfied=satisfied)
