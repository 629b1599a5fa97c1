"""One inbox for every worker: gathered by registration, in one statement, and joined into visits."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from jiezhi.batches.choices import LineState
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.concerns.models import Callback, Concern
from jiezhi.core.visits import MOST_TASKS
from jiezhi.faces.desk import day
from jiezhi.inbox.gathering import inbox_of
from jiezhi.inbox.joining import visits_of
from jiezhi.kit.models import AuditEntry
from jiezhi.mediation.choices import MediationState
from jiezhi.mediation.models import Mediation, Sitting
from jiezhi.merging.actions import merge_orders
from jiezhi.organisation.models import Post, PostHolding, Role
from jiezhi.organisation.queries import staff_actor
from jiezhi.project.demo.roles import COMMUNITY_WORKER, DISPATCHER, GRID_WORKER
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.budget import spend_at_most
from tests.factories import make_office, settle, staff_client, submitted_concern
from tests.factories.mediation import begun_mediation
from tests.factories.workorders import MONDAY, asked_support, dispatched_order

PHONE = "13812345678"
STRANGER = "13987654321"


def give_post(staff, office, plan):
    """A second post for somebody who has one."""
    role, _ = Role.objects.get_or_create(
        sub_district_id=office.street.pk,
        code=plan.code,
        defaults={
            "name": plan.name,
            "permissions": list(plan.permissions),
            "sees_whole_street": plan.sees_whole_street,
        },
    )
    post = Post.objects.create(
        sub_district_id=office.street.pk, department=office.committee, role=role, title=f"兼{plan.name}"
    )
    PostHolding.objects.create(
        sub_district_id=office.street.pk, post=post, user=staff.user, since_on=MONDAY.date()
    )


def household_order(office, words, *, matter=None, phone=PHONE):
    """A request by a household's telephone, sent out, and reported done."""
    concern = sent_out(office, words, matter=matter, phone=phone)
    report_done(office, concern.order_id)
    concern.refresh_from_db()
    return concern


def sent_out(office, words, *, matter=None, phone=PHONE):
    """A request that has become an order."""
    concern = submitted_concern(office, words, phone=phone).concern
    who, at = office.dispatcher.actor, MONDAY
    matter = matter or office.lamp
    confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=matter.pk, brief=words),
        seen_version=concern.version,
        actor=who,
        at=at,
    )
    concern.refresh_from_db()
    return concern


def report_done(office, order_id):
    officer, at = office.officer.actor, MONDAY
    accept_order(order_id=order_id, seen_version=None, actor=officer, at=at)
    later = at + timedelta(hours=1)
    resolve_order(order_id=order_id, reply="已处理", seen_version=None, actor=officer, at=later)
    settle()


