"""What meetings do about the news of orders, and whom they tell of their own."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor, OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.meetings.actions import mark_work_done, take_work_up_again
from jiezhi.meetings.events import AgendaClosed, MinutesPublished
from jiezhi.meetings.permissions import SEE
from jiezhi.meetings.queries import MEETING, department_ids_of
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import NoticeKind, notice_kind
from jiezhi.organisation.staff import staff_of_department
from jiezhi.workorders.events import OrderClosed, OrderReopened

AGENDA = notice_kind("meetings.agenda_closed", _("The agenda of “%(title)s” on %(day)s is ready."))
MINUTES = notice_kind(
    "meetings.minutes_published",
    _("The minutes of “%(title)s” of %(day)s are published."),
    NoticeGroup.PROGRESS,
)


def _job(name: str, sub_district_id: UUID) -> Actor:
    return system_job(name, sub_district_id=sub_district_id, permissions=frozenset())


@subscribe(OrderClosed)
def note_work_done(event: OrderClosed) -> None:
    """A department reported assigned work done."""
    actor = _job("meetings.note_work_done", event.sub_district_id)
    mark_work_done(order_id=event.order_id, actor=actor, at=current_unit().at)


@subscribe(OrderReopened)
def note_work_reopened(event: OrderReopened) -> None:
    """Assigned work is open again."""
    actor = _job("meetings.note_work_reopened", event.sub_district_id)
    take_work_up_again(order_id=event.order_id, actor=actor, at=current_unit().at)


@subscribe(AgendaClosed)
def tell_of_agenda(event: AgendaClosed) -> None:
    """The departments can prepare themselves."""
    _tell(event, AGENDA)


@subscribe(MinutesPublished)
def tell_of_minutes(event: MinutesPublished) -> None:
    """The departments can read what was decided."""
    _tell(event, MINUTES)


def _tell(event: AgendaClosed | MinutesPublished, kind: NoticeKind) -> None:
    at = current_unit().at
    tell_staff(
        readers=_readers(event.meeting_id, on=timezone.localdate(at)),
        kind=kind,
        about=OriginRef(MEETING, event.meeting_id),
        facts={"title": event.title, "day": date_format(event.meets_on, "m-d", use_l10n=False)},
        actor=_job("meetings.notices", event.sub_district_id),
        at=at,
    )


def _readers(meeting_id: UUID, *, on: date) -> list[User]:
    """Give those of the departments who may see the meeting, each once."""
    staff = (staff_of_department(pk, allowed=SEE, on=on) for pk in department_ids_of(meeting_id))
    return list({reader.pk: reader for readers in staff for reader in readers}.values())
