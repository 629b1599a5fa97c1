"""Letting programs in: register, change, give a token, revoke one."""

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.gateway.clients.choices import DEPARTMENT_SCOPES, ProgramScope
from jiezhi.gateway.clients.models import DEFAULT_CALLS_A_MINUTE, Program, ProgramToken
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import digest_of
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.queries import get_department

PROGRAM = "clients.program"
# What every token begins with, so that scanners for secrets know them.
TOKEN_PREFIX = "jz_"  # noqa: S105 # nosec B105
TOKEN_BYTES = 24
"""192 bits: nobody guesses one, so wrong ones need no lock."""
LONGEST_LIFE = timedelta(days=730)


@dataclass(frozen=True)
class ProgramDraft:
    """What a keeper enters about a program.

    Args:
        name: As histories show it.
        purpose: What it is for, and who answers for it.
        scopes: What it may do.
        department_id: For whom it acts; None when it only looks at the street.
        sees_whole_street: Whether its area is the whole street.
        calls_a_minute: How often a token may be used.
    """

    name: str
    purpose: str
    scopes: Sequence[ProgramScope]
    department_id: UUID | None = None
    sees_whole_street: bool = False
    calls_a_minute: int = DEFAULT_CALLS_A_MINUTE


@dataclass(frozen=True)
class IssuedToken:
    """A new token: `shown` is told once and kept nowhere."""

    token: ProgramToken
    shown: str


@action
def register_program(*, draft: ProgramDraft, actor: Actor, at: datetime) -> Program:
    """Let a program in; without a token it can do nothing yet.

    Raises:
        InvalidError: Its name is taken, or what it may do and its area do not fit together.
    """
    require(actor, KEEP_PROGRAMS)
    program = Program(sub_district_id=actor.tenant_id, registered_at=at)
    _fill(program, draft, actor)
    audit.record("clients.program_registered", kind=PROGRAM, id=program.pk, facts=_facts(program))
    return program


@action
def change_program(
    *, program_id: UUID, draft: ProgramDraft, is_active: bool, actor: Actor, at: datetime
) -> Program:
    """Change what a program may do; switched off, none of its tokens opens the door.

    Raises:
        InvalidError: As when registering.
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = _locked(actor, program_id)
    program.is_active = is_active
    _fill(program, draft, actor)
    facts = {**_facts(program), "is_active": is_active}
    audit.record("clients.program_changed", kind=PROGRAM, id=program.pk, facts=facts)
    return program


@action
def hold_program(*, program_id: UUID, actor: Actor, at: datetime) -> None:
    """Shut a program out until a keeper has looked at its tokens and lets it in again.

    After a backup was put back: a token that was revoked since would open the door once more.

    Raises:
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = _locked(actor, program_id)
    program.is_active = False
    program.save(update_fields=["is_active"])
    audit.record("clients.program_held", kind=PROGRAM, id=program.pk)


@action
def issue_token(
    *,
    program_id: UUID,
    scopes: Sequence[ProgramScope],
    expires_at: datetime,
    networks: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> IssuedToken:
    """Give a program a token, which is shown this once.

    Raises:
        InvalidError: A scope is not the program's, the expiry lies too far off, or a network is not one.
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = _locked(actor, program_id)
    if not scopes or not set(scopes) <= set(program.scopes):
        raise InvalidError(_("Choose at least one scope, and only from those of the program."))
    if not at < expires_at <= at + LONGEST_LIFE:
        raise InvalidError(_("A token expires after today and within two years. Choose another day."))
    shown = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = ProgramToken.objects.create(
        sub_district_id=program.sub_district_id,
        program=program,
        digest=digest_of(shown),
        ending=shown[-4:],
        scopes=sorted(scope.value for scope in scopes),
        networks=_networks(networks),
        issued_at=at,
        expires_at=expires_at,
    )
    facts = {"ending": token.ending, "scopes": " ".join(token.scopes), "expires_at": expires_at.isoformat()}
    audit.record("clients.token_issued", kind=PROGRAM, id=program.pk, facts=facts)
    return IssuedToken(token, shown)


@action
def revoke_token(*, program_id: UUID, token_id: UUID, actor: Actor, at: datetime) -> ProgramToken:
    """Shut the door for a token at once; revoked twice, it stays revoked since the first time.

    Raises:
        MissingError: The program has no such token.
    """
    require(actor, KEEP_PROGRAMS)
    program = _locked(actor, program_id)
    token = program.tokens.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise MissingError(_("This program has no such token."))
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    audit.record("clients.token_revoked", kind=PROGRAM, id=program.pk, facts={"ending": token.ending})
    return token


def _locked(actor: Actor, program_id: UUID) -> Program:
    rows = Program.objects.select_for_update().filter(sub_district_id=actor.tenant_id, pk=program_id)
    program = rows.first()
    if program is None:
        raise MissingError(_("This street has no such program."))
    return program


def _fill(program: Program, draft: ProgramDraft, actor: Actor) -> None:
    name, others = draft.name.strip(), Program.objects.filter(sub_district_id=actor.tenant_id)
    hold(f"clients.name:{actor.tenant_id}:{name}")
    if not name or others.filter(name=name).exclude(pk=program.pk).exists():
        raise InvalidError(_("A program needs a name of its own in this street."))
    if not draft.purpose.strip():
        raise InvalidError(_("Say what the program is for and who answers for it."))
    if not draft.scopes:
        raise InvalidError(_("Choose what the program may do."))
    if draft.department_id is None and set(draft.scopes) & set(DEPARTMENT_SCOPES):
        raise InvalidError(_("To accept, send back or report orders done, it must act for a department."))
    if draft.department_id is None and not draft.sees_whole_street:
        raise InvalidError(_("Choose the department it acts for, or let it see the whole street."))
    if draft.department_id is not None:
        get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)
    program.name, program.purpose = name, draft.purpose.strip()
    program.scopes = sorted(scope.value for scope in draft.scopes)
    program.department_id, program.sees_whole_street = draft.department_id, draft.sees_whole_street
    program.calls_a_minute = draft.calls_a_minute
    program.save()


def _facts(program: Program) -> dict[str, str | int | bool | None]:
    return {
        "name": program.name,
        "scopes": " ".join(program.scopes),
        "department_id": str(program.department_id) if program.department_id else None,
        "sees_whole_street": program.sees_whole_street,
    }


def _networks(typed: Sequence[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(each.strip())) for each in typed if each.strip()]
    except ValueError:
        raise InvalidError(
            _("Write networks as 203.0.113.0/24, one a line; a single address as it is.")
        ) from None
