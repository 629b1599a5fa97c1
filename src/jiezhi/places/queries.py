"""Reads about places: the street, its communities and estates, and what lies at a spot."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Count, F, ForeignKey, Model, Q, Sum
from django.utils.translation import gettext as _

from jiezhi.core.ground import area_km2
from jiezhi.core.likeness import longest_name
from jiezhi.kit.errors import MissingError
from jiezhi.kit.invariant import Breach
from jiezhi.places.models import Building, Community, Estate, Facility, GridCell, SubDistrict


@dataclass(frozen=True)
class Spot:
    """What lies at a place, as far as it is known.

    Args:
        community_id: None outside every community of the street.
        grid_cell_id: None where no grid cell has been drawn.
        estate_id: Only when the reporter named the estate.
        lon: Degrees east, CGCS2000; None when only an estate is known.
        lat: Degrees north.
        names: What the places are called, by id, as far as whoever gives the spot knows; `names_of` reads the others.
    """

    community_id: UUID | None = None
    grid_cell_id: UUID | None = None
    estate_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    names: Mapping[UUID, str] = field(default_factory=dict, compare=False)


def sub_district_by_slug(slug: str) -> SubDistrict:
    """Give the street that addresses name.

    Raises:
        MissingError: No street of this deployment has that name.
    """
    street = find_sub_district(slug)
    if street is None:
        raise MissingError(_("No street office is known here by that address."))
    return street


def find_sub_district(slug: str) -> SubDistrict | None:
    """Give the street that an address names, if there is one."""
    return SubDistrict.objects.filter(slug=slug).first()


def get_sub_district(sub_district_id: UUID) -> SubDistrict:
    """Give a street by id."""
    return SubDistrict.objects.get(pk=sub_district_id)


def all_sub_districts() -> list[SubDistrict]:
    """Give every street of the deployment, by name."""
    return list(SubDistrict.objects.order_by("name"))


def communities_of(sub_district_id: UUID) -> list[Community]:
    """Give the communities of a street, by name, with their borders."""
    return list(Community.objects.filter(sub_district_id=sub_district_id).order_by("name"))


def estates_of(sub_district_id: UUID) -> list[Estate]:
    """Give the estates of a street with their community, by community and name."""
    estates = Estate.objects.filter(sub_district_id=sub_district_id).select_related("community")
    return list(estates.order_by("community__name", "name"))


def find_estate(sub_district_id: UUID, estate_id: UUID) -> Estate | None:
    """Give an estate of a street with its community, in one statement, or None."""
    rows = Estate.objects.filter(sub_district_id=sub_district_id, pk=estate_id)
    return rows.select_related("community").first()


def names_of(
    *, communities: Collection[UUID] = (), cells: Collection[UUID] = (), estates: Collection[UUID] = ()
) -> dict[UUID, str]:
    """Give the names of places, and the codes of grid cells, by id, in one statement or none."""
    shelves = (
        (Community, "name", communities),
        (GridCell, "code", cells),
        (Estate, "name", estates),
    )
    parts = [
        model._default_manager.filter(pk__in=ids).values_list("pk", column)
        for model, column, ids in shelves
        if ids
    ]
    return dict(parts[0].union(*parts[1:])) if parts else {}


def spot_of_community(*, sub_district_id: UUID, community_id: UUID) -> Spot:
    """Give a community as a place, when nothing nearer is known.

    Raises:
        MissingError: The street has no such community.
    """
    if not Community.objects.filter(sub_district_id=sub_district_id, pk=community_id).exists():
        raise MissingError(_("This street has no such community. Choose one from the list."))
    return Spot(community_id=community_id)


def spot_of_estate(*, sub_district_id: UUID, estate_id: UUID) -> Spot:
    """Give the place of an estate.

    Raises:
        MissingError: The street has no such estate.
    """
    estate = Estate.objects.filter(sub_district_id=sub_district_id, pk=estate_id).first()
    if estate is None:
        raise MissingError(
            _("This street has no such estate. Choose one from the list, or mark the place on the map.")
        )
    return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)


def spot_at(*, sub_district_id: UUID, lon: float, lat: float) -> Spot:
    """Give the community and grid cell that a point lies in; both stay empty outside every border.

    A point on a common border belongs to the place whose name comes first, so the answer never wavers.
    """
    here = shapely.Point(lon, lat)
    cells = GridCell.objects.filter(sub_district_id=sub_district_id).order_by("code")
    for cell in cells:
        if shapely.geometry.shape(cell.border).covers(here):
            return Spot(cell.community_id, cell.pk, None, lon, lat)
    for community in communities_of(sub_district_id):
        if shapely.geometry.shape(community.border).covers(here):
            return Spot(community.pk, None, None, lon, lat)
    return Spot(lon=lon, lat=lat)


def spot_by_name(*, sub_district_id: UUID, text: str) -> Spot:
    """Give the estate, or else the community, whose name stands in a text; nothing where two are equally likely."""
    estates = {str(estate.pk): estate for estate in estates_of(sub_district_id)}
    estate = estates.get(longest_name(text, {pk: row.name for pk, row in estates.items()}) or "")
    if estate is not None:
        return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)
    rows = Community.objects.filter(sub_district_id=sub_district_id).values_list("id", "name")
    names = {str(pk): name for pk, name in rows}
    names |= {pk: name.removesuffix("社区") for pk, name in names.items() if name not in text}
    found = longest_name(text, names)
    return Spot(community_id=UUID(found)) if found else Spot()


@dataclass(frozen=True)
class CommunityGround:
    """A community in numbers, as far as its records go.

    Args:
        community: The community.
        area_km2: Within its border as drawn.
        estates: How many.
        old_estates: How many of them are old.
        buildings: How many have been entered.
        households: In those buildings.
        residents: In those buildings; `community.residents` is what the community's own record says.
        facilities: How many of each kind.
        service_area_m2: All their floor area.
    """

    community: Community
    area_km2: float
    estates: int
    old_estates: int
    buildings: int
    households: int
    residents: int
    facilities: dict[str, int]
    service_area_m2: int


@dataclass(frozen=True)
class StreetGround:
    """A street in numbers.

    Args:
        street: The street, with what its own record says.
        communities: Each of its communities, by name.
        facility_areas_m2: Floor area by kind of facility.
        managed_estates: How many estates have a property company.
        property_companies: How many companies that are.
    """

    street: SubDistrict
    communities: tuple[CommunityGround, ...]
    facility_areas_m2: dict[str, int]
    managed_estates: int
    property_companies: int


def street_ground(sub_district_id: UUID) -> StreetGround:
    """Give a street with its communities, estates, buildings and facilities in numbers, in six statements."""
    estates = Estate.objects.filter(sub_district_id=sub_district_id).order_by()
    homes = estates.values("community_id").annotate(count=Count("id"), old=Count("id", filter=Q(is_old=True)))
    buildings = Building.objects.filter(sub_district_id=sub_district_id).order_by()
    houses = buildings.values(place_id=F("estate__community_id")).annotate(
        count=Count("id"), doors=Sum("households"), people=Sum("residents")
    )
    facilities = Facility.objects.filter(sub_district_id=sub_district_id).order_by()
    rooms = list(facilities.values("community_id", "kind").annotate(count=Count("id"), area=Sum("area_m2")))
    home_of = {row["community_id"]: row for row in homes}
    house_of = {row["place_id"]: row for row in houses}
    managed = estates.exclude(property_company="").aggregate(
        count=Count("id"), companies=Count("property_company", distinct=True)
    )
    areas: dict[str, int] = {}
    for row in rooms:
        areas[row["kind"]] = areas.get(row["kind"], 0) + row["area"]
    return StreetGround(
        street=get_sub_district(sub_district_id),
        communities=tuple(
            _community_ground(community, home_of.get(community.pk), house_of.get(community.pk), rooms)
            for community in communities_of(sub_district_id)
        ),
        facility_areas_m2=areas,
        managed_estates=managed["count"],
        property_companies=managed["companies"],
    )


def grid_cells_of(sub_district_id: UUID) -> dict[UUID, int]:
    """Give how many grid cells each community of a street has; one without any is not named."""
    cells = GridCell.objects.filter(sub_district_id=sub_district_id).order_by()
    return dict(cells.values_list("community_id").annotate(Count("id")))


def _community_ground(
    community: Community,
    home: Mapping[str, Any] | None,
    house: Mapping[str, Any] | None,
    rooms: Sequence[Mapping[str, Any]],
) -> CommunityGround:
    own = [row for row in rooms if row["community_id"] == community.pk]
    return CommunityGround(
        community=community,
        area_km2=area_km2(community.border),
        estates=home["count"] if home else 0,
        old_estates=home["old"] if home else 0,
        buildings=house["count"] if house else 0,
        households=house["doors"] if house else 0,
        residents=house["people"] if house else 0,
        facilities={row["kind"]: row["count"] for row in own},
        service_area_m2=sum(row["area"] for row in own),
    )


def strays(*models: type[Model]) -> Iterator[Breach]:
    """Give rows that name a row of another street: what one office keeps would be seen by the other.

    Args:
        models: Tables that belong to streets; each of their foreign keys to such a table is one statement.
    """
    for model in models:
        for key in (column for column in model._meta.concrete_fields if isinstance(column, ForeignKey)):
            to = key.related_model
            if to is SubDistrict or not any(column.name == "sub_district" for column in to._meta.fields):
                continue
            near = model._default_manager.exclude(**{key.name: None})
            wrong = near.exclude(**{f"{key.name}__sub_district_id": F("sub_district_id")})
            for pk in wrong.values_list("pk", flat=True).iterator():
                yield Breach(
                    f"{model._meta.label} {pk}",
                    _("its “%(column)s” belongs to another street.") % {"column": key.name},
                    _(
                        "Tell those who keep the program; put the last whole backup back if it was changed by hand."
                    ),
                )
