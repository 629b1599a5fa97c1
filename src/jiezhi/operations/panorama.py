"""All tiles read at once, one by one, and the sentence on top: may I go home?"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.kit.tiles import Reading, Tile, Tone, all_tiles
from jiezhi.operations.queries import tile_changes

logger = logging.getLogger("jiezhi.operations")

WORST_FIRST = (Tone.BAD, Tone.WARN, Tone.OK)


@dataclass(frozen=True)
class ReadTile:
    """A tile with what it tells now."""

    tile: Tile
    reading: Reading


@dataclass(frozen=True)
class Answer:
    """The sentence on top.

    Args:
        tone: The worst of all tiles.
        sentence: Whether the operator may go home.
    """

    tone: Tone
    sentence: str


def read_tiles(*, at: datetime) -> list[ReadTile]:
    """Read every tile. One that fails says so in its own place; since when is added from what the worker noted."""
    try:
        changes: Mapping[str, tuple[str, datetime]] = tile_changes()
    except DatabaseError:
        changes = {}
    return [ReadTile(tile, _with_since(tile, _read(tile, at=at), changes)) for tile in all_tiles()]


def worst_first(tiles: list[ReadTile]) -> list[ReadTile]:
    """Give the tiles so that what needs somebody is seen first, on a phone too."""
    return sorted(tiles, key=lambda shown: WORST_FIRST.index(shown.reading.tone))


def answer_of(tiles: list[ReadTile]) -> Answer:
    """Sum the tiles up in one sentence for whoever wants to go home."""
    tones = [shown.reading.tone for shown in tiles]
    bad, warn = tones.count(Tone.BAD), tones.count(Tone.WARN)
    if bad:
        told = ngettext(
            "Not yet: %(count)d part needs you now.", "Not yet: %(count)d parts need you now.", bad
        )
        return Answer(Tone.BAD, told % {"count": bad})
    if warn:
        told = ngettext(
            "Yes. %(count)d part wants looking after on the next working day.",
            "Yes. %(count)d parts want looking after on the next working day.",
            warn,
        )
        return Answer(Tone.WARN, told % {"count": warn})
    return Answer(Tone.OK, _("Yes: all %(count)d parts do well.") % {"count": len(tiles)})


def _read(tile: Tile, *, at: datetime) -> Reading:
    try:
        return tile.read(at)
    except Exception as error:  # a tile that fails is a finding, and must not hide the others
        logger.warning("tile failed", extra={"tile": tile.name}, exc_info=error)
        return Reading(
            Tone.BAD,
            word=_("Unknown"),
            number=_("It could not be read."),
            advice=_("Look at the newest lines of the log; this gathers them for whoever helps:"),
            code="./jiezhi support-bundle",
        )


def _with_since(tile: Tile, reading: Reading, changes: Mapping[str, tuple[str, datetime]]) -> Reading:
    tone, since = changes.get(tile.name, ("", None))
    if reading.since is None and tone == reading.tone:
        return replace(reading, since=since)
    return reading
