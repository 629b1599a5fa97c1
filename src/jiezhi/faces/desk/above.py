"""What the desk shows of orders from above: the superior's clock beside ours, and whether it can still go back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions import Taken
from jiezhi.concerns.choices import ConcernState, SuperiorState
from jiezhi.concerns.models import Concern, Objection, SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE
from jiezhi.concerns.superior_queries import find_superior
from jiezhi.core.deadlines import WorkingCalendar
from jiezhi.core.masking import without_personal
from jiezhi.faces.desk.superior_forms import ObjectionAnswerForm, ObjectionForm
from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.models import DutyEntry
from jiezhi.organisation.queries import duties_to_object_with
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.standing import Countdown, countdown_of, countdown_to

EXCERPT = 60
BEING_BROUGHT = timedelta(minutes=15)
"""How long a reply may be on its way before a person is told to look."""
REPLY_TITLES = {
    "number": ("工单编号", 22),
    "department": ("承办单位", 18),
    "reply": ("办理结果", 60),
    "resolved_at": ("办结时间", 20),
    "was_satisfied": ("预回访", 14),
}
"""What a reply can hold, its usual title and width; each source's layout picks from these."""


def said_of(taken: Taken) -> str:
    """Give what is said to whoever brought an order from above in."""
    if taken.is_sent_again:
        said = _("The superior sent %(number)s again; it waits to be dealt with.")
    elif taken.is_new:
        said = _("%(number)s is here.")
    else:
        said = _("%(number)s was here already; nothing is doubled.")
    return said % {"number": taken.superior.number}


@dataclass(frozen=True)
class AboveRow:
    """One order from above with its clocks; None where no clock runs, and a note says why it cannot be returned."""

    superior: SuperiorOrder
    url: str
    text: str
    place: str
    state: str
    theirs: Countdown | None
    ours: Countdown | None
    window: Countdown | None
    window_note: str
    is_tight: bool
    delivery: str = ""
    may_resend: bool = False


@dataclass(frozen=True)
class SuperiorCard:
    """What stands beside the request that an order from above brought in."""

    row: AboveRow
    objections: tuple[Objection, ...]
    objection_form: ObjectionForm | None
    answer_form: ObjectionAnswerForm | None
    is_open: bool
    taken_back: tuple[DutyEntry, ...] = ()


def duties_for(concern: Concern, *, at: datetime) -> list[DutyEntry]:
    """Give the entries an objection can rest on, those of the likeliest matters first, in two statements."""
    matters = [str(hint["matter_id"]) for hint in concern.suggestions]
    on = timezone.localdate(at)
    return duties_to_object_with(concern.sub_district_id, matter_ids=matters, on=on)


def rows_of(superiors: Iterable[SuperiorOrder], actor: Actor, *, at: datetime) -> list[AboveRow]:
    """Put orders from above into rows, in one statement for the calendar where a clock runs."""
    found = list(superiors)
    since = min((row.issued_at for row in found), default=at)
    calendar = calendar_if_asked(actor.tenant_id, since=since)
    return [_row(superior, superior.concern, calendar, at=at) for superior in found]


def superior_card(
    actor: Actor, concern: Concern, *, failed: ObjectionForm | None, at: datetime
) -> SuperiorCard | None:
    """Give the card of a request that came from above; None for any other, and for who has no part in it."""
    if concern.channel != "superior" or not actor.may(BRIDGE.code):
        return None
    superior = find_superior(actor, concern.pk)
    if superior is None:
        return None
    row = _row(superior, concern, calendar_if_asked(actor.tenant_id, since=superior.issued_at), at=at)
    may_object = (
        superior.state == SuperiorState.OPEN
        and concern.state != ConcernState.RECEIVED
        and at <= superior.return_until
    )
    duties = duties_for(concern, at=at) if may_object or failed else []
    form = failed or ObjectionForm()
    suggested = {str(hint["matter_id"]) for hint in concern.suggestions}
    near = [duty for duty in duties if str(duty.matter_id) in suggested]
    if failed is None:
        form.offer(duties, begin=bool(near))
    return SuperiorCard(
        row=row,
        objections=tuple(superior.objections.all()),
        objection_form=form if may_object or failed else None,
        answer_form=ObjectionAnswerForm() if superior.state == SuperiorState.OBJECTED else None,
        is_open=failed is not None,
        taken_back=tuple(duty for duty in near if duty.kind == DutyKind.TAKEN_BACK),
    )


