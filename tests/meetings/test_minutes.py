"""Agenda, attendance and minutes: who may, when, and what stays."""

from datetime import timedelta

import pytest

from jiezhi.kit.errors import InvalidError, RefusedError, StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.meetings import actions
from jiezhi.meetings.actions import TopicDraft
from jiezhi.meetings.choices import MeetingState, Presence
from jiezhi.meetings.errors import MeetingDayError, MeetingStepError, MinutesIncompleteError
from jiezhi.meetings.models import AgendaTopic
from jiezhi.notices.models import Notice
from tests.factories import dispatched_order, make_department, make_office, make_staff, settle
from tests.factories.meetings import (
    MEETING_AT,
    SET_UP_AT,
    held_meeting,
    planned_meeting,
    proposed_topic,
    written_minute,
)

pytestmark = pytest.mark.django_db


def propose(meeting, actor, **draft):
    draft = TopicDraft(**{"title": "楼道堆物", **draft})
    return actions.propose_topic(meeting_id=meeting.pk, draft=draft, actor=actor, at=SET_UP_AT)


def record(meeting, office, *, at=MEETING_AT, actor=None, **presences):
    known = {office.lighting.pk: Presence.PRESENT, office.committee.pk: Presence.ABSENT}
    return actions.record_attendance(
        meeting_id=meeting.pk,
        presences=presences.get("presences", known),
        actor=actor or office.leader.actor,
        at=at,
    )


def test_a_member_department_proposes_with_an_order_of_its_own():
    office = make_office()
    meeting = planned_meeting(office)
    order = dispatched_order(office)
    topic = propose(meeting, office.officer.actor, order_number=f" {order.number.lower()} ")
    assert topic.order == order
    assert topic.proposed_by == office.lighting
    assert topic.position == 1


def test_an_order_outside_the_proposers_area_is_unknown():
    office, other = make_office(), make_office()
    meeting = planned_meeting(office)
    foreign = dispatched_order(other)
    other_section = make_department(office.street)
    order = dispatched_order(office)
    type(order).objects.filter(pk=order.pk).update(
        lead=other_section, community=None, number="GD20261102-0099"
    )
    for number in ({foreign.number} - {order.number}) | {"GD20261102-0099", "GD1"}:
        with pytest.raises(InvalidError):
            propose(meeting, office.officer.actor, order_number=number)
    assert not AgendaTopic.objects.exists()


def test_a_department_outside_the_series_sees_and_proposes_nothing():
    office = make_office()
    meeting = planned_meeting(office)
    from jiezhi.kit.errors import MissingError
    from jiezhi.project.demo.roles import OFFICER

    stranger = make_staff(make_department(office.street), OFFICER)
    with pytest.raises(MissingError):
        propose(meeting, stranger.actor)


def test_proposing_needs_the_permission():
    office = make_office()
    meeting = planned_meeting(office)
    with pytest.raises(RefusedError):
        propose(meeting, office.grid_worker.actor)


@pytest.mark.parametrize("change", [{"title": " "}, {"words": "请联系13812345678"}, {"title": "字" * 2001}])
def test_topics_without_title_or_with_personal_data_are_refused(change):
    office = make_office()
    meeting = planned_meeting(office)
    with pytest.raises(InvalidError):
        propose(meeting, office.officer.actor, **change)


def test_the_same_topic_sent_twice_stands_once():
    office = make_office()
    meeting = planned_meeting(office)
    first = propose(meeting, office.officer.actor, words="每周都有")
    assert propose(meeting, office.officer.actor, words="每周都有 ") == first
    propose(meeting, office.officer.actor, words="又来了")
    assert AgendaTopic.objects.count() == 2


def test_the_keeper_moves_topics_and_ends_of_the_agenda_hold():
    office = make_office()
    meeting = planned_meeting(office)
    first, second, third = (proposed_topic(meeting, office, title) for title in ("甲", "乙", "丙"))

    def move(topic, *, is_up):
        actions.move_topic(
            meeting_id=meeting.pk, topic_id=topic.pk, is_up=is_up, actor=office.leader.actor, at=SET_UP_AT
        )
        return list(meeting.topics.order_by("position").values_list("title", flat=True))

    assert move(third, is_up=True) == ["甲", "丙", "乙"]
    assert move(first, is_up=True) == ["甲", "丙", "乙"]
    assert move(first, is_up=False) == ["丙", "甲", "乙"]
    assert move(second, is_up=False) == ["丙", "甲", "乙"]
    with pytest.raises(RefusedError):
        actions.move_topic(
            meeting_id=meeting.pk, topic_id=first.pk, is_up=True, actor=office.officer.actor, at=SET_UP_AT
        )


