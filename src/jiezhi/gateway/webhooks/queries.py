"""Reads of subscriptions and messages."""

from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.clients.queries import program_actor
from jiezhi.gateway.webhooks.choices import LetterState
from jiezhi.gateway.webhooks.errors import AddressRefusedError
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.queries import visible_orders

LETTER_ROWS = 50


def subscriptions_of(program: Program) -> list[EventSubscription]:
    """Give the subscriptions of a program with how many messages wait and are dead, those in force first."""
    counts = {
        f"{state}_letters": Count("letters", filter=Q(letters__state=state))
        for state in (LetterState.WAITING.value, LetterState.DEAD.value)
    }
    rows = EventSubscription.objects.filter(program=program, ended_at=None).annotate(**counts)
    return list(rows.order_by("begun_at", "id"))


def get_subscription(actor: Actor, subscription_id: UUID) -> EventSubscription:
    """Give a subscription of the street that is in force, with its program.

    Raises:
        MissingError: There is none.
    """
    rows = EventSubscription.objects.select_related("program").filter(ended_at=None)
    found = rows.filter(sub_district_id=actor.tenant_id, pk=subscription_id).first()
    if found is None:
        raise MissingError(_("This street has no such subscription."))
    return found


def letters_of(subscription: EventSubscription) -> list[Letter]:
    """Give the newest messages of a subscription, dead ones first."""
    rows = Letter.objects.filter(sub_district_id=subscription.sub_district_id, subscription=subscription)
    dead = list(rows.filter(state=LetterState.DEAD).order_by("-written_at", "-id")[:LETTER_ROWS])
    others = rows.exclude(state=LetterState.DEAD).order_by("-written_at", "-id")[:LETTER_ROWS]
    return [*dead, *others]


def subscriptions_to(kind: str, *, sub_district_id: UUID) -> list[EventSubscription]:
    """Give the subscriptions of a street that want a kind of event and whose program may come in: one statement."""
    rows = EventSubscription.objects.select_related("program__department").filter(
        sub_district_id=sub_district_id, ended_at=None, program__is_active=True
    )
    return [row for row in rows.order_by("id") if kind in row.kinds]


def may_know_of_order(program: Program, order_id: UUID) -> bool:
    """Whether an order lies in the area of a program that may read orders."""
    if ProgramScope.ORDERS_READ not in program.scopes:
        return False
    actor = program_actor(program, ProgramScope.ORDERS_READ)
    return visible_orders(actor).filter(pk=order_id).exists()


def may_know_of_concerns(program: Program) -> bool:
    """Whether a program may be told the number of every request of the street."""
    return program.sees_whole_street and ProgramScope.CONCERNS_FOLLOW in program.scopes


def require_listed(url: str) -> str:
    """Give an address that messages may be sent to.

    Raises:
        AddressRefusedError: It is not https, names a user, or its host is not listed by the operator.
    """
    try:
        parts = urlsplit(url)
        where = f"{parts.hostname or ''}:{parts.port or 443}"
    except ValueError:
        raise AddressRefusedError(_("This address cannot be read. Write it as https://host/path.")) from None
    if parts.scheme != "https" or parts.username is not None or parts.fragment:
        raise AddressRefusedError(_("The address must begin with https:// and name no user. Correct it."))
    if where not in settings.OUTBOUND_HOSTS:
        raise AddressRefusedError(
            _(
                "%(where)s is not on the list of systems that may be reached. Ask the operator to add it to "
                "JIEZHI_OUTBOUND, then enter it again."
            )
            % {"where": where}
        )
    return url


def key_before(subscription: EventSubscription, *, at: datetime) -> str:
    """Give the key that still signs besides the present one, or an empty string."""
    until = subscription.key_before_until
    return subscription.key_before if until is not None and until > at else ""
