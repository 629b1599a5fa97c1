"""The check of the audit as a whole: the same deed for the worker's timer and for the auditor's button."""

from datetime import datetime

from jiezhi.kit.access import require
from jiezhi.kit.actor import Actor
from jiezhi.witness.actions import keep_check
from jiezhi.witness.models import ChainCheck
from jiezhi.witness.permissions import READ_AUDIT
from jiezhi.witness.queries import walk_chains


def check_chains(*, actor: Actor, at: datetime) -> ChainCheck:
    """Walk the chains outside any transaction, and keep what was found.

    Args:
        actor: Who may read the audit.
        at: Now.

    Raises:
        RefusedError: The actor may not; nothing was walked.
    """
    require(actor, READ_AUDIT)
    return keep_check(found=walk_chains(), actor=actor, at=at)
