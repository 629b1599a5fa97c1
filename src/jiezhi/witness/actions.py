"""What walks over the audit found is kept: by the worker each day, by the auditor when they ask."""

import logging
from datetime import datetime

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.witness.models import ChainCheck
from jiezhi.witness.permissions import READ_AUDIT

CHECK = "witness.chain_check"
logger = logging.getLogger("jiezhi.witness")


@action
def keep_check(*, found: ChainCheck, actor: Actor, at: datetime) -> ChainCheck:
    """Keep what a walk over the chains found, and tell it to the log, which lies outside the database.

    Args:
        found: From `walk_chains`, which reads too long for a transaction.
        actor: The worker, or whoever may read the audit.
        at: When the walk began.
    """
    require(actor, READ_AUDIT)
    found.at = at
    found.save(force_insert=True)
    facts: dict[str, str | int | bool | None] = {
        "number": found.number,
        "finding": str(found.finding),
        "fault_number": found.fault_number,
    }
    audit.record("witness.chain_checked", kind=CHECK, id=found.pk, facts=facts)
    if found.is_whole:
        logger.info("audit checked", extra={"number": found.number, "head": found.head})
    else:
        logger.error("audit is not as it was sealed", extra={"number": found.fault_number})
    return found
