"""What the office keeps lists of: matters, departments, places, measures, kinds of news."""

from datetime import date
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jiezhi.gateway.openapi.schemas.shared import Named, named
from jiezhi.kit.measure import Figure, Measure, Unit
from jiezhi.organisation.choices import DepartmentKind, FlowName, LimitUnits
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Community, Estate


class MatterOut(Schema):
    """What a request can be about."""

    id: UUID
    code: str
    name: str
    parent: Named | None
    flow: Literal[tuple(FlowName.values)]  # type: ignore[valid-type]
    limit_amount: int
    limit_unit: Literal[tuple(LimitUnits.values)]  # type: ignore[valid-type]
    needs_photo: bool

    @classmethod
    def of(cls, matter: Matter) -> Self:
        """Give a matter as the interface tells it."""
        names = ("id", "code", "name", "flow", "limit_amount", "limit_unit", "needs_photo")
        return cls(**{name: getattr(matter, name) for name in names}, parent=named(matter.parent))


class Matters(Schema):
    """The matters that can be chosen."""

    items: list[MatterOut]


class DepartmentOut(Schema):
    """A department of the street, or a body that works with it."""

    id: UUID
    name: str
    kind: Literal[tuple(DepartmentKind.values)]  # type: ignore[valid-type]
    kind_label: str
    community_id: UUID | None

    @classmethod
    def of(cls, department: Department) -> Self:
        """Give a department as the interface tells it."""
        names = ("id", "name", "kind", "community_id")
        words = str(department.get_kind_display())
        return cls(**{name: getattr(department, name) for name in names}, kind_label=words)


class Departments(Schema):
    """The departments of a street."""

    items: list[DepartmentOut]


class EventKindOut(Schema):
    """What a program can be told of through a signed message."""

    kind: str
    label: str


class EventKinds(Schema):
    """The kinds of events."""

    items: list[EventKindOut]


class Feature(Schema):
    """A place (GeoJSON, RFC 7946; degrees in CGCS2000, which differs from WGS 84 by less than a metre)."""

    type: Literal["Feature"] = "Feature"
    id: UUID
    geometry: dict[str, Any]
    properties: dict[str, str | int | bool | None]

    @classmethod
    def of_community(cls, community: Community) -> Self:
        """Give a community with its border."""
        told = {"name": community.name, "kind": community.kind, "residents": community.residents}
        return cls(id=community.pk, geometry=community.border, properties=told)

    @classmethod
    def of_estate(cls, estate: Estate) -> Self:
        """Give an estate as a point."""
        told: dict[str, str | int | bool | None] = {
            "name": estate.name,
            "community_id": str(estate.community_id),
            "community": estate.community.name,
            "is_old": estate.is_old,
            "property_company": estate.property_company,
        }
        spot = {"type": "Point", "coordinates": [estate.lon, estate.lat]}
        return cls(id=estate.pk, geometry=spot, properties=told)


class Features(Schema):
    """Places as GeoJSON."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]


class MeasureQuery(Schema):
    """The days that measures are asked for."""

    first_on: date = Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))
    last_on: date = Field(ge=date(2000, 1, 1), le=date(2100, 1, 1), description="Included")


class MeasureOut(Schema):
    """A measure with its definition, and its value for the program's area."""

    key: str
    label: str
    sentence: str
    unit: Literal[tuple(Unit)]  # type: ignore[valid-type]
    source: str
    formula: str
    sensitivity: str
    value: float | None = Field(
        description="In the unit, a share as 0..1; null when there is nothing to count"
    )
    whole: int = Field(description="How many things the value rests on")
    part: int | None = Field(description="How many of them say yes, for a share")

    @classmethod
    def of(cls, measure: Measure, figure: Figure) -> Self:
        """Give a measure with its value as the interface tells it."""
        words = ("label", "sentence", "source", "formula", "sensitivity")
        told = {name: str(getattr(measure, name)) for name in words}
        return cls(
            key=measure.key,
            unit=measure.unit,
            **told,
            value=figure.value,
            whole=figure.whole,
            part=figure.part,
        )


class Measures(Schema):
    """Measures of a period."""

    first_on: date
    last_on: date
    items: list[MeasureOut]
