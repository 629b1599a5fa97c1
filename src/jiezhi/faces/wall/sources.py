"""Where the data of the wall comes from: when each source last gave something, and how it does."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.concerns.queries import last_came_by_channel
from jiezhi.concerns.superior_queries import sources_of
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class SourceLine:
    """One source.

    Args:
        name: As the office calls it.
        at: When it last gave something or answered; None for never.
        trouble: What is wrong with it; empty when nothing is.
    """

    name: str
    at: datetime | None
    trouble: str


def source_lines(actor: Actor) -> tuple[SourceLine, ...]:
    """Give the channels of requests and the systems that are asked by the program, in two statements."""
    lines = [SourceLine(name, at, "") for name, at in last_came_by_channel(actor)]
    for source in sources_of(actor):
        if source.adapter:
            silent = "" if source.asked_at else _("has not answered yet")
            lines.append(SourceLine(source.name, source.asked_at, source.trouble or silent))
    return tuple(lines)
