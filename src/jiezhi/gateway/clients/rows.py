"""What the screens show of programs and tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import Program, ProgramToken


@dataclass(frozen=True)
class ProgramRow:
    """A program in the list, with how many of its tokens open the door now."""

    program: Program
    good_tokens: int
    last_used_on: object


@dataclass(frozen=True)
class TokenRow:
    """A token with its standing in a word, and the tone of the word."""

    token: ProgramToken
    standing: str
    tone: str
    scopes: tuple[str, ...]
    has_all: bool
    is_good: bool


def program_rows(programs: Iterable[Program], *, at: datetime) -> list[ProgramRow]:
    """Give the rows of the list of programs; tokens must have been read ahead."""
    rows = []
    for program in programs:
        tokens = list(program.tokens.all())
        used = [token.last_used_on for token in tokens if token.last_used_on]
        good = sum(
            program.is_active and token.revoked_at is None and token.expires_at > at for token in tokens
        )
        rows.append(ProgramRow(program, good, max(used) if used else None))
    return rows


def token_rows(tokens: Iterable[ProgramToken], *, at: datetime) -> list[TokenRow]:
    """Give the rows of a program's tokens."""
    return [
        TokenRow(
            token,
            *_standing(token, at=at),
            tuple(scope_labels(token.scopes)),
            set(token.program.scopes) <= set(token.scopes),
            token.is_good(at=at),
        )
        for token in tokens
    ]


def scope_labels(codes: Iterable[str]) -> list[str]:
    """Give the words of scopes, in the order in which they are declared."""
    known = set(codes)
    return [str(scope.label) for scope in ProgramScope if scope in known]


def _standing(token: ProgramToken, *, at: datetime) -> tuple[str, str]:
    if token.revoked_at is not None:
        return _("Revoked"), "plain"
    if token.expires_at <= at:
        return _("Expired"), "plain"
    if not token.program.is_active:
        return _("Program switched off"), "warn"
    if token.is_idle(on=timezone.localdate(at)):
        return _("Not used for 90 days"), "warn"
    return _("Good"), "good"
