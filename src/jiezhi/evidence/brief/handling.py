"""The order itself: what it is, its times on both clocks, the laws behind it, who did what and who helped."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiezhi.concerns.models import SuperiorOrder
from jiezhi.evidence.brief.lines import Line, Pair, in_time, masked, moment
from jiezhi.organisation.queries import duty_entries_for, lines_in_force
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.queries import extensions_of, history_of
from jiezhi.workorders.standing import limit_words, timeline_of
from jiezhi.workorders.support_words import support_timeline


def facts(order: WorkOrder) -> list[Pair]:
    """Give what the order is."""
    place = [part.name for part in (order.community, order.estate) if part is not None]
    return [
        (_("Order number"), order.number),
        (_("Matter"), order.matter.name),
        (_("Urgency"), str(order.get_urgency_display())),
        (_("State"), str(order.get_state_display())),
        (_("Place"), " · ".join(place) or "—"),
        (_("Lead"), order.lead.name if order.lead else "—"),
        (_("What to do"), masked(order.brief)),
        (_("Sent back / taken up again"), f"{order.sent_back_count} / {order.reopened_count}"),
    ]


def clocks(order: WorkOrder, superiors: Iterable[SuperiorOrder]) -> list[Pair]:
    """Give its times on the office's clock and on those of the superiors."""
    rows = [
        (_("Limit"), limit_words(order)),
        (_("Opened"), moment(order.opened_at)),
        (_("Dispatched (the office's clock begins)"), moment(order.dispatched_at)),
        (_("Accepted"), moment(order.accepted_at)),
        (_("Due"), moment(order.due_at)),
        (_("Done"), moment(order.resolved_at)),
        (_("Done in time"), in_time(order.resolved_at, order.due_at)),
        (_("Working minutes used"), "—" if order.handling_min is None else str(order.handling_min)),
        (_("Closed"), moment(order.closed_at)),
    ]
    for row in superiors:
        head = f"{row.source.name} {row.number}"
        rows += [
            (
                _("%(superior)s: sent (the superior's clock begins)") % {"superior": head},
                moment(row.issued_at),
            ),
            (_("%(superior)s: their limit") % {"superior": head}, moment(row.their_due_at)),
            (_("%(superior)s: answered") % {"superior": head}, moment(row.replied_at)),
            (_("%(superior)s: in time") % {"superior": head}, in_time(row.replied_at, row.their_due_at)),
        ]
    return rows


def grounds(order: WorkOrder) -> list[str]:
    """Give the duties and the lines of the list that held on the day it was opened."""
    duties = duty_entries_for(order.matter, order.opened_on)
    cited = [f"{duty.get_kind_display()}{_(': ')}{duty.basis}" for duty in duties]
    listed = lines_in_force(order.sub_district_id, order.opened_on)
    cited += [
        _("Responsibility list: %(department)s, %(basis)s")
        % {"department": row.lead.name, "basis": row.basis}
        for row in listed
        if row.basis and row.matter_id == order.matter_id and row.lead_id == order.lead_id
    ]
    return list(dict.fromkeys(cited))


def deeds(order: WorkOrder, supports: list[Support]) -> list[Line]:
    """Give its history with the parts of other departments, the oldest first."""
    entries = timeline_of(history_of(order), extensions_of(order), support_timeline(supports))
    return [Line(moment(row.at), str(row.title), row.who, masked(row.text)) for row in reversed(entries)]


def support_line(row: Support) -> Line:
    """Give the part of a department that helped."""
    what = f"{row.department.name}{_(': ')}{masked(row.task)}"
    who = _("due %(due)s, %(standing)s") % {
        "due": moment(row.due_at),
        "standing": in_time(row.done_at, row.due_at) if row.done_at else row.get_state_display(),
    }
    return Line(moment(row.asked_at), what, who, masked(row.reply or row.note))
