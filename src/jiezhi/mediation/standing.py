"""How mediations stand, in words and colour."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.mediation.choices import MediationState as S
from jiezhi.mediation.models import Mediation, Party

TONES = {
    S.REGISTERED: "warn",
    S.UNDER_WAY: "info",
    S.AGREED: "ok",
    S.CONFIRMING: "info",
    S.CONFIRMED: "ok",
    S.KEPT: "ok",
    S.BROKEN: "bad",
    S.REFERRED: "plain",
    S.ENDED: "plain",
}
SOON_DAYS = 7


@dataclass(frozen=True)
class MediationLine:
    """A mediation in a list."""

    mediation: Mediation
    tone: str
    term: str
    term_tone: str


def mediation_line(mediation: Mediation, *, today: date) -> MediationLine:
    """Say how a mediation stands on a day."""
    term, tone = "", "plain"
    agreement = getattr(mediation, "agreement", None)
    if mediation.state == S.UNDER_WAY and mediation.last_on is not None:
        term, tone = _left(mediation.last_on, today)
    elif mediation.state == S.AGREED and agreement is not None and agreement.confirm_until >= today:
        term = _("The court can be asked until %(day)s") % {"day": agreement.confirm_until.isoformat()}
        tone = "warn" if (agreement.confirm_until - today).days <= SOON_DAYS else "plain"
    return MediationLine(mediation, TONES[S(mediation.state)], term, tone)


def _left(last_on: date, today: date) -> tuple[str, str]:
    left = (last_on - today).days
    if left < 0:
        return ngettext("Term over for %(n)d day", "Term over for %(n)d days", -left) % {"n": -left}, "bad"
    words = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return words, "warn" if left <= SOON_DAYS else "plain"


def party_name(party: Party) -> str:
    """Give what a party is called where nobody has said what for: its side and number."""
    return f"{party.get_side_display()} {party.position}"
