"""Reads about who does what: the actor behind a sign-in, matters, and who leads a matter at a place."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateField, Q, QuerySet, UUIDField, Value
from django.utils.translation import gettext as _

from jiezhi.accounts.models import User
from jiezhi.core.routing import (
    ListEntry,
    Place,
    RoutingChoice,
    RoutingReason,
    choose_department,
    find_list_faults,
)
from jiezhi.core.wording import MatterProfile
from jiezhi.kit.actor import Actor, ActorKind, Scope
from jiezhi.kit.errors import MissingError
from jiezhi.kit.kept_query import KeptQuery, Slot
from jiezhi.organisation.errors import ListGapError, ListTieError
from jiezhi.organisation.models import Department, Matter, Post, PostHolding, ResponsibilityEntry
from jiezhi.places.models import Community, SubDistrict
from jiezhi.places.queries import Spot, communities_of


@dataclass(frozen=True)
class StaffMember:
    """A person who holds a post, the actor that their posts make them, and the street of both."""

    user: User
    actor: Actor
    street: SubDistrict


def _holdings() -> QuerySet[PostHolding]:
    on = Slot("on", DateField())
    held = PostHolding.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), user_id=Slot("user_id", UUIDField()), since_on__lte=on
    )
    related = ("user", "sub_district", "post__role", "post__department")
    return held.select_related(*related).order_by("-since_on", "-id")


_HOLDINGS = KeptQuery(_holdings)


def staff_actor(*, user_id: UUID, on: date) -> Actor | None:
    """Give the actor that a user's posts make them, in one statement; None without a post in force."""
    found = staff_member(user_id=user_id, on=on)
    return found.actor if found else None


def staff_member(*, user_id: UUID, on: date) -> StaffMember | None:
    """Give a user together with the actor of their posts, in one statement; None without a post in force.

    Someone who holds posts in several streets acts in the one whose holding began last.
    """
    holdings = _HOLDINGS.rows(user_id=user_id, on=on)
    if not holdings:
        return None
    street_id = holdings[0].sub_district_id
    posts = [holding.post for holding in holdings if holding.sub_district_id == street_id]
    return StaffMember(holdings[0].user, _actor_of_posts(user_id, street_id, posts), holdings[0].sub_district)


def _actor_of_posts(user_id: UUID, street_id: UUID, posts: list[Post]) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        id=str(user_id),
        sub_district_id=street_id,
        permissions=frozenset(code for post in posts for code in post.role.permissions),
        scope=Scope(
            whole=any(post.role.sees_whole_street for post in posts),
            department_ids=frozenset(post.department_id for post in posts),
            community_ids=frozenset(
                post.department.community_id for post in posts if post.department.community_id
            ),
        ),
        label=f"{posts[0].department.name} · {posts[0].title}",
        department_id=posts[0].department_id,
    )


def departments_of(sub_district_id: UUID) -> list[Department]:
    """Give every department of a street, by kind and name."""
    return list(Department.objects.filter(sub_district_id=sub_district_id).order_by("kind", "name"))


def departments_by_kind(sub_district_id: UUID) -> dict[str, int]:
    """Give how many departments of each kind a street has, in one statement."""
    departments = Department.objects.filter(sub_district_id=sub_district_id).order_by()
    return dict(departments.values_list("kind").annotate(count=Count("id")))


def get_department(*, sub_district_id: UUID, department_id: UUID) -> Department:
    """Give a department of the street.

    Raises:
        MissingError: The street has no such department.
    """
    department = Department.objects.filter(sub_district_id=sub_district_id, pk=department_id).first()
    if department is None:
        raise MissingError(_("This street has no such department. Choose one from the list."))
    return department


def matters_of(sub_district_id: UUID) -> list[Matter]:
    """Give the matters that can be chosen: those in use that have no narrower matters below them."""
    matters = Matter.objects.filter(sub_district_id=sub_district_id, is_in_use=True, children=None)
    return list(matters.select_related("parent__parent__parent").order_by("parent__name", "name"))


