from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiezhi.burden.models import BurdenDay
from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.models import Concern, ProxyEntry
from jiezhi.concerns.queries import pictures_of
from jiezhi.faces.desk.choices import LookReason
from jiezhi.kit.models import Look
from tests.faces.desk.steps import PHONE, dispatcher
from tests.factories import make_office, staff_client, submitted_concern
from tests.pictures.uploads import photo_with_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path / "uploads"


def entry(office, **changed: object) -> dict[str, object]:
    return {
        "channel": "phone",
        "words": "三楼楼道灯坏了",
        "estate": office.estate.pk,
        "place_note": "3号楼",
        "phone": PHONE,
        "relation": "self",
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


def test_a_sheet_of_paper_comes_with_its_photo():
    office = make_office()
    refused = dispatcher(office).post("/desk/requests/new/", entry(office, channel="paper"))
    assert refused.status_code == 422
    assert "id_sheet" in refused.content.decode()
    sheet = SimpleUploadedFile("sheet.jpg", photo_with_place(), content_type="image/jpeg")
    answer = dispatcher(office).post("/desk/requests/new/", entry(office, channel="paper", sheet=sheet))
    assert answer.status_code == 200
    concern = Concern.objects.get()
    assert concern.channel == "paper"
    assert len(pictures_of(concern)) == 1


def test_what_is_no_picture_is_told_at_its_field_and_nothing_is_taken():
    office = make_office()
    sheet = SimpleUploadedFile("sheet.jpg", b"not a picture", content_type="image/jpeg")
    answer = dispatcher(office).post("/desk/requests/new/", entry(office, channel="paper", sheet=sheet))
    assert answer.status_code == 422
    assert "sheet" in answer.context["form"].errors
    assert not Concern.objects.exists()


def test_a_resident_who_speaks_for_themselves_is_asked_for_nothing_more():
    office = make_office()
    dispatcher(office).post("/desk/requests/new/", entry(office, channel="door"))
    proxy = ProxyEntry.objects.get()
    assert (proxy.relation, proxy.is_by_staff, proxy.has_agreed) == ("self", True, True)
    assert proxy.entered_by == office.dispatcher.actor.label
    assert office.dispatcher.user.name not in proxy.entered_by


def test_a_neighbour_who_telephones_needs_the_residents_agreement():
    office = make_office()
    said = {"relation": "neighbour", "acting_phone": "13900005678", "called_back": "acting"}
    refused = dispatcher(office).post("/desk/requests/new/", entry(office, **said))
    assert refused.status_code == 422
    assert not Concern.objects.exists()
    page = (
        dispatcher(office)
        .post("/desk/requests/new/", entry(office, has_agreed="on", **said))
        .content.decode()
    )
    assert page.count('class="paper"') == 2
    assert ProxyEntry.objects.get().acting_phone == "13900005678"


def test_the_number_of_whoever_acts_is_shown_for_a_reason_and_on_record():
    office = make_office()
    client = dispatcher(office)
    said = {"relation": "family", "acting_phone": "13900005678", "called_back": "acting", "has_agreed": "on"}
    client.post("/desk/requests/new/", entry(office, **said))
    concern = Concern.objects.get()
    page = client.get(f"/desk/requests/{concern.pk}/").content.decode()
    assert "13900005678" not in page
    shown = client.post(
        f"/desk/requests/{concern.pk}/contact/", {"reason": LookReason.values[0]}
    ).content.decode()
    assert "13900005678" in shown
    looks = list(Look.objects.order_by("id").values_list("subject_kind", "columns"))
    assert ("concerns.proxy_entry", ["acting_phone"]) in looks


def test_fields_for_whoever_acts_are_counted_by_the_burden_meter():
    office = make_office()
    said = {"relation": "family", "acting_phone": "13900005678", "called_back": "acting", "has_agreed": "on"}
    dispatcher(office).post("/desk/requests/new/", entry(office))
    (plain,) = BurdenDay.objects.values_list("fields_typed", flat=True)
    dispatcher(office).post("/desk/requests/new/", entry(office, **said))
    (both,) = BurdenDay.objects.values_list("fields_typed", flat=True)
    assert both == plain * 2 + 4
