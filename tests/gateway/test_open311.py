"""Existing apps for residents read and post through GeoReport v2, as the clients `georeport` and `three` show."""

import re
import sys
import types
import warnings
from datetime import UTC, datetime
from itertools import filterfalse
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from georeport import GeoReport

from jiezhi.concerns.models import Concern
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.gateway.open311.views import ANONYMOUS_POSTS_A_MINUTE
from jiezhi.kit.models import AuditEntry
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.models import WorkOrder
from tests.factories import dispatched_order, make_office, submitted_concern
from tests.factories.programs import make_program

V2 = "/open311/v2"
WORDS = "王阿姨家门口（13800001234）的路灯不亮"


@pytest.fixture
def three(monkeypatch):
    """`three` 0.8 was written for Python 2; one name that it imports is given to it."""
    import itertools

    monkeypatch.setattr(
        itertools,
        "ifilter",
        lambda keep, rows: filterfalse(lambda row: not (keep or bool)(row), rows),
        raising=False,
    )
    if "simplejson" not in sys.modules:
        try:
            import simplejson  # noqa: F401
        except ImportError:
            import json

            shim = types.ModuleType("simplejson")
            shim.loads, shim.dumps = json.loads, json.dumps
            monkeypatch.setitem(sys.modules, "simplejson", shim)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from three import Three
    return Three


def sent(office, **more: object) -> dict[str, object]:
    return {
        "jurisdiction_id": office.street.slug,
        "service_code": office.lamp.code,
        "description": WORDS,
        "address_id": str(office.estate.pk),
    } | more


@pytest.mark.django_db
def test_services_are_the_matters_of_the_street_in_both_formats():
    office = make_office()
    make_office()
    asked = {"jurisdiction_id": office.street.slug}
    rows = Client().get(f"{V2}/services.json", asked).json()
    assert {row["service_code"] for row in rows} == {
        office.lamp.code, office.rubbish.code, office.enquiry.code,
    }  # fmt: skip
    xml = Client().get(f"{V2}/services.xml", asked)
    assert xml.headers["Content-Type"].startswith("text/xml")
    found = ET.fromstring(xml.content)  # noqa: S314 - our own answer
    assert {each.findtext("service_name") for each in found.iter("service")} == {
        row["service_name"] for row in rows
    }
    told = Client().get(f"{V2}/services/{office.lamp.code}.json", asked).json()
    assert told == {"service_code": office.lamp.code, "attributes": []}


@pytest.mark.django_db
def test_anybody_posts_as_on_the_portal_and_is_given_number_and_query_code():
    office = make_office()
    answer = Client().post(f"{V2}/requests.json", sent(office, first_name="某", email="a@example.org"))
    assert answer.status_code == 201
    row = answer.json()[0]
    concern = Concern.objects.get()
    assert (concern.number, concern.channel, concern.words) == (row["service_request_id"], "program", WORDS)
    assert (concern.estate_id, concern.community_id) == (office.estate.pk, office.community.pk)
    code = re.search(r"[0-9A-Z]{16}", row["service_notice"]).group()
    follow = Client().post(f"/s/{office.street.slug}/follow/", {"code": code})
    assert follow.status_code == 302
    assert AuditEntry.objects.get(verb="concerns.concern_submitted").actor_kind == "visitor"


@pytest.mark.django_db
def test_what_is_listed_holds_nothing_that_a_reporter_told():
    office = make_office()
    place = {
        "lat": office.estate.lat,
        "long": office.estate.lon,
        "address_string": "3号楼2单元501",
        "address_id": "",
    }
    Client().post(f"{V2}/requests.json", sent(office, **place, phone="13800001234"))
    submitted_concern(office, "从门户来的")
    asked = {"jurisdiction_id": office.street.slug}
    listed = Client().get(f"{V2}/requests.json", asked)
    one = Client().get(f"{V2}/requests/{listed.json()[0]['service_request_id']}.xml", asked)
    assert len(listed.json()) == 1, "what came in another way is not listed here"
    for text in (listed.content.decode(), one.content.decode()):
        for secret in ("王阿姨", "13800001234", "501", "从门户来的"):
            assert secret not in text
    assert listed.json()[0]["lat"] is None, "a point may be somebody's door"
    assert listed.json()[0]["address"] == office.community.name


