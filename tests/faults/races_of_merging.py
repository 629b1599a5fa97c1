"""Two orders put together and parted while others do the same, or end them: nobody who reported is lost."""

from collections.abc import Callable
from uuid import UUID

from jiezhi.concerns.actions import join_concern, open_callbacks
from jiezhi.concerns.models import Concern
from jiezhi.kit.action import UnauditedError
from jiezhi.kit.actor import system_job
from jiezhi.kit.invariant import all_invariants
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.workorders.actions import accept_order, pass_check, resolve_order
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, submitted_concern
from tests.factories.merging import MINUTE, done, reported
from tests.factories.workorders import MONDAY
from tests.faults.deeds import small_office

WON = "won"
LATER = MONDAY + MINUTE
ASKED = ("workorders.", "concerns.")


def _merge(office: Office, absorbed: WorkOrder, staying: WorkOrder) -> None:
    actor = office.dispatcher.actor
    merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, actor=actor, at=LATER)


def _undo(office: Office, absorbed: WorkOrder) -> None:
    undo_merge(absorbed_id=absorbed.pk, note="是两件事", actor=office.dispatcher.actor, at=LATER)


def _resolve(office: Office, order: WorkOrder) -> None:
    actor = office.officer.actor
    resolve_order(order_id=order.pk, reply="已更换灯泡", seen_version=None, actor=actor, at=LATER)


def _two(office: Office) -> tuple[WorkOrder, WorkOrder]:
    """Give two orders in hand, the older one first."""
    orders = [reported(office)[1], reported(office)[1]]
    for order in orders:
        accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY)
    return orders[0], orders[1]


def _stored(office: Office, *orders: WorkOrder) -> dict:
    """Give what is left: how many are merged, who reported, whom nobody asks though all is done, broken promises."""
    keys = [order.pk for order in orders]
    rows = WorkOrder.objects.filter(pk__in=keys)
    return {
        "merged": rows.exclude(merged_into=None).count(),
        "reporters": Concern.objects.filter(order__in=rows.filter(merged_into=None)).count(),
        "unheard": sum(_unheard(office, pk) for pk in keys),
        "broken": [
            f"{name}: {breach.row}"
            for name, check in all_invariants().items()
            if name.startswith(ASKED)
            for breach in check()
        ],
    }


def _unheard(office: Office, order_id: UUID) -> int:
    """Ask the reporters of a finished order, as its news does, and count those whom nobody asks."""
    if WorkOrder.objects.get(pk=order_id).state != "awaiting_callback":
        return 0
    job = system_job("callbacks", sub_district_id=office.street.pk, permissions=frozenset())
    try:
        open_callbacks(order_id=order_id, actor=job, at=LATER)
    except UnauditedError:  # nobody was asked
        return Concern.objects.filter(order_id=order_id).count()
    return Concern.objects.filter(order_id=order_id, callbacks=None).count()


def _by_turns(office: Office, orders: tuple[WorkOrder, ...], *deeds: tuple[str, Callable[[], object]]):
    """Give a race in which every other process does the one deed and the rest the other, each told by its word."""

    def deed(process: int) -> str:
        word, act = deeds[process % len(deeds)]
        act()
        return word

    return deed, lambda: _stored(office, *orders)


def merge_crosswise(_number: int):
    """Two dispatchers merge the same two orders, each into the other."""
    office = small_office()
    one, other = _two(office)
    return _by_turns(
        office,
        (one, other),
        (WON, lambda: _merge(office, other, one)),
        (WON, lambda: _merge(office, one, other)),
    )


def merge_or_resolve(_number: int):
    """An order is reported done while it is merged into another: only one of the two is true."""
    office = small_office()
    one, other = _two(office)
    return _by_turns(
        office,
        (one, other),
        (WON, lambda: _resolve(office, one)),
        (WON, lambda: _merge(office, one, other)),
    )


def merge_into_resolved(_number: int):
    """An order is merged into one that is reported done at the same moment: then all are asked, or it stays alone."""
    office = small_office()
    one, other = _two(office)
    return _by_turns(
        office,
        (one, other),
        (WON, lambda: _resolve(office, other)),
        ("merged", lambda: _merge(office, one, other)),
    )


def undo_at_once(_number: int):
    """A merge is undone by all."""
    office = small_office()
    one, other = _two(office)
    _merge(office, one, other)
    return _by_turns(office, (one, other), (WON, lambda: _undo(office, one)))


def undo_or_resolve(_number: int):
    """A merge is undone while the order that stays is reported done."""
    office = small_office()
    one, other = _two(office)
    _merge(office, one, other)
    return _by_turns(
        office,
        (one, other),
        (WON, lambda: _resolve(office, other)),
        ("undone", lambda: _undo(office, one)),
    )


def undo_and_merge_again(_number: int):
    """A merge of the younger order into the older one is undone by some and wanted by others."""
    office = small_office()
    older, younger = _two(office)
    _merge(office, younger, older)
    return _by_turns(
        office,
        (older, younger),
        ("merged", lambda: _merge(office, younger, older)),
        ("undone", lambda: _undo(office, younger)),
    )


def _join(office: Office, order: WorkOrder, end: Callable[[], object]):
    late, actor = submitted_concern(office).concern, office.dispatcher.actor

    def join() -> None:
        join_concern(concern_id=late.pk, order_id=order.pk, seen_version=None, actor=actor, at=LATER)

    return _by_turns(office, (order,), (WON, end), ("joined", join))


def join_or_resolve(_number: int):
    """A request joins an order that is reported done at the same moment."""
    office = small_office()
    order = _two(office)[0]
    return _join(office, order, lambda: _resolve(office, order))


def join_or_check(_number: int):
    """A request joins an order that is found done on site at the same moment."""
    office = small_office()
    _concern, order = reported(office, matter=office.rubbish)
    done(office, order, at=MONDAY)
    actor = office.grid_worker.actor
    return _join(
        office,
        order,
        lambda: pass_check(order_id=order.pk, note="已看过", seen_version=None, actor=actor, at=LATER),
    )


MERGING_RACES = (
    merge_crosswise,
    merge_or_resolve,
    merge_into_resolved,
    undo_at_once,
    undo_or_resolve,
    undo_and_merge_again,
    join_or_resolve,
    join_or_check,
)
