"""The page of one order and its verbs, through the browser's eyes."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jiezhi.core.deadlines import LimitUnit
from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.workorders import actions
from jiezhi.workorders.choices import ExtensionState, OrderState, SendBackReason
from jiezhi.workorders.models import Extension
from tests.factories import (
    dispatched_order,
    make_department,
    make_draft,
    make_entry,
    make_matter,
    make_office,
    settle,
)
from tests.factories.hands import order_in_hand
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY
from tests.pictures.uploads import coloured

pytestmark = pytest.mark.django_db
LIST = "/desk/orders/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def officer(office):
    return english_client(office.officer)


@pytest.fixture
def dispatcher(office):
    return english_client(office.dispatcher)


def page_of(order):
    return reverse("workorders:order", args=[order.pk])


def send(client, order, verb, **typed):
    url = reverse(f"workorders:{verb}", args=[order.pk])
    return client.post(url, {"version": order.version, **typed})


def photo():
    return SimpleUploadedFile("photo.jpg", coloured(), content_type="image/jpeg")


def test_an_order_costs_at_most_ten_statements(office, officer):
    order = order_in_hand(office)
    actions.ask_extension(
        order_id=order.pk,
        amount=1,
        unit=LimitUnit.WORKING_DAYS,
        reason="等配件",
        actor=office.officer.actor,
        at=MONDAY,
    )
    assert len(statements_of(officer, page_of(order))) <= 10


def test_the_page_tells_what_an_order_is_and_who_did_what(office, officer):
    order = order_in_hand(office)
    words = text_of(officer.get(page_of(order)))
    for shown in (order.number, order.brief, office.estate.name, "Being handled", "5 working days"):
        assert shown in words
    assert office.dispatcher.actor.label in words
    assert office.officer.user.name not in words.split("History")[1]


def test_what_other_apps_only_offer_shares_one_card_behind_what_there_is_to_read(office, dispatcher):
    order = order_in_hand(office)
    page = dispatcher.get(page_of(order)).content.decode()
    assert page.count('id="offers-title"') == 1
    offers = page.partition('id="offers-title"')[2].partition("</section>")[0]
    for name in ("evidence:evidence", "evidence:slip", "merging:merge", "supervision:mark"):
        assert reverse(name, args=[order.pk]) in offers, name
    assert f"{reverse('mediation:new')}?order={order.number}" in offers
    assert "It answers for these orders too" not in page
    merged = {"absorbed_id": order_in_hand(office).pk, "staying_id": order.pk, "seen_version": None}
    actions.merge_order(**merged, actor=office.dispatcher.actor, at=MONDAY)
    cards, _heading, offers = dispatcher.get(page_of(order)).content.decode().partition('id="offers-title"')
    assert "It answers for these orders too" in cards
    assert reverse("merging:merge", args=[order.pk]) not in offers


@pytest.mark.parametrize("verb", ["accept", "resolve", "send_back", "hand_on", "ask_extension"])
def test_a_foreign_street_finds_nothing(office, verb):
    order = dispatched_order(office)
    stranger = english_client(make_office().officer)
    assert stranger.get(page_of(order)).status_code == 404
    typed = {"reply": "x", "note": "x", "reason": "not_ours", "amount": 1, "department": uuid4()}
    assert send(stranger, order, verb, **typed).status_code == 404
    order.refresh_from_db()
    assert (order.state, order.version) == (OrderState.DISPATCHED, 1)


def test_the_community_reads_but_does_not_accept_for_another_department(office):
    order = dispatched_order(office)
    worker = english_client(office.community_worker)
    page = worker.get(page_of(order))
    assert page.status_code == 200
    assert reverse("workorders:accept", args=[order.pk]) not in page.content.decode()
    refusal = send(worker, order, "accept")
    assert refusal.status_code == 403
    assert office.lighting.name in text_of(refusal)


def test_a_post_without_the_permission_is_told_which_one(office):
    order = dispatched_order(office)
    refusal = send(english_client(office.leader), order, "accept")
    assert refusal.status_code == 403
    assert "Handle work orders of the own department" in text_of(refusal)


def test_a_visitor_is_led_to_the_sign_in(office, client):
    order = dispatched_order(office)
    response = client.get(page_of(order))
    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_accepting_takes_one_click(office, officer):
    order = dispatched_order(office)
    assert 'data-key="a"' in officer.get(page_of(order)).content.decode()
    response = send(officer, order, "accept")
    assert response.url == page_of(order)
    order.refresh_from_db()
    assert order.state == OrderState.IN_HAND
    assert "Your department answers for this order" in text_of(officer.get(page_of(order)))


def test_reporting_done_keeps_the_reply_and_the_picture(office, officer):
    order = order_in_hand(office, make_matter(office.street, flow=FlowName.EVENT, needs_photo=True))
    refused = send(officer, order, "resolve", reply="已经清理完")
    assert refused.status_code == 422
    assert "shown done by a picture" in text_of(refused)
    assert "已经清理完" in text_of(refused)
    send(officer, order, "resolve", reply="已经清理完", photo=photo())
    order.refresh_from_db()
    assert (order.state, order.reply) == (OrderState.AWAITING_CHECK, "已经清理完")
    picture = officer.get(page_of(order)).context["pictures"][0]
    address = reverse("workorders:picture", args=[order.pk, picture.pk])
    assert officer.get(address).headers["Content-Type"] == "image/jpeg"
    assert english_client(make_office().officer).get(address).status_code == 404
    other = reverse("workorders:picture", args=[dispatched_order(office).pk, picture.pk])
    assert officer.get(other).status_code == 404


def test_a_stale_version_keeps_the_typed_text_beside_the_fresh_order(office, officer):
    order = order_in_hand(office)
    stale = order.version
    actions.ask_extension(
        order_id=order.pk,
        amount=1,
        unit=LimitUnit.WORKING_DAYS,
        reason="等配件",
        actor=office.officer.actor,
        at=MONDAY,
    )
    actions.decide_extension(
        order_id=order.pk, is_granted=True, note="", actor=office.leader.actor, at=MONDAY
    )
    response = send(officer, order, "resolve", reply="我写了很久的答复")
    assert response.status_code == 409
    words = text_of(response)
    assert "Somebody was quicker" in words
    assert "我写了很久的答复" in words
    assert f'name="version" value="{stale + 1}"' in response.content.decode()
    order.refresh_from_db()
    assert order.state == OrderState.IN_HAND


def test_a_verb_of_another_step_is_refused_and_the_text_is_shown_once_more(office, officer):
    order = dispatched_order(office)
    response = send(officer, order, "resolve", reply="已经修好了")
    assert response.status_code == 409
    words = text_of(response)
    assert "not possible while the order is" in words
    assert "What you wrote" in words
    assert "已经修好了" in words


def test_sending_back_needs_reason_and_words(office, officer, dispatcher):
    order = order_in_hand(office)
    refused = send(officer, order, "send_back", note="不是我们")
    assert refused.status_code == 422
    assert "不是我们" in text_of(refused)
    send(officer, order, "send_back", reason=SendBackReason.NOT_OURS, note="不是我们")
    order.refresh_from_db()
    assert order.state == OrderState.SENT_BACK
    words = text_of(dispatcher.get(page_of(order)))
    assert "Outside our duties" in words
    other = make_department(office.street)
    send(dispatcher, order, "dispatch", department=other.pk)
    order.refresh_from_db()
    assert (order.state, order.lead_id) == (OrderState.DISPATCHED, other.pk)
    settle()


def test_handing_on_leads_to_the_list_since_the_order_is_no_longer_ours(office, officer):
    order = order_in_hand(office)
    other = make_department(office.street)
    unknown = send(
        officer, order, "hand_on", department=make_office().lighting.pk, reason="their_duty", note="归口"
    )
    assert unknown.status_code == 404
    assert "归口" in text_of(unknown)
    response = send(officer, order, "hand_on", department=other.pk, reason="their_duty", note="归口管理")
    assert response.url == LIST
    order.refresh_from_db()
    assert order.lead_id == other.pk
    assert officer.get(page_of(order)).status_code == 404
    assert "It is their duty: 归口管理" in text_of(english_client(office.dispatcher).get(page_of(order)))


def test_what_is_passed_up_by_choice_says_why(office, dispatcher):
    draft = make_draft(office)
    order = actions.open_order(draft=draft, lead=None, actor=office.dispatcher.actor, at=MONDAY)
    bureau = make_department(office.street, kind=DepartmentKind.BUREAU)
    make_entry(office.lamp, bureau, community=office.community)
    typed = {"department": bureau.pk, "way": "transferred", "note": ""}
    refused = send(dispatcher, order, "dispatch", **typed)
    assert refused.status_code == 422
    assert "Choose why it is passed up." in text_of(refused)
    send(dispatcher, order, "dispatch", **typed, reason="beyond_powers")
    order.refresh_from_db()
    assert order.state == OrderState.TRANSFERRED
    assert order.entries.latest("id").reason == "beyond_powers"


def test_more_time_is_asked_for_and_decided_on_the_page(office, officer):
    now = timezone.now()
    order = order_in_hand(office, at=now)
    assert send(officer, order, "ask_extension", amount=99, reason="等配件").status_code == 409
    send(officer, order, "ask_extension", amount=2, reason="等配件")
    leader = english_client(office.leader)
    assert "asks for 2 working days more" in text_of(leader.get(page_of(order)))
    assert "the decision is open" in text_of(officer.get(page_of(order)))
    assert send(leader, order, "decide_extension", decision="refuse", note="").status_code == 422
    send(leader, order, "decide_extension", decision="grant", note="同意")
    assert Extension.objects.get().state == ExtensionState.GRANTED
    due = order.due_at
    order.refresh_from_db()
    assert order.due_at > due


def test_the_address_of_a_verb_leads_to_the_order_when_it_is_opened_again(office, officer):
    order = dispatched_order(office)
    response = officer.get(reverse("workorders:accept", args=[order.pk]))
    assert (response.status_code, response.url) == (302, page_of(order))
    order.refresh_from_db()
    assert order.state == OrderState.DISPATCHED


def test_more_time_is_offered_only_before_the_limit(office, officer):
    at = timezone.now()
    in_time, late = order_in_hand(office, at=at), order_in_hand(office, at=MONDAY)
    assert late.due_at < at < in_time.due_at
    ask = "/ask-extension/"
    assert ask in officer.get(page_of(in_time)).content.decode()
    assert ask not in officer.get(page_of(late)).content.decode()
    refused = send(officer, late, "ask_extension", amount=1, reason="等配件")
    assert "等配件" in refused.content.decode()  # what was typed is kept, with the reason of the refusal
    assert "The limit has passed" in text_of(refused)
