"""The office's own scorecards: weights with their time, raw beside net, objections, and the numbers opened."""

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jiezhi.assessment.actions import decide_objection, withdraw_objection
from jiezhi.assessment.cards import card_page, one_card
from jiezhi.assessment.choices import IndicatorName, ObjectionState, SubjectKind
from jiezhi.assessment.errors import (
    ObjectionError,
    OwnObjectionError,
    PastWeightsError,
    ReasonError,
    WeightsError,
)
from jiezhi.assessment.invariants import weights_of_a_version_sum_to_a_hundred
from jiezhi.assessment.models import LineObjection, Weight
from jiezhi.assessment.tallies import lines_by_subject, rows_behind
from jiezhi.concerns.models import Concern, SuperiorOrder
from jiezhi.core.scorecards import FIRST_WEIGHTS, OLD_WEIGHTS, Indicator, Tally, score_of
from jiezhi.evidence.actions import decide_exclusion
from jiezhi.insight.periods import Period
from jiezhi.kit.errors import MissingError, RefusedError
from jiezhi.kit.measure import Question
from jiezhi.supervision.measures import SUPPORTS
from jiezhi.workorders.models import Support, WorkOrder
from tests.factories import make_community, make_department, make_office, staff_client
from tests.factories.assessment import make_weights, objected_line
from tests.factories.evidence import asked_exclusion
from tests.factories.figures import random_orders, random_parts

SINCE = datetime(2026, 9, 1, tzinfo=UTC)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
AFTER = datetime(2026, 12, 10, 4, tzinfo=UTC)
DEPARTMENT, COMMUNITY, OFFICE = SubjectKind.DEPARTMENT, SubjectKind.COMMUNITY, SubjectKind.OFFICE


