"""A callback heard at the reporter's door: by whoever is there anyway, and never about their own work."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import TestCase

from jiezhi.concerns.actions import Verdict, answer_callback, excuse_callback, note_absence
from jiezhi.concerns.choices import CallbackMedium, CallbackState
from jiezhi.concerns.errors import NoCallbackDueError, OwnWorkError
from jiezhi.concerns.hearing import concern_to_hear, rounds_to_hear
from jiezhi.concerns.held import held_about
from jiezhi.concerns.models import Callback
from jiezhi.concerns.permissions import CALL_BACK, HEAR_CALLBACK
from jiezhi.kit.actor import Scope
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError
from jiezhi.kit.models import AuditEntry
from jiezhi.mediation.actions import end_mediation
from jiezhi.merging.actions import merge_orders
from jiezhi.organisation.models import Role
from jiezhi.workorders.actions import (
    accept_order,
    accept_support,
    pass_check,
    report_support,
    resolve_order,
)
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import make_community, make_office, settle, staff_client
from tests.factories.mediation import opened_mediation
from tests.factories.workorders import MONDAY, asked_support
from tests.inbox.test_inbox import household_order, report_done, sent_out

AT = MONDAY + timedelta(hours=3)
DOOR = CallbackMedium.IN_PERSON
GOOD = Verdict(was_solved=True, was_satisfied=True, words="灯亮了", likes_service=True)


class HearingTest(TestCase):
    """A lamp that nobody checks, and rubbish that the grid worker found gone; both reporters are to be asked."""

    @classmethod
    def setUpTestData(cls):
        cls.office = office = make_office()
        cls.lamp = household_order(office, "楼道灯不亮")
        cls.rubbish = household_order(office, "楼道堆物没人清", matter=office.rubbish)
        cls.worker = office.grid_worker.actor
        pass_check(order_id=cls.rubbish.order_id, note="已清", seen_version=None, actor=cls.worker, at=AT)
        settle()

    def hear(self, concern, verdict=GOOD, *, actor=None, medium=DOOR):
        return answer_callback(
            concern_id=concern.pk, verdict=verdict, medium=medium, actor=actor or self.worker, at=AT
        )

    def test_a_grid_worker_hears_what_the_reporter_says_and_how_is_kept(self):
        order = self.hear(self.lamp)
        assert (order.state, order.was_satisfied, order.likes_service) == (OrderState.CLOSED, True, True)
        heard = Callback.objects.get(concern=self.lamp)
        assert (heard.medium, heard.answered_by, heard.words) == (DOOR, self.worker.label, "灯亮了")
        told = AuditEntry.objects.get(verb="concerns.callback_answered")
        assert told.facts["medium"] == DOOR

    def test_what_is_not_good_takes_the_order_up_again(self):
        order = self.hear(self.lamp, Verdict(was_solved=False, was_satisfied=False, words="还是不亮"))
        assert (order.state, order.reopened_count) == (OrderState.DISPATCHED, 1)

    def test_nobody_met_at_the_door_is_noted_and_closes_nothing(self):
        for note in ("上门无人", "傍晚再去，仍无人"):
            note_absence(concern_id=self.lamp.pk, note=note, actor=self.worker, at=AT)
        heard = Callback.objects.get(concern=self.lamp)
        assert (heard.state, heard.medium, heard.answered_at) == (CallbackState.WAITING, "", None)
        assert [line.partition(": ")[2] for line in heard.tried.splitlines()] == [
            "上门无人",
            "傍晚再去，仍无人",
        ]
        assert self.lamp.order.state == OrderState.AWAITING_CALLBACK
        assert AuditEntry.objects.filter(verb="concerns.callback_tried").count() == 2
        page = staff_client(self.office.dispatcher).get(f"/desk/callbacks/{self.lamp.pk}/").content.decode()
        assert "傍晚再去，仍无人" in page
        with pytest.raises(InvalidError):
            note_absence(concern_id=self.lamp.pk, note=" ", actor=self.worker, at=AT)
        assert self.hear(self.lamp).state == OrderState.CLOSED
        with pytest.raises(NoCallbackDueError):
            note_absence(concern_id=self.lamp.pk, note="又去", actor=self.worker, at=AT)

    def test_at_the_door_alone(self):
        """No telephone answer and no list of callbacks comes with it."""
        for deed in (
            lambda: self.hear(self.lamp, medium=CallbackMedium.TELEPHONE),
            lambda: excuse_callback(concern_id=self.lamp.pk, note="没打通", actor=self.worker, at=AT),
        ):
            with pytest.raises(RefusedError) as refusal:
                deed()
            assert refusal.value.facts["permission"] == CALL_BACK.code
        client = staff_client(self.office.grid_worker)
        assert client.get("/desk/callbacks/").status_code == 403
        assert client.get(f"/desk/callbacks/{self.lamp.pk}/").status_code == 403

    def test_without_the_permission_nobody_hears(self):
        nobody = replace(self.worker, permissions=self.worker.permissions - {HEAR_CALLBACK.code})
        with pytest.raises(RefusedError) as refusal:
            self.hear(self.lamp, actor=nobody)
        assert refusal.value.facts["permission"] == HEAR_CALLBACK.code

    def test_outside_the_own_area_there_is_no_such_request(self):
        elsewhere = make_community(self.office.street)
        stranger = replace(self.worker, scope=Scope(community_ids=frozenset({elsewhere.pk})))
        for deed in (
            lambda: self.hear(self.lamp, actor=stranger),
            lambda: concern_to_hear(stranger, self.lamp.pk),
            lambda: note_absence(concern_id=self.lamp.pk, note="无人", actor=stranger, at=AT),
        ):
            with pytest.raises(MissingError):
                deed()
        assert not rounds_to_hear(stranger).exists()

    def test_whoever_checked_the_work_does_not_ask_whether_it_was_good(self):
        for deed in (
            lambda: self.hear(self.rubbish),
            lambda: note_absence(concern_id=self.rubbish.pk, note="无人", actor=self.worker, at=AT),
        ):
            with pytest.raises(OwnWorkError):
                deed()
        assert list(rounds_to_hear(self.worker).values_list("concern_id", flat=True)) == [self.lamp.pk]
        colleague = self.office.community_worker.actor
        assert rounds_to_hear(colleague).count() == 2
        assert self.hear(self.rubbish, actor=colleague).state == OrderState.CLOSED

    def test_whoever_handled_it_does_not_ask_either(self):
        officer = self.office.officer.actor.lent(HEAR_CALLBACK.code)
        with pytest.raises(OwnWorkError):
            self.hear(self.lamp, actor=officer)
        # What they took down for a body that does not sign in is that body's work.
        OrderEntry.objects.filter(order=self.lamp.order_id, actor_id=officer.id).update(said_by="供电所值班")
        assert self.hear(self.lamp, actor=officer).state == OrderState.CLOSED

    def test_whoever_did_a_part_does_not_ask_whether_it_was_good(self):
        concern, colleague = sent_out(self.office, "楼道灯不亮"), self.office.community_worker.actor
        support = asked_support(self.office, WorkOrder.objects.get(pk=concern.order_id))
        accept_support(support_id=support.pk, actor=colleague, at=MONDAY)
        report_support(support_id=support.pk, reply="已断电配合", actor=colleague, at=MONDAY)
        report_done(self.office, concern.order_id)
        assert concern.pk not in rounds_to_hear(colleague).values_list("concern_id", flat=True)
        with pytest.raises(OwnWorkError):
            self.hear(concern, actor=colleague)
        assert self.hear(concern).state == OrderState.CLOSED

    def test_whoever_mediated_what_an_order_waited_for_does_not_ask_how_it_ended(self):
        concern, officer = sent_out(self.office, "楼上漏水"), self.office.officer.actor
        opener, ender = self.office.dispatcher.actor, self.office.community_worker.actor
        accept_order(order_id=concern.order_id, seen_version=None, actor=officer, at=MONDAY)
        mediation = opened_mediation(self.office, WorkOrder.objects.get(pk=concern.order_id))
        end_mediation(mediation_id=mediation.pk, reason="双方自行和解", actor=ender, at=MONDAY)
        resolve_order(order_id=concern.order_id, reply="已处理", seen_version=None, actor=officer, at=MONDAY)
        settle()
        for mediator in (opener, ender):
            assert concern.pk not in rounds_to_hear(mediator).values_list("concern_id", flat=True)
            with pytest.raises(OwnWorkError):
                self.hear(concern, actor=mediator)
        assert self.hear(concern).state == OrderState.CLOSED

    def test_work_on_an_order_that_was_taken_in_is_own_work_too(self):
        staying, taken_in = (sent_out(self.office, words) for words in ("楼道灯不亮", "3号楼楼道灯坏了"))
        officer = self.office.officer.actor
        accept_order(order_id=taken_in.order_id, seen_version=None, actor=officer, at=MONDAY)
        OrderEntry.objects.filter(order_id=taken_in.order_id, verb=Verb.ACCEPT).update(
            actor_id=self.worker.id
        )
        merge_orders(
            absorbed_id=taken_in.order_id, staying_id=staying.order_id,
            actor=self.office.dispatcher.actor, at=MONDAY,
        )  # fmt: skip
        report_done(self.office, staying.order_id)
        heard = rounds_to_hear(self.worker).values_list("concern_id", flat=True)
        assert not {staying.pk, taken_in.pk} & set(heard)
        assert {staying.pk, taken_in.pk} <= set(
            rounds_to_hear(self.office.community_worker.actor).values_list("concern_id", flat=True)
        )

    def test_what_was_tried_at_the_door_is_in_the_residents_copy_and_goes_with_the_round(self):
        note_absence(concern_id=self.lamp.pk, note="邻居说出门了", actor=self.worker, at=AT)
        assert "邻居说出门了" in " ".join(str(fact) for fact in held_about(self.lamp))
        self.hear(self.lamp)
        assert Callback.objects.get(concern=self.lamp).tried == ""

    def test_who_does_not_call_back_by_telephone_hears_only_what_still_waits(self):
        excuse_callback(concern_id=self.lamp.pk, note="没打通", actor=self.office.dispatcher.actor, at=AT)
        assert Callback.objects.get(concern=self.lamp).medium == CallbackMedium.TELEPHONE
        with pytest.raises(NoCallbackDueError):
            self.hear(self.lamp)
        with pytest.raises(MissingError):
            concern_to_hear(self.worker, self.lamp.pk)
        # An answer that comes late is still taken by those whose work it is.
        assert self.hear(self.lamp, actor=self.office.dispatcher.actor, medium=CallbackMedium.TELEPHONE)

    def test_what_is_not_done_yet_is_asked_about_by_nobody(self):
        under_way = sent_out(self.office, "三号楼的灯也不亮")
        with pytest.raises(NoCallbackDueError):
            self.hear(under_way)


@pytest.mark.django_db
def test_roles_that_are_in_use_hear_callbacks_after_the_upgrade():
    street = make_office().street
    for role in Role.objects.filter(sub_district=street):
        role.permissions = [code for code in role.permissions if code != HEAR_CALLBACK.code]
        role.save()
    import_module("jiezhi.concerns.migrations.0020_let_roles_hear_callbacks").let_hear(apps, None)
    found = {role.code for role in Role.objects.all() if HEAR_CALLBACK.code in role.permissions}
    assert found == {"grid_worker", "community_worker"}
