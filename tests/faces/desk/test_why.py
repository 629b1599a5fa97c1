"""Why can this person see that: the words agree with what the pages really do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jiezhi.concerns.queries import visible_concerns
from jiezhi.faces.desk.why import why_number, why_page
from jiezhi.kit.access import all_permissions
from jiezhi.kit.ui.navigation import all_entries
from jiezhi.organisation.queries import find_colleague, staff_actor
from jiezhi.workorders.queries import visible_orders
from tests.architecture.access_rows import another_area, things_of
from tests.factories import dispatched_order, make_office, make_staff, staff_client
from tests.factories.offices import Office

pytestmark = pytest.mark.django_db
WHO = ("dispatcher", "officer", "community_worker", "grid_worker", "leader", "keeper", "auditor")


def today():
    return timezone.localdate()


def colleague(office: Office, who: str):
    found = find_colleague(office.keeper.actor, getattr(office, who).user.pk)
    assert found is not None
    return found


def test_the_answer_about_a_page_is_what_the_door_does():
    office = make_office()
    seen = set()
    for who in WHO:
        client = staff_client(getattr(office, who))
        for entry in all_entries():
            if not entry.permission:
                continue
            answer = why_page(
                office.keeper.actor, colleague(office, who), f"{entry.face}:{entry.key}", on=today()
            )
            from django.urls import reverse

            opens = client.get(reverse(entry.url_name)).status_code == 200
            assert answer.sees is opens, (who, entry.key)
            seen.add(opens)
    assert seen == {True, False}


def test_the_answer_about_a_number_is_what_the_lists_show():
    office = make_office()
    own, elsewhere = things_of(office), another_area(office)
    verdicts = set()
    for who in WHO:
        actor = getattr(office, who).actor
        for things in (own, elsewhere):
            number = things.order.number
            order = next(
                a for a in why_number(office.keeper.actor, colleague(office, who), number, on=today())
            )
            is_there = actor.may("workorders:view") and visible_orders(actor).filter(number=number).exists()
            assert order.sees is is_there, (who, number)
            number = things.concern.number
            request = why_number(office.keeper.actor, colleague(office, who), number, on=today())[-1]
            is_there = actor.may("concerns:read") and visible_concerns(actor).filter(number=number).exists()
            assert request.sees is is_there, (who, number)
            verdicts |= {order.sees, request.sees}
    assert verdicts == {True, False}


def test_the_chain_is_told_in_words_and_shows_nothing_of_the_order():
    office = make_office()
    order = dispatched_order(office)
    user = office.officer.user
    page = staff_client(office.keeper).get(f"/desk/staff/{user.pk}/why/", {"number": order.number.lower()})
    text = page.content.decode()
    assert office.lighting.name in text
    assert "承办人员" in text
    assert "可以看到" in text
    assert order.brief not in text


def test_what_is_missing_and_who_could_give_it_is_said():
    office = make_office()
    page = staff_client(office.keeper).get(
        f"/desk/staff/{office.officer.user.pk}/why/", {"page": "desk:enter"}
    )
    text = page.content.decode()
    assert "调度员" in text
    assert office.post_keeper.user.name in text
    assert "看不到" in text


def test_a_number_of_another_street_is_not_there():
    office, other = make_office(), make_office()
    order = dispatched_order(other)
    if order.number == dispatched_order(office).number:
        order = dispatched_order(other)
    page = staff_client(office.keeper).get(
        f"/desk/staff/{office.officer.user.pk}/why/", {"number": order.number}
    )
    assert page.context["answers"] == []


def test_a_closed_account_sees_nothing_whatever_its_posts():
    office = make_office()
    office.dispatcher.user.is_active = False
    office.dispatcher.user.save()
    answer = why_page(office.keeper.actor, colleague(office, "dispatcher"), "desk:today", on=today())
    assert not answer.sees
    assert [link.holds for link in answer.links] == [False, True]


def test_somebody_who_acts_in_another_street_sees_nothing_here():
    office, other = make_office(), make_office()
    from jiezhi.organisation.models import PostHolding
    from jiezhi.project.demo.roles import OFFICER

    elsewhere = make_staff(other.lighting, OFFICER).user.holdings.get()
    PostHolding.objects.create(
        sub_district=other.street,
        post=elsewhere.post,
        user=office.dispatcher.user,
        since_on=today() - timedelta(days=1),
    )
    answer = why_page(office.keeper.actor, colleague(office, "dispatcher"), "desk:today", on=today())
    assert staff_actor(user_id=office.dispatcher.user.pk, on=today()).sub_district_id == other.street.pk
    assert not answer.sees


def test_every_permission_of_a_navigation_has_words():
    labels = {declared.code for declared in all_permissions()}
    assert {entry.permission for entry in all_entries() if entry.permission} <= labels
