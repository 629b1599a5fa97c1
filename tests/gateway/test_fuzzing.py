"""Calls that nobody thought of: no fault of ours, and every answer as the document says.

`JIEZHI_FUZZ_EXAMPLES` says how many an operation; the nightly run takes 1,000.
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from jiezhi.gateway.openapi.document import document
from jiezhi.project.whole_body import with_whole_bodies
from tests.factories import dispatched_order, make_office, submitted_concern
from tests.factories.hands import order_in_hand
from tests.factories.programs import make_program

application = with_whole_bodies(get_wsgi_application())  # the real door, without its folder of metrics
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = int(os.environ.get("JIEZHI_FUZZ_EXAMPLES", "20"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
OPERATIONS = [(method, path) for path, methods in document()["paths"].items() for method in methods]


@pytest.fixture(autouse=True)
def connection_stays():
    """Calls come through the bare door, which closes the connection after each: this test's own, too."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def described():
    """The document as it is served, with a street in which something of every kind waits."""
    office = make_office()
    order_in_hand(office)
    dispatched_order(office)
    submitted_concern(office)
    let_in = make_program(office, sees_whole_street=True, calls_a_minute=1_000_000)
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    found.config.headers = {"Authorization": f"Bearer {let_in.shown}"}
    return found


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_call_finds_a_fault_of_ours(described, method: str, path: str, mode: GenerationMode):
    try:
        cases = described[path][method.upper()].as_strategy(generation_mode=mode)
        _try_each(cases, path)
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, (
            "only an operation that takes nothing cannot be called wrongly"
        )


def _try_each(cases, path: str) -> None:
    @given(case=cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_one(case) -> None:
        tried.append(case.call_and_validate(checks=CHECKS).status_code)

    tried: list[int] = []
    try_one()
    assert tried
    # A query code that does not exist is held back after five tries, as on the office's own page.
    held_back = {429} if path.endswith("/concerns/{number}") else set()
    assert not ({401, 429} - held_back) & set(tried), "the token was good, so that calls came in"
