"""Two leaders approve the same draft at once: it comes into force once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from jiezhi.kit.errors import DomainError
from jiezhi.organisation.actions import approve_draft, begin_draft, drop_line, submit_draft
from jiezhi.organisation.models import DraftLine, ListVersion, ResponsibilityEntry
from jiezhi.project.demo.roles import LEADER
from tests.factories import make_office, make_staff
from tests.factories.organisation import make_entry
from tests.factories.workorders import MONDAY


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_put_a_draft_in_force_once():
    office, today = make_office(), timezone.localdate(MONDAY)
    make_entry(office.lamp, office.lighting, community=office.community)
    hand = {"actor": office.dispatcher.actor, "at": MONDAY}
    version = begin_draft(title="冬季修订", **hand)
    line = DraftLine.objects.get(version=version, community=office.community)
    drop_line(version_id=version.pk, line_id=line.pk, **hand)
    submit_draft(version_id=version.pk, effective_on=today, **hand)
    leaders = [office.leader, make_staff(office.front_desk, LEADER)]

    def approve(leader) -> bool:
        try:
            approve_draft(version_id=version.pk, effective_on=today, actor=leader.actor, at=MONDAY)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, leaders)) == [False, True]
    assert ListVersion.objects.filter(state="in_force").count() == 1
    assert ResponsibilityEntry.objects.filter(in_force_until=today).count() == 1
