"""Reads of programs and tokens, and the actor that stands for a program."""

import ipaddress
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.errors import NetworkRefusedError, ScopeMissingError, TokenRefusedError
from jiezhi.gateway.clients.models import Program, ProgramToken
from jiezhi.gateway.clients.permissions import LENT
from jiezhi.kit.actor import Actor, ActorKind, Scope
from jiezhi.kit.errors import MissingError
from jiezhi.kit.vault import derive_code

DIGEST_BYTES = 32


def digest_of(token: str) -> str:
    """Give the keyed digest under which a token is kept: a stolen database opens no door."""
    return derive_code(token, purpose="clients.program_token", size=DIGEST_BYTES).hex()


def programs_of(actor: Actor) -> list[Program]:
    """Give the programs of the street with their tokens, by name, in two statements."""
    rows = Program.objects.filter(sub_district_id=actor.tenant_id).select_related("department")
    return list(rows.prefetch_related("tokens").order_by("-is_active", "name"))


def programs_let_in() -> list[Program]:
    """Give every program of the installation that may come in."""
    return list(Program.objects.filter(is_active=True).order_by("pk"))


def get_program(actor: Actor, program_id: UUID) -> Program:
    """Give a program of the street.

    Raises:
        MissingError: There is none.
    """
    rows = Program.objects.filter(sub_district_id=actor.tenant_id).select_related("department")
    program = rows.filter(pk=program_id).first()
    if program is None:
        raise MissingError(_("This street has no such program."))
    return program


def tokens_of(program: Program) -> list[ProgramToken]:
    """Give the tokens of a program, the newest first."""
    return list(program.tokens.select_related("program").order_by("-issued_at", "-id"))


def token_behind(shown: str, *, at: datetime) -> ProgramToken:
    """Give the token that was shown, with its program, in one statement.

    Raises:
        TokenRefusedError: It is unknown, expired or revoked, or its program was switched off: all look the same.
    """
    related = ("program__department", "program__sub_district")
    token = ProgramToken.objects.select_related(*related).filter(digest=digest_of(shown)).first()
    if token is None or not token.is_good(at=at):
        raise TokenRefusedError(
            _(
                "This token does not open the door: it is mistyped, has expired or was revoked. "
                "Ask whoever registered your program at the office for another one."
            )
        )
    return token


def require_scope(token: ProgramToken, scope: ProgramScope) -> Actor:
    """Give the actor for one call under a scope.

    Raises:
        ScopeMissingError: The token, or its program, does not have the scope.
    """
    if scope not in token.scopes or scope not in token.program.scopes:
        raise ScopeMissingError(
            _(
                "This needs the scope “%(scope)s” (%(label)s), which the token does not have. "
                "Ask whoever registered your program at the office."
            )
            % {"scope": scope.value, "label": scope.label},
            facts={"scope": scope.value},
        )
    return program_actor(token.program, scope)


def require_network(token: ProgramToken, address: str) -> None:
    """Let a token be used only from where it was given for.

    Raises:
        NetworkRefusedError: The address lies in none of its networks.
    """
    if not token.networks:
        return
    try:
        came_from = ipaddress.ip_address(address)
    except ValueError:
        came_from = None
    if came_from is None or not any(came_from in ipaddress.ip_network(each) for each in token.networks):
        raise NetworkRefusedError(
            _(
                "This token may not be used from this address. Use it from the network it was given for, "
                "or ask the office to add yours."
            )
        )


def program_actor(program: Program, *scopes: ProgramScope) -> Actor:
    """Give the actor that stands for a program: its area, and the permissions of the scopes it acts under."""
    department = program.department
    return Actor(
        kind=ActorKind.PROGRAM,
        id=str(program.pk),
        sub_district_id=program.sub_district_id,
        permissions=frozenset().union(*(LENT[scope] for scope in scopes)),
        scope=Scope(
            whole=program.sees_whole_street,
            department_ids=frozenset({department.pk} if department else ()),
            community_ids=frozenset(
                {department.community_id} if department and department.community_id else ()
            ),
        ),
        label=_("Program · %(name)s") % {"name": program.name},
        department_id=department.pk if department else None,
    )
