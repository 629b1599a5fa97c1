"""Reading the audit is a deed of its own: who watches is seen too."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import AuditCheck
from jiezhi.organisation.permissions import READ_AUDIT

AUDIT = "organisation.audit"


@action
def note_audit_read(*, narrowed_by: str, actor: Actor, at: datetime) -> None:
    """Leave a trace that the audit was read, and by what it was narrowed down.

    Args:
        narrowed_by: Names of the filters that were set; never what was entered.
        actor: The auditor.
        at: Now.
    """
    require(actor, READ_AUDIT)
    audit.record("organisation.audit_read", kind=AUDIT, id=UUID(actor.id), facts={"narrowed_by": narrowed_by})


@action
def keep_check(
    *, until_number: int, head: str, fault_number: int | None, actor: Actor, at: datetime
) -> AuditCheck:
    """Keep what a walk over the chain found."""
    check = AuditCheck.objects.create(
        checked_at=at, until_number=until_number, head=head, fault_number=fault_number
    )
    facts = {"until_number": until_number, "fault_number": fault_number}
    audit.record("organisation.audit_checked", kind=AUDIT, id=check.pk, facts=facts)
    return check
