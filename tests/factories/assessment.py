"""Weights, objections to lines, and what a superior counted."""

from datetime import date, datetime

from jiezhi.assessment.actions import (
    Lined,
    SuperiorDraft,
    WeightDraft,
    bring_superior_lines,
    enter_weights,
    freeze_month,
    note_brief_made,
    object_to_line,
)
from jiezhi.assessment.choices import IndicatorName, SubjectKind
from jiezhi.assessment.frozen import RATES
from jiezhi.assessment.models import LineObjection, MonthlyBrief, SuperiorScore, WeightVersion
from jiezhi.core.scorecards import FIRST_WEIGHTS, Tally
from jiezhi.insight.periods import month_of
from jiezhi.kit.actor import system_job
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
    period = month_of(at.date().replace(day=1), date.max)
    line = Lined(SubjectKind.DEPARTMENT, office.lighting.pk, IndicatorName.ON_TIME, period, Tally(7, 12))
    return object_to_line(line=line, words="十月停电，非我单位原因", actor=office.officer.actor, at=at)


def fixed_month(office: Office, *, month_on: date, at: datetime, **changes: object) -> MonthlyBrief:
    """A month whose figures are fixed and whose document lies ready."""
    figures = {
        "orders": 240,
        "orders_before": 200,
        "rates": {key: [80, 100, 85, 100] for key in RATES},
        "departments": [["照明所", 30, 60], ["城管办", 50, 60]],
        "causes": [["响应不及时", 60, 40], ["设施不足", 30, 35]],
        "without_cause": 3,
        "still_open": 6,
        "requests": [230, 180],
        "quarter": [["青石社区", 600, 410], ["槐树社区", 4, 4], ["", 40, 25]],
    }
    actor = system_job("tests.freeze", sub_district_id=office.street.pk, permissions=frozenset())
    brief = freeze_month(month_on=month_on, figures=figures | changes, actor=actor, at=at)
    note_brief_made(brief=brief, document=b"%PDF-1.7 made up", file_digest="f" * 64, actor=actor, at=at)
    return MonthlyBrief.objects.get(pk=brief.pk)


def superior_count(
    office: Office, drafts: list[SuperiorDraft], *, month_on: date, at: datetime, version: int = 1
) -> SuperiorScore:
    """What the hotline counted of a month."""
    source = make_source(office)
    bring_superior_lines(
        source_id=source.pk,
        month_on=month_on,
        version=version,
        file_name="十月考核.xlsx",
        drafts=drafts,
        actor=office.dispatcher.actor,
        at=at,
    )
    return SuperiorScore.objects.get(
        sub_district=office.street, source=source, month_on=month_on, version=version
    )
