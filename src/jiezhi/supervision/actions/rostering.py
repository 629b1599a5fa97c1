"""The duty roster (值班表): typed once a month, or copied from the month before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.supervision import month_copied
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.queries import get_department, posts_of
from jiezhi.supervision.errors import RosterClashError
from jiezhi.supervision.models import DutyCall, DutyShift
from jiezhi.supervision.permissions import KEEP_ROSTER
from jiezhi.supervision.queries import as_shift, get_shift, month_span, roster

SHIFT = "supervision.shift"


@dataclass(frozen=True)
class ShiftDraft:
    """A turn of duty as it was typed.

    Args:
        department_id: Who.
        post_id: Which post in it; None for whoever of the department is there.
        begins_at: From when.
        ends_at: Until when.
        turn: 1 is called first.
    """

    department_id: UUID
    post_id: UUID | None
    begins_at: datetime
    ends_at: datetime
    turn: int = 1


@action
def enter_shift(*, draft: ShiftDraft, actor: Actor, at: datetime) -> DutyShift:
    """Enter a turn of duty.

    Raises:
        RosterClashError: It ends before it begins, or the same turn begins at this moment already.
        InvalidError: The post belongs to another department.
        MissingError: No such department.
    """
    require(actor, KEEP_ROSTER)
    department = get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)
    if draft.ends_at <= draft.begins_at:
        raise RosterClashError(_("The turn must end after it begins. Change one of the two."))
    posts = {row.pk: row for row in posts_of(actor.tenant_id)} if draft.post_id else {}
    if draft.post_id and (draft.post_id not in posts or posts[draft.post_id].department_id != department.pk):
        raise InvalidError(_("This post belongs to another department. Choose one of this department."))
    hold(f"supervision.roster:{actor.tenant_id}")
    twins = DutyShift.objects.filter(
        sub_district_id=actor.tenant_id, begins_at=draft.begins_at, turn=draft.turn
    )
    if twins.exists():
        raise RosterClashError(_("Another department has this turn at the same time. Give it the next one."))
    shift = DutyShift.objects.create(
        sub_district_id=actor.tenant_id,
        department=department,
        post_id=draft.post_id,
        begins_at=draft.begins_at,
        ends_at=draft.ends_at,
        turn=draft.turn,
    )
    audit.record("supervision.shift_entered", kind=SHIFT, id=shift.pk)
    return shift


@action
def drop_shift(*, shift_id: UUID, actor: Actor, at: datetime) -> None:
    """Drop a turn of duty that nobody was called to yet.

    Raises:
        MissingError: The street has no such turn.
        RosterClashError: Somebody was called in this turn: it stays as what happened.
    """
    require(actor, KEEP_ROSTER)
    shift = get_shift(actor, shift_id)
    if DutyCall.objects.filter(shift=shift).exists():
        raise RosterClashError(_("Somebody was called in this turn: it stays as what happened."))
    audit.record("supervision.shift_dropped", kind=SHIFT, id=shift.pk)
    shift.delete()


@action
def copy_month(*, month_on: date, actor: Actor, at: datetime) -> int:
    """Copy the roster of the month before into an empty month, by whole weeks so that weekdays stay; give how many.

    Raises:
        RosterClashError: The month has turns already, or the one before has none.
    """
    require(actor, KEEP_ROSTER)
    hold(f"supervision.roster:{actor.tenant_id}")
    begin, end = month_span(month_on)
    before, _begin = month_span(month_on.replace(day=1) - timedelta(days=1))
    turns = roster(actor, first=before, last=end)
    if any(row.begins_at >= begin for row in turns):
        raise RosterClashError(_("This month has turns already. Drop them first, or enter what is missing."))
    old = {str(row.pk): row for row in turns if row.begins_at >= before}
    shifts = month_copied([as_shift(row) for row in old.values()], begin=begin, end=end)
    rows = [
        DutyShift(
            sub_district_id=actor.tenant_id,
            department_id=old[each.key].department_id,
            post_id=old[each.key].post_id,
            begins_at=each.begins,
            ends_at=each.ends,
            turn=each.turn,
        )
        for each in shifts
    ]
    if not rows:
        raise RosterClashError(_("The month before has no turns to copy. Enter this month by hand."))
    DutyShift.objects.bulk_create(rows)
    audit.record("supervision.month_copied", kind=SHIFT, id=rows[0].pk, facts={"count": len(rows)})
    return len(rows)
