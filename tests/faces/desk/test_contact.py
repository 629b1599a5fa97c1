import io
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from jiezhi.kit.models import Look
from jiezhi.kit.vault import fields
from jiezhi.pictures.keeping import attach_pictures, store_picture
from tests.faces.desk.steps import PHONE, dispatcher, resolved_concern, suggested_concern
from tests.factories import make_office, staff_client
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def test_the_number_is_shown_once_and_the_look_is_on_record():
    office = make_office()
    concern = suggested_concern(office, phone=PHONE)
    client = dispatcher(office)
    shown = client.post(f"/desk/requests/{concern.pk}/contact/", {"reason": "ask"})
    assert PHONE in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    look = Look.objects.get()
    assert (look.subject_id, look.columns) == (concern.pk, ["phone", "place_note", "words"])
    assert look.actor_id == str(office.dispatcher.user.pk)
    assert look.purpose
    assert PHONE not in client.get(f"/desk/requests/{concern.pk}/").content.decode()


def test_a_number_within_the_words_is_masked_until_it_is_asked_for():
    office = make_office()
    concern = suggested_concern(office, f"路灯不亮，请打{PHONE}")
    client = dispatcher(office)
    page = client.get(f"/desk/requests/{concern.pk}/").content.decode()
    assert PHONE not in page
    assert "路灯不亮，请打138****5678" in page
    shown = client.post(f"/desk/requests/{concern.pk}/contact/", {"reason": "ask"})
    assert PHONE in shown.content.decode()


def test_without_a_reason_nothing_is_shown():
    office = make_office()
    concern = suggested_concern(office, phone=PHONE)
    refused = dispatcher(office).post(f"/desk/requests/{concern.pk}/contact/", {"reason": ""})
    assert refused.status_code == 422
    assert PHONE not in refused.content.decode()
    assert not Look.objects.exists()


def test_lists_and_pages_leave_the_number_sealed(monkeypatch):
    office = make_office()
    concern = suggested_concern(office, phone=PHONE)
    waiting = resolved_concern(make_office())
    opened = []
    unseal = fields.unseal
    monkeypatch.setattr(fields, "unseal", lambda value, **more: opened.append(more) or unseal(value, **more))
    client = dispatcher(office)
    pages = ["/desk/today/", f"/desk/requests/{concern.pk}/", "/desk/callbacks/"]
    assert [client.get(url).status_code for url in pages] == [200, 200, 200]
    assert waiting.callbacks.count() == 1
    assert opened == []
    client.post(f"/desk/requests/{concern.pk}/contact/", {"reason": "ask"})
    assert len(opened) == 2


def test_the_number_needs_its_own_permission_and_the_own_street():
    office, other = make_office(), make_office()
    concern = suggested_concern(office, phone=PHONE)
    url = f"/desk/requests/{concern.pk}/contact/"
    refused = staff_client(office.community_worker).post(url, {"reason": "ask"})
    assert refused.status_code == 403
    assert dispatcher(other).post(url, {"reason": "ask"}).status_code == 404
    assert Client().post(url, {"reason": "ask"})["Location"].startswith("/sign-in/")
    assert not Look.objects.exists()


def test_pictures_open_only_within_the_area():
    office, other = make_office(), make_office()
    concern = suggested_concern(office)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    drawn.seek(0)
    picture = store_picture(drawn, sub_district_id=office.street.pk, at=MONDAY)
    url = f"/desk/requests/{concern.pk}/pictures/{picture.pk}/"
    assert dispatcher(office).get(url).status_code == 404
    attach_pictures(
        [picture.pk], sub_district_id=office.street.pk, owner_kind="concerns.concern", owner_id=concern.pk
    )
    shown = dispatcher(office).get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert url in dispatcher(office).get(f"/desk/requests/{concern.pk}/").content.decode()
    assert dispatcher(other).get(url).status_code == 404
    assert dispatcher(office).get(f"/desk/requests/{uuid4()}/pictures/{picture.pk}/").status_code == 404
    assert staff_client(office.officer).get(url).status_code == 403
    assert Client().get(url)["Location"].startswith("/sign-in/")
