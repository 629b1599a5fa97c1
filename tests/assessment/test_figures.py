"""Figures by month, body and matter; fixed months, their brief, and what everybody may read of them."""

import hashlib
import importlib
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from jiezhi.assessment import measures
from jiezhi.assessment.actions import ask_brief
from jiezhi.assessment.choices import BriefState
from jiezhi.assessment.drawing import printed
from jiezhi.assessment.figures import figure_page, read_wanted
from jiezhi.assessment.models import MonthlyBrief
from jiezhi.assessment.published import public_figures
from jiezhi.assessment.tasks import freeze_months_of
from jiezhi.concerns.models import Concern
from jiezhi.kit.measure import Figure, Question, Split, every_measure
from jiezhi.kit.models import OutboxDelivery
from jiezhi.places.models import Community
from jiezhi.workorders.actions import accept_order, fail_check, pass_check, reopen_order, send_back_order
from jiezhi.workorders.choices import ReopenReason, SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import RESPONSE
from jiezhi.workorders.queries import rework_count
from tests.factories import (
    dispatched_order,
    make_community,
    make_department,
    make_office,
    settle,
    staff_client,
)
from tests.factories.assessment import fixed_month
from tests.factories.figures import random_orders, random_parts
from tests.factories.hands import HOUR, order_in_hand, reported_order
from tests.factories.workorders import MONDAY

SINCE = datetime(2026, 9, 1, tzinfo=UTC)
AT = datetime(2026, 11, 5, 4, tzinfo=UTC)
FIXED_AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))


@pytest.mark.django_db
def test_taking_an_order_on_in_time_stays_so_when_it_is_reopened_or_handed_on():
    office = make_office()
    order, actor = reported_order(office), office.dispatcher.actor
    question = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), MONDAY + 400 * HOUR)
    assert measures.RESPONDED.compute(question)[None] == Figure.of(1, 1)
    reopen_order(order_id=order.pk, reason=ReopenReason.NOT_SOLVED, actor=actor, at=MONDAY + 72 * HOUR)
    assert measures.RESPONDED.compute(question)[None] == Figure.of(1, 1)
    order = accept_order(
        order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + 200 * HOUR
    )
    assert (order.first_accepted_at, order.accepted_at) == (MONDAY, MONDAY + 200 * HOUR)
    send_back_order(
        order_id=order.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=MONDAY + 201 * HOUR,
    )  # fmt: skip
    assert measures.RESPONDED.compute(question)[None] == Figure.of(1, 1)


@pytest.mark.django_db
def test_orders_of_before_get_when_they_were_first_taken_on_from_their_history():
    office = make_office()
    orders = [order_in_hand(office), reported_order(office), dispatched_order(office)]
    reopen_order(
        order_id=orders[1].pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor,
        at=MONDAY + 72 * HOUR,
    )  # fmt: skip
    WorkOrder.objects.update(first_accepted_at=None)
    fill = importlib.import_module("jiezhi.workorders.migrations.0014_tell_service_apart")
    fill.fill_first_accepted(apps, None)
    kept = dict(WorkOrder.objects.values_list("pk", "first_accepted_at"))
    assert [kept[order.pk] for order in orders] == [MONDAY, MONDAY, None]


@pytest.mark.django_db
def test_what_was_found_not_done_on_site_is_rework_as_what_a_reporter_says_is():
    office = make_office()
    failed, reopened, good = (reported_order(office, office.rubbish) for _number in range(3))
    question = Question(office.leader.actor, MONDAY.date(), MONDAY.date(), MONDAY + 400 * HOUR)
    seen = {"seen_version": None, "actor": office.grid_worker.actor, "at": MONDAY + HOUR}
    fail_check(order_id=failed.pk, note="还有一堆", **seen)
    for order in (reopened, good):
        pass_check(order_id=order.pk, note="", **seen)
    reopen_order(
        order_id=reopened.pk, reason=ReopenReason.NOT_SOLVED, actor=office.dispatcher.actor,
        at=MONDAY + 2 * HOUR,
    )  # fmt: skip
    assert measures.REWORKED.compute(question)[None] == Figure.of(2, 3)
    orders = WorkOrder.objects.in_bulk([failed.pk, reopened.pk, good.pk])
    assert [rework_count(orders[order.pk]) for order in (failed, reopened, good)] == [1, 1, 0]
    WorkOrder.objects.update(failed_check_count=0)
    importlib.import_module("jiezhi.workorders.migrations.0019_fill_failed_checks").fill(apps, None)
    assert measures.REWORKED.compute(question)[None] == Figure.of(2, 3)


