"""The figures that the plan names for the street, as the cockpit computes them from the whole demo."""

from datetime import UTC, date, datetime

import pytest

from jiezhi.accounts.models import User
from jiezhi.insight.periods import Period
from jiezhi.insight.queries import measures_now
from jiezhi.organisation.queries import staff_actor
from jiezhi.project.demo.loading import load_demo
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import VIEW

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ALL = Period(date(2025, 9, 1), NOW.date())


@pytest.mark.slow
def test_less_than_half_of_what_several_departments_do_is_in_time_what_is_overdue_included():
    load_demo(at=NOW)
    actors = (staff_actor(user_id=user.pk, on=NOW.date()) for user in User.objects.order_by("username"))
    actor = next(actor for actor in actors if actor and actor.scope.whole and actor.may(VIEW.code))
    figures = {each.measure.key: each.now for each in measures_now(actor, ALL, at=NOW)}
    several = WorkOrder.objects.filter(is_cross_department=True)
    assert figures["cross_on_time"].whole > several.filter(resolved_at__isnull=False).count()
    assert 0.44 <= figures["cross_on_time"].value <= 0.46
    assert figures["on_time"].value > 0.7
