"""That a dispute behind an order was mediated: which days, what came of it, and that the order's clock stood still.

Nothing else. Who the parties are, what was said and what was agreed is theirs: mediators may not let out what is
private to them, and parties may ask that it be not public (《人民调解法》, articles 15 (4) and 23 (3)). No name of a
mediator, no place or result of a session, no note and no file number of a court is printed; what is sealed is not
read.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jiezhi.evidence.brief.lines import Line, Pair, Section, Wanted, day, moment
from jiezhi.mediation.choices import MediationVerb
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.queries import mediations_of_order
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.models import OrderEntry
from jiezhi.workorders.queries import history_of


def mediations_seen(wanted: Wanted) -> list[Mediation]:
    """Give the mediations of an order as far as the reader sees them, the oldest first."""
    return mediations_of_order(wanted.reader, wanted.order.pk)


def mediation_sections(wanted: Wanted, mediations: Sequence[Mediation]) -> list[Section]:
    """Give a section for each mediation."""
    history = history_of(wanted.order) if mediations else []
    return [Section(_("Mediation of the dispute"), _facts(row, history), _lines(row)) for row in mediations]


def _facts(row: Mediation, history: Iterable[OrderEntry]) -> list[Pair]:
    return [
        (_("Number of the mediation"), row.number),
        (_("Mediation committee"), row.committee.name),
        (_("Outcome of the mediation"), str(row.get_state_display())),
        (_("The order's clock"), _clock(row, history)),
    ]


def _clock(row: Mediation, history: Iterable[OrderEntry]) -> str:
    """Say from when to when the order waited for a mediation: its clock stood still, and the time was given back."""
    later = [entry for entry in history if entry.at >= row.opened_at]
    begun = next((entry for entry in later if entry.verb == Verb.PAUSE), None)
    if begun is None or begun.at != row.opened_at:
        return _("It ran on.")
    ended = next(
        (entry for entry in later if entry.at >= begun.at and entry.from_state == OrderState.WAITING), None
    )
    if ended is None:
        return _("It stands still since %(begun)s.") % {"begun": moment(begun.at)}
    facts = {"begun": moment(begun.at), "ended": moment(ended.at)}
    return _("It stood still from %(begun)s to %(ended)s.") % facts


def _lines(row: Mediation) -> list[Line]:
    """Give the days by the history's verbs; where a paper has a day of its own, that one."""
    agreement, referral = getattr(row, "agreement", None), getattr(row, "referral", None)
    on_paper = {
        MediationVerb.AGREE: agreement and agreement.effective_on,
        MediationVerb.APPLY: agreement and agreement.applied_on,
        MediationVerb.CONFIRM: agreement and agreement.decided_on,
        MediationVerb.REFER: referral and referral.referred_on,
    }
    sittings = list(row.sittings.all())
    told = []
    # A day on paper is that of the last such step: before it the court may have been asked once in vain.
    for entry in reversed(row.entries.all()):
        verb = MediationVerb(entry.verb)
        paper = on_paper.pop(verb, None)
        held = sittings.pop() if verb is MediationVerb.SIT and sittings else None
        when = day(paper) if paper else moment(held.held_at if held else entry.at)
        told.append(Line(when, str(verb.label), row.committee.name))
    return [Line(moment(row.opened_at), _("Dispute registered"), row.committee.name), *told[::-1]]
