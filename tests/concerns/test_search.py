"""Finding requests by their words and number, as a scan finds them, and never by a number of a person."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from jiezhi.concerns import search
from jiezhi.concerns.history import PastMessage, import_messages
from jiezhi.concerns.models import Concern, ConcernWords
from jiezhi.concerns.search import concerns_with_words
from jiezhi.core.bigrams import holds
from jiezhi.core.masking import without_numbers
from jiezhi.workorders.models import OrderWords
from tests.concerns.test_messages_from_a_file import importer
from tests.factories import make_office, submitted_concern
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
WORDS = (
    "3号楼前的路灯不亮",
    "楼上漏水，找物业不管，电话13812345678",
    "路灯太亮，睡不着",
    "Lift B2停了三天",
)
QUERIES = (
    "路灯",
    "亮 路灯",
    "漏水",
    "3号楼",
    "lift",
    "b2",
    "SQ20261102",
    "0002",
    "5678",
    "13812345678",
    "138",
    "不存在",
)


@pytest.fixture
def office():
    return make_office()


def make_requests(office):
    return [
        submitted_concern(office, words, at=MONDAY + timedelta(minutes=turn)).concern
        for turn, words in enumerate(WORDS)
    ]


def scanned(words):
    rows = Concern.objects.order_by("-submitted_at", "-id")
    return [row.number for row in rows if holds([row.number, without_numbers(row.words)], words)]


def found(office, words):
    return [concern.number for concern in concerns_with_words(office.dispatcher.actor, words)]


@pytest.mark.parametrize("common", [0, 1000], ids=["walking from the newest", "asking the index"])
def test_requests_are_found_as_a_scan_finds_them(office, monkeypatch, common):
    monkeypatch.setattr(search, "COMMON", common)
    make_requests(office)
    assert len(found(office, "路灯")) == 2
    for words in QUERIES:
        assert found(office, words) == scanned(words), words


def test_requests_of_another_street_are_not_found(office):
    make_requests(make_office())
    assert found(office, "路灯") == []


def test_a_number_of_a_person_is_not_in_the_index(office):
    make_requests(office)
    assert found(office, "5678") == found(office, "13812345678") == found(office, "138") == []
    assert not any("5678" in entry.terms or "138" in entry.terms for entry in ConcernWords.objects.all())


def test_messages_of_a_file_are_found(office):
    message = PastMessage("7", "某人", "去年的井盖丢了", MONDAY - timedelta(days=300), "已补", MONDAY)
    import_messages(messages=[message], source="x", actor=importer(office), at=MONDAY)
    assert len(found(office, "井盖")) == 1


def test_the_day_finds_a_request_whatever_became_of_it(office):
    first, *_others, last = make_requests(office)
    Concern.objects.filter(pk=last.pk).update(state="asked")
    client = english_client(office.dispatcher)
    answer = client.get("/desk/today/", {"words": "lift"})
    assert [row.url for row in answer.context["day"].parts[0].rows] == [f"/desk/requests/{last.pk}/"]
    assert last.number in text_of(answer)
    by_number = client.get("/desk/today/", {"words": first.number[-4:]})
    assert first.number in [row.number for row in by_number.context["day"].parts[0].rows]
    assert 'value="lift"' in answer.content.decode()


def test_the_day_says_what_to_do_when_nothing_is_found_and_shows_no_number_of_a_person(office):
    make_requests(office)
    client = english_client(office.dispatcher)
    assert "No request has all these words" in text_of(client.get("/desk/today/", {"words": "不存在的词"}))
    shown = text_of(client.get("/desk/today/", {"words": "漏水"}))
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_searching_the_day_costs_no_more_than_the_day(office):
    make_requests(office)
    client = english_client(office.dispatcher)
    assert len(statements_of(client, "/desk/today/?words=路灯")) <= len(statements_of(client, "/desk/today/"))


def test_the_command_writes_what_is_missing(office):
    from tests.factories import dispatched_order

    make_requests(office)
    dispatched_order(office, at=timezone.now())
    ConcernWords.objects.all().delete()
    OrderWords.objects.all().delete()
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue() == "Words written of 1 orders and 4 requests.\n"
    assert len(found(office, "路灯")) == 2
    call_command("rebuild_search", afresh=True, stdout=said)
    assert said.getvalue().count("4 requests") == 2


def test_the_migration_fills_requests_of_before(office):
    make_requests(office)
    written = set(ConcernWords.objects.values_list("row_id", "at", "terms"))
    ConcernWords.objects.all().delete()
    import_module("jiezhi.concerns.migrations.0007_fill_concern_words").fill(apps, None)
    assert set(ConcernWords.objects.values_list("row_id", "at", "terms")) == written
