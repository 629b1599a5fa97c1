"""The OpenAPI document of all operations."""

import json
from typing import Any, cast

from jiezhi.gateway.openapi import api
from jiezhi.gateway.openapi.door import interface
from jiezhi.gateway.openapi.problems import PROBLEM_TYPE

__all__ = ["api", "document"]


def document() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document, in which refusals have the media type that they are sent with."""
    made = interface.get_openapi_schema(path_prefix="/api/v1")
    for methods in made["paths"].values():
        for each in methods.values():
            for status, answer in each["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {PROBLEM_TYPE: answer["content"].pop("application/json")}
    return cast("dict[str, Any]", json.loads(json.dumps(made)))