@pytest.mark.django_db
def test_a_request_is_open_until_its_order_is_closed():
    office = make_office()
    Client().post(f"{V2}/requests.json", sent(office))
    order = dispatched_order(office)
    Concern.objects.update(order=order, state="received")
    asked = {"jurisdiction_id": office.street.slug}

    def numbers(status: str) -> int:
        return len(Client().get(f"{V2}/requests.json", asked | {"status": status}).json())

    for state, expected in (("dispatched", (1, 0)), ("awaiting_callback", (1, 0)), ("closed", (0, 1))):
        closed_at = datetime.now(UTC) if state == "closed" else None
        WorkOrder.objects.filter(pk=order.pk).update(state=state, closed_at=closed_at)
        assert (numbers("open"), numbers("closed")) == expected, state
    assert numbers("open,closed") == 1
    row = Client().get(f"{V2}/requests.json", asked).json()[0]
    assert (row["status"], row["agency_responsible"]) == ("closed", office.lighting.name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "query", "status"),
    [
        ("get", "services.json", {}, 400),
        ("get", "services.json", {"jurisdiction_id": "nowhere"}, 404),
        ("get", "services/none.xml", {"jurisdiction_id": "SLUG"}, 404),
        ("get", "requests.json", {"jurisdiction_id": "SLUG", "status": "stuck"}, 400),
        ("get", "requests.json", {"jurisdiction_id": "SLUG", "start_date": "yesterday"}, 400),
        ("get", "requests.json", {"jurisdiction_id": "SLUG", "start_date": "2020-01-01T00:00:00Z"}, 400),
        ("get", "requests.json", {"jurisdiction_id": "SLUG", "end_date": "0001-01-01T00:00:00+14:00"}, 400),
        ("get", "requests.json", {"jurisdiction_id": "SLUG", "page": "99999999999999999999"}, 400),
        ("get", "requests/SQ00000000-0001.json", {"jurisdiction_id": "SLUG"}, 404),
        ("post", "requests.json", {"jurisdiction_id": "SLUG"}, 400),
        ("post", "requests.json", {"jurisdiction_id": "SLUG", "service_code": "no", "description": "x", "lat": 1}, 404),
        ("post", "requests.xml", {"jurisdiction_id": "SLUG", "service_code": "x", "description": "x", "lat": 91}, 400),
        ("post", "requests.json", {"jurisdiction_id": "SLUG", "api_key": "jz_wrong"}, 401),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_the_form_of_georeport(method, path, query, status):
    office = make_office()
    make_office()
    query = {name: office.street.slug if value == "SLUG" else value for name, value in query.items()}
    answer = getattr(Client(), method)(f"{V2}/{path}", query)
    assert answer.status_code == status
    if path.endswith("xml"):
        assert ET.fromstring(answer.content).findtext("error/code") == str(status)  # noqa: S314
    else:
        assert answer.json()[0]["code"] == str(status)
        assert answer.json()[0]["description"]
    assert not Concern.objects.exists()


@pytest.mark.django_db
def test_a_key_names_the_program_and_opens_only_its_own_street():
    office, other = make_office(), make_office()
    let_in = make_program(office, (ProgramScope.CONCERNS_CREATE,))
    reader = make_program(office, (ProgramScope.ORDERS_READ,))
    assert Client().post(f"{V2}/requests.json", sent(office, api_key=reader.shown)).status_code == 403
    assert Client().post(f"{V2}/requests.json", sent(other, api_key=let_in.shown)).status_code == 403
    assert not Concern.objects.exists()
    assert Client().post(f"{V2}/requests.json", sent(office, api_key=let_in.shown)).status_code == 201
    audited = AuditEntry.objects.get(verb="concerns.concern_submitted")
    assert (audited.actor_kind, audited.actor_id) == ("program", str(let_in.program.pk))


@pytest.mark.django_db
def test_posts_without_a_key_are_counted_and_too_many_are_put_off():
    office = make_office()
    wrong = sent(office, service_code="none")
    codes = [
        Client().post(f"{V2}/requests.json", wrong).status_code
        for _ in range(2 * ANONYMOUS_POSTS_A_MINUTE + 1)
    ]
    assert codes.count(429) >= 1
    assert codes[:5] == [404] * 5
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").post(f"{V2}/requests.json", sent(office))
    assert elsewhere.status_code == 201, "one address holds up nobody else"


@pytest.mark.django_db
def test_a_street_alone_need_not_be_named():
    office = make_office()
    assert SubDistrict.objects.count() == 1
    assert len(Client().get(f"{V2}/services.json").json()) == 3
    assert office.lamp.code


@pytest.mark.django_db(transaction=True)
def test_georeport_reads_and_three_posts_against_a_live_server(live_server, three):
    office = make_office()
    make_office()
    let_in = make_program(office, (ProgramScope.CONCERNS_CREATE,))
    root = f"{live_server.url}{V2}"
    client = three(root, jurisdiction=office.street.slug, api_key=let_in.shown)
    assert {row["service_code"] for row in client.services()} >= {office.lamp.code}
    posted = client.post(office.lamp.code, address=office.estate.name, description=WORDS, phone="13800001234")
    number = posted[0]["service_request_id"]
    assert client.token(number)[0]["service_request_id"] == number
    assert client.request(number)[0]["status"] == "open"
    concern = Concern.objects.get()
    assert (concern.number, concern.estate_id, concern.phone) == (number, office.estate.pk, "13800001234")
    assert CivicPosting.objects.get().matter_id == office.lamp.pk
    for form in ("json", "xml"):
        reader = GeoReport(root, jurisdiction=office.street.slug, output_format=form)
        assert {row["service_name"] for row in reader.get_service_list()} >= {office.lamp.name}
        assert reader.get_service_definition(office.lamp.code)["service_code"] == office.lamp.code
        assert reader.get_service_request(number)["address"] == office.estate.name
        listed = reader.get_service_requests(service_code=office.lamp.code, status="open")
        first = listed[0] if isinstance(listed, list) else listed
        assert first["service_request_id"] == number
