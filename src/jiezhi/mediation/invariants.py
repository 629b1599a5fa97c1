"""What must hold of mediations, whatever was killed."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from jiezhi.kit.invariant import Breach, invariant
from jiezhi.mediation.models import Mediation, MediationEntry
from jiezhi.mediation.workflow import OPEN
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.queries import waiting_orders


@invariant
def orders_wait_for_a_mediation() -> Iterator[Breach]:
    """An order waits as long as its dispute is mediated, and no longer: otherwise it would wait for ever."""
    running = Mediation.objects.filter(order_id=OuterRef("pk"), state__in=OPEN)
    for number in waiting_orders().filter(~Exists(running)).values_list("number", flat=True).iterator():
        yield _broken(number, _("it waits, and nothing is mediated for it."))
    gone = Mediation.objects.filter(state__in=OPEN, order__isnull=False).exclude(
        order__state=OrderState.WAITING
    )
    for number in gone.values_list("number", flat=True).iterator():
        yield _broken(number, _("it is under way, and its order does not wait."))


@invariant
def histories_of_mediations_lead_to_where_they_stand() -> Iterator[Breach]:
    """The last line of a mediation's history is its state."""
    later = MediationEntry.objects.filter(mediation_id=OuterRef("mediation_id"), pk__gt=OuterRef("pk"))
    last = MediationEntry.objects.filter(~Exists(later)).exclude(to_state=F("mediation__state"))
    for number in last.values_list("mediation__number", flat=True).iterator():
        yield _broken(number, _("its history ends elsewhere."))


def _broken(number: str, sentence: str) -> Breach:
    remedy = _("Compare with the audit of it; if it was changed by hand, put the last whole backup back.")
    return Breach(number, sentence, remedy)
