"""Reads of launch terms and links."""

from uuid import UUID

from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.launch.models import LaunchLink, LaunchTerms
from jiezhi.kit.vault import blind_index


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


def terms_of(program: Program) -> LaunchTerms | None:
    """Give what a keeper has set for a program."""
    return LaunchTerms.objects.filter(program=program).first()


def links_of(program: Program) -> list[LaunchLink]:
    """Give the links of a program that are in force, by user name."""
    rows = LaunchLink.objects.filter(sub_district_id=program.sub_district_id, program=program, ended_at=None)
    return list(rows.select_related("user").order_by("user__username"))