def _row(superior: SuperiorOrder, concern: Concern, calendar: WorkingCalendar, *, at: datetime) -> AboveRow:
    order, place = concern.order, concern.estate or concern.community
    is_open = superior.state in (SuperiorState.OPEN, SuperiorState.OBJECTED) or superior.is_on_its_way
    theirs = None
    if is_open and superior.their_due_at is not None:
        theirs = countdown_to(superior.their_due_at, calendar, since=superior.issued_at, at=at)
    may_return = superior.state == SuperiorState.OPEN and order is None and at <= superior.return_until
    return AboveRow(
        superior=superior,
        url=reverse("desk:concern", args=[concern.pk]),
        text=without_personal(concern.words)[:EXCERPT],
        place=place.name if place else "",
        state=order.get_state_display() if order else concern.get_state_display(),
        theirs=theirs,
        ours=countdown_of(order, calendar, at=at) if order else None,
        window=countdown_to(superior.return_until, calendar, since=superior.issued_at, at=at)
        if may_return
        else None,
        window_note="" if may_return else _window_note(superior, at=at),
        is_tight=bool(
            theirs
            and order
            and order.due_at
            and superior.their_due_at
            and order.due_at > superior.their_due_at
        ),
        delivery=_delivery(superior, at=at),
        may_resend=superior.is_on_its_way and _is_stuck(superior, at=at),
    )


def _is_stuck(superior: SuperiorOrder, *, at: datetime) -> bool:
    is_old = superior.replied_at is not None and at - superior.replied_at > BEING_BROUGHT
    return is_old or bool(superior.source.trouble)


def _delivery(superior: SuperiorOrder, *, at: datetime) -> str:
    """Say how far a reply has come that the program brings itself; empty where none is on its way."""
    if not superior.is_on_its_way or superior.replied_at is None:
        return ""
    if not _is_stuck(superior, at=at):
        return _("Reply being brought")
    if superior.source.trouble:
        return _("Reply not delivered: %(why)s") % {"why": superior.source.trouble}
    since = timezone.localtime(superior.replied_at)
    return _("Reply not delivered since %(time)s") % {"time": f"{since:%m-%d %H:%M}"}


def _window_note(superior: SuperiorOrder, *, at: datetime) -> str:
    """Say why an order from above cannot be returned."""
    if superior.state in (SuperiorState.OBJECTED, SuperiorState.RETURNED):
        return superior.get_state_display()
    if superior.return_until <= superior.issued_at:
        return _("No return window")
    if at > superior.return_until:
        since = timezone.localtime(superior.return_until)
        return _("Return window over since %(time)s") % {"time": f"{since:%Y-%m-%d %H:%M}"}
    if superior.state == SuperiorState.REPLIED:
        return superior.get_state_display()
    return _("Under way here, no longer returned")


def reply_sheet(source: SuperiorSource, superiors: Iterable[SuperiorOrder]) -> OutSheet:
    """Lay the replies out as the superior wants them."""
    layout = [(title, column) for title, column in source.reply_columns if column in REPLY_TITLES] or [
        (title, column) for column, (title, _width) in REPLY_TITLES.items()
    ]
    return OutSheet(
        name=source.name,
        titles=[title for title, _column in layout],
        rows=[[_cell(superior, column) for _title, column in layout] for superior in superiors],
        widths=[REPLY_TITLES[column][1] for _title, column in layout],
    )


def _cell(superior: SuperiorOrder, column: str) -> Out:
    order = superior.concern.order
    if column == "number" or order is None:
        return superior.number if column == "number" else ""
    if column == "department":
        return order.lead.name if order.lead else ""
    if column == "reply":
        return order.reply
    if column == "resolved_at":
        return order.resolved_at
    said = {True: _("satisfied"), False: _("not satisfied"), None: _("not reached yet")}
    return said[order.was_satisfied]
