"""Work that a meeting assigns: a work order like any other, which the meeting follows to its end."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.deadlines import LimitUnit
from jiezhi.core.meeting_days import workdays_until
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.meetings.actions._moves import clean_words, lock_meeting, move, record
from jiezhi.meetings.choices import MeetingVerb
from jiezhi.meetings.errors import AcceptanceUsedError
from jiezhi.meetings.models import AgendaTopic, Assignment
from jiezhi.meetings.permissions import KEEP
from jiezhi.meetings.queries import MEETING, find_assignment, get_assignment, get_topic
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.queries import get_department, get_matter
from jiezhi.places.queries import Spot, communities_of
from jiezhi.workorders.actions import OrderDraft, open_order, reopen_order
from jiezhi.workorders.choices import OrderState, ReopenReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH, FINISH

ASSIGNMENT = "meetings.assignment"


@dataclass(frozen=True)
class WorkDraft:
    """Who does what by when.

    Args:
        department_id: Who.
        brief: What.
        matter_id: What it is about, for the counts of the street.
        by_on: The last day; the order ends at the close of the last workday up to it.
        community_id: Where; None for the whole street.
    """

    department_id: UUID
    brief: str
    matter_id: UUID
    by_on: date
    community_id: UUID | None = None


@action
def assign_work(
    *, meeting_id: UUID, topic_id: UUID, draft: WorkDraft, actor: Actor, at: datetime
) -> Assignment:
    """Assign work that a topic led to: a work order is opened and dispatched in the same breath.

    It follows the flow of assigned tasks, whatever its matter: no resident waits for a callback.

    Raises:
        MeetingStepError: The minutes are not begun, or published already.
        InvalidError: The day gives no workday, the brief cannot be handed to a department, or the same work
            is assigned already.
        MissingError: No such topic, department, matter or community.
    """
    require(actor, KEEP)
    meeting = lock_meeting(actor, meeting_id)
    move(meeting, MeetingVerb.ASSIGN)
    topic = get_topic(meeting, topic_id)
    _refuse_twin(topic, draft)
    order = open_order(
        draft=OrderDraft(
            matter=get_matter(sub_district_id=actor.tenant_id, matter_id=draft.matter_id),
            brief=draft.brief,
            spot=Spot(community_id=_community(draft, actor)),
            origin=OriginRef(MEETING, meeting.pk),
            limit=(_workdays(draft.by_on, actor, at=at), LimitUnit.WORKING_DAYS),
            flow=FlowName.TASK,
        ),
        lead=get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id),
        actor=actor.lent(DISPATCH.code),
        at=at,
    )
    assignment = Assignment.objects.create(
        sub_district_id=actor.tenant_id, topic=topic, order=order, by_on=draft.by_on
    )
    record("work_assigned", meeting, order=order.number)
    return assignment


@action
def refuse_work(*, meeting_id: UUID, assignment_id: UUID, note: str, actor: Actor, at: datetime) -> WorkOrder:
    """Not accept work as done: the department takes it up again, once, with a fresh limit.

    Raises:
        AcceptanceUsedError: It is not reported done, or was refused once already.
        InvalidError: It is not said what is missing.
    """
    require(actor, KEEP)
    lock_meeting(actor, meeting_id)
    assignment = get_assignment(actor, meeting_id, assignment_id)
    note = clean_words(note, needed=_("Say what is still to be done: the department reads it."))
    if assignment.order.state != OrderState.CLOSED:
        raise AcceptanceUsedError(_("This work is not reported done yet, so there is nothing to refuse."))
    if assignment.order.reopened_count:
        raise AcceptanceUsedError(
            _("This work was taken up again once already. Put it on the next agenda and talk about it there.")
        )
    assignment.not_accepted_note, assignment.done_at = note, None
    assignment.save(update_fields=["not_accepted_note", "done_at"])
    _record("work_not_accepted", assignment)
    return reopen_order(
        order_id=assignment.order_id,
        reason=ReopenReason.NOT_ACCEPTED,
        note=note,
        actor=actor.lent(FINISH.code),
        at=at,
    )


@action
def mark_work_done(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order is closed; True when a meeting had assigned it and did not know yet.

    The news may come twice, or after the work was refused: what counts is how the order stands now.
    """
    assignment = find_assignment(order_id)
    if assignment is None or assignment.order.state != OrderState.CLOSED:
        return False
    open_rows = Assignment.objects.filter(pk=assignment.pk, done_at=None)
    if not open_rows.update(done_at=assignment.order.closed_at):
        return False
    _record("work_done", assignment)
    return True


@action
def take_work_up_again(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order was reopened, by whomever; True when a meeting thought it done."""
    assignment = find_assignment(order_id)
    if assignment is None or assignment.order.state == OrderState.CLOSED:
        return False
    if not Assignment.objects.filter(pk=assignment.pk, done_at__isnull=False).update(done_at=None):
        return False
    _record("work_taken_up_again", assignment)
    return True


def _community(draft: WorkDraft, actor: Actor) -> UUID | None:
    if draft.community_id is not None:
        known = {row.pk for row in communities_of(actor.tenant_id)}
        if draft.community_id not in known:
            raise MissingError(_("This street has no such community. Choose one from the list."))
    return draft.community_id


def _refuse_twin(topic: AgendaTopic, draft: WorkDraft) -> None:
    same = {"order__lead_id": draft.department_id, "order__brief": draft.brief.strip(), "by_on": draft.by_on}
    twin = topic.assignments.filter(**same).select_related("order").first()
    if twin is not None:
        raise InvalidError(
            _("This work is assigned already, as %(number)s. The form was sent twice.")
            % {"number": twin.order.number}
        )


def _record(verb: str, assignment: Assignment) -> None:
    facts = {"order": assignment.order.number}
    audit.record(f"meetings.{verb}", kind=ASSIGNMENT, id=assignment.pk, facts=facts)


def _workdays(by_on: date, actor: Actor, *, at: datetime) -> int:
    today = timezone.localdate(at)
    count = workdays_until(working_calendar(actor.tenant_id, since=today), today, by_on)
    if count < 1:
        raise InvalidError(_("There is no workday up to this day. Choose a later one."))
    return count