class FigureTest(TestCase):
    """One street of 300 orders from September to November."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = make_office()
        leads = [cls.office.lighting, cls.office.front_desk, make_department(cls.office.street)]
        places = [cls.office.community, make_community(cls.office.street)]
        made = random_orders(cls.office, 300, seed=3, since=SINCE, leads=leads, communities=places)
        random_parts(cls.office, made, departments=leads)
        WorkOrder.objects.filter(number__endswith="7").update(sent_back_count=1, reopened_count=1)
        WorkOrder.objects.filter(number__endswith="8").update(failed_check_count=1)
        cls.leader = cls.office.leader.actor
        cls.rows = list(WorkOrder.objects.filter(opened_on__range=(OCTOBER, date(2026, 10, 31))))

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def test_the_new_measures_equal_a_recount_for_every_split_in_one_statement(self):
        def found_undone(row):
            return row.reopened_count + row.failed_check_count > 0

        def responded(row):
            if row.first_accepted_at:
                return row.first_accepted_at <= row.dispatched_at + RESPONSE
            return False if row.state == "in_hand" and row.dispatched_at + RESPONSE < AT else None

        says = {
            "reworked": lambda row: found_undone(row) or (False if row.resolved_at else None),
            "sent_back": lambda row: row.sent_back_count > 0,
            "responded": responded,
            "served": lambda row: row.likes_service,
        }
        group_of = {
            Split.NONE: lambda _row: None,
            Split.MONTH: lambda row: row.opened_on.replace(day=1),
            Split.COMMUNITY: lambda row: row.community_id,
            Split.DEPARTMENT: lambda row: row.lead_id,
            Split.MATTER: lambda row: row.matter_id,
        }
        for key, said in says.items():
            measure = next(each for each in every_measure() if each.key == key)
            assert {Split.NONE, *measure.splits} == set(group_of)
            for split, of in group_of.items():
                with self.assertNumQueries(1):
                    found = measure.compute(Question(self.leader, SEPTEMBER, date(2026, 10, 31), AT, split))
                rows = [row for row in WorkOrder.objects.all() if SEPTEMBER <= row.opened_on < NOVEMBER]
                assert set(found) == set(map(of, rows))
                for group, figure in found.items():
                    known = [said(row) for row in rows if of(row) == group and said(row) is not None]
                    assert (figure.part, figure.whole) == (sum(known), len(known)), (key, split)
                    assert 0 < figure.part < figure.whole, (key, split)

    def test_every_measure_can_be_asked_by_month_and_says_what_it_rests_on(self):
        page = figure_page(self.leader, read_wanted(["on_time", "handling"], "month", "3"), at=AT)
        assert [row.name for row in page.rows] == ["2026-11", "2026-10", "2026-09"]
        question = Question(self.leader, OCTOBER, date(2026, 10, 31), AT)
        october = measures.SENT_BACK.compute(question)[None]
        page = figure_page(self.leader, read_wanted(["sent_back"], "month", "3"), at=AT)
        assert page.rows[1].cells[0].basis == f"{october.part} / {october.whole}"

    def test_the_parts_of_every_declared_split_make_the_whole(self):
        for measure in every_measure():
            for split in measure.splits:
                asked = [
                    Question(self.leader, SEPTEMBER, AT.date(), AT, each) for each in (Split.NONE, split)
                ]
                whole, parts = (measure.compute(question) for question in asked)
                assert sum(figure.whole for figure in parts.values()) == whole[None].whole, (
                    measure.key,
                    split,
                )
                if split is Split.MONTH:
                    assert all(isinstance(month, date) and month.day == 1 for month in parts), measure.key
        held = {measure.key for measure in every_measure() if measure.compute(asked[0])[None].whole}
        assert held >= {"on_time", "handling", "supports_in_time", "way_portal", "merged_orders", "retyped"}

    def test_a_measure_without_a_split_is_not_computed_by_it_and_the_page_says_so(self):
        asked = read_wanted(["on_time", "way_portal", "confirmed_duplicates"], "department", "3")
        page = figure_page(self.leader, asked, at=AT)
        assert [measure.key for measure in page.whole_only] == ["way_portal", "confirmed_duplicates"]
        assert {cell.basis for row in page.rows for cell in row.cells[1:]} == {""}
        assert all("/" in row.cells[0].basis for row in page.rows)
        assert len(page.charts) == 1
        url = reverse("assessment:figures")
        told = {"measure": ["on_time", "way_portal"], "split": "department"}
        text = staff_client(self.office.leader).get(url, told).content.decode()
        assert text.count("不按此分组统计") == 1

    def test_the_page_and_its_file_say_the_same(self):
        client = staff_client(self.office.leader)
        asked = {"measure": ["sent_back", "on_time"], "split": "department", "months": "12"}
        text = client.get(reverse("assessment:figures"), asked).content.decode()
        table = client.get(reverse("assessment:figures_table"), asked).content.decode("utf-8-sig")
        assert self.office.lighting.name in table
        line = next(line for line in table.splitlines() if line.startswith(self.office.lighting.name))
        assert all(cell in text for cell in line.split(","))
        assert "没有生效" not in text
        odd = client.get(reverse("assessment:figures"), {"split": "person"}).content.decode()
        assert "“分组”未生效" in odd
        words = client.get(reverse("assessment:measures")).content.decode()
        assert all(str(measure.formula) in words for measure in (measures.RESPONDED, measures.SENT_BACK))

    def test_a_month_is_fixed_once_and_its_brief_is_the_same_to_the_byte(self):
        pytest.importorskip("typst", reason="install typst: it sets documents")
        reading = pytest.importorskip("pypdf", reason="install pypdf: it reads them")
        freeze_months_of(self.office.street.pk, at=FIXED_AT)
        settle()
        briefs = {row.month_on: row for row in MonthlyBrief.objects.all()}
        assert set(briefs) == {OCTOBER, date(2026, 9, 1)}
        brief = briefs[OCTOBER]
        assert (brief.state, brief.figures["orders"]) == (BriefState.READY, len(self.rows))
        first = bytes(brief.document)
        assert hashlib.sha256(first).hexdigest() == brief.file_digest
        WorkOrder.objects.all().update(was_satisfied=True)
        freeze_months_of(self.office.street.pk, at=FIXED_AT)
        ask_brief(brief_id=brief.pk, actor=self.leader, at=FIXED_AT)
        settle()
        brief.refresh_from_db()
        assert bytes(brief.document) == first
        import io

        text = "".join(page.extract_text() for page in reading.PdfReader(io.BytesIO(first)).pages)
        assert "需要关注的三件事" in text
        assert "2026-10" in text
        assert OutboxDelivery.objects.filter(state="dead").count() == 0
        answer = staff_client(self.office.leader).get(reverse("assessment:brief", args=[brief.pk]))
        assert answer.content == first
        assert (
            staff_client(self.office.officer).get(reverse("assessment:brief", args=[brief.pk])).status_code
            == 403
        )

    def test_a_month_without_orders_and_one_that_just_ended_are_left_alone(self):
        freeze_months_of(self.office.street.pk, at=datetime(2026, 11, 19, 4, tzinfo=UTC))
        assert set(MonthlyBrief.objects.values_list("month_on", flat=True)) == {date(2026, 9, 1)}

    def test_a_month_is_fixed_when_limits_have_passed_and_says_how_many_had_not(self):
        late = self.rows[:30]
        pks = [row.pk for row in late]
        opened = datetime(2026, 10, 29, 4, tzinfo=UTC)
        WorkOrder.objects.filter(pk__in=[row.pk for row in self.rows]).exclude(pk__in=pks).update(
            opened_on=date(2026, 8, 1)
        )
        WorkOrder.objects.filter(pk__in=pks).update(
            state="in_hand", resolved_at=None, closed_at=None, due_at=opened + 10 * 24 * HOUR
        )
        done = {"state": "awaiting_callback", "resolved_at": opened + 48 * HOUR}
        WorkOrder.objects.filter(pk__in=pks[:15]).update(**done)
        WorkOrder.objects.filter(pk__in=pks[-5:]).update(due_at=opened + 60 * 24 * HOUR)
        freeze_months_of(self.office.street.pk, at=datetime(2026, 11, 19, 4, tzinfo=UTC))
        assert not MonthlyBrief.objects.filter(month_on=OCTOBER).exists()
        freeze_months_of(self.office.street.pk, at=FIXED_AT)
        brief = MonthlyBrief.objects.get(month_on=OCTOBER)
        assert brief.figures["rates"]["on_time"][:2] == [15, 25]
        assert brief.figures["still_open"] == 5
        assert "2026-11-20" in printed(brief)["open"]
        assert "5" in printed(brief)["open"]

    def test_the_month_before_stands_in_the_brief_as_it_was_fixed(self):
        freeze_months_of(self.office.street.pk, at=FIXED_AT)
        october = MonthlyBrief.objects.get(month_on=OCTOBER).figures
        WorkOrder.objects.update(was_satisfied=True, is_cross_department=True)
        WorkOrder.objects.filter(pk=self.rows[0].pk).update(opened_on=NOVEMBER)
        freeze_months_of(self.office.street.pk, at=datetime(2026, 12, 20, 4, tzinfo=UTC))
        november = MonthlyBrief.objects.get(month_on=NOVEMBER).figures
        assert november["orders_before"] == october["orders"] == len(self.rows)
        for key, row in november["rates"].items():
            assert row[2:] == october["rates"][key][:2], key
        assert november["rates"]["satisfied"][0] == november["rates"]["satisfied"][1] > 0

    def test_what_is_published_counts_requests_and_the_people_behind_them(self):
        ((one, _count),) = Counter(row.community_id for row in self.rows if row.community_id).most_common(1)
        Concern.objects.filter(community=one).update(phone_index="one reporter")
        task = Concern.objects.filter(order__opened_on__month=9).exclude(community=one)[:1].get()
        WorkOrder.objects.filter(pk=task.order_id).update(flow="task")
        freeze_months_of(self.office.street.pk, at=FIXED_AT)
        september = MonthlyBrief.objects.get(month_on=SEPTEMBER).figures
        concerns = list(Concern.objects.filter(order__opened_on__month=9).exclude(pk=task.pk))
        assert september["requests"] == [len(concerns), len({row.phone_index for row in concerns})]
        quarter = {name: (orders, people) for name, orders, people in september["quarter"]}
        place = Community.objects.get(pk=one).name
        assert quarter[place] == (sum(row.community_id == one for row in concerns), 1)
        assert quarter[place][0] > 10
        told = dict(public_figures(self.office.street.pk, today=date(2026, 11, 25)).quarters[0].parts)
        assert told[place] == "件数过少，不公布"

    def test_a_month_without_orders_does_not_keep_earlier_ones_from_being_fixed(self):
        october = WorkOrder.objects.filter(opened_on__range=(OCTOBER, date(2026, 10, 31)))
        october.update(opened_on=date(2026, 9, 5))
        freeze_months_of(self.office.street.pk, at=datetime(2026, 12, 28, 4, tzinfo=UTC))
        assert set(MonthlyBrief.objects.values_list("month_on", flat=True)) == {SEPTEMBER, NOVEMBER}

    def test_everybody_reads_fixed_months_and_no_small_number(self):
        fixed_month(self.office, month_on=date(2026, 9, 1), at=AT, rates={
            key: [80, 100, 85, 100] if key == "on_time" else [97, 100, 0, 0] if key == "solved" else [3, 12, 0, 0]
            for key in ("on_time", "responded", "solved", "satisfied", "served")
        })  # fmt: skip
        with self.assertNumQueries(1):
            found = public_figures(self.office.street.pk, today=date(2026, 11, 5))
        told = [(rate.words, rate.about) for rate in found.months[0].rates]
        assert told[0] == ("80%", "约 100 件")
        assert told[2] == ("不低于 90%", "约 100 件")
        assert told[3] == ("件数过少，不公布", "")
        parts = dict(found.quarters[0].parts)
        assert parts == {
            "青石社区": "600",
            "槐树社区": "件数过少，不公布",
            "不在任何社区": "件数过少，不公布",
        }
        with override_settings():
            url = reverse("portal:figures", args=[self.office.street.slug])
            text = Client().get(url).content.decode()
            table = Client().get(f"{url}table/").content.decode("utf-8-sig")
        assert "不足 10 件工单" in text
        assert "至少 10 位不同的诉求人" in text
        assert "CC BY 4.0" in table.splitlines()[1]
        assert self.office.street.name in table.splitlines()[0]
