"""Enter a version of the office's own weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.assessment.errors import PastWeightsError, WeightsError
from jiezhi.assessment.models import Weight, WeightVersion
from jiezhi.assessment.permissions import KEEP_WEIGHTS
from jiezhi.core.scorecards import (
    RESIDENTS_LEAST,
    WHOLE,
    Indicator,
    WeightFault,
    residents_part,
    weight_fault,
)
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold


@dataclass(frozen=True)
class WeightDraft:
    """A version as it is entered: since when it holds, who decided it, on what it rests, and the weights."""

    from_on: date
    decided_by: str
    basis: str
    weights: Mapping[Indicator, int]


@action
def enter_weights(*, draft: WeightDraft, actor: Actor, at: datetime) -> WeightVersion:
    """Enter a version. It begins on the first of a month, and no sooner than the next one once there is a version.

    A version that began earlier would change what was shown: past periods keep the weights of their time.

    Raises:
        WeightsError: They do not sum to 100, residents decide too little, or it is not said who decided.
        PastWeightsError: It would begin in the past, or before a version that is entered already.
    """
    require(actor, KEEP_WEIGHTS)
    _check(draft)
    hold(f"assessment.weights:{actor.tenant_id}")
    rows = WeightVersion.objects.filter(sub_district_id=actor.tenant_id)
    last = rows.aggregate(number=Max("number"), from_on=Max("from_on"))
    if last["number"] and (draft.from_on <= timezone.localdate(at) or draft.from_on <= last["from_on"]):
        raise PastWeightsError(
            _(
                "A version begins later than today and later than the one before: what was, keeps the weights of its "
                "time. Choose a coming month."
            )
        )
    made = WeightVersion.objects.create(
        sub_district_id=actor.tenant_id,
        number=(last["number"] or 0) + 1,
        from_on=draft.from_on,
        decided_by=draft.decided_by.strip(),
        basis=draft.basis.strip(),
        entered_at=at,
        entered_by=actor.label,
    )
    Weight.objects.bulk_create(
        Weight(sub_district_id=actor.tenant_id, version=made, indicator=indicator, hundredths=weight)
        for indicator, weight in draft.weights.items()
    )
    facts: dict[str, str | int | bool | None] = {"number": made.number, "from": made.from_on.isoformat()}
    audit.record("assessment.weights_entered", kind="assessment.weights", id=made.pk, facts=facts)
    return made


def _check(draft: WeightDraft) -> None:
    if not draft.decided_by.strip() or not draft.basis.strip():
        raise WeightsError(_("Say who decided the weights and on which document they rest."))
    fault = weight_fault(draft.weights)
    if fault is WeightFault.RESIDENTS:
        raise WeightsError(
            _(
                "Satisfaction, solving and participation weigh %(part)d together; at least %(least)d are needed. "
                "Raise them and lower the others."
            )
            % {"part": residents_part(draft.weights), "least": RESIDENTS_LEAST}
        )
    if fault is not None:
        raise WeightsError(
            _("The weights sum to %(sum)d and have to sum to %(whole)d. Correct them.")
            % {"sum": sum(draft.weights.values()), "whole": WHOLE}
        )
    if draft.from_on.day != 1:
        raise WeightsError(_("A version begins on the first day of a month. Choose one."))
