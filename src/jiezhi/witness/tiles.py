"""What the operator's page tells of the audit: when it was last walked from end to end, and what was found."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.witness.models import ChainCheck
from jiezhi.witness.queries import last_check

CHECKED_WITHIN, CHECKED_AT_LEAST = timedelta(hours=26), timedelta(days=3)
"""The worker walks the chains once a day."""


def audit_chain(at: datetime) -> Reading:
    """Tell when the audit's chains were last walked from end to end, and what was found."""
    check = last_check()
    if check is None:
        return Reading(Tone.WARN, _("Never checked"), "", _let_it_run())
    if not check.is_whole:
        advice = _("Change nothing. Call your superior's security officer, and compare with the last backup.")
        return Reading(Tone.BAD, _("Tampered with"), check.fault_words, advice, since=check.at)
    number = _number(check)
    if at - check.at > CHECKED_WITHIN:
        tone = Tone.BAD if at - check.at > CHECKED_AT_LEAST else Tone.WARN
        return Reading(tone, _("Checked long ago"), number, _let_it_run(), since=check.at, good_at=check.at)
    return Reading(Tone.OK, _("Whole"), number, good_at=check.at)


def _let_it_run() -> str:
    return _("Let the worker run: it checks the audit once a day.")


def _number(check: ChainCheck) -> str:
    number = ngettext("%(count)d row", "%(count)d rows", check.number) % {"count": check.number}
    if check.given_up_until is None or check.put_back_at is None:
        return number
    return number + _(
        "; rows %(first)d to %(last)d gave way to a backup on %(day)s, confirmed by %(who)s"
    ) % {
        "first": check.given_up_from,
        "last": check.given_up_until,
        "day": date_format(timezone.localtime(check.put_back_at), "Y-m-d"),
        "who": check.put_back_by or _("nobody by name"),
    }


register_tile(Tile("witness.audit", gettext_lazy("Audit"), 45, audit_chain))
