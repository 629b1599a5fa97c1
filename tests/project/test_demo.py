"""The demo street: whole or not at all, the same each time, and with nobody's number in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, Sum
from django.test import override_settings

from jiezhi.accounts.models import User
from jiezhi.answers.choices import AnswerState
from jiezhi.answers.models import AnswerVersion
from jiezhi.answers.queries import versions_to_approve
from jiezhi.burden.models import BurdenDay
from jiezhi.concerns.choices import CallbackState, ConcernState, ProxyPart, RightState, Way
from jiezhi.concerns.models import Callback, Concern, ElderMonth, Exchange, PrivacyRight, ProxyEntry
from jiezhi.core.masking import find_personal, find_private
from jiezhi.faces.desk.channels import channel_page
from jiezhi.faces.desk.replay import dry_run_of
from jiezhi.kit.models import AuditEntry, DeliveryState, OutboxDelivery
from jiezhi.organisation.models import CalendarDay, Department, Matter
from jiezhi.organisation.queries import draft_faults, find_open_version, lines_of, list_faults, staff_actor
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.project.demo import loading
from jiezhi.project.demo.people import DEMO_PASSWORD, STAFF
from jiezhi.project.demo.ways import BY_STAFF
from jiezhi.project.management.commands import demo as command
from jiezhi.project.management.commands import demo_sign_ins
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.filter_forms import filter_of, plain_query
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder
from jiezhi.workorders.saved import saved_lines

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""Friday 20 November 2026, 16:00 in the office."""


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo, loaded once for all tests here; gives the folder of the keys that seal its telephone numbers."""
    keys = tmp_path_factory.mktemp("demo") / "keys"
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as Django's TestCase does, so that durable blocks may nest
        outer.__enter__()
        try:
            with override_settings(VAULT_KEY_FOLDER=keys):
                loading.load_demo(at=NOW, requests=900)
            yield keys
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def own_folders(settings: object, demo: Path) -> None:
    """Instead of the usual one: the demo keeps the keys it was loaded with."""
    settings.VAULT_KEY_FOLDER = demo


pytestmark = pytest.mark.django_db


def test_nothing_of_the_past_lies_in_the_future_or_failed():
    assert max(OrderEntry.objects.values_list("at", flat=True)) <= NOW
    assert max(AuditEntry.objects.values_list("at", flat=True)) <= NOW
    assert max(Callback.objects.values_list("since_at", flat=True)) <= NOW
    assert not OutboxDelivery.objects.exclude(state=DeliveryState.DONE).exclude(last_error="")
    assert not OutboxDelivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=NOW)


def test_every_state_and_every_trouble_is_there_to_see():
    states = Counter(WorkOrder.objects.values_list("state", flat=True))
    assert set(states) == {state.value for state in OrderState} - {OrderState.OPENED}
    assert states[OrderState.CLOSED] > sum(states.values()) / 2
    open_late = WorkOrder.objects.filter(state=OrderState.IN_HAND, due_at__lt=NOW)
    assert open_late.count() >= 2
    assert WorkOrder.objects.filter(sent_back_count__gte=2).exists()
    assert WorkOrder.objects.filter(reopened_count=1, state=OrderState.DISPATCHED).exists()
    assert WorkOrder.objects.filter(was_satisfied=False).count() >= 2
    assert Extension.objects.filter(state="asked").exists()
    assert Concern.objects.filter(state=ConcernState.SUBMITTED).count() >= 8
    assert Concern.objects.filter(state=ConcernState.ASKED).count() == 1
    assert Callback.objects.filter(state=CallbackState.UNREACHABLE).exists()


def test_the_wording_of_most_requests_points_to_their_matter():
    known = Concern.objects.exclude(order=None).select_related("order")
    hits = [c for c in known if str(c.order.matter_id) in [s["matter_id"] for s in c.suggestions]]
    assert len(hits) / len(known) > 0.8


def test_the_list_has_one_gap_and_one_tie():
    street = SubDistrict.objects.get()
    faults = list_faults(sub_district_id=street.pk, on=NOW.date())
    assert sorted(
        (fault.is_tie, fault.matter.code, [c.name for c in fault.communities]) for fault in faults
    ) == [
        (False, "charging", ["望湖社区"]),
        (True, "noise", ["桥东社区"]),
    ]


def test_a_revision_of_the_list_is_being_drafted_that_mends_both():
    version = find_open_version(SubDistrict.objects.get().pk)
    assert version is not None
    assert draft_faults(version, lines_of(version), today=NOW.date()) == []
    dispatcher = staff_actor(user_id=User.objects.get(username="dispatcher").pk, on=NOW.date())
    tried = dry_run_of(version, dispatcher, months=12, today=NOW.date())
    assert {(move.source, move.target) for move in tried.moves} >= {("明湖供电公司", "城市管理办公室")}


def test_borders_fit_and_estates_lie_in_their_cells():
    grounds = []
    for community in Community.objects.prefetch_related("grid_cells"):
        ground = shapely.geometry.shape(community.border)
        cells = [shapely.geometry.shape(cell.border) for cell in community.grid_cells.all()]
        assert ground.is_valid
        assert 2 <= len(cells) <= 4
        assert shapely.unary_union(cells).symmetric_difference(ground).area == 0
        grounds.append(ground)
    assert shapely.unary_union(grounds).geom_type == "Polygon"
    assert sum(ground.area for ground in grounds) == pytest.approx(
        shapely.unary_union(grounds).area, rel=1e-9
    )
    for estate in Estate.objects.select_related("grid_cell"):
        assert shapely.geometry.shape(estate.grid_cell.border).contains(shapely.Point(estate.lon, estate.lat))


def test_departments_of_every_kind_and_the_calendar_are_there():
    assert Department.objects.count() == 24
    assert set(Department.objects.values_list("kind", flat=True)) == {
        "section", "outpost", "bureau", "utility", "community",
    }  # fmt: skip
    assert Matter.objects.filter(children=None).count() >= 20
    assert CalendarDay.objects.filter(on="2026-10-01", kind="holiday").exists()
    assert CalendarDay.objects.filter(on="2026-10-10", kind="workday").exists()


def test_every_sign_in_works():
    hashes = set(
        User.objects.filter(username__in=[plan.username for plan in STAFF]).values_list("password", flat=True)
    )
    assert User.objects.count() == len(STAFF)
    assert len(hashes) == 1  # one password for all: trying two of them tries all
    for plan in (STAFF[0], STAFF[-1]):
        user = authenticate(None, username=plan.username, password=DEMO_PASSWORD)
        assert user is not None
        assert staff_actor(user_id=user.pk, on=NOW.date()) is not None


def test_no_text_holds_a_number_that_could_reach_somebody():
    texts = [
        *Concern.objects.values_list("words", flat=True),
        *Exchange.objects.values_list("words", flat=True),
    ]
    texts += WorkOrder.objects.values_list("brief", flat=True)
    texts += WorkOrder.objects.values_list("reply", flat=True)
    texts += OrderEntry.objects.values_list("note", flat=True)
    texts += Callback.objects.values_list("words", flat=True)
    texts += [concern.place_note for concern in Concern.objects.all()]
    texts = [
        re.sub(r"(SQ|TJ|XY)\d{8}-\d{4}", "", text) for text in texts
    ]  # requests and mediations by number
    assert [text for text in texts if find_personal(text) or re.search(r"\d{7,}", text)] == []
    phones = {concern.phone for concern in Concern.objects.all()} - {""}
    assert phones
    assert all(re.fullmatch(r"120\d{8}", phone) for phone in phones)
    assert not any(find_personal(phone) for phone in phones)


def test_the_sign_ins_are_printed_and_hold_the_password(capsys):
    call_command("demo_sign_ins")
    told = capsys.readouterr().out
    for plan in (*STAFF[:5], *STAFF[-4:]):
        assert plan.username in told
    assert told.count(DEMO_PASSWORD) == 10


def test_loading_into_a_street_is_refused_and_if_empty_does_nothing():
    before = (User.objects.count(), Concern.objects.count())
    call_command("demo", "--if-empty", stdout=StringIO())
    with pytest.raises(CommandError, match="street in this database already"):
        call_command("demo")
    assert (User.objects.count(), Concern.objects.count()) == before


def test_production_never_gets_the_demo(monkeypatch, capsys):
    monkeypatch.setattr(command, "IS_PRODUCTION", True)
    monkeypatch.setattr(command, "is_empty", lambda: True)
    monkeypatch.setattr(command, "load_demo", lambda **_: pytest.fail("loaded"))
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
    monkeypatch.setattr(demo_sign_ins, "IS_PRODUCTION", True)
    monkeypatch.setattr(demo_sign_ins, "find_demo_staff", lambda: STAFF[:5])
    call_command("demo_sign_ins")
    assert capsys.readouterr().out == ""


def test_without_the_demo_no_sign_ins_are_printed(monkeypatch, capsys):
    monkeypatch.setattr(loading, "SLUG", "nowhere")
    call_command("demo_sign_ins")
    assert capsys.readouterr().out == ""


def test_every_way_in_is_there_to_see_with_who_acted():
    street = SubDistrict.objects.get()
    dispatcher = staff_actor(user_id=User.objects.get(username="dispatcher").pk, on=NOW.date())
    page = channel_page(dispatcher, today=NOW.date(), at=NOW)
    counts = {line.key: sum(cell.count for cell in line.cells) for line in page.ways + page.parts}
    for way in set(Way) - {Way.PROGRAM}:
        assert counts[way] > 0, way
    assert counts[ProxyPart.FOR_OTHERS] > 5
    assert counts[ProxyPart.BY_STAFF] == sum(counts[way] for way in ("phone", "counter", "door", "paper"))
    elder = ElderMonth.objects.filter(sub_district_id=street.pk)
    assert 0 < sum(row.requests for row in elder) < Concern.objects.filter(channel="portal").count() / 4
    assert set(ProxyEntry.objects.filter(is_by_staff=True).values_list("entered_by", flat=True)) == {
        dispatcher.label
    }
    assert not ProxyEntry.objects.exclude(at__lte=NOW)
    assert PrivacyRight.objects.get().state == RightState.WAITING


def test_the_burden_of_forms_is_there_to_see_and_adds_up():
    rows = BurdenDay.objects.all()
    assert rows.count() > 300
    assert not [row for row in rows if row.fields_retyped > row.fields_typed or not row.posts]
    entered = rows.filter(process="concerns.enter").aggregate(Sum("posts"))["posts__sum"]
    by_hand = Concern.objects.filter(channel__in=BY_STAFF, submitted_at__date__lt=NOW.date())
    assert abs(entered - by_hand.count()) <= 10  # what waits now came in afterwards


def test_standard_answers_are_there_to_use_to_approve_and_to_mend():
    found = AnswerVersion.objects.select_related("answer__department", "answer__matter")
    used = {
        (row.answer.department.name, row.answer.matter.code) for row in found.filter(state=AnswerState.IN_USE)
    }
    done = WorkOrder.objects.values_list("lead__name", "matter__code").annotate(Count("pk"))
    busiest = [row[:2] for row in done.order_by("-pk__count", "lead__name", "matter__code")]
    assert len(used.intersection(busiest[:20])) >= 12
    assert not [row.text for row in found if find_private(row.text)]
    dispatcher = staff_actor(user_id=User.objects.get(username="dispatcher").pk, on=NOW.date())
    assert {row.answer.name for row in versions_to_approve(dispatcher)} == {"已劝离", "充电棚建设进度"}
    assert found.get(state=AnswerState.REFUSED).note


def test_the_posts_that_are_shown_keep_filters_that_find_something():
    shared = found = 0
    for username in ("dispatcher", "officer", "community-worker", "leader"):
        actor = staff_actor(user_id=User.objects.get(username=username).pk, on=NOW.date())
        lines = saved_lines(actor, read=filter_of, at=NOW)
        assert len(lines) >= 2, username
        for line in lines:
            assert plain_query(line.saved.query) == line.saved.query, line.saved.name
        found += sum(line.count not in ("", "0") for line in lines)
        shared += sum(line.saved.department_id is not None for line in lines)
    assert shared >= 4
    assert found >= 3
