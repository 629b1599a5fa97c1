"""Finding requests by their words and number, as a scan finds them, and never by a number of a person."""

from datetime import timedelta
from importlib import import_module
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from jiezhi.concerns import search
from jiezhi.concerns.actions import Submission
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.courses import ConcernCourse, PastSuperior, import_concern_courses
from jiezhi.concerns.history import PastMessage, import_messages
from jiezhi.concerns.models import Concern, ConcernWords
from jiezhi.concerns.search import concerns_with_words
from jiezhi.core.bigrams import holds
from jiezhi.core.masking import without_numbers
from jiezhi.kit.search import terms_text
from jiezhi.organisation.calendars import working_calendar
from jiezhi.workorders.models import OrderWords
from tests.concerns.test_messages_from_a_file import importer
from tests.factories import make_office, submitted_concern
from tests.factories.above import make_source, superior_order
from tests.factories.pages import english_client, statements_of, text_of
from tests.factories.workorders import MONDAY, spot_of

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


def test_a_request_from_above_is_found_by_the_superiors_number(office):
    superior_order(office, number="RX1")
    wanted = superior_order(office, number="RX-2026-77a0015", words="楼道堆物")
    client = english_client(office.dispatcher)
    for words in ("RX-2026-77a0015", "77A0015", "77a0015 堆物", " rx-2026-77a0015"):
        (part,) = client.get("/desk/today/", {"words": words}).context["day"].parts
        assert [row.number for row in part.rows] == [wanted.concern.number], words
    assert found(make_office(), "77a0015") == []


def test_the_course_of_a_past_order_from_above_is_found_by_its_number(office):
    source = make_source(office)
    course = ConcernCourse(
        Submission(key=uuid4(), words="路灯不亮", spot=spot_of(office), channel=Channel.SUPERIOR),
        MONDAY,
        superior=PastSuperior(source.pk, "RX77a0015", MONDAY, MONDAY + timedelta(days=5), MONDAY),
    )
    plain = ConcernCourse(Submission(key=uuid4(), words="路灯不亮", spot=spot_of(office)), MONDAY)
    calendar = working_calendar(office.street.pk, since=MONDAY.date())
    made = import_concern_courses(
        courses=[plain, course], calendar=calendar, source="x", actor=importer(office), at=MONDAY
    )
    assert found(office, "rx77a0015") == [made[1].number]


def test_what_is_rebuilt_or_filled_by_the_migration_has_the_superiors_number(office):
    superior = superior_order(office, number="RX77a0015")
    superior_order(office)
    make_requests(office)
    written = set(ConcernWords.objects.values_list("row_id", "at", "terms"))
    search.rebuild_search(afresh=True)
    assert set(ConcernWords.objects.values_list("row_id", "at", "terms")) == written
    for entry in ConcernWords.objects.all():  # as it was before
        entry.terms = terms_text(office.street.pk, entry.row.number, without_numbers(entry.row.words))
        entry.save()
    assert found(office, "rx77a0015") == []
    migration = import_module("jiezhi.concerns.migrations.0011_fill_numbers_from_above")
    for part in (1, 1000):
        migration.PART = part
        migration.fill(apps, None)
        assert found(office, "rx77a0015") == [superior.concern.number]
        assert set(ConcernWords.objects.values_list("row_id", "at", "terms")) == written
