"""Accounts and posts of the office: made without a password, given by others, kept apart."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jiezhi.accounts.models import EntryCode, User
from jiezhi.kit.errors import MissingError, StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.actions import (
    PostDraft,
    close_staff,
    end_post,
    grant_post,
    invite_again,
    invite_staff,
    link_staff,
)
from jiezhi.organisation.errors import DutiesApartError, SameHandError
from jiezhi.organisation.models import OfficeMember, PostHolding, Role
from jiezhi.organisation.queries import colleagues_of, staff_actor
from jiezhi.project.demo.roles import ACCOUNT_KEEPER, AUDITOR, OFFICER, POST_KEEPER
from tests.factories import make_department, make_office, make_staff, staff_client
from tests.factories.offices import Office, Staff

pytestmark = pytest.mark.django_db
CHOSEN = {"password": "seven bridges and a lamp", "again": "seven bridges and a lamp"}


def is_in(client: Client) -> bool:
    return client.get("/desk/orders/").status_code == 200


def invite(office: Office, username: str = "wang-xiaoyu"):
    return invite_staff(
        username=username, name="王小雨", email="", actor=office.keeper.actor, at=timezone.now()
    )


def role(office: Office, code: str) -> Role:
    return Role.objects.get(sub_district=office.street, code=code)


def give(office: Office, user: User, code: str, *, actor=None, title: str = "新岗位") -> PostHolding:
    draft = PostDraft(office.front_desk.pk, role(office, code).pk, title, timezone.localdate())
    return grant_post(
        user_id=user.pk, draft=draft, actor=actor or office.post_keeper.actor, at=timezone.now()
    )


def test_somebody_is_invited_comes_in_with_the_slip_and_works_once_a_post_is_given():
    office = make_office()
    page = staff_client(office.keeper).post(
        "/desk/staff/invite/", {"name": "王小雨", "username": "wang-xiaoyu"}
    )
    code = page.context["code"]
    user = User.objects.get(username="wang-xiaoyu")
    assert not user.has_usable_password()
    assert code in page.content.decode()
    assert code.replace("-", "") not in str(list(EntryCode.objects.values()))

    new = Client()
    wrong = new.post("/sign-in/slip/", {"username": "wang-xiaoyu", "code": "0000-0000-0000-0000"})
    assert wrong.status_code == 422
    shown = new.post("/sign-in/slip/", {"username": "wang-xiaoyu", "code": code.lower().replace("-", " ")})
    assert shown["Location"] == "/sign-in/slip/password/"
    weak = new.post("/sign-in/slip/password/", {"password": "short", "again": "short"})
    assert weak.status_code == 422
    assert new.post("/sign-in/slip/password/", CHOSEN)["Location"] == "/me/"
    assert not is_in(new)

    given = staff_client(office.post_keeper).post(
        f"/desk/staff/{user.pk}/post/",
        {
            "department": office.lighting.pk,
            "role": role(office, "officer").pk,
            "title": "路灯维修员",
            "since_on": timezone.localdate(),
        },
    )
    assert given.status_code == 302
    assert not is_in(new), "changed roles end the sessions"
    new.post("/sign-in/", {"username": "wang-xiaoyu", "password": CHOSEN["password"]})
    assert is_in(new)
    assert new.post("/sign-in/slip/", {"username": "wang-xiaoyu", "code": code}).status_code == 422, (
        "opens once"
    )


def test_a_slip_opens_for_three_days_and_for_its_name_alone():
    office = make_office()
    user, code = invite(office)
    other, _code = invite(office, "li-si")
    assert Client().post("/sign-in/slip/", {"username": other.username, "code": code}).status_code == 422
    ends = EntryCode.objects.get(user=user).expires_at
    assert timedelta(days=2, hours=23) < ends - timezone.now() <= timedelta(days=3)
    EntryCode.objects.filter(user=user).update(expires_at=timezone.now())
    assert Client().post("/sign-in/slip/", {"username": user.username, "code": code}).status_code == 422


def test_a_slip_that_is_used_in_two_windows_opens_one():
    office = make_office()
    user, code = invite(office)
    windows = [Client(), Client()]
    for window in windows:
        window.post("/sign-in/slip/", {"username": user.username, "code": code})
    answers = [window.post("/sign-in/slip/password/", CHOSEN)["Location"] for window in windows]
    assert answers == ["/me/", "/sign-in/slip/"]


def test_ten_wrong_slips_hold_the_address_back():
    office = make_office()
    user, code = invite(office)
    for _ in range(10):
        Client().post("/sign-in/slip/", {"username": user.username, "code": "wrong"})
    assert Client().post("/sign-in/slip/", {"username": user.username, "code": code}).status_code == 422
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert elsewhere.post("/sign-in/slip/", {"username": user.username, "code": code}).status_code == 302


def test_a_new_slip_voids_the_old_one_and_is_not_for_who_has_a_password():
    office = make_office()
    user, old = invite(office)
    invite_again(user_id=user.pk, actor=office.keeper.actor, at=timezone.now())
    assert Client().post("/sign-in/slip/", {"username": user.username, "code": old}).status_code == 422
    user.set_password("seven bridges and a lamp")
    user.save()
    with pytest.raises(StaleError):
        invite_again(user_id=user.pk, actor=office.keeper.actor, at=timezone.now())


def test_one_keeper_alone_gets_no_way_into_an_account_in_use():
    office, at = make_office(), timezone.now()
    keeper, user = office.keeper.actor, office.officer.user
    user.set_password("seven bridges and a lamp")
    user.save()
    with pytest.raises(StaleError):
        link_staff(user_id=user.pk, issuer="https://idp.example", subject="41", actor=keeper, at=at)
    newcomer, _code = invite(office)
    link_staff(user_id=newcomer.pk, issuer="https://idp.example", subject="42", actor=keeper, at=at)
    with pytest.raises(StaleError):
        link_staff(user_id=newcomer.pk, issuer="https://idp.example", subject="43", actor=keeper, at=at)
    with pytest.raises(StaleError):
        invite_again(user_id=newcomer.pk, actor=keeper, at=at)
    page = staff_client(office.keeper).get(f"/desk/staff/{newcomer.pk}/").content.decode()
    assert f"/desk/staff/{newcomer.pk}/slip/" not in page
    assert f"/desk/staff/{newcomer.pk}/recover/" in page


def test_a_taken_name_is_said_where_it_was_typed():
    office = make_office()
    invite(office)
    page = staff_client(office.keeper).post(
        "/desk/staff/invite/", {"name": "王小雨", "username": "wang-xiaoyu"}
    )
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert OfficeMember.objects.count() == 1


def test_nobody_closes_their_own_account():
    office = make_office()
    with pytest.raises(SameHandError):
        close_staff(user_id=office.keeper.user.pk, actor=office.keeper.actor, at=timezone.now())
    assert User.objects.get(pk=office.keeper.user.pk).is_active


def test_nobody_gives_a_post_to_oneself_or_ends_an_own_one():
    office = make_office()
    oneself: Staff = office.post_keeper
    with pytest.raises(SameHandError):
        give(office, oneself.user, "officer")
    holding, today = oneself.user.holdings.get(), timezone.localdate()
    with pytest.raises(SameHandError):
        end_post(holding_id=holding.pk, until_on=today, actor=oneself.actor, at=timezone.now())
    assert oneself.user.holdings.get().until_on is None


@pytest.mark.parametrize("held", [ACCOUNT_KEEPER, POST_KEEPER, AUDITOR])
@pytest.mark.parametrize("given", [ACCOUNT_KEEPER, POST_KEEPER, AUDITOR])
def test_no_two_of_the_three_administrators_are_one_person(held, given):
    office = make_office()
    person = make_staff(office.front_desk, held)
    if held is given:
        assert give(office, person.user, given.code).pk
        return
    with pytest.raises(DutiesApartError):
        give(office, person.user, given.code)
    assert person.user.holdings.count() == 1


def test_an_ended_post_signs_its_holder_out_and_takes_the_permissions():
    office = make_office()
    client = staff_client(office.officer)
    assert is_in(client)
    holding = office.officer.user.holdings.get()
    answer = staff_client(office.post_keeper).post(
        f"/desk/staff/posts/{holding.pk}/end/", {"until_on": timezone.localdate()}
    )
    assert answer["Location"] == f"/desk/staff/{office.officer.user.pk}/"
    assert not is_in(client)
    assert staff_actor(user_id=office.officer.user.pk, on=timezone.localdate()) is None


def test_a_post_that_ends_later_is_held_until_then():
    office = make_office()
    client = staff_client(office.officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    holding = office.officer.user.holdings.get()
    end_post(holding_id=holding.pk, until_on=tomorrow, actor=office.post_keeper.actor, at=timezone.now())
    assert is_in(client)
    assert staff_actor(user_id=office.officer.user.pk, on=tomorrow) is None


def test_people_of_another_office_are_nobody():
    office, other = make_office(), make_office()
    with pytest.raises(MissingError):
        close_staff(user_id=other.officer.user.pk, actor=office.keeper.actor, at=timezone.now())
    assert other.officer.user not in [row.user for row in colleagues_of(office.keeper.actor)]


def test_a_person_without_a_post_is_still_of_the_office_that_invited_them():
    office = make_office()
    user, _code = invite(office)
    assert user in [row.user for row in colleagues_of(office.keeper.actor)]
    page = staff_client(office.post_keeper).get(f"/desk/staff/{user.pk}/").content.decode()
    assert "王小雨" in page


def test_the_page_of_a_person_says_posts_permissions_and_reach_in_words():
    office = make_office()
    page = (
        staff_client(office.auditor).get(f"/desk/staff/{office.community_worker.user.pk}/").content.decode()
    )
    for words in ("社区工作者", office.committee.name, office.community.name, "办理本部门工单", "查看工单"):
        assert words in page
    assert '<form class="panel" method="post"' not in page, "an auditor changes nothing"


def test_a_closed_account_is_told_to_the_audit_with_who_did_it():
    office = make_office()
    staff_client(office.keeper).post(f"/desk/staff/{office.officer.user.pk}/close/")
    row = AuditEntry.objects.get(verb="organisation.staff_closed")
    assert (row.actor_id, row.subject_id) == (str(office.keeper.user.pk), office.officer.user.pk)
    assert not User.objects.get(pk=office.officer.user.pk).is_active


def test_a_post_of_another_office_cannot_be_given():
    office, other = make_office(), make_office()
    foreign = make_department(other.street)
    draft = PostDraft(foreign.pk, role(office, OFFICER.code).pk, "岗位", date(2026, 1, 1))
    with pytest.raises(MissingError):
        grant_post(
            user_id=office.officer.user.pk, draft=draft, actor=office.post_keeper.actor, at=timezone.now()
        )