class ScorecardTest(TestCase):
    """One street of 300 orders, and another that must never be counted for it."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office, other = make_office(), make_office()
        for office, seed in ((cls.office, 1), (other, 2)):
            leads = [office.lighting, office.front_desk, make_department(office.street)]
            places = [office.community, make_community(office.street)]
            made = random_orders(office, 300, seed=seed, since=SINCE, leads=leads, communities=places)
            random_parts(office, made, departments=leads)
        cls.leader = cls.office.leader.actor
        rows = WorkOrder.objects.filter(sub_district=cls.office.street)
        cls.rows = [order for order in rows if OCTOBER.first_on <= order.opened_on <= OCTOBER.last_on]

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def own(self, **changes):
        return make_weights(self.office, from_on=date(2026, 1, 1), at=AT, **changes)

    def test_every_line_equals_a_recount_in_three_statements_for_every_subject(self):
        columns = {DEPARTMENT: "lead_id", COMMUNITY: "community_id", OFFICE: None}
        for kind, column in columns.items():
            with self.assertNumQueries(3):
                found = lines_by_subject(self.leader, kind, OCTOBER, at=AT)
            groups = {getattr(order, column) if column else None for order in self.rows}
            assert set(found) == groups
            for group in groups:
                for key, (yes, whole) in self.recount(kind, group).items():
                    assert found[group][key].raw == Tally(yes, whole), (kind, key)
                    assert whole > 0, (kind, key)
                    assert kind is not OFFICE or 0 < yes < whole, key

    def recount(self, kind, group) -> dict[Indicator, tuple[int, int]]:
        """Count all seven lines by hand, in plain Python."""

        def of(order):
            return {DEPARTMENT: order.lead_id, COMMUNITY: order.community_id, OFFICE: None}[kind]

        def in_time(done_at, due_at):
            return done_at <= due_at if done_at else False if due_at < AT else None

        reported = set(Concern.objects.values_list("order_id", flat=True))
        said: dict[Indicator, list[bool | None]] = {key: [] for key in Indicator}
        for order in (row for row in self.rows if of(row) == group):
            runs = order.resolved_at or order.state == "in_hand"
            said[Indicator.SATISFIED].append(order.was_satisfied)
            said[Indicator.SERVED].append(order.likes_service)
            said[Indicator.SOLVED].append(order.was_solved)
            said[Indicator.ON_TIME].append(in_time(order.resolved_at, order.due_at) if runs else None)
            was_asked = order.state == "closed" and order.pk in reported
            said[Indicator.TAKEN_PART].append(
                True if order.was_solved is not None else False if was_asked else None
            )
        own = {order.pk: order for order in self.rows}
        for part in Support.objects.filter(order__in=own, kind="support"):
            subject = part.department_id if kind is DEPARTMENT else of(own[part.order_id])
            if subject == group:
                said[Indicator.TOGETHER].append(in_time(part.done_at, part.due_at))
        for above in SuperiorOrder.objects.filter(concern__order__in=own).select_related("concern"):
            if of(own[above.concern.order_id]) == group:
                said[Indicator.ABOVE].append(in_time(above.replied_at, above.their_due_at))
        known = {key: [answer for answer in answers if answer is not None] for key, answers in said.items()}
        return {key: (sum(answers), len(answers)) for key, answers in known.items()}

    def test_the_line_of_supports_and_the_measure_of_that_name_say_the_same(self):
        line = lines_by_subject(self.leader, OFFICE, OCTOBER, at=AT)[None][Indicator.TOGETHER]
        found = SUPPORTS.compute(Question(self.leader, OCTOBER.first_on, OCTOBER.last_on, AT))[None]
        assert (found.part, found.whole) == (line.raw.part, line.raw.whole)
        assert Support.objects.filter(kind="whistle", done_at__isnull=False, order__in=self.rows).exists()

    def test_a_card_holds_own_and_old_score_and_keeps_its_past_weights(self):
        self.own()
        turned = {Indicator.SOLVED: 100}
        make_weights(self.office, from_on=date(2026, 12, 1), at=AT, weights=turned)
        page = card_page(self.leader, DEPARTMENT, "2026-10", at=AT)
        assert page.weighing.number == 1
        names = [card.name for card in page.cards]
        assert names == sorted(names)
        card = next(card for card in page.cards if card.id == self.office.lighting.pk)
        tallies = {Indicator(line.indicator.value): line.net for line in card.lines}
        assert card.own == score_of(FIRST_WEIGHTS, tallies)
        assert card.own.value is not None
        assert card.old == score_of(OLD_WEIGHTS, tallies)
        later = card_page(self.leader, DEPARTMENT, "2026-12", at=datetime(2026, 12, 20, tzinfo=UTC))
        assert later.weighing.number == 2
        # The month before has the weights of its own time, not those of today.
        assert {card.before.weighed for card in later.cards} != {100}

    def test_without_weights_of_that_time_there_is_no_own_score(self):
        page = card_page(self.leader, OFFICE, "2026-10", at=AT)
        assert page.weighing is None
        assert page.cards[0].own is None
        assert page.cards[0].own_words == "—"

    def test_what_does_not_count_leaves_the_score_and_stays_in_the_raw_rate(self):
        bad = next(
            row for row in self.rows if row.was_satisfied is False and row.lead_id == self.office.lighting.pk
        )
        before = lines_by_subject(self.leader, OFFICE, OCTOBER, at=AT)[None][Indicator.SATISFIED]
        wish = asked_exclusion(self.office, bad, at=AT)
        decide_exclusion(exclusion_id=wish.pk, is_granted=True, answer="已起诉", actor=self.leader, at=AT)
        line = lines_by_subject(self.leader, OFFICE, OCTOBER, at=AT)[None][Indicator.SATISFIED]
        assert line.raw == before.raw
        assert line.net == Tally(before.net.part, before.net.whole - 1)

    def test_a_number_opens_exactly_what_it_counts(self):
        subject = self.office.lighting.pk
        lines = lines_by_subject(self.leader, DEPARTMENT, OCTOBER, at=AT)[subject]
        for key in Indicator:
            rows = rows_behind(self.leader, DEPARTMENT, subject, key, OCTOBER, at=AT)
            assert Tally(rows.filter(is_yes=True).count(), rows.count()) == lines[key].raw
            assert 0 < lines[key].raw.part < lines[key].raw.whole
        url = reverse("assessment:behind", args=["department", subject, "on_time"])
        text = staff_client(self.office.leader).get(url, {"period": "2026-10"}).content.decode()
        done = [row for row in self.rows if row.lead_id == subject and row.resolved_at]
        late = next(row for row in done if row.resolved_at > row.due_at)
        assert late.number in text

    def test_pages_say_raw_and_net_and_sort_by_name(self):
        self.own()
        text = (
            staff_client(self.office.leader)
            .get(reverse("assessment:scores"), {"period": "2026-10"})
            .content.decode()
        )
        assert "按名称排序" in text
        card = reverse("assessment:card", args=["department", self.office.lighting.pk])
        text = staff_client(self.office.officer).get(card, {"period": "2026-10"}).content.decode()
        assert "全部计入" in text
        assert "提出异议" in text

    def test_a_department_sees_its_own_card_and_no_other(self):
        page = card_page(self.office.officer.actor, DEPARTMENT, "2026-10", at=AT)
        assert [card.id for card in page.cards] == [self.office.lighting.pk]
        with pytest.raises(MissingError):
            one_card(self.office.officer.actor, DEPARTMENT, self.office.front_desk.pk, "", at=AT)

    def test_an_upheld_objection_leaves_the_line_out_and_shows_both_sides(self):
        self.own()
        client = staff_client(self.office.officer)
        url = reverse("assessment:object", args=["department", self.office.lighting.pk, "on_time"])
        assert client.post(url, {"period": "2026-10", "words": " "}).status_code == 422
        assert client.post(url, {"period": "2026-10", "words": "打13812345678问我"}).status_code == 422
        client.post(url, {"period": "2026-10", "words": "十月停电，非我单位原因"})
        row = LineObjection.objects.get()
        before = one_card(self.leader, DEPARTMENT, self.office.lighting.pk, "2026-10", at=AT)[1]
        assert row.part == before.lines[4].net.part > 0
        decide = reverse("assessment:decide", args=[row.pk])
        staff_client(self.office.leader).post(decide, {"decision": "uphold", "answer": "属实，有停电通知"})
        row.refresh_from_db()
        assert (row.state, row.answer) == (ObjectionState.UPHELD, "属实，有停电通知")
        after = one_card(self.leader, DEPARTMENT, self.office.lighting.pk, "2026-10", at=AT)[1]
        assert after.lines[4].net == before.lines[4].net  # the number itself stays
        assert after.own.weighed == before.own.weighed - FIRST_WEIGHTS[Indicator.ON_TIME]
        text = client.get(url.removesuffix("on_time/object/"), {"period": "2026-10"}).content.decode()
        assert "十月停电，非我单位原因" in text
        assert "属实，有停电通知" in text

    def test_an_objection_to_a_running_period_stands_until_it_is_over_and_after(self):
        client, lamp = staff_client(self.office.officer), self.office.lighting.pk
        card = reverse("assessment:card", args=["department", lamp])
        days = (datetime(2026, 11, 10, 4, tzinfo=UTC), datetime(2026, 11, 11, 4, tzinfo=UTC), AFTER)
        for number, key in enumerate(("2026-11", "2026-q4")):
            with patch.object(timezone, "now", lambda: days[0]):
                client.post(f"{card}on_time/object/", {"period": key, "words": "停电"})
            row = LineObjection.objects.order_by("asked_at", "id").last()
            assert row.period_key == key
            with patch.object(timezone, "now", lambda: days[1]):
                again = client.post(f"{card}on_time/object/", {"period": key, "words": "停电"})
            assert (again.status_code, LineObjection.objects.count()) == (422, number + 1)
            decide_objection(
                objection_id=row.pk, is_upheld=True, answer="属实", actor=self.leader, at=days[1]
            )
            seen = [one_card(self.leader, DEPARTMENT, lamp, key, at=day)[1].lines[4] for day in days]
            assert [(line.is_left_out, line.may_be_objected) for line in seen] == [(True, False)] * 3
        # The month does not stand for the quarter, nor the other way round.
        other = one_card(self.leader, DEPARTMENT, lamp, "2026-10", at=AFTER)[1].lines[4]
        assert other.objections == ()

    def test_a_decision_that_is_refused_keeps_its_reason_beside_its_row(self):
        row, other = objected_line(self.office, at=AT), objected_line(self.office, at=AFTER)
        LineObjection.objects.filter(pk=row.pk).update(first_on=date(2026, 10, 1), last_on=date(2026, 12, 31))
        client = staff_client(self.office.leader)
        url, listed = reverse("assessment:decide", args=[row.pk]), reverse("assessment:objections")
        card = reverse("assessment:card", args=["department", self.office.lighting.pk])
        assert f"{card}?period=2026-q4" in client.get(listed).content.decode()
        for sent in (
            {"answer": "有停电通知，属实", "decision": "odd"},
            {"answer": "找13812345678核实", "decision": "uphold"},
        ):
            answer = client.post(url, sent)
            text = answer.content.decode()
            assert answer.status_code == 422
            assert text.index(str(row.pk)) < text.index(sent["answer"]) < text.index(str(other.pk))
            assert text.index(str(row.pk)) < text.index("error-summary") < text.index(str(other.pk))
            row.refresh_from_db()
            assert (row.state, row.answer) == (ObjectionState.ASKED, "")
        decide_objection(objection_id=row.pk, is_upheld=True, answer="属实", actor=self.leader, at=AFTER)
        late = client.post(url, {"answer": "有停电通知，属实", "decision": "uphold"})
        assert late.status_code == 422
        assert "有停电通知，属实" in late.content.decode()

    def test_nobody_decides_on_an_own_objection_and_none_stands_twice(self):
        row = objected_line(self.office, at=AT)
        with pytest.raises(ObjectionError):
            objected_line(self.office, at=AT)
        both = self.office.officer.actor.lent("assessment:decide")
        with pytest.raises(OwnObjectionError):
            decide_objection(objection_id=row.pk, is_upheld=True, answer="是", actor=both, at=AT)
        with pytest.raises(ReasonError):
            decide_objection(objection_id=row.pk, is_upheld=True, answer=" ", actor=self.leader, at=AT)
        with pytest.raises(ObjectionError):
            withdraw_objection(objection_id=row.pk, actor=self.leader.lent("assessment:object"), at=AT)
        withdraw_objection(objection_id=row.pk, actor=self.office.officer.actor, at=AT)
        with pytest.raises(ObjectionError):
            decide_objection(objection_id=row.pk, is_upheld=True, answer="是", actor=self.leader, at=AT)

    def test_a_version_must_be_whole_and_never_begins_in_the_past(self):
        for weights in ({Indicator.SOLVED: 99}, OLD_WEIGHTS):
            with pytest.raises(WeightsError):
                self.own(weights=weights)
        with pytest.raises(WeightsError):
            self.own(basis=" ")
        first = self.own()
        assert list(weights_of_a_version_sum_to_a_hundred()) == []
        with pytest.raises(PastWeightsError):
            make_weights(self.office, from_on=date(2026, 11, 1), at=AT)
        with pytest.raises(RefusedError):
            make_weights(replace(self.office, leader=self.office.officer), from_on=date(2027, 1, 1), at=AT)
        Weight.objects.filter(version=first, indicator="solved").update(hundredths=1)
        assert len(list(weights_of_a_version_sum_to_a_hundred())) == 1

    def test_a_version_is_entered_on_its_page(self):
        sent = {"from_month": "2027-01", "decided_by": "党工委", "basis": "会议纪要3号"}
        sent |= {
            f"weight_{name.value}": FIRST_WEIGHTS.get(Indicator(name.value), 0) for name in IndicatorName
        }
        client = staff_client(self.office.leader)
        url = reverse("assessment:weights")
        wrong = client.post(url, sent | {"weight_above": 11})
        assert wrong.status_code == 422
        assert "101" in wrong.content.decode()
        wrong = client.post(url, sent | {"from_month": "2027年1月"})
        assert "月份请按“年-月”填写，例如：2027-01。" in wrong.content.decode()
        client.post(url, sent)
        text = client.get(url).content.decode()
        assert "会议纪要3号" in text
        assert staff_client(self.office.officer).post(url, sent).status_code == 403
