"""Standard answers: written by who answers, approved by another, filled with the words of each order."""

import pytest
from django.test import TestCase
from django.urls import reverse

from jiezhi.answers.actions import AnswerDraft, decide_answer, end_answer, propose_answer
from jiezhi.answers.choices import AnswerState
from jiezhi.answers.models import AnswerVersion, StandardAnswer
from jiezhi.answers.queries import answers_offered
from jiezhi.batches.models import BatchLine
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.models import WorkOrder
from tests.factories import make_office, make_staff, staff_client
from tests.factories.answers import approved_answer, proposed_answer
from tests.factories.hands import order_in_hand
from tests.factories.workorders import MONDAY


class AnswersTest(TestCase):
    """An office whose lighting department says the same again and again."""

    @classmethod
    def setUpTestData(cls):
        cls.office = make_office()
        cls.in_use = approved_answer(cls.office)
        cls.order = order_in_hand(cls.office)
        cls.second = order_in_hand(cls.office)

    def offered(self):
        return answers_offered(
            sub_district_id=self.office.street.pk,
            matter_id=self.office.lamp.pk,
            department_id=self.office.lighting.pk,
            given={"place": "幸福里", "number": "1"},
        )

    def test_a_new_version_is_offered_only_when_another_person_has_approved_it(self):
        version = proposed_answer(self.office, "{地点}已修复")
        assert version.number == 2
        assert "幸福里的" in self.offered()[0].text
        with pytest.raises(MissingError):
            decide_answer(
                version_id=version.pk,
                is_approved=True,
                actor=self.office.officer.actor.lent("answers:approve"),
                at=MONDAY,
            )
        decide_answer(version_id=version.pk, is_approved=True, actor=self.office.leader.actor, at=MONDAY)
        assert [row.text for row in self.offered()] == ["幸福里已修复"]
        states = dict(AnswerVersion.objects.values_list("number", "state"))
        assert states == {1: AnswerState.REPLACED, 2: AnswerState.IN_USE}

    def test_what_is_given_back_says_why_and_leaves_the_old_words_in_use(self):
        version = proposed_answer(self.office, "{地点}已修复")
        who = self.office.dispatcher.actor
        with pytest.raises(InvalidError):
            decide_answer(version_id=version.pk, is_approved=False, actor=who, at=MONDAY)
        decide_answer(version_id=version.pk, is_approved=False, note="请写明日期", actor=who, at=MONDAY)
        version.refresh_from_db()
        assert (version.state, version.note) == (AnswerState.REFUSED, "请写明日期")
        assert self.offered()[0].id == self.in_use.answer_id

    def test_words_that_nobody_has_decided_on_give_their_place_and_stay_on_record(self):
        first = proposed_answer(self.office, "{地点}已修，甲写的")
        colleague = make_staff(self.office.lighting, OFFICER).actor
        draft = AnswerDraft(self.office.lamp.pk, "已修复", "{地点}已修复，乙写的")
        second = propose_answer(draft=draft, actor=colleague, at=MONDAY)
        first.refresh_from_db()
        assert (first.state, first.text, first.decided_by) == (AnswerState.REPLACED, "{地点}已修，甲写的", "")
        assert (second.number, second.state) == (3, AnswerState.PROPOSED)
        url = reverse("answers:answer", args=[self.in_use.answer_id])
        page = staff_client(self.office.officer).get(url).content.decode()
        assert "{地点}已修，甲写的" in page
        assert "审批前已被更新的内容取代" in page

    def test_a_new_version_belongs_to_the_answer_and_only_its_department_writes_it(self):
        write = f"{reverse('answers:write')}?from={self.in_use.answer_id}"
        sent = {"matter": self.office.rubbish.pk, "name": "别的名称", "text": "{地点}已修复"}
        staff_client(self.office.officer).post(write, sent)
        version = AnswerVersion.objects.get(number=2)
        assert version.answer_id == self.in_use.answer_id
        keeper = staff_client(self.office.dispatcher)
        assert keeper.get(write).status_code == 404
        refused = keeper.post(write, sent | {"text": "审批人改好的话"})
        assert refused.status_code == 404
        assert "审批人改好的话" in refused.content.decode()
        assert keeper.post(reverse("answers:end", args=[self.in_use.answer_id])).status_code == 404
        answers = StandardAnswer.objects.values_list("department", "name", "ended_at")
        assert list(answers) == [(self.office.lighting.pk, "已修复", None)]
        page = keeper.get(reverse("answers:answer", args=[self.in_use.answer_id])).content.decode()
        assert "编写新版本" not in page
        assert "停用" not in page

    def test_a_refused_decision_gives_back_the_note(self):
        version = proposed_answer(self.office, "{地点}已修复")
        url = reverse("answers:decide", args=[version.answer_id, version.pk])
        keeper, note = staff_client(self.office.dispatcher), "请写明日期" * 41
        refused = keeper.post(url, {"decision": "refuse", "note": note})
        assert (refused.status_code, refused.context["form"]["note"].value()) == (422, note)
        assert note in refused.content.decode()
        empty = keeper.post(url, {"decision": "refuse", "note": " "})
        assert empty.status_code == 422
        assert "请写明需要修改什么" in empty.content.decode()
        decide_answer(version_id=version.pk, is_approved=True, actor=self.office.leader.actor, at=MONDAY)
        late = keeper.post(url, {"decision": "refuse", "note": "请写明日期"})
        assert late.status_code == 404
        assert "您填写的内容：请写明日期" in late.content.decode()
        version.refresh_from_db()
        assert (version.state, version.note) == (AnswerState.IN_USE, "")

    def test_an_unknown_place_and_a_number_of_a_person_are_refused(self):
        for text in ("{姓名}您好", "请打13812345678", "", "长" * 1001):
            with pytest.raises(InvalidError):
                propose_answer(
                    draft=AnswerDraft(self.office.lamp.pk, "甲", text),
                    actor=self.office.officer.actor,
                    at=MONDAY,
                )

    def test_it_stands_filled_beside_the_reply_of_an_order_and_only_there(self):
        page = staff_client(self.office.officer).get(f"/desk/orders/{self.order.pk}/")
        (answer,) = page.context["answers"]
        assert self.order.number in answer.text
        assert f'data-fill="{answer.text}"' in page.content.decode()
        dispatcher = staff_client(self.office.dispatcher).get(f"/desk/orders/{self.order.pk}/")
        assert dispatcher.context["answers"] == []

    def test_several_orders_are_answered_at_once_each_in_its_own_words(self):
        picks = [f"{order.pk}:{order.version}" for order in (self.order, self.second)]
        sent = {"deed": "reply", "order": picks, "answer": self.in_use.answer_id, "reply": ""}
        page = staff_client(self.office.officer).get(reverse("desk:bulk"), {"deed": "reply", "order": picks})
        assert "路灯不亮 · 已修复" in page.content.decode()
        staff_client(self.office.officer).post(reverse("desk:bulk"), sent)
        assert set(BatchLine.objects.values_list("state", flat=True)) == {"done"}
        for order in WorkOrder.objects.filter(pk__in=(self.order.pk, self.second.pk)):
            assert order.reply.startswith(f"{self.office.estate.name}的路灯不亮（{order.number}）已处理")

    def test_a_place_that_is_left_open_is_refused_with_the_reply_kept(self):
        answer = staff_client(self.office.officer).post(
            f"/desk/orders/{self.order.pk}/resolve/",
            {"version": self.order.version, "reply": "{地点}已修复"},
        )
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "{地点}已修复" in text
        assert "大括号" in text

    def test_answers_are_read_by_the_department_and_by_who_approves(self):
        url = reverse("answers:answer", args=[self.in_use.answer_id])
        assert "第1版" in staff_client(self.office.officer).get(url).content.decode()
        assert staff_client(self.office.leader).get(url).status_code == 200
        assert staff_client(self.office.community_worker).get(url).status_code == 404

    def test_it_is_written_and_approved_on_its_pages(self):
        officer, keeper = staff_client(self.office.officer), staff_client(self.office.dispatcher)
        write = reverse("answers:write")
        known = officer.get(write, {"from": self.in_use.answer_id}).content.decode()
        assert self.in_use.text in known
        sent = {"matter": self.office.lamp.pk, "name": "已报修", "text": "{工单号}已报修"}
        wrong = officer.post(write, sent | {"text": "{电话}已报修"})
        assert wrong.status_code == 422
        assert "{电话}" in wrong.content.decode()
        officer.post(write, sent)
        version = AnswerVersion.objects.get(answer__name="已报修")
        waiting = keeper.get("/desk/today/").content.decode()
        assert reverse("answers:answer", args=[version.answer_id]) in waiting
        decide = reverse("answers:decide", args=[version.answer_id, version.pk])
        keeper.post(decide, {"decision": "approve", "note": ""})
        version.refresh_from_db()
        assert version.state == AnswerState.IN_USE
        officer.post(reverse("answers:end", args=[version.answer_id]))
        assert [row.name for row in self.offered()] == ["已修复"]

    def test_what_is_ended_is_offered_no_more(self):
        end_answer(answer_id=self.in_use.answer_id, actor=self.office.officer.actor, at=MONDAY)
        assert self.offered() == []
