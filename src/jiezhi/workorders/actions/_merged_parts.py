"""Parts of departments beside the lead when orders are merged: called off with their order, asked anew when parted."""

from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.organisation.queries import departments_of
from jiezhi.workorders.actions._moves import record
from jiezhi.workorders.actions._supports import SupportDraft, ask_each, asked_facts, end_support
from jiezhi.workorders.choices import SupportKind, SupportState, SupportVerb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.errors import MergeRefusedError
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.supports import open_supports


def require_no_work_begun(order: WorkOrder) -> None:
    """Refuse to merge away an order at which departments beside the lead have begun: their work would be lost.

    Raises:
        MergeRefusedError: Some took their part on or reported for duty.
    """
    begun = [row for row in _open_parts(order) if row.state == SupportState.ACCEPTED]
    if begun:
        raise MergeRefusedError(
            _(
                "%(departments)s took on a part in %(number)s and may be at work. Let this order stay and merge the "
                "other into it, or wait until they report."
            )
            % {"departments": _(", ").join(row.department.name for row in begun), "number": order.number}
        )


def call_parts_off(order: WorkOrder, staying: WorkOrder, *, at: datetime) -> None:
    """Call off the parts of a locked order that is merged away; each department is told into which one."""
    for row in _open_parts(order):
        row.order = order
        note = _("Merged into %(number)s.") % {"number": staying.number}
        end_support(row, SupportVerb.CALL_OFF, note=note, into_number=staying.number, at=at)
        record("support_called_off", order, support=str(row.pk), department=str(row.department_id))


def ask_parts_again(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    """Ask anew, with the limits they had, whom the merge called off and nobody else; their time begins now.

    A department that the street has no more is left out.
    """
    ended = order.supports.filter(ended_by_merge=True)
    rows = list(ended.order_by("id")) if order.is_cross_department else []
    if not rows:
        return
    ended.update(ended_by_merge=False)
    known = {row.pk: row for row in departments_of(order.sub_district_id)}
    calendar = calendar_for(order.sub_district_id, since=at)
    for row in rows:
        if row.department_id not in known:
            continue
        # They were asked before, so that the list is not asked again whether they may be.
        limit = (row.limit_amount, row.limit_unit)
        draft = SupportDraft(
            known[row.department_id], row.task, limit, is_limit_fixed=row.is_limit_fixed, is_named=True
        )
        asked_for, kind = row.asked_by_department_id, SupportKind(row.kind)
        anew = ask_each(order, [draft], calendar, kind=kind, asked_for=asked_for, actor=actor, at=at)
        record("support_asked", order, **asked_facts(anew))


def _open_parts(order: WorkOrder) -> list[Support]:
    return open_supports(order) if order.is_cross_department else []
