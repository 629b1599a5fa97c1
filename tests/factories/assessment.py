"""Weights, objections to lines, and what a superior counted."""

from datetime import date, datetime

from jiezhi.assessment.actions import (
    Lined,
    SuperiorDraft,
    WeightDraft,
    bring_superior_lines,
    enter_weights,
    object_to_line,
)
from jiezhi.assessment.choices import IndicatorName, SubjectKind
from jiezhi.assessment.models import LineObjection, SuperiorScore, WeightVersion
from jiezhi.core.scorecards import FIRST_WEIGHTS, Tally
from jiezhi.insight.periods import month_of
from tests.factories.above import make_source
from tests.factories.offices import Office


def make_weights(office: Office, *, from_on: date, at: datetime, **changes: object) -> WeightVersion:
    """A version that a meeting decided."""
    values = {
        "decided_by": "街道党工委会议",
        "basis": "青石办〔2026〕7号",
        "weights": FIRST_WEIGHTS,
    } | changes
    return enter_weights(draft=WeightDraft(from_on=from_on, **values), actor=office.leader.actor, at=at)


def objected_line(office: Office, *, at: datetime) -> LineObjection:
    """The officer's objection to how many of the department's orders were on time."""
    period = month_of(at.date().replace(day=1), at.date())
    line = Lined(SubjectKind.DEPARTMENT, office.lighting.pk, IndicatorName.ON_TIME, period, Tally(7, 12))
    return object_to_line(line=line, words="十月停电，非我单位原因", actor=office.officer.actor, at=at)


def superior_count(
    office: Office, drafts: list[SuperiorDraft], *, month_on: date, at: datetime
) -> SuperiorScore:
    """What the hotline counted of a month."""
    source = make_source(office)
    bring_superior_lines(
        source_id=source.pk,
        month_on=month_on,
        file_name="十月考核.xlsx",
        drafts=drafts,
        actor=office.dispatcher.actor,
        at=at,
    )
    return SuperiorScore.objects.get(sub_district=office.street, source=source, month_on=month_on)
