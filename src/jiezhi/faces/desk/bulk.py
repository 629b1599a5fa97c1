"""What can be done with several orders at one press: for each order the single action that it has always had."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.batches.actions import MOST, BatchDraft, BatchSubject, Outcome, carry_out, open_batch
from jiezhi.batches.choices import BatchKind
from jiezhi.batches.models import Batch
from jiezhi.faces.desk.batch_forms import (
    TO_DISPATCH,
    BulkDispatchForm,
    BulkForm,
    BulkMergeForm,
    BulkReplyForm,
    filled_reply,
)
from jiezhi.kit.access import Permission, require
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.merging.actions import merge_orders
from jiezhi.workorders.actions import accept_order, dispatch_order, reassign_order, resolve_order
from jiezhi.workorders.choices import HandOnReason
from jiezhi.workorders.lists import ListedOrder, chosen_orders, seen_orders
from jiezhi.workorders.permissions import DISPATCH, HANDLE

ORDER = "workorders.order"
Typed = Mapping[str, Any]
Act = Callable[[ListedOrder, Typed, Actor, datetime], Callable[[], object]]


@dataclass(frozen=True)
class BulkDeed:
    """One thing that can be done with several orders.

    Args:
        kind: Under which it is on record.
        label: On its button.
        permission: What the actor needs.
        form: What is typed once for all.
        act: Gives the call of the action for one order.
        is_left_out: Whether an order stays as it is, such as the one into which the others are merged.
    """

    kind: BatchKind
    label: str | Promise
    permission: Permission
    form: type[BulkForm]
    act: Act
    is_left_out: Callable[[ListedOrder, Typed], bool] = lambda _order, _typed: False


def _accept(order: ListedOrder, _typed: Typed, actor: Actor, at: datetime) -> Callable[[], object]:
    return partial(accept_order, order_id=order.id, seen_version=order.version, actor=actor, at=at)


def _dispatch(order: ListedOrder, typed: Typed, actor: Actor, at: datetime) -> Callable[[], object]:
    """Dispatch what waits for it, and hand on what is out already: both give the order to the department."""
    chosen = typed["department"]
    department_id = chosen.get(order.id) if isinstance(chosen, dict) else chosen
    if department_id is None:
        return _refuse_unlisted
    dispatched = partial(
        dispatch_order,
        order_id=order.id,
        department_id=department_id,
        note=typed["note"],
        seen_version=order.version,
        actor=actor,
        at=at,
    )
    if order.state in TO_DISPATCH:
        return dispatched
    return partial(reassign_order, **dispatched.keywords, reason=HandOnReason(typed["reason"]))


def _refuse_unlisted() -> None:
    raise InvalidError(
        _("The responsibility list names no department for this order. Open it and choose one by hand.")
    )


def _reply(order: ListedOrder, typed: Typed, actor: Actor, at: datetime) -> Callable[[], object]:
    """Fill the places of the words with the order's own; one that cannot be filled is refused like any other reply."""
    answer = typed["answer"]
    if answer is not None and order.id not in answer.order_ids:
        return _refuse_other_matter
    return partial(
        resolve_order,
        order_id=order.id,
        reply=filled_reply(order, answer, typed["reply"], at=at),
        seen_version=order.version,
        actor=actor,
        at=at,
    )


def _refuse_other_matter() -> None:
    raise InvalidError(
        _("The standard answer is of another matter or department. Reply to this order in words of its own.")
    )


def _merge(order: ListedOrder, typed: Typed, actor: Actor, at: datetime) -> Callable[[], object]:
    return partial(
        merge_orders,
        absorbed_id=order.id,
        staying_id=typed["staying"],
        note=typed["note"],
        actor=actor,
        at=at,
    )


DEEDS: dict[str, BulkDeed] = {
    deed.kind.value: deed
    for deed in (
        BulkDeed(BatchKind.ACCEPT, gettext_lazy("Accept"), HANDLE, BulkForm, _accept),
        BulkDeed(BatchKind.REPLY, gettext_lazy("Reply and report done"), HANDLE, BulkReplyForm, _reply),
        BulkDeed(
            BatchKind.DISPATCH, gettext_lazy("Give to a department"), DISPATCH, BulkDispatchForm, _dispatch
        ),
        BulkDeed(
            BatchKind.MERGE,
            gettext_lazy("Merge into one"),
            DISPATCH,
            BulkMergeForm,
            _merge,
            lambda order, typed: str(order.id) == str(typed["staying"]),
        ),
    )
}


