"""Tiles about what must not be lost: the audit."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.operations.queries import last_chain_check

CHECKED_WITHIN, CHECKED_AT_LEAST = timedelta(hours=26), timedelta(days=3)
"""The worker walks the chain once a day."""


def audit_chain(at: datetime) -> Reading:
    """Tell when the audit chain was last walked from end to end, and what was found."""
    check = last_chain_check()
    if check is None:
        advice = _("Let the worker run: it checks the audit once a day.")
        return Reading(Tone.WARN, _("Never checked"), "", advice)
    number = ngettext("%(count)d row", "%(count)d rows", check.number) % {"count": check.number}
    if check.fault_number is not None:
        advice = _("Change nothing. Call your superior's security officer, and compare with the last backup.")
        broken = _("row %(number)d is not as it was sealed") % {"number": check.fault_number}
        return Reading(Tone.BAD, _("Tampered with"), broken, advice, since=check.at)
    if at - check.at > CHECKED_WITHIN:
        tone = Tone.BAD if at - check.at > CHECKED_AT_LEAST else Tone.WARN
        advice = _("Let the worker run: it checks the audit once a day.")
        return Reading(tone, _("Checked long ago"), number, advice, since=check.at, good_at=check.at)
    return Reading(Tone.OK, _("Whole"), number, good_at=check.at)


register_tile(Tile("operations.audit", gettext_lazy("Audit"), 45, audit_chain))
