"""A visit that is due is part of the joint visit to its household, and the joint visit is its record."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jiezhi.batches.actions import BatchDraft, BatchSubject, open_batch
from jiezhi.batches.choices import BatchKind
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.concerns.codes import code_for
from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.actions import take_visit
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.queries import VISITED
from jiezhi.inbox.joining import visits_of
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.models import AuditEntry, Look
from jiezhi.workorders.choices import OrderState
from tests.factories import make_office, staff_client
from tests.factories.fieldwork import visit_draft
from tests.factories.workorders import MONDAY
from tests.inbox.test_inbox import PHONE, household_order

DOOR = "3号楼2单元501"
URL = reverse("desk:joint_visit")


def due_visit(office, **told):
    taken = take_visit(
        draft=visit_draft(office, door=DOOR, **told), actor=office.grid_worker.actor, at=MONDAY
    )
    return Visit.objects.get(pk=taken.id)


class DueVisitTest(TestCase):
    """An elder who wished for something at a visit, is to be visited again, and waits to be asked about a lamp."""

    @classmethod
    def setUpTestData(cls):
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = office = make_office()
        cls.called = household_order(office, "楼道灯不亮")
        cls.due = due_visit(office, wish="想装扶手", has_agreed=True, phone=PHONE)
        cls.neighbour = due_visit(office)
        cls.worker = office.grid_worker

    def setUp(self):
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        self.client = staff_client(self.worker)

    def joint(self):
        (visit,) = self.client.get("/desk/today/").context["day"].visits
        return visit

    def sent(self, **typed):
        """The page of both tasks, filled in."""
        page = self.client.get(self.joint().url)
        kinds = {task.kind: number for number, (task, *_more) in enumerate(page.context["tasks"])}
        callback, due = kinds["callback"], kinds["due"]
        sent = {"task": [task.key for task, *_more in page.context["tasks"]], "said": "灯亮了，老人精神好"}
        sent |= {"press": page.context["press"], f"outcome_{callback}": "good", f"outcome_{due}": "met"}
        sent |= {f"seen_{due}": "降压药快吃完了", f"next_step_{due}": "nothing"}
        return sent | {f"{name}_{due}": value for name, value in typed.items()}

    def test_it_stands_with_the_households_other_tasks_and_says_no_door(self):
        visit = self.joint()
        assert {row.number for row in visit.rows} == {self.office.estate.name, self.called.number}
        assert visit.place == self.office.estate.name
        page = self.client.get(visit.url).content.decode()
        assert "到期的走访" in page
        assert DOOR not in page
        assert not Look.objects.filter(subject_kind=VISITED).exists()

    def test_it_is_written_down_once_and_its_record_tells_what_the_way_served(self):
        sent = self.sent(next_step="again", next_on="2026-12-20")
        answer = self.client.post(URL, sent, follow=True)
        assert answer.content.decode().count("tag-ok") == 2
        self.due.refresh_from_db()
        record = self.due.followed_by
        batch = Batch.objects.get()
        assert (record.was_met, record.batch_id, record.noted_by) == (True, batch.pk, self.worker.actor.label)
        assert record.seen == "灯亮了，老人精神好\n降压药快吃完了"
        assert (record.door, record.estate_id) == (DOOR, self.office.estate.pk)
        assert (record.next_step, f"{record.next_on}") == (NextStep.AGAIN, "2026-12-20")
        self.called.order.refresh_from_db()
        assert self.called.order.state == OrderState.CLOSED
        # What is only for the record of the visit goes to nobody who was asked about the lamp.
        assert "降压药" not in self.called.callbacks.get().words
        traced = AuditEntry.objects.filter(trace_id=batch.pk).values_list("verb", flat=True)
        assert {"fieldwork.visited", "fieldwork.visit_followed", "concerns.callback_answered"} <= set(traced)
        page = self.client.get(reverse("patrol:visit", args=[record.pk])).content.decode()
        assert "同次上门办理" in page
        assert self.called.number in page
        assert "见到了人" in page
        # Either leads to the other: what was seen at a door is read one visit after the other.
        before, after = reverse("patrol:visit", args=[self.due.pk]), reverse("patrol:visit", args=[record.pk])
        assert before in page
        assert after in self.client.get(before).content.decode()
        self.client.post(URL, sent)
        assert Visit.objects.filter(batch=batch).count() == 1

    def test_where_nobody_was_met_somebody_says_when_to_go_again(self):
        answer = self.client.post(URL, self.sent() | {"outcome_0": "absent"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "请填写再次走访的日期" in page
        assert "降压药快吃完了" in page
        assert not Batch.objects.exists()
        tomorrow = timezone.localdate() + timedelta(days=1)
        again = self.sent(next_step="again", next_on=f"{tomorrow}") | {
            "outcome_0": "absent",
            "outcome_1": "absent",
        }
        self.client.post(URL, again)
        self.due.refresh_from_db()
        assert (self.due.followed_by.was_met, self.due.followed_by.next_on) == (False, tomorrow)
        assert "没有见到人" in self.client.get(f"/patrol/visits/{self.due.followed_by.pk}/").content.decode()

    def test_a_wish_that_is_told_is_a_request_at_that_door_and_the_door_was_looked_at(self):
        refused = self.client.post(URL, self.sent(wish="想换灯泡"))
        assert refused.status_code == 422
        assert not Batch.objects.exists()
        answer = self.client.post(URL, self.sent(wish="想换灯泡", has_agreed="on"))
        self.due.refresh_from_db()
        wish = Concern.objects.get(pk=self.due.followed_by.concern_id)
        assert (wish.words, wish.place_note) == ("想换灯泡", DOOR)
        assert code_for(wish.submission_key) in answer.content.decode()
        look = Look.objects.get(subject_kind=VISITED, subject_id=self.due.pk)
        assert look.columns == ["door"]

    def test_the_code_of_a_wish_is_shown_again_to_whoever_wrote_the_visit_and_to_nobody_else(self):
        sent = self.sent(wish="想换灯泡", has_agreed="on")
        self.client.post(URL, sent)
        self.due.refresh_from_db()
        code = code_for(Concern.objects.get(pk=self.due.followed_by.concern_id).submission_key)
        again = self.client.post(URL, sent, follow=True)
        assert "没有重复办理" in again.content.decode()
        assert code in again.content.decode()
        page = reverse("desk:batch", args=[Batch.objects.get().pk])
        assert code in self.client.get(page).content.decode()
        others = staff_client(self.office.dispatcher).get(page).content.decode()
        assert "各件办理结果" in others
        assert code not in others

    def test_one_that_others_have_made_meanwhile_is_told_and_its_words_stay(self):
        sent = self.sent()
        due_visit(self.office, follows=self.due.pk)
        answer = self.client.post(URL, sent)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "这次走访已有人登记" in page
        assert "降压药快吃完了" in page
        subject = BatchSubject(VISITED, self.due.pk, "老人")
        draft, who = BatchDraft(BatchKind.JOINT_VISIT, (subject,), "一次"), self.worker.actor
        batch = open_batch(draft=draft, actor=who, at=MONDAY)
        with pytest.raises(InvalidError):
            due_visit(self.office, follows=self.due.pk, batch_id=batch.pk)

    def test_what_is_due_in_the_same_estate_is_taken_along_by_whoever_knows_the_door(self):
        page = self.client.get(self.joint().url)
        (nearby,) = page.context["nearby"]
        assert nearby.key == f"due:{self.neighbour.pk}"
        assert DOOR not in page.content.decode()
        more = self.client.get(f"{self.joint().url}&task={nearby.key}")
        assert len(more.context["tasks"]) == 3
        assert more.context["nearby"] == []

    def test_without_a_visit_that_is_due_no_record_of_persons_is_made(self):
        before = Visit.objects.count()
        sent = {"task": [f"callback:{self.called.pk}"], "said": "灯亮了", "outcome_0": "good"}
        self.client.post(URL, sent)
        assert BatchLine.objects.get().state == "done"
        assert Visit.objects.count() == before


@pytest.mark.django_db
def test_a_check_is_never_put_beside_a_door_or_it_would_say_where_its_reporter_lives():
    office = make_office()
    household_order(office, "楼上邻居天天半夜打麻将", matter=office.rubbish)
    due_visit(office, wish="想装扶手", has_agreed=True, phone=PHONE)
    assert staff_client(office.grid_worker).post("/patrol/pack/").json()["joint_visits"] == []


@pytest.mark.django_db
def test_two_doors_that_answer_to_one_number_are_two_ways():
    office = make_office()
    household_order(office, "楼道灯不亮")
    for door in ("1幢101", "9幢902"):
        told = {"wish": "想装扶手", "has_agreed": True, "phone": PHONE}
        take_visit(draft=visit_draft(office, door=door, **told), actor=office.grid_worker.actor, at=MONDAY)
    assert visits_of(office.grid_worker.actor, at=timezone.now(), full=50) == []


@pytest.mark.django_db
def test_what_waits_elsewhere_is_not_on_the_way_to_a_door():
    office = make_office()
    called = household_order(office, "楼道灯不亮")
    visit = due_visit(office, wish="想装扶手", has_agreed=True, phone=PHONE)
    (joint,) = visits_of(office.grid_worker.actor, at=timezone.now(), full=50)
    assert {line.id for line in joint.lines} == {visit.pk, called.pk}
    Concern.objects.filter(pk=called.pk).update(estate=None)
    assert visits_of(office.grid_worker.actor, at=timezone.now(), full=50) == []


@pytest.mark.django_db
def test_nobody_met_tells_no_wish():
    office = make_office()
    told = {"wish": "想装扶手", "has_agreed": True, "was_met": False}
    with pytest.raises(InvalidError, match="没有见到人"):
        take_visit(draft=visit_draft(office, **told), actor=office.grid_worker.actor, at=MONDAY)
