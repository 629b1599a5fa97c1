"""What must hold of codes by telephone. Sealed columns are not read: backups are checked where no key is."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.residency.codes import TRIES
from jiezhi.residency.models import PhoneCode


@invariant
def codes_open_within_their_time_and_tries() -> Iterator[Breach]:
    """A code by telephone was used while it was good, and was not tried more often than it may be."""
    is_late = Q(used_at__gte=F("expires_at")) | Q(used_at__lt=F("asked_at"))
    wrong = PhoneCode.objects.filter(is_late | Q(tries__gt=TRIES) | Q(expires_at__lte=F("asked_at")))
    yield from _found(wrong.values_list("pk", flat=True).iterator(), _("it was used against its limits."))


@invariant
def codes_over_the_limits_were_not_sent() -> Iterator[Breach]:
    """No message went out, and nobody came in, by a code that was over the limits of number or address."""
    wrong = PhoneCode.objects.filter(is_to_send=False).exclude(sent_at=None, used_at=None)
    yield from _found(wrong.values_list("pk", flat=True).iterator(), _("it should not have been sent."))


def _found(rows: Iterator[object], sentence: str) -> Iterator[Breach]:
    remedy = _("Tell those who keep the program, and look at the audit of this day.")
    for pk in rows:
        yield Breach(f"code {pk}", sentence, remedy)
