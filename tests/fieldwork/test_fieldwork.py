"""Reports, visits and findings from outside: each counts once, and whatever is wrong with one is told in words."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import TestCase, override_settings

from jiezhi.concerns.choices import Channel
from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.actions import FindingDraft, keep_field_picture, take_finding, take_report, take_visit
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.errors import KeyUsedError
from jiezhi.fieldwork.models import FieldReport, TakenDeed, Visit
from jiezhi.fieldwork.queries import account_of, doors_of, read_visit, seal_of, visits_due, visits_listed
from jiezhi.fieldwork.tasks import KEYS_KEPT, WORDS_KEPT, forget_old_deeds, forget_old_words
from jiezhi.kit.errors import InvalidError, MissingError, RefusedError, StaleError
from jiezhi.kit.models import AuditEntry, Look
from jiezhi.notices.models import Notice
from jiezhi.organisation.choices import FlowName
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import store_picture, sweep_unattached
from jiezhi.workorders.choices import OrderState, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import pictures_of
from tests.factories import make_office, settle
from tests.factories.fieldwork import report_draft, reported_from_patrol, taken_visit, visit_draft
from tests.factories.hands import reported_order
from tests.factories.workorders import MONDAY
from tests.pictures.uploads import coloured

HOUR = timedelta(hours=1)


class FieldworkTest(TestCase):
    """All in one small office."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.keys = settings.VAULT_KEY_FOLDER  # each test has a folder of its own, in which these do not open
        cls.office = make_office()
        cls.other = make_office()

    def setUp(self) -> None:
        self.enterContext(override_settings(VAULT_KEY_FOLDER=self.keys))
        self.actor = self.office.grid_worker.actor

    def report(self, **told):
        return take_report(draft=report_draft(self.office, **told), actor=self.actor, at=MONDAY)

    def visit(self, **told):
        return take_visit(draft=visit_draft(self.office, **told), actor=self.actor, at=MONDAY)

    # Reports

    def test_a_report_is_an_order_that_no_resident_brought_in_and_that_waits_for_the_dispatcher(self):
        seen_at = MONDAY - 2 * HOUR
        order = reported_from_patrol(self.office, words="东侧一堆垃圾", place_note="3号楼旁", seen_at=seen_at)
        assert (order.state, order.flow, order.lead) == (OrderState.OPENED, FlowName.EVENT, None)
        assert order.brief == "东侧一堆垃圾\n地点：3号楼旁"
        assert (order.estate, order.opened_at) == (self.office.estate, MONDAY)
        report = FieldReport.objects.get(order=order)
        assert (report.pk, report.seen_at, report.reported_at) == (order.origin_id, seen_at, MONDAY)
        settle()
        notice = Notice.objects.get(reader=self.office.dispatcher.user, kind="fieldwork.reported")
        assert notice.facts == {"number": order.number}

    def test_the_same_key_gives_the_same_order_however_often_it_comes(self):
        draft = report_draft(self.office, words="一堆垃圾")
        first = take_report(draft=draft, actor=self.actor, at=MONDAY)
        assert take_report(draft=draft, actor=self.actor, at=MONDAY + HOUR) == first
        assert WorkOrder.objects.filter(number=first.number).count() == 1
        assert AuditEntry.objects.filter(verb="fieldwork.repeated").count() == 1

    def test_a_key_that_was_used_for_other_words_is_refused(self):
        key = self.report_key()
        with pytest.raises(KeyUsedError, match="GD"):
            self.report(key=key, words="另一件事")

    def report_key(self) -> UUID:
        key = uuid4()
        self.report(key=key)
        return key

    def test_the_same_key_of_another_account_is_another_one(self):
        key = self.report_key()
        worker = self.office.community_worker.actor
        second = take_report(draft=report_draft(self.office, key=key), actor=worker, at=MONDAY)
        assert WorkOrder.objects.count() == 2
        assert second.number

    def test_a_report_that_was_refused_can_be_mended_under_its_key(self):
        key = uuid4()
        with pytest.raises(InvalidError, match="现场情况中疑似含有个人的号码") as refused:
            self.report(key=key, words="电话13800001234")
        assert "交办" not in str(refused.value)
        with pytest.raises(InvalidError, match="“具体在哪里”中疑似含有个人的号码"):
            self.report(key=key, words="一堆垃圾", place_note="问13800001234")
        assert not TakenDeed.objects.exists()
        assert self.report(key=key, words="一堆垃圾").number

    def test_danger_in_its_words_makes_a_report_an_emergency(self):
        order = reported_from_patrol(self.office, words="楼道里有煤气味，很浓")
        assert order.urgency == UrgencyTier.EMERGENCY
        settle()
        assert Notice.objects.filter(reader=self.office.dispatcher.user, kind="fieldwork.danger").exists()

    def test_a_point_outside_the_street_and_an_estate_of_others_are_refused(self):
        with pytest.raises(InvalidError, match="不在本街道"):
            self.report(estate_id=None, lon=10.0, lat=10.0)
        with pytest.raises(InvalidError, match="不在您的辖区"):
            self.report(estate_id=self.other.estate.pk)

    def test_without_a_place_the_one_own_community_is_meant(self):
        order = reported_from_patrol(self.office, estate_id=None)
        assert (order.community, order.estate) == (self.office.community, None)

    def test_only_whoever_may_reports(self):
        with pytest.raises(RefusedError, match="巡查上报"):
            take_report(draft=report_draft(self.office), actor=self.office.officer.actor, at=MONDAY)

    # Pictures

    def picture(self, key: UUID, *, at=MONDAY, colour=(200, 40, 40)):
        upload = BytesIO(coloured(colour=colour))
        return keep_field_picture(upload, key=key, actor=self.actor, at=at)

    def test_a_picture_that_was_added_after_the_answer_was_lost_comes_to_the_order(self):
        key, early, late = uuid4(), uuid4(), uuid4()
        self.picture(early)
        first = self.report(key=key, picture_keys=(early,))
        with pytest.raises(PictureError):
            self.report(key=key, picture_keys=(early, late))
        self.picture(late, colour=(10, 90, 10))
        for _ in range(2):
            assert self.report(key=key, picture_keys=(early, late)) == first
        order = WorkOrder.objects.get()
        assert len(pictures_of(order)) == 2
        added = AuditEntry.objects.get(verb="fieldwork.picture_added")
        assert (added.subject_id, added.facts) == (order.pk, {"count": 1})

    def test_a_form_that_is_sent_twice_brings_its_picture_once(self):
        key = uuid4()
        for _ in range(2):
            stored = store_picture(BytesIO(coloured()), sub_district_id=self.actor.tenant_id, at=MONDAY)
            self.report(key=key, picture_ids=(stored.pk,))
        assert len(pictures_of(WorkOrder.objects.get())) == 1

    def test_a_finding_takes_late_pictures_although_its_order_has_moved_on(self):
        order = reported_order(self.office, self.office.rubbish)
        at, draft, late = MONDAY + 5 * HOUR, self.finding(order), uuid4()
        first = take_finding(draft=draft, actor=self.actor, at=at)
        self.picture(late)
        repeated = replace(draft, picture_keys=(late,))
        assert take_finding(draft=repeated, actor=self.actor, at=at) == first
        assert len(pictures_of(order)) == 1

    def test_a_picture_that_was_swept_can_be_sent_again(self):
        key, later = uuid4(), MONDAY + timedelta(days=9)
        first = self.picture(key)
        sweep_unattached(later - timedelta(days=8))
        with pytest.raises(PictureError, match="已不存在"):
            self.report(picture_keys=(key,))
        again = self.picture(key, at=later)
        assert again.id != first.id
        assert self.picture(key, at=later) == again
        order = WorkOrder.objects.get(pk=self.report(picture_keys=(key,)).id)
        assert [str(row.pk) for row in pictures_of(order)] == [again.id]

    # Visits

    def test_a_wish_becomes_a_request_in_the_same_deed_and_once(self):
        key = uuid4()
        told = {"key": key, "wish": "想装扶手", "has_agreed": True, "phone": "13800001234"}
        taken = self.visit(**told)
        assert self.visit(**told) == taken
        concern = Concern.objects.get()
        visit = Visit.objects.get()
        assert (visit.concern, concern.number) == (concern, taken.number)
        assert (concern.words, concern.channel, concern.estate) == (
            "想装扶手",
            Channel.DOOR,
            self.office.estate,
        )
        assert (concern.place_note, concern.phone) == ("3号楼2单元501", "13800001234")
        assert concern.proxy.is_by_staff

    def test_a_wish_that_nobody_agreed_to_leaves_nothing_at_all(self):
        with pytest.raises(InvalidError, match="同意"):
            self.visit(wish="想装扶手")
        assert Visit.objects.count() + Concern.objects.count() + TakenDeed.objects.count() == 0

    def test_a_visit_says_what_was_seen_and_when_the_next_one_is(self):
        with pytest.raises(InvalidError, match="看到的情况"):
            self.visit(seen=" ")
        with pytest.raises(InvalidError, match="下次走访的日期"):
            self.visit(next_on=None)

    def test_a_visit_that_follows_ends_what_was_due(self):
        before = taken_visit(self.office)
        on = date(2026, 11, 2)
        assert visits_due(self.actor, on=on) == [before]
        assert visits_due(self.actor, on=on - timedelta(days=1)) == []
        taken = self.visit(follows=before.pk, next_step=NextStep.NOTHING)
        before.refresh_from_db()
        assert str(before.followed_by_id) == taken.id
        assert visits_due(self.actor, on=on) == []
        with pytest.raises(MissingError):
            take_visit(
                draft=visit_draft(self.other, follows=before.pk),
                actor=self.other.grid_worker.actor,
                at=MONDAY,
            )

    def test_what_was_seen_is_sealed_and_each_look_is_on_record(self):
        visit = taken_visit(self.office)
        words = read_visit(self.actor, visit.pk, purpose="再次走访", at=MONDAY)
        assert (words.door, words.seen) == ("3号楼2单元501", "独居老人，家里整洁")
        look = Look.objects.get(subject_id=visit.pk)
        assert (look.actor_id, look.purpose, look.columns) == (self.actor.id, "再次走访", ["door", "seen"])
        with pytest.raises(RefusedError):
            read_visit(self.office.officer.actor, visit.pk, purpose="再次走访", at=MONDAY)
        with pytest.raises(MissingError):
            read_visit(self.other.grid_worker.actor, visit.pk, purpose="再次走访", at=MONDAY)
        assert Look.objects.count() == 1

    def test_visits_are_listed_by_area_without_their_words(self):
        ended = self.visit(next_step=NextStep.NOTHING)
        with self.assertNumQueries(2):
            page = list(visits_listed(self.actor, None))
            assert [str(visit.pk) for visit in page] == [ended.id]
            assert {"door", "seen"} <= page[0].get_deferred_fields()
        assert list(visits_listed(self.other.grid_worker.actor, None)) == []
        with pytest.raises(RefusedError):
            visits_listed(self.office.officer.actor, None)
        assert not Look.objects.exists()

    def test_the_words_of_a_visit_go_after_two_years_and_that_it_was_stays(self):
        visit = taken_visit(self.office)
        forget_old_words(MONDAY + WORDS_KEPT)
        visit.refresh_from_db()
        assert (visit.seen, visit.words_forgotten_at) == ("独居老人，家里整洁", None)
        later = MONDAY + WORDS_KEPT + HOUR
        for _ in range(2):
            forget_old_words(later)
        visit.refresh_from_db()
        assert (visit.door, visit.seen, visit.words_forgotten_at) == ("", "", later)
        assert AuditEntry.objects.filter(verb="fieldwork.words_forgotten", subject_id=visit.pk).count() == 1
        assert visits_due(self.actor, on=later.date()) == [visit]
        assert doors_of(self.actor, [visit], purpose="再次走访", at=later) == {}
        with pytest.raises(MissingError, match="保留两年"):
            read_visit(self.actor, visit.pk, purpose="再次走访", at=later)
        assert not Look.objects.exists()

    def test_the_community_is_told_of_a_visit_that_it_is_to_go_on_with(self):
        taken = self.visit(next_step=NextStep.COMMUNITY)
        settle()
        notice = Notice.objects.get(reader=self.office.community_worker.user)
        assert (notice.kind, str(notice.about_id)) == ("fieldwork.handed_on", taken.id)

    # Findings

    def finding(self, order, **told):
        told = {"key": uuid4(), "is_done": False, "note": "还有一堆", "seen_version": order.version, **told}
        return FindingDraft(order_id=order.pk, **told)

    def test_a_finding_counts_once_although_the_order_has_moved_on(self):
        order = reported_order(self.office, self.office.rubbish)
        at, draft = MONDAY + 5 * HOUR, self.finding(order, seen_at=MONDAY + 3 * HOUR)
        first = take_finding(draft=draft, actor=self.actor, at=at)
        assert take_finding(draft=draft, actor=self.actor, at=at) == first
        order.refresh_from_db()
        assert order.state == OrderState.IN_HAND
        assert order.entries.last().note == "还有一堆 （现场查看时间：11-02 13:00）"
        with pytest.raises(StaleError):
            take_finding(draft=self.finding(order, seen_version=1), actor=self.actor, at=at)

    def test_only_whoever_checks_finds(self):
        order = reported_order(self.office, self.office.rubbish)
        with pytest.raises(RefusedError):
            take_finding(draft=self.finding(order), actor=self.office.community_worker.actor, at=MONDAY)

    # What a telephone is given

    def test_account_and_seal_are_always_the_same_for_one_and_different_for_another(self):
        other = self.office.community_worker.actor
        assert account_of(self.actor) == account_of(self.actor) != account_of(other)
        assert seal_of(self.actor) == seal_of(self.actor) != seal_of(other)
        assert len(seal_of(self.actor)) == 32
        assert self.actor.id not in account_of(self.actor)

    def test_keys_go_when_no_telephone_sends_them_again(self):
        self.report_key()
        forget_old_deeds(MONDAY + KEYS_KEPT)
        assert TakenDeed.objects.count() == 1
        forget_old_deeds(MONDAY + KEYS_KEPT + HOUR)
        assert not TakenDeed.objects.exists()
