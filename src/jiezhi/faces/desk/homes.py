"""Where the desk of a member of staff begins: with what their post is for."""

from jiezhi.concerns.permissions import RECEIVE
from jiezhi.kit.actor import Actor
from jiezhi.organisation.permissions import SEE_STAFF
from jiezhi.witness.permissions import READ_AUDIT
from jiezhi.workorders.permissions import CHECK, HANDLE

_HOMES = (
    (RECEIVE.code, "desk:today"),
    (HANDLE.code, "desk:today"),
    (CHECK.code, "patrol:today"),
    ("insight:see_wall", "wall:wall"),
    ("operations:see", "operations:home"),
    (READ_AUDIT.code, "organisation:audit"),
    (SEE_STAFF.code, "organisation:staff"),
)


def home_of(actor: Actor) -> str:
    """Give the name of the first page; whoever holds several posts begins with the one nearest to residents."""
    return next((name for code, name in _HOMES if actor.may(code)), "workorders:list")
