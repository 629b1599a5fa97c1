"""Ending sessions: one's own, on one browser or on all others."""

from datetime import datetime
from uuid import UUID

from jiezhi.accounts.actions.entering import USER
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.sessions import end_sessions


@action
def end_own_session(*, handle: str, actor: Actor, at: datetime) -> int:
    """End one session of the actor; one that is gone already, or is not theirs, ends nothing."""
    ended = end_sessions(actor.id, only=handle)
    audit.record("accounts.sessions_ended", kind=USER, id=UUID(actor.id), facts={"count": ended})
    return ended


@action
def end_other_sessions(*, this: str, actor: Actor, at: datetime) -> int:
    """End every session of the actor but the one they are in."""
    ended = end_sessions(actor.id, but=this)
    audit.record("accounts.sessions_ended", kind=USER, id=UUID(actor.id), facts={"count": ended})
    return ended
