"""Answers of GeoReport v2 as plain values, and as JSON or XML.

Source: Open311 GeoReport v2, wiki.open311.org/GeoReport_v2.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias
from xml.etree import ElementTree as ET

from jiezhi.concerns.standing import standing_of
from jiezhi.gateway.open311.models import CivicPosting
from jiezhi.gateway.open311.queries import is_closed
from jiezhi.organisation.models import Matter

Value: TypeAlias = str | float | None
Shape: TypeAlias = Mapping[str, Value]


def service_shape(matter: Matter) -> dict[str, Value]:
    """Give a matter as a service."""
    return {
        "service_code": matter.code,
        "service_name": matter.name,
        "description": matter.name,
        "metadata": "false",
        "type": "realtime",
        "keywords": ", ".join(matter.keywords),
        "group": matter.parent.name if matter.parent else "",
    }


def request_shape(posting: CivicPosting, *, at: datetime) -> dict[str, Value]:
    """Give a request without a word of its reporter: the place is no nearer than the estate."""
    concern, estate = posting.concern, posting.concern.estate
    order = concern.order
    standing = standing_of(concern, (), at=at)
    place = estate or concern.community
    changed = max(
        moment for moment in (concern.submitted_at, order.step_entered_at if order else None) if moment
    )
    return {
        "service_request_id": concern.number,
        "status": "closed" if is_closed(posting) else "open",
        "status_notes": standing.sentence,
        "service_name": posting.matter.name,
        "service_code": posting.matter.code,
        "description": posting.matter.name,
        "agency_responsible": order.lead.name if order and order.lead else "",
        "service_notice": None,
        "requested_datetime": _moment(concern.submitted_at),
        "updated_datetime": _moment(changed),
        "expected_datetime": _moment(order.due_at) if order and order.due_at else None,
        "address": place.name if place else "",
        "address_id": str(estate.pk) if estate else None,
        "zipcode": None,
        "lat": estate.lat if estate else None,
        "long": estate.lon if estate else None,
        "media_url": None,
    }


def as_json(rows: Sequence[Shape] | Shape) -> str:
    """Write an answer as JSON."""
    return json.dumps(rows, ensure_ascii=False)


def as_xml(root: str, child: str, rows: Sequence[Shape] | Shape) -> str:
    """Write an answer as XML: rows within the root, or the columns of one row directly in it."""
    top = ET.Element(root)
    if isinstance(rows, Mapping):
        _columns(top, rows)
    else:
        for row in rows:
            _columns(ET.SubElement(top, child), row)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(top, encoding="unicode")


def _columns(into: ET.Element, row: Shape) -> None:
    for name, value in row.items():
        text = "" if value is None else str(value)
        # XML 1.0 has no way to write control characters.
        ET.SubElement(into, name).text = "".join(
            char
            for char in text
            if char in "\t\n\r"
            or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF and char not in "\ufffe\uffff")
        )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
