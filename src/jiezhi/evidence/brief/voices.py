"""What was said: by the reporter, in reply, at the office's own callbacks and at the superior's."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jiezhi.concerns.models import Callback, Concern, SuperiorOrder
from jiezhi.evidence.brief.lines import Line, day, masked, moment
from jiezhi.evidence.models import Exclusion, SuperiorCallback
from jiezhi.evidence.queries import CountedVerdict
from jiezhi.workorders.models import WorkOrder


def words(concerns: Iterable[Concern]) -> list[Line]:
    """Give the reporters' own words and what was exchanged with them."""
    lines = []
    for concern in concerns:
        what = f"{concern.number} · {concern.get_channel_display()}"
        lines.append(Line(moment(concern.submitted_at), what, _("The reporter"), masked(concern.words)))
        lines += [
            Line(
                moment(row.at),
                str(row.get_kind_display()),
                row.said_by or _("The reporter"),
                masked(row.words),
            )
            for row in concern.exchanges.all()
        ]
    return lines


def replies(order: WorkOrder, superiors: Iterable[SuperiorOrder]) -> list[Line]:
    """Give the replies, and objections with what became of them."""
    lead = order.lead.name if order.lead else ""
    lines = (
        [Line(moment(order.resolved_at), _("Reply to the reporter"), lead, masked(order.reply))]
        if order.reply
        else []
    )
    for superior in superiors:
        if superior.replied_at is not None:
            what = _("Reply handed to %(superior)s") % {"superior": superior.source.name}
            lines.append(Line(moment(superior.replied_at), what, superior.number))
        for row in superior.objections.all():
            text = _(": ").join(
                part for part in (row.get_outcome_display() or _("No answer yet"), row.answer) if part
            )
            what = f"{_('Objection')}{_(': ')}{row.get_ground_display()} {row.basis}"
            lines.append(Line(moment(row.raised_at), what, row.raised_by, masked(text)))
    return lines


def callback_lines(concern: Concern, *, with_words: bool) -> list[Line]:
    """Give the office's own callbacks about a request."""
    return [_callback_line(concern, row, with_words=with_words) for row in concern.callbacks.all()]


def _callback_line(concern: Concern, row: Callback, *, with_words: bool) -> Line:
    what = _(
        "%(number)s, round %(round)s: %(state)s; outcome %(outcome)s (%(likes)s); service %(service)s"
    ) % {
        "number": concern.number,
        "round": row.round,
        "state": row.get_state_display(),
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.was_satisfied),
        "service": _satisfied(row.likes_service),
    }
    text = masked(row.words) if with_words else ""
    return Line(moment(row.answered_at or row.since_at), what, row.answered_by or _("The reporter"), text)


def above_line(row: SuperiorCallback, *, with_words: bool) -> Line:
    """Give what the superior heard at a callback of its own."""
    heard = _("outcome %(outcome)s (%(likes)s); service %(service)s") % {
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.likes_outcome),
        "service": _satisfied(row.likes_service),
    }
    what = f"{row.superior.source.name} {row.superior.number}{_(': ')}{heard if row.was_reached else _('not reached')}"
    text = masked(row.words) if with_words else ""
    return Line(day(row.called_on), what, _("recorded by %(who)s") % {"who": row.recorded_by}, text)


def counted_line(row: CountedVerdict, *, with_words: bool) -> Line:
    """Give what the superior's count of a month says."""
    heard = _("contacted %(reached)s; outcome %(outcome)s (%(likes)s)") % {
        "reached": dict(zip((True, False, None), _("yes,no,—").split(","), strict=True))[row.was_reached],
        "outcome": _solved(row.was_solved),
        "likes": _satisfied(row.was_satisfied),
    }
    told = [heard, _("left out by the superior itself")] if row.is_left_out else [heard]
    what = f"{row.source_name} {row.number}{_(': ')}{_('; ').join(told)}"
    who = _("the superior's count, brought in by %(who)s") % {"who": row.brought_by}
    return Line(f"{row.month_on:%Y-%m}", what, who, masked(row.note) if with_words else "")


def exclusion_line(row: Exclusion) -> Line:
    """Give a wish that the order not count, and what another person said to it."""
    what = f"{row.get_state_display()}{_(': ')}{row.get_ground_display()} · {row.basis}"
    who = f"{row.asked_by} / {row.decided_by or '—'}"
    return Line(moment(row.asked_at), what, who, masked("\n".join(filter(None, (row.words, row.answer)))))


def _solved(was: bool | None) -> str:  # noqa: FBT001 - a value of a column, not a switch
    return "—" if was is None else (_("solved") if was else _("not solved"))


def _satisfied(was: bool | None) -> str:  # noqa: FBT001 - the same
    return "—" if was is None else (_("satisfied") if was else _("not satisfied"))
