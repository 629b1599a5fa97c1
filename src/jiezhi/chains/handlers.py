"""What chains do about the news of orders, and whom they tell of their own."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.chains.actions import pass_chain_on, take_step_up_again
from jiezhi.chains.events import ChainEnded
from jiezhi.chains.permissions import START
from jiezhi.chains.queries import CHAIN
from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor, OriginRef, system_job
from jiezhi.kit.outbox import subscribe
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import notice_kind
from jiezhi.organisation.staff import staff_of_street
from jiezhi.workorders.events import OrderClosed, OrderReopened
from jiezhi.workorders.permissions import DISPATCH

ENDED = notice_kind("chains.ended", _("Every step of “%(title)s” is done."), NoticeGroup.PROGRESS)


@subscribe(OrderClosed)
def open_what_waited(event: OrderClosed) -> None:
    """A step that is done opens those that waited for it."""
    pass_chain_on(order_id=event.order_id, actor=_job(event.sub_district_id), at=current_unit().at)


@subscribe(OrderReopened)
def note_reopened_step(event: OrderReopened) -> None:
    """A step that was reopened is not done after all."""
    take_step_up_again(order_id=event.order_id, actor=_job(event.sub_district_id), at=current_unit().at)


@subscribe(ChainEnded)
def tell_of_end(event: ChainEnded) -> None:
    """The whole is done, for those who start chains."""
    at = current_unit().at
    tell_staff(
        readers=staff_of_street(event.sub_district_id, allowed=START, on=timezone.localdate(at)),
        kind=ENDED,
        about=OriginRef(CHAIN, event.chain_id),
        facts={"title": event.title},
        actor=_job(event.sub_district_id),
        at=at,
    )


def _job(sub_district_id: UUID) -> Actor:
    permissions = frozenset({DISPATCH.code})
    return system_job("chains.steps", sub_district_id=sub_district_id, permissions=permissions)
