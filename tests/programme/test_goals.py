"""Phases and targets are set on screen, and the cockpit shows each figure against the one that counts."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from jiezhi.faces.wall.cards import card_for
from jiezhi.insight.periods import Period
from jiezhi.insight.queries import MeasuredNow
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.measure import Figure, Unit, all_measures
from jiezhi.programme.actions import TargetDraft, keep_phase, set_targets
from jiezhi.programme.models import Phase, Target
from jiezhi.programme.queries import goals_on
from jiezhi.programme.standing import goal_rows
from jiezhi.project.demo.goals import set_goals
from jiezhi.workorders.actions import accept_order, open_order
from jiezhi.workorders.choices import UrgencyTier
from tests.factories import make_office, settle, staff_client
from tests.factories.goals import make_phase
from tests.factories.workorders import MONDAY, make_draft

pytestmark = pytest.mark.django_db
ON_TIME = next(measure for measure in all_measures() if measure.key == "on_time")
HANDLING = next(measure for measure in all_measures() if measure.unit is Unit.WORKING_HOURS)
MINUTE = timedelta(minutes=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_leader_enters_a_phase_and_sets_its_targets():
    office = make_office()
    client = staff_client(office.leader)
    answer = client.post(
        reverse("programme:plan"), {"name": "近期", "begins_on": "2026-01-01", "ends_on": "2026-12-31"}
    )
    typed = {"on_time-baseline": "45", "on_time-value": "70", "handling-value": "16"}
    assert client.post(answer.headers["Location"], typed).status_code == 302
    kept = {row.measure: (row.baseline, row.value) for row in Target.objects.all()}
    assert kept == {"on_time": (0.45, 0.7), "handling": (None, 16.0)}
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'value="45.0"' in page
    typed["handling-value"] = ""
    client.post(answer.headers["Location"], typed)
    assert set(Target.objects.values_list("measure", flat=True)) == {"on_time"}


@pytest.mark.parametrize(
    ("name", "begins_on", "ends_on"),
    [
        ("", *YEAR),
        ("近期", date(2027, 1, 1), date(2027, 12, 31)),
        ("中期", date(2026, 12, 31), date(2027, 12, 31)),
        ("中期", date(2027, 2, 1), date(2027, 2, 1)),
    ],
)
def test_a_phase_that_makes_no_sense_is_refused(name: str, begins_on: date, ends_on: date):
    office = make_office()
    make_phase(office)
    with pytest.raises(InvalidError):
        keep_phase(name=name, begins_on=begins_on, ends_on=ends_on, actor=office.leader.actor, at=MONDAY)
    assert Phase.objects.count() == 1


@pytest.mark.parametrize(
    "draft", [TargetDraft("on_time", 1.2), TargetDraft("on_time", 0.7, -0.1), TargetDraft("nothing", 0.7)]
)
def test_a_target_that_makes_no_sense_is_refused(draft: TargetDraft):
    office = make_office()
    phase = make_phase(office)
    with pytest.raises(InvalidError):
        set_targets(phase_id=phase.pk, drafts=[draft], actor=office.leader.actor, at=MONDAY)
    assert not Target.objects.exists()


def test_the_target_of_the_phase_counts_in_which_a_day_lies_and_before_it_the_next():
    office = make_office()
    make_phase(office, on_time=(0.45, 0.7))
    assert goals_on(office.leader.actor, date(2025, 6, 1))["on_time"].way.target == 0.7
    assert goals_on(office.leader.actor, date(2026, 12, 31))["on_time"].phase == "近期"
    assert goals_on(office.leader.actor, date(2027, 1, 1)) == {}
    assert goals_on(make_office().leader.actor, date(2026, 6, 1)) == {}


@pytest.mark.parametrize(
    ("measure", "value", "words", "is_behind"),
    [
        (ON_TIME, 0.72, "已达到", False),
        (ON_TIME, 0.60, "进度正常", False),
        (ON_TIME, 0.50, "57.5", True),
        (HANDLING, 15.0, "已达到", False),
        (HANDLING, 30.0, "24.0", True),
    ],
)
def test_a_card_says_where_its_figure_stands(measure, value: float, words: str, is_behind: bool):
    office = make_office()
    make_phase(office, on_time=(0.45, 0.7), handling=(32, 16))
    goal = goals_on(office.leader.actor, date(2026, 7, 2))[measure.key]
    figure = Figure(value, 100, 50 if measure is ON_TIME else None)
    period = Period(date(2026, 6, 3), date(2026, 7, 2))
    measured = MeasuredNow(measure, figure, Figure(value - 0.1, 100, 40))
    with translation.override("zh-hans"):
        card = card_for(measured, period, today=date(2026, 7, 3), goal=goal)
        running = card_for(measured, period, today=date(2026, 7, 2), goal=goal)
    assert words in card.goal
    assert card.is_behind is is_behind
    assert "目前已达到" not in card.goal
    assert running.change == f"目前{card.change}"
    assert ("目前已达到" in running.goal) is (words == "已达到")


def test_the_cockpit_prints_the_target():
    office = make_office()
    make_phase(office, on_time=(0.45, 0.7))
    Phase.objects.update(ends_on=date(2099, 12, 31))
    page = staff_client(office.leader).get(reverse("wall:wall")).content.decode()
    assert re.search(r"近期目标：2099-12-31 前 70\.0%(?=\D)", page)
    assert re.search(r"\d %", page) is None


def test_the_plan_says_where_what_is_not_about_orders_stands_too():
    office = make_office()
    client = staff_client(office.leader)
    phase = make_phase(office, on_time=(0.45, 0.7))
    typed = {
        "mediation_agreed-baseline": "82",
        "mediation_agreed-value": "95",
        "emergency_minutes-value": "5",
    }
    assert client.post(reverse("programme:phase", args=[phase.pk]), typed).status_code == 302
    told = client.get(reverse("programme:plan")).content.decode()
    assert "驾驶舱显示工单类指标的目标，各项目标的进展见本页" in told
    resolve = {"seen_version": None, "actor": office.officer.actor}
    urgent = open_order(
        draft=replace(make_draft(office), urgency=UrgencyTier.EMERGENCY),
        lead=office.lighting, actor=office.dispatcher.actor, at=MONDAY,
    )  # fmt: skip
    settle(MONDAY)
    accept_order(order_id=urgent.pk, at=MONDAY + 8 * MINUTE, **resolve)
    settle(MONDAY + 8 * MINUTE)
    with translation.override("zh-hans"):
        rows = {row.measure.key: row for row in goal_rows(office.leader.actor, at=MONDAY + 9 * MINUTE)}
    assert set(rows) == {"mediation_agreed", "emergency_minutes"}
    told = rows["emergency_minutes"]
    assert (told.now, told.basis, told.since) == ("8.0 分钟", "1", date(2026, 1, 1))
    assert "5.0 分钟" in told.words
    assert rows["mediation_agreed"].now == "—"
    assert "95.0%" in rows["mediation_agreed"].words
    Phase.objects.update(ends_on=date(2099, 12, 31))
    assert "目标进展" in client.get(reverse("programme:plan")).content.decode()


def test_the_demo_plan_has_what_the_plan_names_for_working_together_mediation_and_emergencies():
    office = make_office()
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    set_goals(office.leader.actor, at=at, today=at.date())
    near = {key: goal.way for key, goal in goals_on(office.leader.actor, at.date()).items()}
    far = {key: goal.way for key, goal in goals_on(office.leader.actor, date(2030, 1, 1)).items()}
    assert (near["collaboration_done"].baseline, near["collaboration_done"].target) == (0.45, 0.70)
    assert far["collaboration_done"].target == 0.90
    assert (near["mediation_agreed"].baseline, near["mediation_agreed"].target) == (0.82, 0.95)
    assert (near["emergency_minutes"].baseline, near["emergency_minutes"].target) == (None, 5.0)
    shown = {row.measure.key for row in goal_rows(office.leader.actor, at=at)}
    assert shown >= {"collaboration_done", "mediation_agreed", "emergency_minutes"}
