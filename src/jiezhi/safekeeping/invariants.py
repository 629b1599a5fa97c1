"""What must hold of the database as a whole, and of kit's tables: the audit, news on its way, pictures."""

import hashlib
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.kit.models import DeliveryState, OutboxDelivery, StoredPicture
from jiezhi.kit.sealing import CHAINS, find_chain_fault, sealed_rows
from jiezhi.pictures import disk
from jiezhi.safekeeping.stores import store


@invariant
def the_database_is_whole() -> Iterator[Breach]:
    """The database's own check finds nothing, and every row that is referred to exists."""
    for row, sentence in store().faults():
        yield Breach(
            row,
            sentence,
            _("Stop Jiezhi, look at the disk, and put the last whole backup back: ./jiezhi restore"),
        )


@invariant
def the_audit_is_unbroken() -> Iterator[Breach]:
    """No sealed row of the audit's chains was changed, taken out or put in; heads outside are not asked."""
    for chain in CHAINS:
        fault = find_chain_fault(sealed_rows(chain))
        if fault is None:
            continue
        yield Breach(
            f"audit {chain} {fault.number}",
            fault.sentence + ".",
            _("Keep this database as evidence, and compare the row with the last whole backup."),
        )


@invariant
def news_is_told_or_waits() -> Iterator[Breach]:
    """Each piece of news is done and says when, is held under a lease, or waits."""
    done = Q(state=DeliveryState.DONE)
    leased = Q(state=DeliveryState.LEASED)
    wrong = (done & Q(done_at=None)) | (~done & Q(done_at__isnull=False)) | (leased & Q(lease_until=None))
    for pk, handler in OutboxDelivery.objects.filter(wrong).values_list("pk", "handler").iterator():
        yield Breach(
            str(pk),
            _("the news for %(handler)s is neither done nor waiting.") % {"handler": handler},
            _("Tell those who keep the program; put the last whole backup back if it was changed by hand."),
        )


@invariant
def pictures_are_what_was_sent() -> Iterator[Breach]:
    """Each picture that a row names lies on the disk, with the content that its name says."""
    remedy = _("Take the file of this name out of the last whole backup: ./jiezhi restore puts it back.")
    digests = StoredPicture.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in digests.iterator():
        try:
            with disk.path_of(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield Breach(f"picture {sha256[:12]}", _("its file is missing or cannot be read."), remedy)
            continue
        if found != sha256:
            yield Breach(f"picture {sha256[:12]}", _("its file is not what was sent."), remedy)
