"""Every operation of the open interface x every scope x own and foreign things: from the URL map, nothing left out."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.openapi.document import document
from jiezhi.kit.models import AuditEntry, Look, OutboxDelivery
from tests.architecture.addresses import all_operations
from tests.factories import Office, dispatched_order, make_department, make_office, submitted_concern
from tests.factories.programs import LetIn, make_program
from tests.factories.workorders import MONDAY


@dataclass(frozen=True)
class Cell:
    """What an operation is called with.

    Args:
        scope: The only one that opens it.
        build: Arguments of the address, from an order and a request's number.
        post: What is sent; None for reading.
        headers: Besides the token.
        query: Parameters.
        is_of_area: Whether it is about one thing, which is missing for those in whose area it does not lie.
    """

    scope: ProgramScope
    build: Callable[["Thing"], dict[str, object]] = lambda _thing: {}
    post: Callable[["Thing"], dict[str, object]] | None = None
    headers: Callable[["Thing"], dict[str, str]] = lambda _thing: {}
    query: dict[str, str] = field(default_factory=dict)
    is_of_area: bool = False


@dataclass(frozen=True)
class Thing:
    """What operations are about, in one area of one street."""

    order_id: object
    number: str
    code: str
    estate_id: object


def order(thing: Thing) -> dict[str, object]:
    return {"order_id": thing.order_id}


def of_order(scope: ProgramScope, **more: object) -> Cell:
    sent = {"version": 1} | more
    return Cell(scope, order, post=lambda _thing: sent, is_of_area=True)


OPERATIONS = {
    "api:list_orders": Cell(ProgramScope.ORDERS_READ),
    "api:show_order": Cell(ProgramScope.ORDERS_READ, order, is_of_area=True),
    "api:order_history": Cell(ProgramScope.ORDERS_READ, order, is_of_area=True),
    "api:accept_order": of_order(ProgramScope.ORDERS_ACCEPT),
    "api:send_back_order": of_order(ProgramScope.ORDERS_SEND_BACK, reason="not_ours", note="非本单位职责"),
    "api:resolve_order": of_order(ProgramScope.ORDERS_RESOLVE, reply="灯已修好"),
    "api:create_concern": Cell(
        ProgramScope.CONCERNS_CREATE,
        post=lambda thing: {"words": "路灯不亮", "estate_id": str(thing.estate_id)},
        headers=lambda _thing: {"Idempotency-Key": uuid4().hex},
    ),
    "api:ask_known": Cell(
        ProgramScope.CONCERNS_CREATE,
        post=lambda thing: {"words": "路灯不亮", "estate_id": str(thing.estate_id)},
    ),
    "api:show_concern": Cell(
        ProgramScope.CONCERNS_FOLLOW,
        lambda thing: {"number": thing.number},
        headers=lambda thing: {"Query-Code": thing.code},
        is_of_area=True,
    ),
    "api:list_matters": Cell(ProgramScope.LISTS_READ),
    "api:list_departments": Cell(ProgramScope.LISTS_READ),
    "api:list_event_kinds": Cell(ProgramScope.LISTS_READ),
    "api:list_communities": Cell(ProgramScope.PLACES_READ),
    "api:list_estates": Cell(ProgramScope.PLACES_READ),
    "api:list_measures": Cell(
        ProgramScope.MEASURES_READ, query={"first_on": "2026-11-01", "last_on": "2026-11-30"}
    ),
}
"""An operation without a row here fails."""


def thing_of(office: Office) -> Thing:
    receipt = submitted_concern(office)
    return Thing(dispatched_order(office).pk, receipt.concern.number, receipt.code, office.estate.pk)


def call(client: Client, name: str, thing: Thing):
    cell = OPERATIONS[name]
    url, headers = reverse(f"openapi:{name}", kwargs=cell.build(thing)), cell.headers(thing)
    if cell.post is None:
        return client.get(url, cell.query, headers=headers)
    return client.post(url, json.dumps(cell.post(thing)), content_type="application/json", headers=headers)


TRIES = ("concerns.code_tried", "residency.wrong_try")
"""A wrong query code leaves the count of the try, and nothing else."""


def traces() -> tuple[int, ...]:
    deeds = AuditEntry.objects.exclude(verb__in=TRIES)
    return (deeds.count(), OutboxDelivery.objects.count(), Look.objects.count())


def test_every_operation_has_a_row_and_every_row_an_operation():
    named = {address.name for address in all_operations() if address.name != "api:api-root"}
    assert named == set(OPERATIONS)
    described = {
        (f"api:{each['operationId']}", each["x-scope"])
        for methods in document()["paths"].values()
        for each in methods.values()
    }
    assert described == {(name, cell.scope.value) for name, cell in OPERATIONS.items()}


@pytest.mark.django_db
def test_nobody_comes_in_without_a_token_and_a_session_is_none():
    from tests.factories import staff_client

    office = make_office()
    thing = thing_of(office)
    before = traces()
    for name in OPERATIONS:
        for client in (Client(), staff_client(office.dispatcher)):
            assert call(client, name, thing).status_code == 401, name
    assert traces() == before


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ProgramScope)
def test_a_token_opens_the_operations_of_its_scope_and_no_other(scope: ProgramScope):
    office = make_office()
    let_in = make_program(office, (scope,))
    thing, wrong = thing_of(office), []
    before = traces()
    for name, cell in OPERATIONS.items():
        if cell.scope is not scope:
            answer = call(let_in.client, name, thing)
            if answer.status_code != 403 or answer.json().get("scope") != cell.scope.value:
                wrong.append((name, answer.status_code))
    assert wrong == []
    assert traces() == before
    for name, cell in OPERATIONS.items():
        if cell.scope is scope:
            assert call(let_in.client, name, thing).status_code not in (401, 403, 404, 422), name


@pytest.mark.django_db
def test_a_thing_of_another_street_or_another_area_is_missing():
    office, foreign = make_office(), make_office()
    things = {"another street": thing_of(foreign)}
    elsewhere = make_program(office, department=make_department(office.street))
    own = thing_of(office)
    before, wrong = traces(), []

    def check(let_in: LetIn, thing: Thing, where: str, *, names: list[str]) -> None:
        for name in names:
            answer = call(let_in.client, name, thing)
            if answer.status_code != 404:
                wrong.append((name, where, answer.status_code))

    of_area = [name for name, cell in OPERATIONS.items() if cell.is_of_area]
    whole = make_program(office, sees_whole_street=True)
    before = traces()
    check(whole, things["another street"], "another street", names=of_area)
    # A query code opens its request wherever in the street it lies: the code is the right.
    check(elsewhere, own, "another area", names=[name for name in of_area if name != "api:show_concern"])
    assert wrong == []
    assert traces() == before
    assert len(of_area) > 5
    assert MONDAY
