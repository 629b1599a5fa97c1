"""The agenda: proposed by the departments, arranged and closed by the keeper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.meetings.actions._moves import clean_words, lock_meeting, move, record, store
from jiezhi.meetings.choices import MeetingVerb
from jiezhi.meetings.events import AgendaClosed
from jiezhi.meetings.models import AgendaTopic, JointMeeting
from jiezhi.meetings.permissions import KEEP, SEE
from jiezhi.meetings.queries import departments_in, get_topic
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import visible_orders


@dataclass(frozen=True)
class TopicDraft:
    """A topic to be proposed.

    Args:
        title: In a few words.
        words: Why it should be talked about.
        order_number: Of the work order that shows it, or empty.
    """

    title: str
    words: str = ""
    order_number: str = ""


@action
def propose_topic(*, meeting_id: UUID, draft: TopicDraft, actor: Actor, at: datetime) -> AgendaTopic:
    """Propose a topic in the name of the own department; it goes to the end of the agenda.

    The same form sent twice proposes once.

    Raises:
        RefusedError: The actor's department does not belong to the series.
        MeetingStepError: The agenda is closed.
        InvalidError: No title, personal data, or no such order in the actor's area.
    """
    require(actor, SEE)
    meeting = lock_meeting(actor, meeting_id)
    department_id = _proposing_department(meeting, actor)
    move(meeting, MeetingVerb.PROPOSE)
    title, words = clean_words(draft.title, needed=_("Give the topic a title.")), clean_words(draft.words)
    order = _order_of(draft.order_number, actor)
    twin = meeting.topics.filter(title=title, words=words, order=order, proposed_by_id=department_id).first()
    if twin is not None:
        record("topic_proposed", meeting, topic=str(twin.pk), is_repeat=True)
        return twin
    last = meeting.topics.aggregate(last=Max("position"))["last"] or 0
    topic = AgendaTopic.objects.create(
        sub_district_id=meeting.sub_district_id,
        meeting=meeting,
        position=last + 1,
        title=title,
        words=words,
        order=order,
        proposed_by_id=department_id,
        proposed_at=at,
    )
    record("topic_proposed", meeting, topic=str(topic.pk))
    return topic


@action
def move_topic(*, meeting_id: UUID, topic_id: UUID, is_up: bool, actor: Actor, at: datetime) -> AgendaTopic:
    """Move a topic one place up or down; at the end of the agenda nothing changes."""
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id)
    move(meeting, MeetingVerb.ARRANGE)
    topic = get_topic(meeting, topic_id)
    topics = list(meeting.topics.order_by("position", "id"))
    index = topics.index(topic)
    other = index - 1 if is_up else index + 1
    if 0 <= other < len(topics):
        topics[index], topics[other] = topics[other], topics[index]
    for position, row in enumerate(topics, start=1):
        row.position = position
    AgendaTopic.objects.bulk_update(topics, ["position"])
    record("topic_moved", meeting, topic=str(topic.pk))
    return topic


@action
def close_agenda(*, meeting_id: UUID, seen_version: int | None, actor: Actor, at: datetime) -> JointMeeting:
    """Close the agenda: the departments are told what will be talked about.

    Raises:
        InvalidError: There is no topic; a meeting without one need not be closed, it is missed or called off.
        StaleError: Somebody closed it in the meantime.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id, seen_version=seen_version)
    move(meeting, MeetingVerb.CLOSE_AGENDA)
    if not meeting.topics.exists():
        raise InvalidError(_("The agenda has no topic yet. Propose one first."))
    meeting.agenda_closed_at = at
    record("agenda_closed", meeting)
    emit(
        AgendaClosed(
            meeting_id=meeting.pk,
            sub_district_id=meeting.sub_district_id,
            title=meeting.series.title,
            meets_on=meeting.meets_on,
        )
    )
    return store(meeting)


def _proposing_department(meeting: JointMeeting, actor: Actor) -> UUID:
    own = [row.pk for row in departments_in(meeting.series) if row.pk in actor.scope.department_ids]
    if own:
        return own[0]
    if actor.may(KEEP.code) and actor.department_id is not None:
        return actor.department_id
    raise RefusedError(
        _("Topics are proposed by the departments of this series; you work for %(post)s. Ask one of them.")
        % {"post": actor.label}
    )


def _order_of(number: str, actor: Actor) -> WorkOrder | None:
    number = number.strip().upper()
    if not number:
        return None
    order = visible_orders(actor).filter(number=number).first()
    if order is None:
        raise InvalidError(
            _("There is no work order %(number)s in your area. Check the number, or leave it empty.")
            % {"number": number}
        )
    return order
