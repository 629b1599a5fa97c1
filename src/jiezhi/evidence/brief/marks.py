"""Reminders, cards and raisings that lie on an order: by which rule, and which department answers for it.

A mark lies on an order and a department leads it; no person is named.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiezhi.evidence.brief.lines import Line, Section, Wanted, masked, moment
from jiezhi.supervision.choices import MarkRules
from jiezhi.supervision.mark_queries import marks_of
from jiezhi.supervision.models import OrderMark


def marks_seen(wanted: Wanted) -> list[OrderMark]:
    """Give the marks that lie on an order, the oldest first: whoever sees marks sees all of an order that they see."""
    return marks_of(wanted.order)


def mark_sections(_wanted: Wanted, marks: Sequence[OrderMark]) -> list[Section]:
    """Give one section for all marks; none where there is no mark."""
    lines = [_mark_line(mark) for mark in marks]
    return [Section(_("Reminders and cards"), (), lines)] if lines else []


def _mark_line(mark: OrderMark) -> Line:
    put = "" if mark.rule == MarkRules.BY_HAND else _("by the rule")
    what = _(": ").join(filter(None, (str(mark.get_kind_display()), str(mark.get_rule_display()))))
    by = _("put by %(who)s") % {"who": mark.put_by} if mark.put_by and not put else put
    told = [by, mark.note]
    if mark.entry is not None:
        line = _(", ").join(filter(None, (mark.entry.matter.name, mark.entry.basis)))
        told.append(_("Led by the responsibility list: %(line)s") % {"line": line})
    who = mark.department.name if mark.department else "—"
    return Line(moment(mark.at), what, who, masked("\n".join(filter(None, told))))
