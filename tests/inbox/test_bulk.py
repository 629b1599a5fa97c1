"""Several orders at one press, filters that are kept, and one trail for all of it."""

from unittest import mock
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jiezhi.answers.actions import end_answer
from jiezhi.batches.actions import MOST, BatchDraft, BatchSubject, carry_out, carry_out_line, open_batch
from jiezhi.batches.choices import BatchKind, LineState
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.batches.queries import own_batches
from jiezhi.faces.desk.suggesting import fitting_answers, suggested_leads
from jiezhi.kit.errors import StaleError
from jiezhi.kit.links import link_to
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.actions import move_filter_up, save_filter, send_back_order
from jiezhi.workorders.choices import HandOnReason, OrderState, SendBackReason, Verb
from jiezhi.workorders.filter_forms import plain_query
from jiezhi.workorders.models import OrderEntry, SavedFilter, WorkOrder
from jiezhi.workorders.saved import visible_filters
from tests.budget import spend_at_most
from tests.factories import make_department, make_entry, make_matter, make_office, staff_client
from tests.factories.answers import approved_answer
from tests.factories.batches import opened_batch
from tests.factories.hands import order_in_hand, reported_order
from tests.factories.workorders import MONDAY, dispatched_order


def ticked(*orders):
    return [f"{order.pk}:{order.version}" for order in orders]