def deeds_for(actor: Actor) -> list[tuple[str, str]]:
    """Give what the actor may do with several orders, key and words."""
    return [(key, str(deed.label)) for key, deed in DEEDS.items() if actor.may(deed.permission.code)]


def get_deed(actor: Actor, key: str) -> BulkDeed:
    """Give a deed that the actor may do.

    Raises:
        InvalidError: There is none of that name.
        RefusedError: The actor's posts do not include it.
    """
    deed = DEEDS.get(key)
    if deed is None:
        raise InvalidError(_("Choose what is to be done with the orders that you ticked."))
    require(actor, deed.permission)
    return deed


@dataclass(frozen=True)
class Picked:
    """What boxes name.

    Args:
        orders: Each in the version that its reader saw.
        missing: Number by id of those that are in the reader's area no more; empty where the box did not name it.
        left: How many more were ticked than are done at once.
    """

    orders: list[ListedOrder]
    missing: dict[UUID, str]
    left: int = 0

    @property
    def boxes(self) -> list[str]:
        """Name what is shown for the next press, with the numbers that a missing one is told by."""
        return [f"{order.id}:{order.version}:{order.number}" for order in self.orders]


def orders_picked(actor: Actor, picks: Sequence[str]) -> Picked:
    """Give the orders that boxes name; one statement.

    Raises:
        InvalidError: None is ticked.
    """
    named = {pk: (version, number) for pk, version, number in filter(None, map(_pick_of, picks))}
    if not named:
        raise InvalidError(_("Nothing is chosen. Tick the lines that you mean, then go on."))
    taken = dict(list(named.items())[:MOST])
    orders = chosen_orders(actor, {pk: version for pk, (version, _number) in taken.items()})
    found = {order.id for order in orders}
    missing = {pk: number for pk, (_version, number) in taken.items() if pk not in found}
    return Picked(orders, missing, left=len(named) - len(taken))


def _pick_of(text: str) -> tuple[UUID, int, str] | None:
    name, _colon, rest = text.partition(":")
    version, _colon, number = rest.partition(":")
    try:
        return UUID(name), int(version), number[:64]
    except ValueError:
        return None


def _refuse_missing() -> None:
    raise MissingError(_("It is no longer in your area: somebody has handed it on since you ticked it."))


def do_together(
    deed: BulkDeed, picked: Picked, form: forms.Form, *, press: str, actor: Actor, at: datetime
) -> tuple[Batch, Outcome]:
    """Do one thing with several orders: each is locked and ruled on by itself, and one that cannot be done stops none.

    Returns:
        The batch on record, and what became of it.
    """
    typed = form.cleaned_data
    taken = [order for order in picked.orders if not deed.is_left_out(order, typed)]
    subjects = [BatchSubject(ORDER, order.id, order.number) for order in taken]
    subjects += [BatchSubject(ORDER, pk, number or "—") for pk, number in picked.missing.items()]
    batch = open_batch(draft=BatchDraft(deed.kind, tuple(subjects), press), actor=actor, at=at)
    deeds = [(order.id, deed.act(order, typed, actor, at)) for order in taken]
    deeds += [(pk, _refuse_missing) for pk in picked.missing]
    return batch, carry_out(batch, deeds, actor=actor, at=at)


def to_try_again(
    deed: BulkDeed, picked: Picked, refused: Mapping[UUID, str], form: forms.Form, *, actor: Actor
) -> tuple[Picked, BulkForm]:
    """Give the orders with which it was not possible, as they are now, and the form with what was typed.

    The words stay on the page of whoever wrote them and are kept nowhere else.
    """
    typed = form.cleaned_data
    kept = [order for order in picked.orders if order.id in refused or deed.is_left_out(order, typed)]
    now = seen_orders(actor, [order.id for order in kept])
    again = deed.form(initial={name: form.data.get(name, "") for name in form.fields})
    again.offer(now, actor)
    return Picked(now, {}), again
