"""Figures by month, body and matter; fixed months, their brief, and what everybody may read of them."""

import hashlib
import importlib
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from jiezhi.assessment import measures
from jiezhi.assessment.actions import ask_brief
from jiezhi.assessment.choices import BriefState
from jiezhi.assessment.figures import figure_page, read_wanted
from jiezhi.assessment.models import MonthlyBrief
from jiezhi.assessment.published import public_figures
from jiezhi.assessment.tasks import freeze_months_of
from jiezhi.kit.measure import Question, Split, every_measure
from jiezhi.kit.models import OutboxDelivery
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.outcomes import RESPONSE
from tests.factories import (
    dispatched_order,
    make_community,
    make_department,
    make_office,
    settle,
    staff_client,
)
from jiezhi.places.models import Community
from jiezhi.workorders.actions import accept_order, reopen_order, send_back_order
from jiezhi.workorders.choices import ReopenReason, SendBackReason
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


class FigureTest(TestCase):
    """One street of 300 orders from September to November."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = make_office()
        leads = [cls.office.lighting, cls.office.front_desk, make_department(cls.office.street)]
        places = [cls.office.community, make_community(cls.office.street)]
        random_orders(cls.office, 300, seed=3, since=SINCE, leads=leads, communities=places)
        WorkOrder.objects.filter(number__endswith="7").update(sent_back_count=1, reopened_count=1)
        cls.leader = cls.office.leader.actor
        cls.rows = list(WorkOrder.objects.filter(opened_on__range=(OCTOBER, date(2026, 10, 31))))

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def test_the_new_measures_equal_a_recount_for_every_split_in_one_statement(self):
        says = {
            "reworked": lambda row: row.reopened_count > 0 if row.resolved_at or row.reopened_count else None,
            "sent_back": lambda row: row.sent_back_count > 0,
        def responded(row):
            if row.first_accepted_at:
                return row.first_accepted_at <= row.dispatched_at + RESPONSE
            return False if row.state == "in_hand" and row.dispatched_at + RESPONSE < AT else None

            "responded": lambda row: False if row.state == "in_hand" and not row.accepted_at else None,
        }
        columns = {Split.NONE: None, Split.DEPARTMENT: "lead_id", Split.MATTER: "matter_id"}
        for key, said in says.items():
            measure = next(each for each in every_measure() if each.key == key)
            for split, column in columns.items():
                with self.assertNumQueries(1):
                    found = measure.compute(Question(self.leader, OCTOBER, date(2026, 10, 31), AT, split))
                for group, figure in found.items():
                    own = [row for row in self.rows if not column or getattr(row, column) == group]
                    known = [answer for answer in map(said, own) if answer is not None]
                    assert (figure.part, figure.whole) == (sum(known), len(known)), key

    def test_every_measure_can_be_asked_by_month_and_says_what_it_rests_on(self):
        page = figure_page(self.leader, read_wanted(["on_time", "handling"], "month", "3"), at=AT)
        assert [row.name for row in page.rows] == ["2026-11", "2026-10", "2026-09"]
        question = Question(self.leader, OCTOBER, date(2026, 10, 31), AT)
        october = measures.SENT_BACK.compute(question)[None]
        page = figure_page(self.leader, read_wanted(["sent_back"], "month", "3"), at=AT)
        assert page.rows[1].cells[0].basis == f"{october.part} / {october.whole}"
        for measure in every_measure():
            for split in (Split.MONTH, Split.MATTER):
                measure.compute(Question(self.leader, OCTOBER, date(2026, 10, 31), AT, split))

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
        freeze_months_of(self.office.street.pk, at=AT)
        settle()
        briefs = {row.month_on: row for row in MonthlyBrief.objects.all()}
        assert set(briefs) == {OCTOBER, date(2026, 9, 1)}
        brief = briefs[OCTOBER]
        assert (brief.state, brief.figures["orders"]) == (BriefState.READY, len(self.rows))
        first = bytes(brief.document)
        assert hashlib.sha256(first).hexdigest() == brief.file_digest
        WorkOrder.objects.all().update(was_satisfied=True)
        freeze_months_of(self.office.street.pk, at=AT)
        ask_brief(brief_id=brief.pk, actor=self.leader, at=AT)
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
        freeze_months_of(self.office.street.pk, at=datetime(2026, 11, 2, 4, tzinfo=UTC))
        assert set(MonthlyBrief.objects.values_list("month_on", flat=True)) == {date(2026, 9, 1)}

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
        assert "不足 10 人" in text
        assert "CC BY 4.0" in table.splitlines()[1]
        assert self.office.street.name in table.splitlines()[0]