class InboxTest(TestCase):
    """A street in which one household waits for three things."""

    @classmethod
    def setUpTestData(cls):
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = office = make_office()
        # A lamp is called back about at once; rubbish is looked at on site before.
        cls.called = household_order(office, "楼道灯不亮")
        cls.checked = household_order(office, "楼道堆物没人清", matter=office.rubbish)
        cls.mediation = begun_mediation(office)
        Mediation.objects.filter(pk=cls.mediation.pk).update(order_id=cls.called.order_id)
        cls.stranger = household_order(office, "垃圾桶满了", matter=office.rubbish, phone=STRANGER)
        for plan in (GRID_WORKER, DISPATCHER, COMMUNITY_WORKER):
            give_post(office.grid_worker, office, plan)
        cls.worker = office.grid_worker
        cls.actor = staff_actor(user_id=cls.worker.user.pk, on=timezone.localdate())

    def setUp(self):
        # Marks of households are digests under a key: those of the world and those of a test are to be alike.
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def visit_url(self):
        (visit,) = staff_client(self.worker).get("/desk/today/").context["day"].visits
        return visit.url

    def test_the_world_is_as_it_should_be(self):
        assert self.called.order.state == OrderState.AWAITING_CALLBACK
        assert self.checked.order.state == OrderState.AWAITING_CHECK

    def test_tasks_of_one_household_stand_as_one_visit_and_a_strangers_does_not(self):
        page = staff_client(self.worker).get("/desk/today/")
        (visit,) = page.context["day"].visits
        assert len(visit.rows) == 3
        assert {row.number for row in visit.rows} == {
            self.called.number,
            self.checked.order.number,
            self.mediation.number,
        }
        text = page.content.decode()
        assert PHONE not in text
        assert self.called.phone_index not in text
        assert self.stranger.order.number not in {row.number for row in visit.rows}
        parts = {part.key for part in page.context["day"].parts if part.rows}
        assert {"checks", "callbacks", "mediations"} <= parts

    def test_strangers_who_reported_the_same_lamp_are_joined_in_no_visit(self):
        """Their callbacks are two households', though one order stands behind both."""
        own = sent_out(self.office, "三号楼灯坏了")
        strangers = sent_out(self.office, "楼梯口的灯坏了", phone=STRANGER)
        ids = {"absorbed_id": strangers.order_id, "staying_id": own.order_id}
        merge_orders(**ids, note="同一盏灯", actor=self.office.dispatcher.actor, at=MONDAY)
        settle()
        report_done(self.office, own.order_id)
        strangers.refresh_from_db()
        assert strangers.order_id == own.order_id
        page = staff_client(self.worker).get("/desk/today/")
        numbers = [{row.number for row in visit.rows} for visit in page.context["day"].visits]
        mine = next(found for found in numbers if self.called.number in found)
        assert own.number in mine
        assert not any({own.number, strangers.number} <= found for found in numbers)
        theirs = next(found for found in numbers if strangers.number in found)
        assert theirs == {strangers.number, self.stranger.order.number}

    def test_an_order_of_two_households_is_gone_to_for_itself(self):
        """Its check is the order's: nobody's callback hears what was found there."""
        own = sent_out(self.office, "垃圾没人清", matter=self.office.rubbish)
        nameless = submitted_concern(self.office, "垃圾太臭").concern
        Concern.objects.filter(pk=nameless.pk).update(order_id=own.order_id, phone="", phone_index="")
        report_done(self.office, own.order_id)
        (visit,) = staff_client(self.worker).get("/desk/today/").context["day"].visits
        assert own.order.number not in {row.number for row in visit.rows}

    def test_more_tasks_than_one_visit_takes_are_said_and_never_dropped(self):
        with mock.patch.object(day, "MOST_TASKS", 2):
            page = staff_client(self.worker).get("/desk/today/")
        (visit,) = page.context["day"].visits
        assert visit.left == 1
        assert {row.number for row in visit.rows} == {self.checked.order.number, self.mediation.number}
        assert "另有 1 项留待下次上门" in page.content.decode()
        tasks = "&".join(f"task=check:{uuid4()}" for _ in range(MOST_TASKS + 1))
        assert staff_client(self.worker).get(f"{reverse('desk:joint_visit')}?{tasks}").status_code == 422

    def test_the_inbox_of_every_kind_costs_one_statement_and_the_page_twelve(self):
        with spend_at_most(1):
            parts = inbox_of(self.actor, at=timezone.now(), full=50)
        assert len(parts) > 12
        client = staff_client(self.worker)
        client.get("/desk/today/")
        with spend_at_most(12):
            client.get("/desk/today/")

    def test_a_visit_is_written_once_and_goes_to_each_task(self):
        url, client = self.visit_url(), staff_client(self.worker)
        page = client.get(url)
        assert "一次上门" in page.content.decode()
        keys = [task.key for task, *_questions in page.context["tasks"]]
        form = page.context["form"]
        outcome = {"check": "done", "callback": "good", "sitting": "nearer"}
        sent = {
            "task": keys,
            "said": "楼道已清，灯已亮，住户满意",
            "sealed": "乙方愿再谈",
            "place": "住户家中",
        }
        for number, (task, *_questions) in enumerate(page.context["tasks"]):
            sent[f"outcome_{number}"] = outcome[task.kind]
            sent[f"service_{number}"] = "no" if task.kind == "callback" else ""
            if task.version is not None:
                sent[f"version_{number}"] = form[f"version_{number}"].value()
        answer = client.post(reverse("desk:joint_visit"), sent, follow=True)
        batch = Batch.objects.get()
        assert set(BatchLine.objects.values_list("state", flat=True)) == {LineState.DONE}
        assert answer.content.decode().count("tag-ok") == 3
        self.checked.order.refresh_from_db()
        assert self.checked.order.state == OrderState.AWAITING_CALLBACK
        note = OrderEntry.objects.filter(order=self.checked.order).order_by("-at").first().note
        assert note == sent["said"]
        self.called.order.refresh_from_db()
        assert self.called.order.state == OrderState.CLOSED
        answered = Callback.objects.get(concern=self.called)
        assert (answered.words, answered.likes_service) == (sent["said"], False)
        sitting = Sitting.objects.get(mediation=self.mediation, place="住户家中")
        assert sitting.notes == "楼道已清，灯已亮，住户满意\n乙方愿再谈"
        traced = set(AuditEntry.objects.filter(trace_id=batch.pk).values_list("verb", flat=True))
        assert {"workorders.check_passed", "concerns.callback_answered", "batches.line_done"} <= traced

    def sitting(self, **typed):
        """A visit to the mediation alone."""
        sent = {"task": [f"sitting:{self.mediation.pk}"], "said": "谈了", "place": "住户家", **typed}
        return staff_client(self.worker).post(reverse("desk:joint_visit"), sent, follow=True)

    def test_sealed_words_that_nothing_takes_are_refused_and_stay_on_the_page(self):
        sealed = "乙方底线八百元"
        later = self.sitting(sealed=sealed, outcome_0="later")
        Mediation.objects.filter(pk=self.mediation.pk).update(state=MediationState.ENDED)
        ended = self.sitting(sealed=sealed, outcome_0="nearer")
        elsewhere = make_office().street
        Mediation.objects.filter(pk=self.mediation.pk).update(sub_district=elsewhere)
        gone = self.sitting(sealed=sealed, outcome_0="nearer")
        for answer in (later, ended, gone):
            assert answer.status_code == 422
            assert sealed in answer.content.decode()
        assert not Batch.objects.exists()
        assert self.mediation.number in ended.content.decode()

    def test_a_session_without_a_place_is_refused_before_anything_is_done(self):
        type(self.mediation).objects.filter(pk=self.mediation.pk).update(community=None)
        answer = self.sitting(sealed="密封的话", place="", outcome_0="nearer")
        assert answer.status_code == 422
        assert "密封的话" in answer.content.decode()
        assert "请填写调解地点" in answer.content.decode()

    def test_a_visit_sent_twice_is_one_sitting_and_changed_words_are_another_press(self):
        sittings = Sitting.objects.filter(mediation=self.mediation)
        before = sittings.count()
        self.sitting(press="一次", outcome_0="nearer")
        again = self.sitting(press="一次", outcome_0="nearer")
        assert (Batch.objects.count(), sittings.count()) == (1, before + 1)
        assert again.redirect_chain[-1][0] == reverse("desk:batch", args=[Batch.objects.get().pk])
        assert "没有重复办理" in again.content.decode()
        self.sitting(press="一次", outcome_0="nearer", said="又谈了一次")
        assert sittings.count() == before + 2

    def test_what_changed_meanwhile_is_refused_by_itself_and_the_rest_is_done(self):
        page = staff_client(self.worker).get(self.visit_url())
        WorkOrder.objects.filter(pk=self.checked.order_id).update(version=99)
        tasks = [task for task, *_questions in page.context["tasks"]]
        sent = {"task": [task.key for task in tasks], "said": "已看"}
        for number, task in enumerate(tasks):
            sent[f"outcome_{number}"] = {"check": "done", "callback": "good", "sitting": "later"}[task.kind]
            if task.version is not None:
                sent[f"version_{number}"] = task.version
        answer = staff_client(self.worker).post(reverse("desk:joint_visit"), sent, follow=True)
        states = dict(BatchLine.objects.values_list("label", "state"))
        assert states == {self.checked.order.number: "refused", self.called.number: "done"}
        page = answer.content.decode()
        assert BatchLine.objects.get(state="refused").reason in page
        assert "已看</textarea>" in page
        assert [task.id for task in answer.context["form"].tasks] == [self.checked.order_id]
        self.checked.order.refresh_from_db()
        assert self.checked.order.state == OrderState.AWAITING_CHECK

    def test_a_visit_without_words_or_outcome_keeps_what_was_typed(self):
        url, client = self.visit_url(), staff_client(self.worker)
        keys = [task.key for task, *_questions in client.get(url).context["tasks"]]
        answer = client.post(reverse("desk:joint_visit"), {"task": keys, "said": "", "place": "三号楼"})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "三号楼" in text
        assert "请写明" in text
        assert not Batch.objects.exists()

    def test_what_was_done_together_is_read_by_whoever_did_it_and_by_the_whole_street(self):
        sent = {"task": [f"check:{self.checked.order_id}"], "said": "已清", "outcome_0": "done"}
        sent["version_0"] = self.checked.order.version
        staff_client(self.worker).post(reverse("desk:joint_visit"), sent)
        url = reverse("desk:batch", args=[Batch.objects.get().pk])
        assert staff_client(self.worker).get(url).status_code == 200
        assert staff_client(self.office.dispatcher).get(url).status_code == 200
        assert staff_client(self.office.officer).get(url).status_code == 404

    def test_others_tasks_are_missing_and_strange_ones_too(self):
        client = staff_client(self.office.officer)
        assert client.get(f"/desk/visits/new/?task=check:{self.checked.order_id}").status_code == 403
        worker = staff_client(self.worker)
        for task in ("check:x", "x:y", f"check:{self.mediation.pk}"):
            assert worker.get(f"/desk/visits/new/?task={task}").status_code == 404
        assert worker.get("/desk/visits/new/").status_code == 422

    def test_an_officer_finds_orders_and_parts_and_what_presses_first(self):
        at = timezone.now() - timedelta(days=30)
        order = dispatched_order(self.office, at=at)
        part = asked_support(self.office, order, at=timezone.now())
        type(part).objects.filter(pk=part.pk).update(department=self.office.lighting)
        page = staff_client(self.office.officer).get("/desk/today/")
        parts = page.context["day"].parts
        assert [part.key for part in parts if part.rows][:2] == ["orders", "supports"]
        first = parts[0].rows[0]
        assert (first.number, first.is_late) == (order.number, True)
        assert "超期" in page.content.decode()


