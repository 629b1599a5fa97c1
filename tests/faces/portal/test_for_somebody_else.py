"""A family member or a neighbour makes a request: who acted is kept apart, agreed to, and told without names."""

import pytest

from jiezhi.concerns.models import Concern, ElderMonth, ProxyEntry
from jiezhi.kit.ui.elder import COOKIE

ACTING = "13900005678"


def acting(resident, **changed):
    entered = {
        "relation": "family",
        "called_back": "acting",
        "acting_phone": ACTING,
        "has_agreed": "on",
        **changed,
    }
    return resident.post("request/for/", **{name: value for name, value in entered.items() if value})


def made_for(resident, **changed) -> Concern:
    assert acting(resident, **changed).status_code == 302
    resident.post("request/words/", words="母亲楼上漏水")
    resident.post("request/place/", estate=str(resident.office.estate.pk), place_note="3号楼")
    resident.post("request/photos/", next="1")
    resident.post("request/contact/", contact="phone", phone="13800001234")
    draft = resident.get("request/check/").context["draft"]
    assert resident.post("request/check/", submission_key=draft.key).status_code == 302
    return Concern.objects.get(submission_key=draft.key)


def test_who_acted_is_kept_apart_from_the_resident(resident):
    concern = made_for(resident)
    proxy = ProxyEntry.objects.get(concern=concern)
    assert (proxy.relation, proxy.called_back, proxy.has_agreed, proxy.is_by_staff) == (
        "family",
        "acting",
        True,
        False,
    )
    assert (concern.phone, proxy.acting_phone) == ("13800001234", ACTING)
    assert proxy.entered_by == ""


def test_the_number_of_whoever_acts_is_sealed(resident, django_assert_num_queries):
    from django.db import connection

    made_for(resident)
    with connection.cursor() as cursor:
        cursor.execute("SELECT acting_phone FROM concerns_proxyentry")
        (stored,) = cursor.fetchone()
    assert ACTING not in stored
    assert stored != ""


def test_the_history_says_who_entered_it_without_a_name(resident):
    concern = made_for(resident)
    page = resident.get(f"mine/{concern.number}/").content.decode()
    assert "Entered for the resident by a family member (Portal)" in page
    assert "You made the request" not in page
    assert ACTING not in page


def test_without_agreement_nothing_is_begun_and_what_was_typed_stays(resident):
    answer = acting(resident, has_agreed="")
    assert answer.status_code == 422
    assert "Ask them first." in answer.content.decode()
    assert ACTING in answer.content.decode()
    assert resident.get("request/place/").status_code == 302


def test_a_callback_to_whoever_acts_needs_their_number(resident):
    answer = acting(resident, acting_phone="")
    assert answer.status_code == 422
    assert "Enter your number, or let us ask the person" in answer.content.decode()


def test_it_can_be_taken_back_before_sending(resident):
    acting(resident)
    resident.post("request/for/", for_myself="1")
    concern = resident.submit()
    assert not ProxyEntry.objects.exists()
    assert "You made the request" in resident.get(f"mine/{concern.number}/").content.decode()


def test_a_new_request_from_the_first_page_is_ones_own(resident):
    acting(resident)
    resident.submit()
    assert not ProxyEntry.objects.exists()


def test_the_slip_is_printed_for_both(resident):
    concern = made_for(resident)
    page = resident.get(f"mine/{concern.number}/slip/").content.decode()
    assert page.count('class="paper"') == 2
    assert "Copy for the resident" in page
    assert "Copy for whoever acted for them" in page


@pytest.mark.parametrize(("size", "counted"), [("24", 1), ("", 0)])
def test_elder_mode_is_a_sum_of_the_month_and_leaves_no_mark_on_the_request(resident, size, counted):
    if size:
        resident.client.cookies[COOKIE] = size
    concern = resident.submit()
    assert sum(ElderMonth.objects.values_list("requests", flat=True)) == counted
    assert not any("elder" in field.name for field in concern._meta.get_fields())
    resident.post("request/check/", submission_key=str(concern.submission_key))
    assert sum(ElderMonth.objects.values_list("requests", flat=True)) == counted
