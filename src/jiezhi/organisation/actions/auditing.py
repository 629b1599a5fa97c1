"""Reading the audit is a deed of its own: who watches is seen too."""

from datetime import datetime
from uuid import UUID

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.witness.permissions import READ_AUDIT

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
