"""What the office keeps lists of. These lists are short: they come whole."""

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.openapi.door import ProgramRequest, operation
from jiezhi.gateway.openapi.schemas.registers import (
    DepartmentOut,
    Departments,
    EventKindOut,
    EventKinds,
    Feature,
    Features,
    MatterOut,
    Matters,
    MeasureOut,
    MeasureQuery,
    Measures,
)
from jiezhi.gateway.webhooks.choices import EventKind
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.measure import Question, all_measures
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.places.queries import communities_of, estates_of


@operation("get", "/matters", scope=ProgramScope.LISTS_READ, gives=Matters, tag="lists")
def list_matters(request: ProgramRequest) -> Matters:
    """List what a request can be about."""
    return Matters(items=[MatterOut.of(row) for row in matters_of(request.caller.actor.tenant_id)])


@operation("get", "/departments", scope=ProgramScope.LISTS_READ, gives=Departments, tag="lists")
def list_departments(request: ProgramRequest) -> Departments:
    """List the departments of the street."""
    rows = departments_of(request.caller.actor.tenant_id)
    return Departments(items=[DepartmentOut.of(row) for row in rows])


@operation("get", "/event-kinds", scope=ProgramScope.LISTS_READ, gives=EventKinds, tag="lists")
def list_event_kinds(request: ProgramRequest) -> EventKinds:  # noqa: ARG001 - the same for everybody
    """List of what a program can be told; a keeper enters the address."""
    return EventKinds(items=[EventKindOut(kind=kind.value, label=str(kind.label)) for kind in EventKind])


@operation("get", "/communities", scope=ProgramScope.PLACES_READ, gives=Features, tag="places")
def list_communities(request: ProgramRequest) -> Features:
    """Give the communities of the street with their borders, as GeoJSON."""
    rows = communities_of(request.caller.actor.tenant_id)
    return Features(features=[Feature.of_community(row) for row in rows])


@operation("get", "/estates", scope=ProgramScope.PLACES_READ, gives=Features, tag="places")
def list_estates(request: ProgramRequest) -> Features:
    """Give the estates of the street as points, as GeoJSON."""
    rows = estates_of(request.caller.actor.tenant_id)
    return Features(features=[Feature.of_estate(row) for row in rows])


@operation("get", "/measures", scope=ProgramScope.MEASURES_READ, gives=Measures, tag="measures")
def list_measures(request: ProgramRequest, asked: Query[MeasureQuery]) -> Measures:
    """Give the measures of a period for the program's area, each with its definition."""
    if asked.last_on < asked.first_on:
        raise InvalidError(_("The period ends before it begins. Check first_on and last_on."))
    question = Question(request.caller.actor, asked.first_on, asked.last_on, timezone.now())
    items = [MeasureOut.of(measure, measure.compute(question)[None]) for measure in all_measures()]
    return Measures(first_on=asked.first_on, last_on=asked.last_on, items=items)
