"""Who a user is at the other system that vouches for them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts.actions.entering import USER
from jiezhi.accounts.factors import subject_digest
from jiezhi.accounts.models import OutsideIdentity
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import StaleError


@action
def link_identity(*, user_id: UUID, issuer: str, subject: str, actor: Actor, at: datetime) -> None:
    """Say which person of another system a user is. By the other's own number alone: addresses change hands.

    Raises:
        StaleError: That person is linked to another user, or the user to another person.
    """
    fresh = OutsideIdentity(
        user_id=user_id, issuer=issuer, subject_digest=subject_digest(issuer, subject), linked_at=at
    )
    OutsideIdentity.objects.bulk_create([fresh], ignore_conflicts=True)
    if not OutsideIdentity.objects.filter(pk=fresh.pk).exists():
        raise StaleError(
            _(
                "Either this sign-in is linked to somebody else already, or you are linked to another one. "
                "Undo that first."
            )
        )
    audit.record(
        "accounts.identity_linked", kind=USER, id=user_id, facts={"is_own": actor.id == str(user_id)}
    )


@action
def unlink_identity(*, user_id: UUID, issuer: str, actor: Actor, at: datetime) -> None:
    """Undo the link of a user to another system."""
    OutsideIdentity.objects.filter(user_id=user_id, issuer=issuer).delete()
    audit.record("accounts.identity_unlinked", kind=USER, id=user_id)
