"""The audit as its auditor reads it: complete, narrowed, checked; looking at it stands in it too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from jiezhi.kit.models import AuditEntry
from jiezhi.kit.sealing import seal_audit
from jiezhi.organisation.actions import close_staff, open_staff
from jiezhi.witness.models import ChainCheck
from jiezhi.witness.tasks import check_audit
from tests.accounts.conftest import cheap_argon2  # noqa: F401
from tests.accounts.people import give_password, signed_in, try_sign_in
from tests.factories import dispatched_order, make_office, staff_client
from tests.factories.offices import Office

pytestmark = pytest.mark.django_db


def office_with_deeds() -> Office:
    office = make_office()
    close_staff(user_id=office.officer.user.pk, actor=office.keeper.actor, at=timezone.now())
    open_staff(
        user_id=office.officer.user.pk, actor=office.keeper.actor, at=timezone.now() - timedelta(days=3)
    )
    dispatched_order(office)
    return office


def rows(office: Office, **wanted: object):
    page = staff_client(office.auditor).get("/desk/audit/", wanted)
    return page.context["trail"].rows


def verbs(office: Office, **wanted: object) -> set[str]:
    return {row.entry.verb for row in rows(office, **wanted)}


def test_who_did_what_when_on_whom_stands_there():
    office = office_with_deeds()
    row = next(row for row in rows(office) if row.entry.verb == "organisation.staff_closed")
    assert (row.who, row.on_whom) == (office.keeper.user.name, office.officer.user.name)
    assert row.what == "关闭了同事的账号"


def test_it_is_narrowed_by_person_kind_and_day():
    office = office_with_deeds()
    assert "workorders.order_dispatched" in verbs(office)
    assert verbs(office, person=office.keeper.user.pk) == {
        "organisation.staff_closed", "accounts.account_closed", "organisation.staff_opened", "accounts.account_opened",
    }  # fmt: skip
    assert verbs(office, verb="organisation.staff_closed") == {"organisation.staff_closed"}
    day = timezone.localdate() - timedelta(days=3)
    assert verbs(office, since_on=day, until_on=day) == {
        "organisation.staff_opened",
        "accounts.account_opened",
    }
    assert verbs(office, since_on="nonsense", person="nobody")


def test_looking_leaves_a_trace_without_what_was_looked_for():
    office = office_with_deeds()
    rows(office, person=office.keeper.user.pk, verb="organisation.staff_closed")
    trace = AuditEntry.objects.filter(verb="organisation.audit_read").order_by("-id")[0]
    assert trace.actor_id == str(office.auditor.user.pk)
    assert trace.facts == {"narrowed_by": "person,verb"}
    assert "organisation.audit_read" in verbs(office)


def test_sign_ins_of_the_own_people_are_there_and_those_of_others_are_not():
    office, other = make_office(), make_office()
    for staff in (office.officer, other.officer):
        give_password(staff)
        signed_in(staff)
        try_sign_in(Client(), staff.user.username, "wrong")
    signed = [row for row in rows(office) if row.entry.verb == "accounts.signed_in"]
    assert [row.on_whom for row in signed] == [office.officer.user.name]
    refused = [row for row in rows(office) if row.entry.verb == "accounts.sign_in_refused"]
    assert len(refused) == 1


def test_deeds_of_another_street_are_not_there():
    office = office_with_deeds()
    assert verbs(make_office()) == {"organisation.audit_read"}
    assert office


@pytest.mark.parametrize("who", ["keeper", "post_keeper", "leader", "dispatcher"])
def test_nobody_else_reads_it(who: str):
    office = office_with_deeds()
    assert staff_client(getattr(office, who)).get("/desk/audit/").status_code == 403
    assert staff_client(getattr(office, who)).post("/desk/audit/check/").status_code == 403


def test_the_auditor_changes_nothing():
    office = make_office()
    auditor = staff_client(office.auditor)
    user_id = office.officer.user.pk
    for deed in ("close", "open", "slip", "link", "recover", "post"):
        assert auditor.post(f"/desk/staff/{user_id}/{deed}/").status_code == 403
    assert auditor.get("/desk/orders/").status_code == 403
    assert auditor.get("/desk/today/").status_code == 403


def test_the_chain_is_checked_each_day_and_on_demand():
    office = office_with_deeds()
    seal_audit()
    check_audit(timezone.now())
    first = ChainCheck.objects.get()
    assert first.is_whole
    assert first.number == AuditEntry.objects.exclude(chain_number=None).count()
    page = staff_client(office.auditor).get("/desk/audit/").content.decode()
    assert f"直到第 {first.number} 号" in page

    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_auditentry SET verb = 'concerns.received' WHERE chain_number = 2")
    page = staff_client(office.auditor).post("/desk/audit/check/", follow=True)
    assert ChainCheck.objects.order_by("-at")[0].fault_number == 2
    assert "第 2 条" in page.content.decode()


def test_pages_lead_to_older_deeds():
    office = make_office()
    for _ in range(30):
        close_staff(user_id=office.officer.user.pk, actor=office.keeper.actor, at=timezone.now())
    first = rows(office)
    second = rows(office, before=first[-1].entry.pk)
    assert len(first) == 50
    assert second
    assert not {row.entry.pk for row in first} & {row.entry.pk for row in second}
