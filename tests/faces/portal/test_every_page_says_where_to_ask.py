"""Telephone and service station stand on every page for residents, refusals included."""

import pytest
from django.test import RequestFactory

from jiezhi.kit.ui.refusals import broken
from tests.factories import make_street


def says_where_to_ask(page: str, office) -> bool:
    return office.street.phone in page and office.street.service_point in page


@pytest.mark.parametrize("rest", ["", "request/words/", "follow/", "mine/", "nothing/", "mine/SQ1/"])
def test_pages_and_refusals_of_a_street_say_it(office, resident, rest):
    make_street()
    assert says_where_to_ask(resident.get(rest).content.decode(), office)


def test_steps_the_slip_and_the_request_say_it(office, resident):
    key = resident.fill()
    for rest in ("request/place/", "request/photos/", "request/contact/", "request/check/"):
        assert says_where_to_ask(resident.get(rest).content.decode(), office), rest
    resident.post("request/check/", submission_key=key)
    assert says_where_to_ask(resident.get("request/done/").content.decode(), office)


def test_where_one_office_is_served_the_sign_in_and_unknown_addresses_say_it_too(office, client):
    for address in ("/sign-in/", "/nothing/"):
        assert says_where_to_ask(client.get(address).content.decode(), office), address


def test_where_several_are_served_the_choice_says_it_of_each(office, client):
    other = make_street()
    page = client.get("/").content.decode()
    assert says_where_to_ask(page, office)
    assert other.phone in page
    assert other.service_point in page


def test_a_fault_of_ours_says_it_without_reading_anything(office, resident, django_assert_num_queries):
    resident.get("follow/")
    request = RequestFactory().get(resident.url("mine/"))
    with django_assert_num_queries(0):
        page = broken(request).content.decode()
    assert says_where_to_ask(page, office)


@pytest.mark.parametrize("rest", ["", "request/words/", "follow/", "mine/", "nothing/"])
def test_every_page_offers_elder_mode_and_the_other_language(resident, rest):
    page = resident.get(rest).content.decode()
    assert 'action="/elder-mode/"' in page
    assert 'name="language" value="zh-hans"' in page
    assert f'name="next" value="{resident.url(rest)}"' in page


def test_an_answer_to_a_form_leads_back_to_the_page_of_the_form(resident):
    concern = resident.submit()
    page = resident.url(f"mine/{concern.number}/")
    answer = resident.client.post(
        f"{page}add/", {"addition": " "}, headers={"referer": f"http://testserver{page}"}
    )
    assert answer.status_code == 422
    assert f'name="next" value="{page}"' in answer.content.decode()
