"""What can be brought in from files: each app registers its kinds in its `intakes.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.core.spellings import SpellingFault
from jiezhi.intake.columns import Column
from jiezhi.intake.row_cells import RowCells
from jiezhi.kit.access import Permission
from jiezhi.kit.actor import Actor

SPELLING_REASONS: dict[str, str | Promise] = {
    SpellingFault.EMPTY: _("The time is missing."),
    SpellingFault.ORDER_UNCLEAR: _(
        "Which is the day and which the month is not clear. Write it as 2026-11-24."
    ),
    SpellingFault.NO_YEAR: _("The year is missing. Write it as 2026-11-23 09:30."),
    SpellingFault.NO_SUCH_DAY: _("There is no such day or hour. Check it."),
    SpellingFault.OUT_OF_RANGE: _("The time is before 1900 or after 2099. Check it."),
    SpellingFault.UNKNOWN: _("The time cannot be read. Write it as 2026-11-23 09:30."),
    SpellingFault.PRECISION_LOST: _(
        "The last digits of the number are lost: the spreadsheet kept it as a number. Enter it as text."
    ),
}


@dataclass(frozen=True)
class ChunkTaken:
    """What became of a part of a file."""

    imported: int
    already: int
    completed: int = 0


@dataclass(frozen=True)
class IntakeKind:
    """Something that comes in files, row by row.

    Args:
        name: `app.noun`.
        label: As the office calls it.
        permission: Who may bring it in.
        columns: What is asked for, the most important first.
        parse: Gives the draft of a row at a moment; raises `RowRefusedError`.
        key: By what a draft is known again.
        known: Which of these keys are here already: keys, option, actor.
        take: Brings drafts in, at most `chunk`, inside the deed that is under way.
        reasons: Why a row can be refused, for whoever corrects it.
        completes: Which keys of drafts bring what was lacking to something that is here: drafts, option, actor.
        refuses: Which drafts, by their place, the street's own registers do not allow, with column and reason:
            drafts, option, actor.
        lends: Permissions that `take` needs besides.
        options: What must be chosen first, such as the sending system, as pairs of value and words.
        option_label: How that choice is called.
        chunk: Rows in one deed: a kill costs at most these.
    """

    name: str
    label: str | Promise
    permission: Permission
    columns: tuple[Column, ...]
    parse: Callable[[RowCells, datetime], Any]
    key: Callable[[Any], str]
    known: Callable[[set[str], str, Actor], set[str]]
    take: Callable[..., ChunkTaken]
    reasons: Mapping[str, str | Promise] = field(default_factory=dict)
    completes: Callable[[Sequence[Any], str, Actor], set[str]] | None = None
    refuses: Callable[[Sequence[Any], str, Actor], Mapping[int, tuple[str, str]]] | None = None
    lends: tuple[Permission, ...] = ()
    options: Callable[[Actor], Sequence[tuple[str, str]]] | None = None
    option_label: str | Promise = ""
    chunk: int = 500

    @property
    def titles(self) -> frozenset[str]:
        """Every title that one of the columns goes by."""
        return frozenset(alias for column in self.columns for alias in column.aliases)

    def words_for(self, reason: str) -> str:
        """Give the words of a reason."""
        return str(self.reasons.get(reason) or SPELLING_REASONS.get(reason, reason))


_kinds: dict[str, IntakeKind] = {}


def register_kind(kind: IntakeKind) -> IntakeKind:
    """Make a kind known."""
    _kinds[kind.name] = kind
    return kind


def find_kind(name: str) -> IntakeKind | None:
    """Give a kind by its name, or None."""
    return _kinds.get(name)


def kinds_for(actor: Actor) -> list[IntakeKind]:
    """Give the kinds that the actor may bring in."""
    return [kind for kind in _kinds.values() if actor.may(kind.permission.code)]
