"""A joint visit as a telephone sends it: one entry, one answer, and each part is taken or told why not."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jiezhi.batches import actions as batches
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.concerns.choices import CallbackState
from jiezhi.concerns.models import Callback
from jiezhi.fieldwork.actions import take_visit
from jiezhi.fieldwork.models import TakenDeed, Visit
from jiezhi.fieldwork.queries import account_of
from jiezhi.workorders.actions import pass_check
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import OrderEntry, WorkOrder
from jiezhi.workorders.permissions import CHECK
from tests.factories import make_office, staff_client
from tests.factories.fieldwork import visit_draft
from tests.factories.workorders import MONDAY
from tests.inbox.test_inbox import PHONE, household_order

URL = reverse("desk:joint_visit")
JSON = {"accept": "application/json"}
SAID = "楼道清了，灯也亮了"


class JointVisitTest(TestCase):
    """A household with a check, a callback and a visit that is due."""

    @classmethod
    def setUpTestData(cls):
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = office = make_office()
        cls.called = household_order(office, "楼道灯不亮")
        cls.checked = household_order(office, "楼道堆物没人清", matter=office.rubbish)
        draft = visit_draft(office, wish="想装扶手", has_agreed=True, phone=PHONE)
        cls.due = Visit.objects.get(pk=take_visit(draft=draft, actor=office.grid_worker.actor, at=MONDAY).id)
        cls.worker = office.grid_worker

    def setUp(self):
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        self.client = staff_client(self.worker)
        self.check, self.callback = f"check:{self.checked.order_id}", f"callback:{self.called.pk}"
        self.visit = f"due:{self.due.pk}"
        self.sent = {
            "key": str(uuid4()),
            "account": account_of(self.worker.actor),
            "task": [self.check, self.callback, self.visit],
            "said": SAID,
            f"outcome_{self.check}": "done",
            f"version_{self.check}": self.checked.order.version,
            f"outcome_{self.callback}": "good",
            f"service_{self.callback}": "yes",
            f"outcome_{self.visit}": "met",
            f"seen_{self.visit}": "药快吃完了",
            f"next_step_{self.visit}": "nothing",
        }

    def send(self, **changed):
        return self.client.post(URL, {**self.sent, **changed}, headers=JSON)

    def has_done(self):
        self.checked.order.refresh_from_db()
        self.due.refresh_from_db()
        return (
            self.checked.order.state == OrderState.AWAITING_CALLBACK,
            Callback.objects.get(concern=self.called).state == CallbackState.ANSWERED,
            self.due.followed_by_id is not None,
        )

    def test_it_is_taken_once_however_often_it_comes(self):
        answers = [self.send() for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert len({answer.content for answer in answers}) == 1
        assert answers[0].json()["url"] == reverse("desk:batch", args=[Batch.objects.get().pk])
        assert self.has_done() == (True, True, True)
        assert (BatchLine.objects.count(), TakenDeed.objects.filter(answer__kind="joint").count()) == (3, 1)
        assert Callback.objects.get(concern=self.called).likes_service is True
        assert self.due.followed_by.seen == f"{SAID}\n药快吃完了"

    def test_what_was_written_long_before_tells_when_and_the_visit_was_then(self):
        then = (datetime.now(UTC) - timedelta(hours=5)).replace(microsecond=0)
        assert self.send(seen_at=then.isoformat()).status_code == 200
        self.due.refresh_from_db()
        assert self.due.followed_by.visited_at == then
        when = timezone.localtime(then).strftime("%m-%d %H:%M")
        assert when in OrderEntry.objects.filter(order=self.checked.order).order_by("-at").first().note

    def test_a_part_that_others_have_done_stops_no_other_and_is_told(self):
        colleague = self.office.community_worker.actor.lent(CHECK.code)
        pass_check(order_id=self.checked.order_id, note="", seen_version=None, actor=colleague, at=MONDAY)
        answer = self.send()
        told = answer.json()
        assert (answer.status_code, told["type"]) == (409, "urn:jiezhi:problem:key_used")
        assert self.checked.order.number in told["title"]
        assert set(told["done"].split()) == {self.callback, self.visit}
        assert self.has_done()[1:] == (True, True)
        # The answer was lost: sent again it is the same.
        assert self.send().json() == told
        assert BatchLine.objects.count() == 2

    def test_a_part_that_became_possible_after_the_answer_was_lost_is_told_and_not_passed_over(self):
        orders = WorkOrder.objects.filter(pk=self.checked.order_id)
        orders.update(state=OrderState.IN_HAND)
        assert self.send().status_code == 409
        orders.update(state=OrderState.AWAITING_CHECK)
        again = self.send()
        assert again.status_code == 409
        assert self.checked.order.number in again.json()["title"]
        assert "重新发送" in again.json()["title"]
        assert set(again.json()["done"].split()) == {self.callback, self.visit}
        assert self.has_done() == (False, True, True)

    def test_a_part_that_is_wrong_is_told_and_the_others_are_done(self):
        answer = self.send(**{f"next_step_{self.visit}": "again"})
        assert answer.status_code == 409
        assert "请填写下次走访的日期" in answer.json()["title"]
        assert self.has_done() == (True, True, False)
        # What is left is mended, and goes under a key of its own.
        left = {name: value for name, value in self.sent.items() if name in ("said", "account")}
        left |= {name: value for name, value in self.sent.items() if name.endswith(self.visit)}
        left |= {f"next_step_{self.visit}": "again", f"next_on_{self.visit}": "2026-12-24"}
        again = self.client.post(URL, {**left, "key": str(uuid4()), "task": [self.visit]}, headers=JSON)
        assert again.status_code == 200
        assert self.has_done() == (True, True, True)

    def test_a_part_outside_the_area_is_told_as_one_that_is_not_there(self):
        stranger = f"due:{uuid4()}"
        answer = self.send(task=[self.check, stranger], **{f"outcome_{stranger}": "met"})
        assert answer.status_code == 409
        assert answer.json()["done"] == self.check

    def test_what_cannot_be_done_at_all_leaves_its_key_free(self):
        assert self.send(said="").status_code == 422
        nothing = {f"outcome_{key}": "later" for key in (self.check, self.callback, self.visit)}
        assert self.send(**nothing).status_code == 422
        assert self.send(task=[]).status_code == 422
        assert not Batch.objects.exists()
        assert self.send().status_code == 200

    def test_other_words_under_its_key_are_refused(self):
        assert self.send().status_code == 200
        answer = self.send(said="另一番话")
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:jiezhi:problem:key_used")
        assert Batch.objects.count() == 1

    def test_what_was_cut_off_is_carried_out_when_it_comes_again(self):
        whole = batches.carry_out_line

        def cut_off(**told):
            if BatchLine.objects.filter(state="done").exists():
                raise KeyboardInterrupt
            return whole(**told)

        with mock.patch.object(batches, "carry_out_line", cut_off), pytest.raises(KeyboardInterrupt):
            self.send()
        assert self.has_done().count(True) == 1
        assert self.send().status_code == 200
        assert self.has_done() == (True, True, True)

    def test_what_somebody_else_wrote_is_not_taken_in_ones_name(self):
        answer = self.send(account=account_of(self.office.community_worker.actor))
        assert answer.json()["type"].endswith("other_account")
        assert not Batch.objects.exists()

    def test_the_day_holds_what_it_is_written_down_with_and_no_sealed_word(self):
        pack = self.client.post("/patrol/pack/").json()
        (joint,) = pack["joint_visits"]
        # The check stays by itself: beside a door it would say where its reporter lives.
        assert {part["key"] for part in joint["parts"]} == {self.callback, self.visit}
        assert joint["left"] == 0
        # The scripts of the release before read it, until the telephone has the new ones.
        assert joint["checks"] == []
        assert PHONE not in str(pack)
        assert self.due.seen not in str(pack)
        page = self.client.get("/patrol/").content.decode()
        assert 'data-joint="task=' in page
        screen = self.client.get(f"{reverse('patrol:joint_visit')}?{joint['query']}").content.decode()
        assert "data-is-shell" in screen
        assert self.called.number not in screen


@pytest.mark.django_db
def test_the_day_names_the_checks_of_a_joint_visit_for_scripts_of_the_release_before():
    office = make_office()
    household_order(office, "楼道灯不亮")
    checked = household_order(office, "楼道堆物没人清", matter=office.rubbish)
    (joint,) = staff_client(office.grid_worker).post("/patrol/pack/").json()["joint_visits"]
    assert joint["checks"] == [str(checked.order_id)]
