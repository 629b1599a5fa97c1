"""What must hold of orders, whatever was killed."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, OuterRef
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.workorders.choices import OPEN_SUPPORT, Verb
from jiezhi.workorders.models import OrderEntry, OrderWords, Support, WorkOrder
from jiezhi.workorders.supports import SUPPORTABLE

CHUNK = 5000


@invariant
def histories_lead_to_where_orders_stand() -> Iterator[Breach]:
    """A history begins with the opening, each line goes on from the one before, and the last is the order's state."""
    lines = OrderEntry.objects.order_by("order_id", "at", "id").values_list(
        "order_id", "id", "verb", "from_state", "to_state", "order__number", "order__state"
    )
    for _order, group in groupby(lines.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        entries = list(group)
        fault = _fault_of(entries)
        # Whoever waited for another's deed brings a time from before it: then the ids tell which was first.
        if fault is not None and _fault_of(sorted(entries, key=itemgetter(1))) is not None:
            yield fault


def _fault_of(entries: list[Any]) -> Breach | None:
    number, state = entries[0][5:]
    reached = ""
    for _order, _id, verb, begins, ends, *_rest in entries:
        if begins != reached or (verb == Verb.OPEN) != (reached == ""):
            return _broken(
                number, _("its history does not lead from “%(one)s” to “%(verb)s”."), reached, verb
            )
        reached = ends
    if reached != state:
        return _broken(
            number, _("it stands at “%(verb)s”, and its history ends at “%(one)s”."), reached, state
        )
    return None


@invariant
def orders_reported_done_have_no_open_support() -> Iterator[Breach]:
    """Where an order is reported done or closed, no department beside its lead has anything to do in it."""
    rows = Support.objects.filter(state__in=OPEN_SUPPORT).exclude(order__state__in=SUPPORTABLE)
    for number in rows.values_list("order__number", flat=True).iterator():
        yield _broken(number, _("a department still has an open part in it, though it is reported done."))


@invariant
def nobody_supports_an_order_that_it_leads() -> Iterator[Breach]:
    """The lead of an order has no open support in the same order."""
    rows = Support.objects.filter(state__in=OPEN_SUPPORT, department_id=F("order__lead_id"))
    for number in rows.values_list("order__number", flat=True).iterator():
        yield _broken(number, _("its lead has an open support in it as well."))


@invariant
def every_order_has_a_history() -> Iterator[Breach]:
    """No order is without a line of history."""
    lines = OrderEntry.objects.filter(order_id=OuterRef("pk"))
    for number in WorkOrder.objects.filter(~Exists(lines)).values_list("number", flat=True).iterator():
        yield _broken(number, _("it has no history."))


@invariant
def every_order_is_found() -> Iterator[Breach]:
    """Each order stands in the index by which orders are found."""
    words = OrderWords.objects.filter(row_id=OuterRef("pk"))
    for number in WorkOrder.objects.filter(~Exists(words)).values_list("number", flat=True).iterator():
        yield Breach(number, _("it is not found by its words."), _("Run ./jiezhi rebuild_search"))


@invariant
def numbers_of_a_day_have_no_gaps() -> Iterator[Breach]:
    """The numbers of each day run from 1 to as many as there are."""
    days = WorkOrder.objects.values("sub_district_id", "opened_on").annotate(Count("id")).order_by()
    counted = {
        (street, day): count
        for street, day, count in days.values_list("sub_district_id", "opened_on", "id__count")
    }
    highest: dict[tuple[Any, Any], int] = {}
    for street, day, number in WorkOrder.objects.values_list(
        "sub_district_id", "opened_on", "number"
    ).iterator():
        serial = int(number.rpartition("-")[2])
        highest[street, day] = max(serial, highest.get((street, day), 0))
    for key, serial in highest.items():
        if serial != counted[key]:
            remedy = _(
                "An order is missing: look for it in the last whole backup, and tell those who keep the program."
            )
            yield Breach(str(key[1]), _("the numbers of its orders have gaps."), remedy)


def _broken(number: str, sentence: str, one: str = "", verb: str = "") -> Breach:
    remedy = _(
        "Compare with the audit of this order; if it was changed by hand, put the last whole backup back."
    )
    return Breach(number, sentence % {"one": one, "verb": verb} if one or verb else sentence, remedy)