class AtTheDoorTest(TestCase):
    """A household with an order to be looked at on site, and another about which it is to be asked."""

    @classmethod
    def setUpTestData(cls):
        cls.keys = settings.VAULT_KEY_FOLDER
        cls.office = office = make_office()
        cls.called = household_order(office, "楼道灯不亮")
        cls.checked = household_order(office, "楼道堆物没人清", matter=office.rubbish)
        cls.stranger = household_order(office, "路灯坏了", phone=STRANGER)
        cls.worker = office.grid_worker

    def setUp(self):
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))

    def test_a_household_is_joined_however_many_strangers_wait_longer(self):
        for concern, hours in ((self.stranger, 0), (self.called, 1)):
            since = MONDAY + timedelta(hours=hours)
            Callback.objects.filter(concern=concern).update(since_at=since)
        assert len(visits_of(self.worker.actor, at=MONDAY + timedelta(hours=3), full=1)) == 1

    def test_a_check_and_a_callback_are_one_visit_of_the_grid_worker(self):
        client = staff_client(self.worker)
        day_page = client.get("/desk/today/")
        (visit,) = day_page.context["day"].visits
        assert {row.number for row in visit.rows} == {self.called.number, self.checked.order.number}
        assert [part.key for part in day_page.context["day"].parts if "callback" in part.key] == []
        assert self.stranger.number not in day_page.content.decode()
        page = client.get(visit.url)
        assert page.content.decode().count("已处理") == 2
        keys = [task.key for task, *_questions in page.context["tasks"]]
        sent = {"task": keys, "said": "灯亮了，楼道也清了"}
        for number, (task, *_questions) in enumerate(page.context["tasks"]):
            sent[f"outcome_{number}"] = {"check": "done", "callback": "good"}[task.kind]
            sent[f"service_{number}"] = "yes" if task.kind == "callback" else ""
            if task.version is not None:
                sent[f"version_{number}"] = task.version
        answer = client.post(reverse("desk:joint_visit"), sent, follow=True)
        text = answer.content.decode()
        assert text.count("tag-ok") == 2
        # The order is theirs to open and the request is not; the way back leads to the round.
        assert reverse("workorders:order", args=[self.checked.order_id]) in text
        assert reverse("desk:concern", args=[self.called.pk]) not in text
        assert 'href="/patrol/"' in text
        heard = Callback.objects.get(concern=self.called)
        assert (heard.medium, heard.likes_service, heard.words) == ("in_person", True, sent["said"])
        self.checked.order.refresh_from_db()
        assert self.checked.order.state == OrderState.AWAITING_CALLBACK
        settle()
        # They looked at it themselves, so they are not the one who asks about it.
        own = client.get(f"{reverse('desk:joint_visit')}?task=callback:{self.checked.pk}")
        assert "outcome_0" not in own.content.decode()
        assert "回访由其他人员进行" in own.content.decode()

    def test_a_mediation_and_a_callback_are_one_visit_of_the_community_worker(self):
        mediation = begun_mediation(self.office)
        Mediation.objects.filter(pk=mediation.pk).update(order_id=self.checked.order_id)
        (visit,) = staff_client(self.office.community_worker).get("/desk/today/").context["day"].visits
        assert {row.number for row in visit.rows} == {self.called.number, mediation.number}

    def test_a_request_that_nobody_is_to_be_asked_about_is_not_shown(self):
        """Whoever hears at the door reads only what waits for it."""
        quiet = submitted_concern(self.office, "想问问老年卡", phone=PHONE).concern
        client = staff_client(self.worker)
        url = f"{reverse('desk:joint_visit')}?task=callback:"
        assert client.get(f"{url}{self.stranger.pk}").status_code == 200
        assert client.get(f"{url}{quiet.pk}").status_code == 404
        assert client.get(f"{url}{uuid4()}").status_code == 404

    def test_the_page_of_an_order_leads_whoever_is_at_the_door_to_the_question(self):
        url = f"{reverse('desk:joint_visit')}?task=callback:{self.called.pk}"
        page = reverse("workorders:order", args=[self.called.order_id])
        assert url in staff_client(self.worker).get(page).content.decode()
        for other in (self.office.officer, self.office.dispatcher):
            assert url not in staff_client(other).get(page).content.decode()

    def test_patrol_says_the_household_in_one_line(self):
        client = staff_client(self.worker)
        page = client.get("/patrol/")
        (visit,) = page.context["visits"]
        text = page.content.decode()
        assert visit.url.replace("&", "&amp;") in text
        assert "合并上门" in text
        assert client.get(visit.url).status_code == 200
        assert PHONE not in text
        pack = client.post("/patrol/pack/").json()
        (joint,) = pack["joint_visits"]
        assert (joint["place"], joint["tasks"], joint["left"]) == (visit.place, ["现场核查", "上门回访"], 0)
        assert [part["key"] for part in joint["parts"]] == [
            f"check:{self.checked.order_id}",
            f"callback:{self.called.pk}",
        ]
        assert visit.url.endswith(joint["query"])
        assert [check["number"] for check in pack["checks"]] == [self.checked.order.number]


@pytest.mark.django_db
def test_what_stands_in_no_list_and_in_no_visit_is_not_made_fit_to_be_shown():
    office = make_office()
    for words in ("楼道灯不亮", "路灯坏了"):
        household_order(office, words, phone="")
    actor, at = office.grid_worker.actor, timezone.now()
    unlisted = [part for part in inbox_of(actor, at=at, full=50) if not part.source.is_listed]
    assert sum(len(part.lines) for part in unlisted) == 2
    with mock.patch.object(day, "_row_of", wraps=day._row_of) as made:
        shown = day.day_of(actor, at=at)
    assert made.call_count == sum(len(part.rows) for part in shown.parts)
