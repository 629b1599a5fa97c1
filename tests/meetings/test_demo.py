"""The joint meetings of the demo street, made by the actions that people use."""

from datetime import UTC, date, datetime

import pytest

from jiezhi.meetings.choices import MeetingState
from jiezhi.meetings.models import Assignment
from jiezhi.meetings.queries import series_summaries
from jiezhi.project.demo.meetings import MeetingPlan, make_meetings
from tests.factories import make_entry, make_office, settle

pytestmark = pytest.mark.django_db


def test_the_demo_series_has_one_held_meeting_missed_months_and_two_open_orders():
    office = make_office()
    plan = MeetingPlan(
        keeper=office.leader.actor,
        lead_id=office.lighting.pk,
        member_ids=(office.committee.pk, office.front_desk.pk),
        matter_ids=(office.lamp.pk, office.rubbish.pk),
    )
    make_entry(office.rubbish, office.committee, community=office.community)
    make_meetings(plan, today=date(2026, 11, 22))
    settle()
    (summary,) = series_summaries(office.leader.actor, at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    assert [f"{row.month_on:%Y-%m} {row.state}" for row in summary.recent] == [
        f"2026-11 {MeetingState.PUBLISHED}"
    ]
    assert [f"{row.month_on:%Y-%m}" for row in summary.missed] == ["2026-10", "2026-09"]
    assert summary.coming.topics.count() == 1
    assert summary.work.unfinished == Assignment.objects.count() == 2
