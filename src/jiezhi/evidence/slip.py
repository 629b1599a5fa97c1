"""One page of an order for the person on foot: what is to be done and where, and room to write what was found.

It says no more than the page of the order, and leaves out who asked for it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.masking import without_personal
from jiezhi.evidence.drawing import set_page
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.standing import limit_words

LAYOUT = "slip"
MOST = 500
"""Characters of a text: what is longer is read on the screen, or the page would be two."""


def slip_of(order: WorkOrder, *, made: str) -> bytes:
    """Give the slip of an order as PDF.

    Args:
        order: With its matter, department and place.
        made: When, in words of the office's time.

    Raises:
        TypesettingError: The library or a font is missing, or it could not be set.
    """
    place = " ".join(
        name
        for name in (
            order.community.name if order.community else "",
            order.estate.name if order.estate else "",
            order.grid_cell.code if order.grid_cell else "",
        )
        if name
    )
    due = f"{timezone.localtime(order.due_at):%Y-%m-%d %H:%M}" if order.due_at else "—"
    facts = [
        (_("Order number"), order.number),
        (_("State"), str(order.get_state_display())),
        (_("Place"), place or "—"),
        (_("Department"), order.lead.name if order.lead else "—"),
        (_("To be done by"), f"{due}（{limit_words(order)}）"),
    ]
    told = {
        "title": order.matter.name,
        "office": order.sub_district.name,
        "facts": facts,
        "what": _("What is to be done"),
        "brief": _cut(order.brief),
        "done": _("What was done"),
        "reply": _cut(order.reply),
        "found": _("Found on site"),
        "signed": _("Who was there:"),
        "day": _("Day:"),
        "made": made,
    }
    return set_page(LAYOUT, told)


def _cut(text: str) -> str:
    # On one line each: a list of short lines would fill pages long before it has this many characters.
    plain = " ".join(without_personal(text).split())
    return plain if len(plain) <= MOST else f"{plain[: MOST - 1]}…"
