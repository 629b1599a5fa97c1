"""A person's own second factor. Everything here is about the actor's own sign-in, and nobody else's."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts.actions._forgetting import forget_factor
from jiezhi.accounts.actions.entering import USER
from jiezhi.accounts.errors import CodeRefusedError
from jiezhi.accounts.factors import new_paper_codes, paper_digest, step_of
from jiezhi.accounts.models import RecoveryCode, SecondFactor
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import StaleError


@action
def turn_on_factor(*, secret: str, code: str, actor: Actor, at: datetime) -> list[str]:
    """Take up a telephone as second factor, once it has shown that it knows the secret.

    Returns:
        The codes for the drawer, which are not shown again.

    Raises:
        CodeRefusedError: The digits do not fit the secret now.
        StaleError: There is one already.
    """
    user_id = UUID(actor.id)
    step = step_of(secret, code, at=at)
    if step is None:
        raise CodeRefusedError(
            _(
                "These six digits do not belong to this picture just now. Wait for the next ones in the app, and see "
                "that the telephone sets its clock by the network."
            )
        )
    fresh = SecondFactor(user_id=user_id, secret=secret, last_step=step, turned_on_at=at)
    SecondFactor.objects.bulk_create([fresh], ignore_conflicts=True)
    if not SecondFactor.objects.filter(pk=user_id, last_step=step, turned_on_at=at).exists():
        raise StaleError(
            _("A second factor is turned on already. Turn it off before you take another telephone.")
        )
    audit.record("accounts.factor_turned_on", kind=USER, id=user_id)
    return _renew(user_id)


@action
def turn_off_factor(*, actor: Actor, at: datetime) -> None:
    """Give up one's second factor and its codes; the caller has asked for the password."""
    user_id = UUID(actor.id)
    forget_factor(user_id)
    audit.record("accounts.factor_turned_off", kind=USER, id=user_id)


@action
def renew_paper_codes(*, actor: Actor, at: datetime) -> list[str]:
    """Give a new set of codes for the drawer; the old ones open nothing any more."""
    user_id = UUID(actor.id)
    if not SecondFactor.objects.filter(pk=user_id).exists():
        raise StaleError(_("There is no second factor for which codes could stand in. Turn it on first."))
    audit.record("accounts.paper_codes_renewed", kind=USER, id=user_id)
    return _renew(user_id)


def _renew(user_id: UUID) -> list[str]:
    codes = new_paper_codes()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, digest=paper_digest(code)) for code in codes
    )
    return codes
