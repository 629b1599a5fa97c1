"""The audit: one row per deed, in the deed's own transaction; and who looked at a person's facts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from jiezhi.kit.action import current_unit
from jiezhi.kit.actor import Actor
from jiezhi.kit.models import AuditEntry, Look

_labels: dict[str, str | Promise] = {}


def label_verbs(labels: Mapping[str, str | Promise]) -> None:
    """Say how audit verbs read on screen; every app does so in its `audit.py`."""
    _labels.update(labels)


def verb_label(verb: str) -> str:
    """Give the words for a verb such as `workorders.order_dispatched`."""
    return str(_labels.get(verb, verb))


def known_verbs() -> frozenset[str]:
    """Give all verbs that have a label."""
    return frozenset(_labels)


def record(
    verb: str,
    *,
    kind: str,
    id: UUID,
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """Leave an audit row for the deed that is under way.

    Args:
        verb: `app.noun_done`, labelled with `label_verbs`.
        kind: `app.noun` of the thing that changed.
        id: Its id.
        facts: Plain values that explain the deed; never a name, a telephone number or a resident's words.

    Raises:
        LookupError: The verb has no label: a reader of the audit could not understand it.
    """
    if verb not in _labels:
        raise LookupError(f"audit verb {verb!r} has no label: add it to the app's audit.py")
    unit = current_unit()
    unit.audit_rows.append(
        AuditEntry(
            at=unit.at,
            sub_district_id=unit.actor.sub_district_id,
            trace_id=unit.trace_id,
            actor_kind=unit.actor.kind.value,
            actor_id=unit.actor.id,
            verb=verb,
            subject_kind=kind,
            subject_id=id,
            facts=dict(facts or {}),
        )
    )


def looks_at(*, sub_district_id: UUID, ids: Collection[UUID], limit: int) -> list[Look]:
    """Give who looked at the facts of a person, the newest first."""
    rows = Look.objects.filter(sub_district_id=sub_district_id, subject_id__in=ids)
    return list(rows.order_by("-at")[:limit])


def record_look(
    *, actor: Actor, at: datetime, kind: str, id: UUID, columns: tuple[str, ...], purpose: str
) -> None:
    """Leave a trace that somebody read a person's facts, which they were, and what for."""
    Look.objects.create(
        at=at,
        sub_district_id=actor.sub_district_id,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        subject_kind=kind,
        subject_id=id,
        columns=list(columns),
        purpose=purpose,
    )