@dataclass(frozen=True)
class ListChoices:
    """What lists are narrowed to: departments, matters and communities of a street as id and name."""

    departments: list[tuple[UUID, str]]
    matters: list[tuple[UUID, str]]
    communities: list[tuple[UUID, str]]


def _choices() -> QuerySet[Any, tuple[str, UUID, str]]:
    first, *others = (
        model.objects.filter(sub_district_id=Slot("street_id", UUIDField()))
        .annotate(shelf=Value(shelf, CharField()))
        .values_list("shelf", "id", "name")
        for shelf, model in (("department", Department), ("matter", Matter), ("community", Community))
    )
    return first.union(*others, all=True)


_CHOICES = KeptQuery(_choices)


def list_choices(sub_district_id: UUID) -> ListChoices:
    """Give the choices of a filter bar, by name, in one statement: every list page asks for them."""
    rows = sorted(_CHOICES.rows(street_id=sub_district_id), key=itemgetter(2))
    departments, matters, communities = (
        [(pk, name) for row_shelf, pk, name in rows if row_shelf == shelf]
        for shelf in ("department", "matter", "community")
    )
    return ListChoices(departments, matters, communities)


def get_matter(*, sub_district_id: UUID, matter_id: UUID) -> Matter:
    """Give a matter with its parent and step limits, in two statements; a parent's parent is read if there is one.

    Raises:
        MissingError: The street has no such matter in use.
    """
    # Joining levels that most lists of matters have not costs more than the deed's other reads.
    matters = Matter.objects.select_related("parent").prefetch_related("step_limits")
    matter = matters.filter(sub_district_id=sub_district_id, pk=matter_id, is_in_use=True).first()
    if matter is None:
        raise MissingError(_("This street has no such matter. Choose one from the list."))
    return matter


def matter_profiles(sub_district_id: UUID) -> list[MatterProfile]:
    """Give what the wording of residents is compared with."""
    return [
        MatterProfile(matter=str(matter.pk), name=matter.name, keywords=tuple(matter.keywords))
        for matter in matters_of(sub_district_id)
    ]


@dataclass(frozen=True)
class LeadChoice:
    """The department that the responsibility list names, and why.

    Args:
        department: None when the list has a gap or a tie here.
        reason: Which rule decided.
        words: The reason as a sentence for the dispatcher.
        entry: The line of the list that decided.
        rivals: Lines that lost or tied.
    """

    department: Department | None
    reason: RoutingReason
    words: str
    entry: ResponsibilityEntry | None
    rivals: tuple[ResponsibilityEntry, ...]


def lead_for(*, matter: Matter, spot: Spot, on: date) -> LeadChoice:
    """Choose the lead of a matter at a place by the responsibility list, in one statement, and say why."""
    ancestors = _ancestor_ids(matter)
    rows = _entries_in_force(matter.sub_district_id, on).filter(matter_id__in=[matter.pk, *ancestors])
    by_id = {str(row.pk): row for row in rows}
    choice = choose_department(
        [_list_entry(row) for row in by_id.values()],
        matter=str(matter.pk),
        place=_core_place(matter.sub_district_id, spot),
        on=on,
        ancestors=tuple(str(pk) for pk in ancestors),
    )
    entry = by_id[choice.entry.id] if choice.entry else None
    return LeadChoice(
        department=entry.lead if entry else None,
        reason=choice.reason,
        words=_routing_words(choice, entry, matter),
        entry=entry,
        rivals=tuple(by_id[rival.id] for rival in choice.rivals),
    )


def require_lead(choice: LeadChoice, matter: Matter) -> Department:
    """Give the chosen department.

    Raises:
        ListGapError: The list names nobody.
        ListTieError: The list names several.
    """
    if choice.department is not None:
        return choice.department
    if choice.reason is RoutingReason.TIE:
        raise ListTieError(choice.words, facts={"matter": matter.code})
    raise ListGapError(choice.words, facts={"matter": matter.code})


