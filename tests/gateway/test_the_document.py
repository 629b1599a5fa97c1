"""The OpenAPI document is a promise: it changes only when somebody means it to."""

import json
import os

from django.test import Client
from django.utils import translation

from jiezhi.gateway.clients.choices import ProgramScope
from tests.architecture.source import ROOT

KEPT = ROOT / "docs" / "reference" / "openapi.json"


def document() -> dict:
    return Client().get("/api/v1/openapi.json").json()


def operations(described: dict) -> list[dict]:
    return [each for methods in described["paths"].values() for each in methods.values()]


def test_the_document_is_the_one_that_is_kept():
    """After a change that is meant: JIEZHI_KEEP_OPENAPI=1 writes it anew."""
    text = json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("JIEZHI_KEEP_OPENAPI") == "1":
        KEPT.write_text(text, encoding="utf-8")
    assert KEPT.read_text(encoding="utf-8") == text


def test_the_document_does_not_depend_on_the_language():
    with translation.override("en"):
        english = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()
    assert english == document()


def test_every_operation_needs_a_token_and_names_a_scope_that_there_is():
    described = document()
    assert described["openapi"].startswith("3.1")
    for each in operations(described):
        assert each["security"] == [{"ProgramToken": []}]
        assert each["x-scope"] in ProgramScope.values
        assert {"401", "403", "429"} <= set(each["responses"])


def test_every_scope_opens_something():
    assert {each["x-scope"] for each in operations(document())} == set(ProgramScope.values)


def test_refusals_have_the_type_they_are_sent_with():
    for each in operations(document()):
        for status, answer in each["responses"].items():
            kind = "application/json" if int(status) < 400 else "application/problem+json"
            assert list(answer["content"]) == [kind]
