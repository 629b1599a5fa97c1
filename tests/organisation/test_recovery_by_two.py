"""A lost telephone: one asks, another approves, the person gets a slip that opens once within the hour."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from jiezhi.accounts.models import EntryCode, SecondFactor
from jiezhi.kit.errors import RefusedError, StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.notices.models import Notice
from jiezhi.organisation.actions import approve_recovery, ask_recovery, refuse_recovery
from jiezhi.organisation.errors import SameHandError
from jiezhi.organisation.models import AccountRecovery
from jiezhi.project.demo.roles import ACCOUNT_KEEPER
from tests.accounts.conftest import cheap_argon2  # noqa: F401
from tests.accounts.people import PASSWORD, give_password, signed_in, try_sign_in, with_telephone
from tests.factories import make_office, make_staff, settle, staff_client
from tests.factories.offices import Office

pytestmark = pytest.mark.django_db
CHOSEN = {"password": "seven bridges and a lamp", "again": "seven bridges and a lamp"}


def office_with_a_loss() -> Office:
    office = make_office()
    give_password(office.officer)
    with_telephone(office.officer)
    return office


def ask(office: Office, user=None) -> AccountRecovery:
    user = user or office.officer.user
    return ask_recovery(
        user_id=user.pk, reason="手机掉进河里，本人到窗口", actor=office.keeper.actor, at=timezone.now()
    )


def approve(office: Office, recovery: AccountRecovery, who) -> str:
    return approve_recovery(recovery_id=recovery.pk, actor=who.actor, at=timezone.now())[1]


def test_two_keepers_help_a_colleague_in_who_lost_everything():
    office = office_with_a_loss()
    there = Client()
    there.force_login(office.officer.user)
    asked = staff_client(office.keeper).post(
        f"/desk/staff/{office.officer.user.pk}/recover/", {"reason": "手机丢失"}
    )
    assert asked["Location"] == "/desk/staff/recoveries/"
    recovery = AccountRecovery.objects.get()
    page = staff_client(office.second_keeper).post(f"/desk/staff/recoveries/{recovery.pk}/approve/")
    assert "no-store" in page["Cache-Control"]
    ends = EntryCode.objects.get().expires_at
    assert timedelta(minutes=59) < ends - timezone.now() <= timedelta(hours=1)

    person = Client()
    slip = {"username": office.officer.user.username, "code": page.context["code"]}
    assert person.post("/sign-in/slip/", slip)["Location"] == "/sign-in/slip/password/"
    assert SecondFactor.objects.exists(), "until the slip is used the telephone still opens"
    assert person.post("/sign-in/slip/password/", CHOSEN)["Location"] == "/me/"
    assert not SecondFactor.objects.exists()
    assert there.get("/desk/orders/").status_code == 302, "sessions of before are over"
    assert try_sign_in(Client(), office.officer.user.username, PASSWORD).status_code == 422
    assert person.get("/desk/orders/").status_code == 200
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {
        "organisation.recovery_asked",
        "organisation.recovery_approved",
        "accounts.password_chosen",
    } <= verbs


def test_the_person_and_the_second_keeper_are_told_and_no_code_is():
    office = office_with_a_loss()
    recovery = ask(office)
    code = approve(office, recovery, office.second_keeper)
    settle()
    told = {(notice.reader_id, notice.kind) for notice in Notice.objects.all()}
    assert told == {
        (office.officer.user.pk, "organisation.own_recovery_asked"),
        (office.second_keeper.user.pk, "organisation.recovery_to_approve"),
        (office.officer.user.pk, "organisation.own_recovery_approved"),
    }
    stored = (
        str(list(AuditEntry.objects.values()))
        + str(list(Notice.objects.values()))
        + str(list(EntryCode.objects.values()))
    )
    assert code not in stored
    page = staff_client(office.officer).get("/desk/notices/").content.decode()
    assert "重新" in page


def test_who_asks_does_not_approve():
    office = office_with_a_loss()
    recovery = ask(office)
    with pytest.raises(SameHandError):
        approve(office, recovery, office.keeper)
    page = staff_client(office.keeper).post(f"/desk/staff/recoveries/{recovery.pk}/approve/")
    assert page.status_code == 403
    assert not EntryCode.objects.exists()


def test_nobody_asks_or_approves_for_oneself():
    office = office_with_a_loss()
    with pytest.raises(SameHandError):
        ask(office, office.keeper.user)
    own = ask(office, office.second_keeper.user)
    with pytest.raises(SameHandError):
        approve(office, own, office.second_keeper)
    third = make_staff(office.front_desk, ACCOUNT_KEEPER)
    assert approve(office, own, third)


def test_the_database_itself_refuses_one_person_for_two():
    office = office_with_a_loss()
    recovery = ask(office)
    for who in (office.keeper, office.officer):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountRecovery.objects.filter(pk=recovery.pk).update(decided_by=who.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRecovery.objects.filter(pk=recovery.pk).update(asked_by=office.officer.user)


@pytest.mark.parametrize("who", ["post_keeper", "auditor", "leader", "dispatcher"])
def test_others_than_keepers_of_accounts_decide_nothing(who: str):
    office = office_with_a_loss()
    recovery = ask(office)
    with pytest.raises(RefusedError):
        approve(office, recovery, getattr(office, who))
    with pytest.raises(RefusedError):
        refuse_recovery(recovery_id=recovery.pk, actor=getattr(office, who).actor, at=timezone.now())


def test_it_is_approved_once_and_within_a_day():
    office = office_with_a_loss()
    recovery = ask(office)
    approve(office, recovery, office.second_keeper)
    with pytest.raises(StaleError):
        approve(office, recovery, office.second_keeper)
    later = ask(office)
    AccountRecovery.objects.filter(pk=later.pk).update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    with pytest.raises(StaleError):
        approve(office, later, office.second_keeper)
    assert ask(office).pk != later.pk, "what lapsed can be asked anew"


def test_one_that_waits_is_not_asked_twice():
    office = office_with_a_loss()
    ask(office)
    with pytest.raises(StaleError):
        ask(office)


def test_a_refused_one_gives_nothing_and_is_told():
    office = office_with_a_loss()
    recovery = ask(office)
    staff_client(office.second_keeper).post(f"/desk/staff/recoveries/{recovery.pk}/refuse/")
    settle()
    assert not EntryCode.objects.exists()
    assert Notice.objects.filter(
        reader=office.officer.user, kind="organisation.own_recovery_refused"
    ).exists()


def test_the_old_telephone_still_opens_while_nobody_has_used_the_slip():
    office = make_office()
    give_password(office.officer)
    client = signed_in(office.officer)
    approve(office, ask(office), office.second_keeper)
    assert client.get("/desk/orders/").status_code == 200
