"""Reads of launch terms and links."""

from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiezhi.accounts.choices import Factor
from jiezhi.core.separation import APART
from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.launch.models import LaunchLink, LaunchTerms
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.vault import blind_index

LAUNCHED_BY = "launched_by"
"""Where a session keeps the program that opened it."""


def person_index(program_id: UUID, person: str) -> str:
    """Give the digest under which a person of a platform is known."""
    return blind_index(f"{program_id} {person}", column="launch.LaunchLink.person")


def audience_of(program: Program) -> str:
    """Give what a launch must name as its audience."""
    return f"jiezhi:{program.sub_district.slug}"


def find_terms(program_id: UUID) -> LaunchTerms | None:
    """Give how a program may open the desk, with the program and its street; None when it may not."""
    rows = LaunchTerms.objects.select_related("program__sub_district", "program__department")
    return rows.filter(program_id=program_id, program__is_active=True).first()


KEEPERS = frozenset(APART) | {KEEP_PROGRAMS.code}
"""Whoever holds one of these is never opened the desk for by another platform."""


def held_by_keepers(actor: Actor) -> bool:
    """Whether a person keeps accounts, posts or programs, or reads the audit."""
    return bool(KEEPERS & actor.permissions)


def has_link_ended(request: HttpRequest) -> bool:
    """Whether a session that a platform opened must end: one statement, and none for any other session.

    It ends when the program is switched off, the link is ended, or a second factor of theirs no longer counts.
    """
    program_id, user_id = request.session.get(LAUNCHED_BY), request.session.get(SESSION_KEY)
    if program_id is None or user_id is None:
        return False
    links = LaunchLink.objects.filter(
        program_id=program_id,
        user_id=user_id,
        ended_at=None,
        confirmed_at__isnull=False,
        program__is_active=True,
        program__launch_terms__isnull=False,
    )
    if request.session.get("factor") == Factor.PROVIDER:
        links = links.filter(program__launch_terms__does_second_factor=True)
    return not links.exists()


def own_link(actor: Actor, link_id: UUID, *, lock: bool = False) -> LaunchLink:
    """Give a link to oneself that is in force.

    Raises:
        MissingError: There is none, or it is somebody else's: both look the same.
    """
    links = LaunchLink.objects.filter(sub_district_id=actor.tenant_id, pk=link_id, ended_at=None)
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(user_id=actor.id).select_related("program", "user").first()
    if link is None:
        raise MissingError(_("There is no such link to your account, or it has ended."))
    return link


def terms_of(program: Program) -> LaunchTerms | None:
    """Give what a keeper has set for a program."""
    return LaunchTerms.objects.filter(program=program).first()


def links_of(program: Program) -> list[LaunchLink]:
    """Give the links of a program that are in force, by user name."""
    rows = LaunchLink.objects.filter(sub_district_id=program.sub_district_id, program=program, ended_at=None)
    return list(rows.select_related("user").order_by("user__username"))
