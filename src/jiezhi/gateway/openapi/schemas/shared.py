"""What the shapes of all nouns share."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict

MOST_ROWS = 100
DATABASE_INTEGER = 2**31 - 1


class Strict(Schema):
    """What programs send: a name that the interface does not know is refused, not left aside."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Problem(Schema):
    """Why something was refused (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int


class Named(Schema):
    """A thing by its id and name."""

    id: UUID
    name: str


def named(thing: Any) -> Named | None:
    """Give a thing by id and name, or nothing."""
    return Named(id=thing.pk, name=thing.name) if thing is not None else None
