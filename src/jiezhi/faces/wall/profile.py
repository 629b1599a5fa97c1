"""The street in numbers: what there is, how much, and where each figure comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiezhi.core.service_area import PLAN_AREA_PER_RESIDENT_M2, ServiceArea
from jiezhi.kit.numerals import DASH
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.queries import departments_by_kind
from jiezhi.places.choices import CommunityKind, FacilityKind
from jiezhi.places.queries import CommunityGround, StreetGround, street_ground

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class ProfileLine:
    """One figure.

    Args:
        key: Names it in the page.
        label: What is counted.
        value: As printed, with its unit.
        parts: What it consists of, in words; empty where there is nothing to tell.
        source: Where it comes from.
        is_short: Whether it falls short of what the plan asks for.
    """

    key: str
    label: str
    value: str
    parts: str
    source: str
    is_short: bool = False


@dataclass(frozen=True)
class CommunityLine:
    """One community."""

    name: str
    kind: str
    area: str
    residents: str
    estates: int
    old_estates: int
    buildings: int
    service_area: str
    per_resident: str
    has_service_centre: bool


@dataclass(frozen=True)
class Profile:
    """What the page prints."""

    lines: tuple[ProfileLine, ...]
    communities: tuple[CommunityLine, ...]
    wanted: str


def profile_for(sub_district_id: UUID) -> Profile:
    """Gather the street in numbers, in seven statements."""
    ground = street_ground(sub_district_id)
    return Profile(
        lines=(
            *_ground_lines(ground),
            *_home_lines(ground),
            _department_line(departments_by_kind(sub_district_id)),
            *_service_lines(ground),
        ),
        communities=tuple(_community_line(row) for row in ground.communities),
        wanted=f"{PLAN_AREA_PER_RESIDENT_M2:g}",
    )


def _ground_lines(ground: StreetGround) -> tuple[ProfileLine, ...]:
    street, communities = ground.street, ground.communities
    drawn = sum(row.area_km2 for row in communities)
    counted = sum(row.residents for row in communities)
    kinds = _counts([row.community.kind for row in communities])
    return (
        ProfileLine(
            "area",
            _("Area"),
            DASH
            if street.area_km2 is None
            else _("%(area)s km²") % {"area": f"{street.area_km2.normalize():f}"},
            _("The borders of its communities enclose %(area)s km².") % {"area": f"{drawn:.2f}"},
            _("Record of the street; borders of the communities as drawn"),
        ),
        ProfileLine(
            "residents",
            _("Residents"),
            _thousands(street.residents),
            _("The buildings entered come to %(count)s.") % {"count": _thousands(counted)},
            _("Record of the street; sum over its buildings"),
        ),
        ProfileLine(
            "communities",
            _("Communities"),
            str(len(communities)),
            _parts(CommunityKind, kinds),
            _("Records of the communities"),
        ),
    )


def _home_lines(ground: StreetGround) -> tuple[ProfileLine, ...]:
    estates = sum(row.estates for row in ground.communities)
    old = sum(row.old_estates for row in ground.communities)
    buildings = sum(row.buildings for row in ground.communities)
    households = sum(row.households for row in ground.communities)
    managed = {"count": ground.managed_estates, "companies": ground.property_companies}
    share = {"old": old, "share": f"{100 * old / estates:.1f}" if estates else "0"}
    return (
        ProfileLine(
            "estates",
            _("Estates"),
            str(estates),
            _("%(old)d of them old: %(share)s%%") % share,
            _("Records of the estates; the share is that of estates, not of homes"),
        ),
        ProfileLine(
            "companies",
            _("Estates with a property company"),
            str(ground.managed_estates),
            _("run by %(companies)d companies") % managed,
            _("Records of the estates"),
        ),
        ProfileLine(
            "buildings",
            _("Buildings"),
            _thousands(buildings),
            _("%(count)s households") % {"count": _thousands(households)},
            _("Records of the buildings"),
        ),
    )


def _department_line(kinds: dict[str, int]) -> ProfileLine:
    committees = kinds.get(DepartmentKind.COMMUNITY, 0)
    others = {kind: count for kind, count in kinds.items() if kind != DepartmentKind.COMMUNITY}
    return ProfileLine(
        "departments",
        _("Departments besides the residents' committees"),
        str(sum(others.values())),
        _parts(DepartmentKind, others),
        _("List of departments; %(count)d residents' committees are on it too") % {"count": committees},
    )


def _service_lines(ground: StreetGround) -> tuple[ProfileLine, ...]:
    kinds: dict[str, int] = {}
    for row in ground.communities:
        for kind, count in row.facilities.items():
            kinds[kind] = kinds.get(kind, 0) + count
    area_m2 = sum(ground.facility_areas_m2.values())
    areas = {kind: _square_metres(area) for kind, area in ground.facility_areas_m2.items()}
    records = _("Records of the facilities")
    lines = (
        ProfileLine(
            "facilities",
            _("Facilities"),
            str(sum(kinds.values())),
            _parts(FacilityKind, kinds),
            records,
        ),
        ProfileLine(
            "service_area",
            _("Floor area that serves residents"),
            _square_metres(area_m2),
            _parts(FacilityKind, areas),
            records,
        ),
    )
    residents = ground.street.residents or sum(row.residents for row in ground.communities)
    return (*lines, _per_resident_line(ServiceArea(area_m2, residents)) if residents else _unknown_line())


def _per_resident_line(area: ServiceArea) -> ProfileLine:
    facts = {"wanted": f"{area.wanted_m2:g}", "gap": f"{area.gap_m2:,.0f}"}
    if area.gap_m2:
        told = _("The plan asks for %(wanted)s m²: %(gap)s m² are missing.") % facts
    else:
        told = _("The plan asks for %(wanted)s m²: there is enough.") % facts
    return ProfileLine(
        "per_resident",
        _("Floor area a resident"),
        _("%(area)s m²") % {"area": f"{area.per_resident_m2:.2f}"},
        told,
        _("Floor area divided by residents; %(wanted)s m² is what the plan states") % facts,
        is_short=bool(area.gap_m2),
    )


def _unknown_line() -> ProfileLine:
    told = _("Enter the residents of the street first.")
    return ProfileLine(
        "per_resident", _("Floor area a resident"), DASH, told, _("Floor area divided by residents")
    )


def _community_line(row: CommunityGround) -> CommunityLine:
    residents = row.community.residents or row.residents
    return CommunityLine(
        name=row.community.name,
        kind=row.community.get_kind_display(),
        area=f"{row.area_km2:.2f}",
        residents=_thousands(residents) if residents else DASH,
        estates=row.estates,
        old_estates=row.old_estates,
        buildings=row.buildings,
        service_area=_thousands(row.service_area_m2),
        per_resident=f"{row.service_area_m2 / residents:.2f}" if residents else DASH,
        has_service_centre=FacilityKind.SERVICE_CENTRE in row.facilities,
    )


def _counts(kinds: list[str]) -> dict[str, int]:
    return {kind: kinds.count(kind) for kind in kinds}


def _parts(choices: type[TextChoices], amounts: Mapping[str, object]) -> str:
    """Give how much of each kind there is, in the order of the kinds."""
    told = [f"{kind.label}{NO_BREAK}{amounts[kind]}" for kind in choices if kind in amounts]
    return pgettext("between parts of a sum", ", ").join(told)


def _square_metres(area: int) -> str:
    return _("%(area)s m²") % {"area": _thousands(area)}


def _thousands(count: int | None) -> str:
    return DASH if count is None else f"{count:,}"
