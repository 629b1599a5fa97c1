"""Short messages on the portal: asked for beside the number, said before sending, ended on the page of the request."""

from datetime import UTC, datetime

import pytest

from jiezhi.concerns.models import Concern
from jiezhi.notices.models import TextWish
from tests.factories.notices import make_gateway

PHONE = "13800001234"


def to_contact(resident):
    resident.post("request/words/", words="3号楼前的路灯不亮", start="1")
    resident.post("request/place/", estate=str(resident.office.estate.pk), place_note="东侧")
    resident.post("request/photos/", next="1")
    return resident.get("request/contact/").content.decode()


@pytest.mark.parametrize("phone", [PHONE, ""])
def test_who_leaves_a_number_may_ask_for_it_and_end_it(office, resident, phone):
    make_gateway(office, at=datetime.now(UTC))
    assert 'name="wants_messages"' in to_contact(resident)
    contact = "phone" if phone else "anonymous"
    resident.post("request/contact/", contact=contact, phone=phone, wants_messages="on")
    check = resident.get("request/check/")
    assert ("You are told by short message" in check.content.decode()) is bool(phone)
    resident.post("request/check/", submission_key=check.context["draft"].key)
    assert TextWish.objects.filter(ended_at=None).count() == bool(phone)
    number = Concern.objects.get().number
    page = resident.get(f"mine/{number}/").content.decode()
    assert ("Send me no more" in page) is bool(phone)
    resident.post(f"mine/{number}/no-more-messages/")
    assert not TextWish.objects.filter(ended_at=None).exists()
    assert "Send me no more" not in resident.get(f"mine/{number}/").content.decode()


def test_it_is_not_asked_where_the_street_cannot_send(resident):
    assert 'name="wants_messages"' not in to_contact(resident)