def test_a_closed_agenda_takes_no_topic_and_tells_the_departments():
    office = make_office()
    meeting = planned_meeting(office)
    keeper = office.leader.actor
    with pytest.raises(InvalidError):
        actions.close_agenda(meeting_id=meeting.pk, seen_version=None, actor=keeper, at=SET_UP_AT)
    proposed_topic(meeting, office)
    with pytest.raises(RefusedError):
        actions.close_agenda(
            meeting_id=meeting.pk, seen_version=None, actor=office.officer.actor, at=SET_UP_AT
        )
    actions.close_agenda(meeting_id=meeting.pk, seen_version=meeting.version, actor=keeper, at=SET_UP_AT)
    with pytest.raises(StaleError):
        actions.close_agenda(meeting_id=meeting.pk, seen_version=meeting.version, actor=keeper, at=SET_UP_AT)
    with pytest.raises(MeetingStepError):
        proposed_topic(meeting, office)
    settle()
    readers = set(Notice.objects.filter(kind="meetings.agenda_closed").values_list("reader_id", flat=True))
    assert readers == {office.officer.user.pk, office.community_worker.user.pk}


def test_attendance_is_of_departments_and_begins_the_minutes():
    office = make_office()
    meeting = planned_meeting(office)
    with pytest.raises(RefusedError):
        record(meeting, office, actor=office.officer.actor)
    record(meeting, office)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert meeting.held_at == MEETING_AT
    assert {(row.department, row.presence) for row in meeting.attendances.all()} == {
        (office.lighting, Presence.PRESENT),
        (office.committee, Presence.ABSENT),
    }


def test_attendance_names_every_department_and_one_that_came():
    office = make_office()
    meeting = planned_meeting(office)
    with pytest.raises(InvalidError):
        record(meeting, office, presences={office.lighting.pk: Presence.PRESENT})
    nobody = {office.lighting.pk: Presence.EXCUSED, office.committee.pk: Presence.ABSENT}
    with pytest.raises(InvalidError):
        record(meeting, office, presences=nobody)


def test_minutes_begin_neither_before_the_day_nor_after_two_weeks():
    office = make_office()
    meeting = planned_meeting(office)
    for at in (MEETING_AT - timedelta(days=1), MEETING_AT + timedelta(days=15)):
        with pytest.raises(MeetingDayError):
            record(meeting, office, at=at)
    record(meeting, office, at=MEETING_AT + timedelta(days=14))
    record(meeting, office, at=MEETING_AT + timedelta(days=20))  # once begun, they can be put right


def test_a_minute_needs_a_decision_and_the_version_that_was_read():
    office = make_office()
    meeting, topic = held_meeting(office)
    written_minute(meeting, topic, office)

    def write(*, decided="再议。", seen_version=None, actor=office.leader.actor):
        actions.write_minute(
            meeting_id=meeting.pk,
            topic_id=topic.pk,
            said="",
            decided=decided,
            seen_version=seen_version,
            actor=actor,
            at=MEETING_AT,
        )

    with pytest.raises(StaleError):
        write(seen_version=topic.version)
    with pytest.raises(InvalidError):
        write(decided=" ")
    with pytest.raises(RefusedError):
        write(actor=office.officer.actor)
    topic.refresh_from_db()
    assert topic.decided == "采用二号点位。"


def publish(meeting, actor, seen_version=None):
    return actions.publish_minutes(
        meeting_id=meeting.pk, seen_version=seen_version, actor=actor, at=MEETING_AT
    )


def test_minutes_are_published_once_complete_and_never_changed_after():
    office = make_office()
    meeting, topic = held_meeting(office)
    keeper = office.leader.actor
    with pytest.raises(MinutesIncompleteError, match=topic.title):
        publish(meeting, keeper)
    written_minute(meeting, topic, office)
    with pytest.raises(RefusedError):
        publish(meeting, office.officer.actor)
    published = publish(meeting, keeper, meeting.version)
    assert published.state == MeetingState.PUBLISHED
    assert published.published_by == keeper.label
    with pytest.raises(StaleError):
        publish(meeting, keeper, meeting.version)
    for change in (lambda: written_minute(meeting, topic, office), lambda: record(meeting, office)):
        with pytest.raises(MeetingStepError):
            change()
    settle()
    assert Notice.objects.filter(kind="meetings.minutes_published").count() == 2
    assert AuditEntry.objects.filter(verb="meetings.minutes_published").count() == 1


def test_a_correction_is_appended_to_published_minutes_only():
    office = make_office()
    meeting, topic = held_meeting(office)
    keeper = office.leader.actor

    def correct(words="二号点位应为三号点位。", actor=keeper):
        return actions.append_correction(meeting_id=meeting.pk, words=words, actor=actor, at=MEETING_AT)

    with pytest.raises(MeetingStepError):
        correct()
    written_minute(meeting, topic, office)
    publish(meeting, keeper)
    with pytest.raises(InvalidError):
        correct("")
    with pytest.raises(RefusedError):
        correct(actor=office.officer.actor)
    assert correct().author == keeper.label
    assert correct(" 二号点位应为三号点位。") == meeting.notes.get()  # the same form sent twice
    topic.refresh_from_db()
    assert topic.decided == "采用二号点位。"
