"""Whose work an order is, person by person: nobody asks whether their own work was good."""

from django.db.models import QuerySet

from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import Verb
from jiezhi.workorders.models import OrderEntry

WORK_VERBS = (
    Verb.ACCEPT,
    Verb.AGREE,
    Verb.REPORT_IN,
    Verb.TAKE,
    Verb.RESOLVE,
    Verb.ANSWER,
    Verb.PASS_CHECK,
    Verb.FAIL_CHECK,
)
"""Verbs by which somebody does an order's work or vouches that it is done; to pass it on or give it time is neither."""


def own_work(actor: Actor) -> QuerySet[OrderEntry]:
    """Give the deeds by which the actor did or checked an order's work, in any of its rounds.

    What they noted for a body that does not sign in is that body's work.
    """
    return OrderEntry.objects.filter(
        sub_district_id=actor.tenant_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        verb__in=WORK_VERBS,
        said_by="",
    )
