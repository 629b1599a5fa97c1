"""A lost telephone: one keeper asks, another approves, and the person gets a slip in person. Nobody does it alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts.actions import issue_slip
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.accounts.queries import active_users
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError, StaleError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.actions._people import not_oneself
from jiezhi.organisation.choices import RecoveryState
from jiezhi.organisation.errors import SameHandError
from jiezhi.organisation.events import RecoveryAsked, RecoveryDecided
from jiezhi.organisation.models import AccountRecovery
from jiezhi.organisation.permissions import KEEP_ACCOUNTS
from jiezhi.organisation.queries import get_colleague

RECOVERY = "organisation.recovery"
WAITS = timedelta(days=1)
"""After a day nobody remembers who stood at the counter: it is asked again."""


@action
def ask_recovery(*, user_id: UUID, reason: str, actor: Actor, at: datetime) -> AccountRecovery:
    """Ask that a colleague may get in again. The person is told at once, and so is whoever may approve.

    Raises:
        SameHandError: The colleague is the actor.
        StaleError: It is asked already, or the account is closed.
    """
    require(actor, KEEP_ACCOUNTS)
    not_oneself(actor, user_id)
    colleague = get_colleague(actor, user_id, lock=True)
    own = AccountRecovery.objects.filter(
        sub_district_id=actor.tenant_id, user=colleague, state=RecoveryState.ASKED
    )
    own.filter(asked_at__lte=at - WAITS).update(state=RecoveryState.REFUSED)
    if own.exists() or not colleague.is_active:
        raise StaleError(
            _("This is asked already, or the account is closed. Look at the list of recoveries.")
        )
    recovery = AccountRecovery.objects.create(
        sub_district_id=actor.tenant_id,
        user=colleague,
        reason=reason,
        asked_by_id=UUID(actor.id),
        asked_at=at,
    )
    audit.record(
        "organisation.recovery_asked", kind=RECOVERY, id=recovery.pk, facts={"user_id": str(user_id)}
    )
    emit(RecoveryAsked(recovery_id=recovery.pk, sub_district_id=actor.tenant_id))
    return recovery


@action
def approve_recovery(*, recovery_id: UUID, actor: Actor, at: datetime) -> tuple[AccountRecovery, str]:
    """Approve as the second person, and give the code of the slip, valid for an hour.

    Whoever hands it over has seen that it is the person. The lost telephone opens nothing any more once it is used.

    Raises:
        SameHandError: The actor asked for it, or it is their own.
        StaleError: It is decided, or was asked more than a day ago.
    """
    require(actor, KEEP_ACCOUNTS)
    recovery = _decide(recovery_id, RecoveryState.APPROVED, actor, at)
    code = issue_slip(user_id=recovery.user_id, purpose=EntryPurpose.RECOVERY, actor=actor, at=at)
    facts = {"user_id": str(recovery.user_id)}
    audit.record("organisation.recovery_approved", kind=RECOVERY, id=recovery.pk, facts=facts)
    emit(RecoveryDecided(recovery_id=recovery.pk, sub_district_id=actor.tenant_id, is_approved=True))
    return recovery, code


@action
def refuse_recovery(*, recovery_id: UUID, actor: Actor, at: datetime) -> None:
    """Refuse it, as the second person."""
    require(actor, KEEP_ACCOUNTS)
    recovery = _decide(recovery_id, RecoveryState.REFUSED, actor, at)
    facts = {"user_id": str(recovery.user_id)}
    audit.record("organisation.recovery_refused", kind=RECOVERY, id=recovery.pk, facts=facts)
    emit(RecoveryDecided(recovery_id=recovery.pk, sub_district_id=actor.tenant_id, is_approved=False))


def _decide(recovery_id: UUID, state: RecoveryState, actor: Actor, at: datetime) -> AccountRecovery:
    rows = AccountRecovery.objects.filter(sub_district_id=actor.tenant_id, pk=recovery_id)
    recovery = rows.select_related("user", "asked_by").first()
    if recovery is None:
        raise MissingError(_("There is no such recovery in your office."))
    not_oneself(actor, recovery.user_id)
    if actor.id == str(recovery.asked_by_id):
        raise SameHandError(_("You asked for this yourself: a second keeper of accounts has to decide."))
    # No join: PostgreSQL would look at the state before it waits for the other keeper, and not again.
    active = active_users().values("pk")
    waiting = rows.filter(state=RecoveryState.ASKED, asked_at__gt=at - WAITS, user_id__in=active)
    if not waiting.update(state=state, decided_by_id=UUID(actor.id), decided_at=at):
        raise StaleError(
            _(
                "This is decided already, was asked more than a day ago, or the account is closed. Ask for it anew."
            )
        )
    recovery.state, recovery.decided_at = state, at
    return recovery
