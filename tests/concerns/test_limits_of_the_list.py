"""The limit of an order is that of the line of the responsibility list which gives it to its department."""

import pytest

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import ResponsibilityEntry
from tests.factories import make_entry, make_office, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("chosen", "amount"), [("lighting", 5), ("committee", 2), ("front_desk", 5)])
def test_of_a_tie_a_department_is_chosen_with_its_own_limit(chosen, amount):
    office = make_office()
    line = make_entry(office.lamp, office.committee)
    ResponsibilityEntry.objects.filter(pk=line.pk).update(limit_amount=2, limit_unit=LimitUnits.WORKING_DAYS)
    order = confirm_concern(
        concern_id=submitted_concern(office).concern.pk,
        confirmation=Confirmation(office.lamp.pk, "修复路灯", getattr(office, chosen).pk),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    assert (order.lead_id, order.limit_amount) == (getattr(office, chosen).pk, amount)