class BulkTest(TestCase):
    """Orders in several states, and the people who deal with them."""

    @classmethod
    def setUpTestData(cls):
        cls.office = office = make_office()
        cls.sent_back = dispatched_order(office)
        cls.sent_back = send_back_order(
            order_id=cls.sent_back.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
            actor=office.officer.actor, at=MONDAY,
        )  # fmt: skip
        cls.in_hand = order_in_hand(office)
        cls.second = order_in_hand(office)
        cls.reported = reported_order(office)
        cls.garden = make_department(office.street, "园林绿化所")

    def press(self, staff, deed, *orders, **typed):
        sent = {"deed": deed, "order": ticked(*orders), **typed}
        return staff_client(staff).post(reverse("desk:bulk"), sent, follow=True)

    def states(self):
        return dict(BatchLine.objects.values_list("label", "state"))

    def test_orders_are_given_to_a_department_and_one_that_cannot_be_is_listed_with_its_reason(self):
        answer = self.press(
            self.office.dispatcher, "dispatch", self.sent_back, self.in_hand, self.reported,
            department=self.garden.pk, note="统一由园林处理", reason="their_duty",
        )  # fmt: skip
        leads = dict(WorkOrder.objects.values_list("number", "lead__name"))
        assert leads[self.sent_back.number] == leads[self.in_hand.number] == "园林绿化所"
        assert leads[self.reported.number] == self.office.lighting.name
        assert self.states() == {
            self.sent_back.number: LineState.DONE,
            self.in_hand.number: LineState.DONE,
            self.reported.number: LineState.REFUSED,
        }
        reason = BatchLine.objects.get(state=LineState.REFUSED).reason
        assert reason in answer.content.decode()
        assert "已办 2 件" in answer.content.decode()

    def test_each_order_goes_to_the_department_that_the_list_names_and_the_others_say_why_not(self):
        unheard = make_matter(self.office.street, "没人管的事")
        lost = dispatched_order(self.office, unheard)
        lost = send_back_order(
            order_id=lost.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
            actor=self.office.officer.actor, at=MONDAY,
        )  # fmt: skip
        page = staff_client(self.office.dispatcher).get(
            reverse("desk:bulk"), {"deed": "dispatch", "order": ticked(self.sent_back, lost)}
        )
        assert f"{self.office.lighting.name} 1" in page.content.decode()
        self.press(self.office.dispatcher, "dispatch", self.sent_back, lost, department="list")
        assert set(self.states().values()) == {LineState.REFUSED}
        unsaid = BatchLine.objects.get(label=self.sent_back.number).reason
        assert unsaid.startswith(f"{self.office.lighting.name}已将这张工单退回，请在备注中写明")
        BatchLine.objects.all().delete()
        given = {"department": "list", "note": "现场已核实"}
        self.press(self.office.dispatcher, "dispatch", self.sent_back, lost, **given)
        assert self.states() == {self.sent_back.number: LineState.DONE, lost.number: LineState.REFUSED}
        self.sent_back.refresh_from_db()
        assert self.sent_back.lead_id == self.office.lighting.pk

    def test_the_list_is_asked_for_all_matters_at_once_however_many_they_are(self):
        orders = []
        for number in range(14):
            matter = make_matter(self.office.street, f"事项{number}")
            make_entry(matter, self.office.lighting)
            orders.append(dispatched_order(self.office, matter))
        with spend_at_most(2):
            found = suggested_leads(
                self.office.dispatcher.actor, [order.pk for order in orders], on=MONDAY.date()
            )
        assert {order.pk: self.office.lighting for order in orders} == found
        sent = {"deed": "dispatch", "order": ticked(*orders)}
        page = staff_client(self.office.dispatcher).get(reverse("desk:bulk"), sent)
        assert f"{self.office.lighting.name} 14" in page.content.decode()

    def test_handing_on_at_one_press_asks_for_the_same_reason_as_for_one(self):
        given = {"department": self.garden.pk, "note": "统一由园林处理"}
        refused = self.press(self.office.dispatcher, "dispatch", self.sent_back, self.in_hand, **given)
        assert refused.status_code == 422
        assert "请选择" in refused.content.decode()
        assert not Batch.objects.exists()
        self.press(self.office.dispatcher, "dispatch", self.in_hand, **given, reason="their_place")
        entry = OrderEntry.objects.get(order=self.in_hand, verb=Verb.REASSIGN)
        assert entry.reason == HandOnReason.THEIR_PLACE
        self.press(self.office.dispatcher, "dispatch", self.sent_back, **given)
        assert WorkOrder.objects.get(pk=self.sent_back.pk).lead == self.garden

    def test_the_map_gives_the_dispatcher_what_waits_and_nobody_else(self):
        url = reverse("workorders:map_points")
        points = staff_client(self.office.dispatcher).get(url).json()
        assert points["waiting"] == {self.sent_back.pk.hex: self.sent_back.version}
        assert staff_client(self.office.officer).get(url).json()["waiting"] == {}
        page = staff_client(self.office.dispatcher).get(reverse("workorders:map")).content.decode()
        assert f'data-dispatch="{reverse("desk:bulk")}"' in page
        other = staff_client(self.office.officer).get(reverse("workorders:map")).content.decode()
        assert "data-dispatch" not in other

    def test_all_deeds_of_a_press_carry_one_trace(self):
        self.press(self.office.officer, "reply", self.in_hand, self.second, reply="已更换灯泡")
        batch = Batch.objects.get()
        traced = AuditEntry.objects.filter(trace_id=batch.pk)
        assert traced.filter(verb="workorders.order_resolved").count() == 2
        assert traced.filter(verb="batches.line_done").count() == 2
        assert traced.filter(verb="batches.batch_opened", subject_id=batch.pk).exists()

    def test_an_order_that_changed_since_it_was_ticked_stays_as_it_is(self):
        WorkOrder.objects.filter(pk=self.second.pk).update(version=self.second.version + 1)
        self.press(self.office.officer, "reply", self.in_hand, self.second, reply="已更换灯泡")
        assert self.states()[self.second.number] == LineState.REFUSED
        self.second.refresh_from_db()
        assert self.second.state == OrderState.IN_HAND

    def test_orders_are_merged_into_the_one_that_stays(self):
        answer = self.press(
            self.office.dispatcher,
            "merge",
            self.in_hand,
            self.second,
            staying=self.in_hand.pk,
            note="同一盏灯",
        )
        self.second.refresh_from_db()
        assert self.second.merged_into_id == self.in_hand.pk
        assert answer.status_code == 200
        alone = self.press(self.office.dispatcher, "merge", self.in_hand, staying=self.in_hand.pk)
        assert alone.status_code == 422

    def test_who_may_not_do_a_deed_reads_why_and_others_orders_are_missing(self):
        assert self.press(self.office.officer, "dispatch", self.in_hand).status_code == 403
        self.press(self.office.community_worker, "accept", self.sent_back, self.reported)
        assert set(self.states().values()) == {LineState.REFUSED}
        foreign = dispatched_order(make_office())
        assert self.press(self.office.officer, "accept", foreign).status_code == 422
        sent = {"deed": "accept", "order": ticked(foreign)}
        assert staff_client(self.office.officer).get(reverse("desk:bulk"), sent).status_code == 404
        assert not BatchLine.objects.filter(subject_id=foreign.pk).exists()

    def test_what_is_wrong_keeps_what_was_typed_and_touches_nothing(self):
        answer = self.press(self.office.dispatcher, "dispatch", self.in_hand, note="统一处理")
        assert answer.status_code == 422
        assert "统一处理" in answer.content.decode()
        assert (
            staff_client(self.office.officer).get(reverse("desk:bulk"), {"deed": "accept"}).status_code == 422
        )
        assert not Batch.objects.exists()

    def test_a_standard_answer_goes_to_no_order_of_another_matter_and_is_read_before_it_is_sent(self):
        answer = approved_answer(self.office, "路灯已更换灯泡，单号{工单号}。")
        rubbish = order_in_hand(self.office, self.office.rubbish)
        sent = {"deed": "reply", "order": ticked(self.in_hand, rubbish)}
        page = staff_client(self.office.officer).get(reverse("desk:bulk"), sent).content.decode()
        assert "路灯已更换灯泡" in page
        assert "适用于其中 1 件" in page
        told = self.press(
            self.office.officer, "reply", self.in_hand, rubbish, answer=answer.answer_id, reply="请放心"
        )
        assert self.states() == {self.in_hand.number: LineState.DONE, rubbish.number: LineState.REFUSED}
        self.in_hand.refresh_from_db()
        rubbish.refresh_from_db()
        assert self.in_hand.reply == f"路灯已更换灯泡，单号{self.in_hand.number}。\n请放心"
        assert (rubbish.state, rubbish.reply) == (OrderState.IN_HAND, "")
        assert "不适用于这件工单" in told.content.decode()
        assert "请放心</textarea>" in told.content.decode()

    def test_a_standard_answer_goes_to_no_order_of_another_department(self):
        answer = approved_answer(self.office)
        other = order_in_hand(self.office)
        WorkOrder.objects.filter(pk=other.pk).update(lead=self.garden)
        who = self.office.dispatcher.actor
        (fitting,) = fitting_answers(who, [self.in_hand.pk, other.pk])
        assert (fitting.id, fitting.order_ids) == (answer.answer_id, {self.in_hand.pk})

    def test_a_standard_answer_that_vanished_is_said_and_nothing_is_sent(self):
        answer = approved_answer(self.office)
        end_answer(answer_id=answer.answer_id, actor=self.office.officer.actor, at=MONDAY)
        told = self.press(
            self.office.officer, "reply", self.in_hand, answer=answer.answer_id, reply="另：再巡一次"
        )
        assert told.status_code == 422
        assert "该标准答复已停用" in told.content.decode()
        assert "另：再巡一次</textarea>" in told.content.decode()
        self.in_hand.refresh_from_db()
        assert self.in_hand.state == OrderState.IN_HAND
        assert not Batch.objects.exists()

    def test_words_that_no_order_can_be_told_come_back_before_anything_is_done(self):
        words = "已修，详询王师傅13812345678"
        told = self.press(self.office.officer, "reply", self.in_hand, self.second, reply=words)
        assert told.status_code == 422
        assert words in told.content.decode()
        assert not Batch.objects.exists()

    def test_orders_with_which_it_was_not_possible_are_tried_again_with_the_same_words(self):
        WorkOrder.objects.filter(pk=self.second.pk).update(version=self.second.version + 1)
        told = self.press(self.office.officer, "reply", self.in_hand, self.second, reply="已更换灯泡")
        assert "已更换灯泡</textarea>" in told.content.decode()
        picked = told.context["picked"]
        assert [order.id for order in picked.orders] == [self.second.pk]
        sent = {"deed": "reply", "order": picked.boxes, "reply": "已更换灯泡", "press": told.context["press"]}
        staff_client(self.office.officer).post(reverse("desk:bulk"), sent)
        self.second.refresh_from_db()
        assert self.second.reply == "已更换灯泡"

    def test_a_press_sent_twice_is_one_batch(self):
        told = [
            self.press(self.office.officer, "reply", self.in_hand, reply="已更换灯泡", press="一次")
            for _ in range(2)
        ]
        batch = Batch.objects.get()
        assert {answer.redirect_chain[-1][0] for answer in told} == {reverse("desk:batch", args=[batch.pk])}
        assert "没有重复办理" in told[1].content.decode()
        assert AuditEntry.objects.filter(verb="workorders.order_resolved", trace_id=batch.pk).count() == 1
        draft = BatchDraft(BatchKind.REPLY, (BatchSubject("x.y", self.second.pk, "1"),), batch.press)
        assert open_batch(draft=draft, actor=self.office.officer.actor, at=MONDAY).pk == batch.pk
        assert open_batch(draft=draft, actor=self.office.dispatcher.actor, at=MONDAY).pk != batch.pk
        assert batch.lines.count() == 1

    def test_an_order_that_left_the_area_is_refused_by_itself(self):
        client, url = staff_client(self.office.officer), reverse("desk:bulk")
        page = client.get(url, {"deed": "reply", "order": ticked(self.in_hand, self.second)})
        boxes = page.context["picked"].boxes
        WorkOrder.objects.filter(pk=self.second.pk).update(lead=self.garden, community=None)
        told = client.post(url, {"deed": "reply", "order": boxes, "reply": "写了很久的答复"})
        assert self.states() == {self.in_hand.number: LineState.DONE, self.second.number: LineState.REFUSED}
        assert "写了很久的答复</textarea>" in told.content.decode()
        alone = client.post(url, {"deed": "reply", "order": boxes[1:], "reply": "写了很久的答复"})
        assert alone.status_code == 422
        assert "写了很久的答复</textarea>" in alone.content.decode()

    def test_more_than_are_done_at_once_are_said_before_anything_is_typed(self):
        boxes = [*ticked(self.in_hand, self.second), *(f"{uuid4()}:1" for _ in range(MOST))]
        page = staff_client(self.office.officer).get(reverse("desk:bulk"), {"deed": "reply", "order": boxes})
        assert page.status_code == 200
        assert "另有 2 件请随后再办" in page.content.decode()
        assert len(page.context["picked"].orders) == 2

    def test_what_was_done_together_is_found_again_by_whoever_did_it(self):
        self.press(self.office.officer, "reply", self.in_hand, reply="已更换灯泡")
        batch, client = Batch.objects.get(), staff_client(self.office.officer)
        assert reverse("desk:batches") in client.get("/desk/orders/").content.decode()
        page = client.get(reverse("desk:batches")).content.decode()
        assert reverse("desk:batch", args=[batch.pk]) in page
        assert link_to("batches.batch", batch.pk) == reverse("desk:batch", args=[batch.pk])
        other = staff_client(self.office.dispatcher).get(reverse("desk:batches")).content.decode()
        assert str(batch.pk) not in other
        with spend_at_most(1):
            (found,) = own_batches(self.office.officer.actor)
        assert (found.done, found.refused, found.waiting) == (1, 0, 0)

    def test_a_line_is_carried_out_once(self):
        batch = opened_batch(self.office, self.in_hand)
        line, who, done = batch.lines.get(), self.office.dispatcher.actor, []
        deed = lambda: done.append(1)  # noqa: E731
        carry_out_line(line_id=line.pk, deed=deed, actor=who, at=MONDAY)
        with pytest.raises(StaleError):
            carry_out_line(line_id=line.pk, deed=deed, actor=who, at=MONDAY)
        assert done == [1]

    def test_of_the_same_press_carried_out_by_two_each_is_told_the_whole(self):
        batch, who = opened_batch(self.office, self.in_hand, self.second), self.office.dispatcher.actor
        done = []

        def refuse():
            raise StaleError("somebody was first")

        deeds = [(self.in_hand.pk, lambda: done.append(1)), (self.second.pk, refuse), (uuid4(), refuse)]
        first, second = (carry_out(batch, deeds, actor=who, at=MONDAY) for _time in range(2))
        assert done == [1]
        assert (first.done, first.refused) == (second.done, second.refused)
        assert (first.done, list(first.refused)) == (1, [self.second.pk])
        assert (first.own, second.own) == (1, 0)

    def test_what_a_press_has_done_in_this_moment_is_told_and_not_found_wrong(self):
        """Its own first copy has taken the order out of the area between the look for it and the form."""
        sent = {"deed": "dispatch", "order": ticked(self.sent_back), "department": "", "press": "一次"}
        client, url = staff_client(self.office.dispatcher), reverse("desk:bulk")
        with mock.patch("jiezhi.faces.desk.views.bulk.led_to_first", side_effect=[None, HttpResponse("先")]):
            assert client.post(url, sent).content.decode() == "先"

    def test_the_list_offers_with_its_boxes_what_its_reader_may_do(self):
        text = staff_client(self.office.officer).get("/desk/orders/").content.decode()
        assert f'value="{self.in_hand.pk}:{self.in_hand.version}"' in text
        assert 'formaction="/desk/bulk/" name="deed" value="reply"' in text
        leaders = staff_client(self.office.leader).get("/desk/orders/").content.decode()
        assert 'form="bulk"' in leaders
        assert 'name="deed"' not in leaders

    def test_an_order_opens_beside_the_list_and_a_deed_leads_back_to_its_place(self):
        client = staff_client(self.office.officer)
        split = client.get("/desk/orders/", {"split": "on", "state": "in_hand", "open": self.in_hand.pk})
        text = split.content.decode()
        assert text.count("<h1") == 1
        assert f'<a href="/desk/orders/{self.in_hand.pk}/">{self.in_hand.number}</a>' in text
        assert 'name="back" value="state=in_hand&amp;page=1"' in text
        url = f"/desk/orders/{self.in_hand.pk}/?back=state%3Din_hand%26page%3D1"
        beside = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert beside.lstrip().startswith("<article")
        sent = {"version": self.in_hand.version, "reply": "已更换", "back": "state=in_hand&page=1&evil=1"}
        answer = client.post(f"/desk/orders/{self.in_hand.pk}/resolve/", sent)
        place = f"/desk/orders/?state=in_hand&split=on&page=1&open={self.in_hand.pk}"
        assert answer["Location"] == place

    def test_a_filter_is_kept_for_oneself_or_the_department_and_counts_its_orders(self):
        client, url = staff_client(self.office.officer), reverse("workorders:save_filter")
        client.post(url, {"name": "在办", "query": "state=in_hand&page=3&rubbish=1"})
        client.post(url, {"name": "本所在办", "query": "state=in_hand&sort=due", "is_shared": "on"})
        own, shared = SavedFilter.objects.order_by("position")
        assert (own.query, own.department_id) == ("state=in_hand", None)
        assert (shared.query, shared.department_id) == ("state=in_hand&sort=due", self.office.lighting.pk)
        page = client.get("/desk/orders/?state=in_hand")
        lines = [(line.saved.name, line.count, line.is_current) for line in page.context["saved"]]
        assert lines == [("在办", "2", True), ("本所在办", "2", False)]
        assert not visible_filters(self.office.dispatcher.actor).exists()
        move_filter_up(filter_id=shared.pk, actor=self.office.officer.actor, at=MONDAY)
        assert [row.name for row in visible_filters(self.office.officer.actor)] == ["本所在办", "在办"]
        client.post(reverse("workorders:drop_filter", args=[own.pk]))
        assert [row.name for row in SavedFilter.objects.all()] == ["本所在办"]
        assert (
            staff_client(self.office.dispatcher)
            .post(reverse("workorders:drop_filter", args=[shared.pk]))
            .status_code
            == 404
        )

    def test_a_filter_that_says_nothing_or_holds_a_number_of_a_person_is_not_kept(self):
        client, url = staff_client(self.office.officer), reverse("workorders:save_filter")
        for name, query in (("空", "page=2"), ("", "state=in_hand"), ("号码", "words=13812345678")):
            client.post(url, {"name": name, "query": query})
        assert not SavedFilter.objects.exists()

    def test_the_same_name_replaces_what_stood_under_it(self):
        who = self.office.officer.actor
        for query in ("state=in_hand", "is_late=on"):
            save_filter(name="常用", query=query, is_shared=False, actor=who, at=timezone.now())
        assert SavedFilter.objects.get().query == "is_late=on"

    def test_saved_filters_cost_the_list_two_statements(self):
        client = staff_client(self.office.officer)
        client.get("/desk/orders/")
        with spend_at_most(12) as before:
            client.get("/desk/orders/")
        for name in ("甲", "乙", "丙"):
            save_filter(
                name=name, query="state=in_hand", is_shared=False, actor=self.office.officer.actor, at=MONDAY
            )
        with spend_at_most(12) as after:
            client.get("/desk/orders/")
        assert len(after.statements) == len(before.statements) + 1


def test_an_address_has_one_spelling():
    assert plain_query("sort=due&state=in_hand&is_late=&page=4") == "state=in_hand&sort=due"
    assert plain_query("state=nonsense") == ""
    assert plain_query("lead_id=x&words=路灯") == "words=%E8%B7%AF%E7%81%AF"
