"""The OpenAPI document of all operations."""

import json
from typing import Any, cast

from jiezhi.gateway.clients.standing import HEADER
from jiezhi.gateway.openapi import api
from jiezhi.gateway.openapi.door import interface
from jiezhi.gateway.openapi.problems import PROBLEM_TYPE

__all__ = ["api", "document"]

EPOCH = {
    "description": (
        "How many times the office was put back from a backup. When it grows, what you know from before may be newer "
        "than the office: read again what you keep."
    ),
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
}


def document() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document: refusals in the media type they are sent with, answers with the epoch."""
    made = interface.get_openapi_schema(path_prefix="/api/v1")
    made.setdefault("components", {})["headers"] = {HEADER: EPOCH}
    for methods in made["paths"].values():
        for each in methods.values():
            for status, answer in each["responses"].items():
                if int(status) < 400:
                    answer["headers"] = {HEADER: {"$ref": f"#/components/headers/{HEADER}"}}
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {PROBLEM_TYPE: answer["content"].pop("application/json")}
    return cast("dict[str, Any]", json.loads(json.dumps(made)))