@dataclass(frozen=True)
class FaultLine:
    """A matter for which the responsibility list names nobody, or too many, at some places.

    Args:
        matter: What cannot be routed.
        is_tie: Whether several departments are named; otherwise none is.
        communities: Where; every community of the street when `is_everywhere`.
        is_everywhere: Whether it is so in the whole street.
        leads: The departments that are named with equal right.
    """

    matter: Matter
    is_tie: bool
    communities: tuple[Community, ...]
    is_everywhere: bool
    leads: tuple[Department, ...] = ()


def list_faults(*, sub_district_id: UUID, on: date) -> list[FaultLine]:
    """Give the gaps and ties of the responsibility list, for whoever keeps it, in three statements."""
    rows = {str(row.pk): row for row in _entries_in_force(sub_district_id, on)}
    communities = {str(community.pk): community for community in communities_of(sub_district_id)}
    matters = {str(matter.pk): matter for matter in matters_of(sub_district_id)}
    street = str(sub_district_id)
    faults = find_list_faults(
        [_list_entry(row) for row in rows.values()],
        matters=matters,
        places=[Place(sub_district=street, community=pk, grid_cell=None, estate=None) for pk in communities],
        on=on,
        ancestors={pk: [str(parent) for parent in _ancestor_ids(matter)] for pk, matter in matters.items()},
    )
    grouped: dict[tuple[str, bool, tuple[str, ...]], list[Community]] = {}
    for fault in faults:
        leads = tuple(sorted({entry.department for entry in fault.entries}))
        key = (fault.matter, fault.reason is RoutingReason.TIE, leads)
        grouped.setdefault(key, []).append(communities[fault.place.community or ""])
    departments = {str(row.lead_id): row.lead for row in rows.values()}
    return [
        FaultLine(
            matter=matters[matter],
            is_tie=is_tie,
            communities=tuple(where),
            is_everywhere=len(where) == len(communities),
            leads=tuple(departments[pk] for pk in leads),
        )
        for (matter, is_tie, leads), where in grouped.items()
    ]


def _ancestor_ids(matter: Matter) -> list[UUID]:
    found: list[UUID] = []
    parent = matter.parent
    while parent is not None:
        found.append(parent.pk)
        parent = parent.parent
    return found


def _entries_in_force(sub_district_id: UUID, on: date) -> QuerySet[ResponsibilityEntry]:
    entries = ResponsibilityEntry.objects.filter(sub_district_id=sub_district_id, in_force_from__lte=on)
    return entries.filter(Q(in_force_until=None) | Q(in_force_until__gt=on)).select_related("lead")


def _list_entry(row: ResponsibilityEntry) -> ListEntry:
    return ListEntry(
        id=str(row.pk),
        matter=str(row.matter_id),
        department=str(row.lead_id),
        community=str(row.community_id) if row.community_id else None,
        estate=str(row.estate_id) if row.estate_id else None,
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until - timedelta(days=1) if row.in_force_until else None,
    )


def _core_place(sub_district_id: UUID, spot: Spot) -> Place:
    ids = (spot.community_id, spot.grid_cell_id, spot.estate_id)
    community, grid_cell, estate = (str(pk) if pk else None for pk in ids)
    return Place(sub_district=str(sub_district_id), community=community, grid_cell=grid_cell, estate=estate)


def _routing_words(choice: RoutingChoice, entry: ResponsibilityEntry | None, matter: Matter) -> str:
    facts = {"matter": matter.name, "lead": entry.lead.name if entry else "", "count": len(choice.rivals)}
    sentences = {
        RoutingReason.ONLY_ENTRY: _("The responsibility list gives “%(matter)s” to %(lead)s."),
        RoutingReason.MORE_SPECIFIC_PLACE: _(
            "For this place the responsibility list gives “%(matter)s” to %(lead)s."
        ),
        RoutingReason.NEARER_MATTER: _(
            "The entry for “%(matter)s” itself, %(lead)s, goes before the wider ones."
        ),
        RoutingReason.TIE: _(
            "The responsibility list names %(count)d departments for “%(matter)s” here with equal right. Choose one; "
            "the keeper of the list sees this fault."
        ),
        RoutingReason.GAP: _(
            "The responsibility list names nobody for “%(matter)s” here. Choose a department; "
            "the keeper of the list sees this gap."
        ),
    }
    return sentences[choice.reason] % facts
