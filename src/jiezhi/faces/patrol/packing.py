"""What a telephone may keep for a day: what is to be done today, and what reporting needs. Nothing else."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.faces.patrol.joint_visits import JointPart, JointVisitRow, joint_visits_of
from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.permissions import REPORT, VISIT
from jiezhi.fieldwork.queries import (
    account_of,
    doors_of,
    most_used_matters,
    own_communities,
    own_estates,
    visits_due,
)
from jiezhi.kit.actor import Actor
from jiezhi.places.models import Estate
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import orders_to_check

SCREENS = {"today": (CHECK, VISIT), "report": (REPORT,), "new_visit": (VISIT,), "queue": (REPORT,)}
"""What can be opened without a connection, and by whom: each of the permissions is enough."""


def pack_of(actor: Actor, *, at: datetime) -> dict[str, object]:
    """Give matters and estates to report with, checks that wait, and visits that are due with their doors."""
    tiles, others = most_used_matters(actor, at=at)
    orders = orders_to_check(actor) if actor.may(CHECK.code) else []
    visits = _visits(actor, on=timezone.localdate(at), at=at) if actor.may(VISIT.code) else []
    joint = joint_visits_of(actor, at=at) if orders or visits else []
    return {
        "account": account_of(actor),
        "screens": [name for name, enough in SCREENS.items() if any(actor.may(each.code) for each in enough)],
        "tiles": [{"id": matter.pk, "name": matter.name} for matter in tiles],
        "others": [{"id": matter.pk, "name": matter.name} for matter in others],
        "needs_place": len(own_communities(actor)) != 1,
        "estates": [_estate(estate) for estate in own_estates(actor)],
        "checks": [_check(order) for order in orders],
        "joint_visits": [_joint_visit(row) for row in joint],
        "visits": visits,
    }


def _estate(estate: Estate) -> dict[str, object]:
    return {
        "id": estate.pk,
        "name": estate.name,
        "community": estate.community.name,
        "lon": estate.lon,
        "lat": estate.lat,
    }


def _check(order: WorkOrder) -> dict[str, object]:
    return {
        "id": order.pk,
        "number": order.number,
        "version": order.version,
        "matter": order.matter.name,
        "place": _place(order.community.name if order.community else "", order.estate),
        "brief": order.brief,
        "reply": order.reply,
        "lead": order.lead.name if order.lead else "",
        "due": order.step_due_at,
        "needs_photo": order.matter.needs_photo,
    }


def _joint_visit(row: JointVisitRow) -> dict[str, object]:
    """Give what a visit is written down with; what a check says more stands among the checks, and so does a door."""
    parts = [
        {"key": f"{part.kind}:{part.id}", "kind": part.kind, "id": part.id, **_said_of(part)}
        for part in row.parts
    ]
    return {
        "place": row.place,
        "tasks": row.tasks,
        "query": row.query,
        "parts": parts,
        "left": len(row.tasks) - len(parts),
        # Read by no script of this version. A telephone keeps its scripts until the new ones are installed, and those
        # from before a visit could be written down on it stop at one without: left out in the release after next.
        "checks": sorted(row.check_ids),
    }


def _said_of(part: JointPart) -> dict[str, str]:
    return {"title": part.title, "label": part.label, "text": part.text}


def _visits(actor: Actor, *, on: date, at: datetime) -> list[dict[str, object]]:
    due = visits_due(actor, on=on)
    doors = doors_of(actor, due, purpose=str(_("Visit that is due")), at=at) if due else {}
    return [_visit(visit, doors.get(visit.pk, "")) for visit in due]


def _visit(visit: Visit, door: str) -> dict[str, object]:
    return {
        "id": visit.pk,
        "place": _place(visit.community.name, visit.estate),
        "estate": visit.estate_id,
        "door": door,
        "next_on": visit.next_on,
    }


def _place(community: str, estate: Estate | None) -> str:
    return f"{community} {estate.name}".strip() if estate else community
