from uuid import uuid4

import pytest
from django.test import Client

from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.models import Concern
from tests.faces.desk.steps import PHONE, dispatcher
from tests.factories import make_office, staff_client, submitted_concern

pytestmark = pytest.mark.django_db


def entry(office, **changed: object) -> dict[str, object]:
    return {
        "channel": "phone",
        "words": "三楼楼道灯坏了",
        "estate": office.estate.pk,
        "place_note": "3号楼",
        "phone": PHONE,
        "key": uuid4(),
        **changed,
    }


def test_a_request_by_telephone_is_taken_and_its_code_shown_once():
    office = make_office()
    client = dispatcher(office)
    assert "柳岸新村" in client.get("/desk/requests/new/").content.decode()
    page = client.post("/desk/requests/new/", entry(office))
    concern = Concern.objects.get()
    assert (concern.channel, concern.phone, concern.estate) == ("phone", PHONE, office.estate)
    assert concern.community == office.community
    assert digest_of("".join(page.context["slip"].code_groups)) == concern.code_digest
    assert "no-store" in page["Cache-Control"]
    assert page.context["slip"].code_groups[0] in page.content.decode()


def test_the_same_form_twice_is_one_request_with_the_same_code():
    office = make_office()
    client, sent = dispatcher(office), entry(office)
    codes = [client.post("/desk/requests/new/", sent).context["slip"].code_groups for _ in range(2)]
    assert codes[0] == codes[1]
    assert Concern.objects.count() == 1


def test_an_empty_entry_is_refused_and_the_rest_kept():
    office = make_office()
    page = dispatcher(office).post("/desk/requests/new/", entry(office, words=" ", place_note="北门旁"))
    assert page.status_code == 422
    assert "北门旁" in page.content.decode()
    assert not Concern.objects.exists()


def test_only_the_dispatcher_enters_requests():
    office = make_office()
    assert staff_client(office.community_worker).post("/desk/requests/new/", entry(office)).status_code == 403
    assert Client().post("/desk/requests/new/", entry(office))["Location"].startswith("/sign-in/")
    assert not Concern.objects.exists()


def test_an_estate_of_another_street_is_not_taken():
    office, other = make_office(), make_office()
    sent = entry(office, estate=other.estate.pk)
    assert dispatcher(office).post("/desk/requests/new/", sent).status_code == 404
    assert not Concern.objects.exists()


def test_a_number_is_kept_as_the_portal_keeps_it_or_refused():
    office = make_office()
    client = dispatcher(office)
    client.post("/desk/requests/new/", entry(office, phone="+86 138-1234 5678"))
    submitted_concern(office, phone=PHONE)
    typed, by_portal = Concern.objects.order_by("pk")
    assert typed.phone == PHONE
    assert typed.phone_index == by_portal.phone_index
    page = client.post("/desk/requests/new/", entry(office, phone="12345"))
    assert page.status_code == 422
    assert "三楼楼道灯坏了" in page.content.decode()
