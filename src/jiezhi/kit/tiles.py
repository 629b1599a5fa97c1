"""What the operator's page asks of every app: each tells its own part, and none can take the page down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise


class Tone(StrEnum):
    """How a part does: well, to be looked after on the next working day, or at once."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Reading:
    """What a tile tells just now.

    Args:
        tone: How the part does.
        word: The state in a word or two, translated.
        number: What is counted or measured, with its unit, translated.
        advice: The one thing to do; empty where nothing is.
        since: Since when it is so, where the part itself knows.
        good_at: When it last did what it is for, such as a backup: the age of it is a metric.
        url_name: The page behind the tile, for those who may mend.
        code: Names of the program or a command, printed as they are.
    """

    tone: Tone
    word: str
    number: str = ""
    advice: str = ""
    since: datetime | None = None
    good_at: datetime | None = None
    url_name: str = ""
    code: str = ""


@dataclass(frozen=True)
class Tile:
    """One part of the machine: `read` is called with the present moment and may raise whatever it likes."""

    name: str
    label: str | Promise
    order: int
    read: Callable[[datetime], Reading]


_tiles: dict[str, Tile] = {}


def register_tile(tile: Tile) -> None:
    """Add a tile; every app does so in its `tiles.py`. The same name again replaces the earlier one."""
    _tiles[tile.name] = tile


def all_tiles() -> tuple[Tile, ...]:
    """Give every tile in the order of the page."""
    return tuple(sorted(_tiles.values(), key=lambda tile: (tile.order, tile.name)))
