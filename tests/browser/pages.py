"""Every page that somebody can open, by the name of its address: who opens it, and with what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from jiezhi.concerns.actions import Confirmation, confirm_concern
from jiezhi.concerns.models import Concern
from jiezhi.workorders.actions import accept_order, resolve_order, send_back_order
from jiezhi.workorders.choices import SendBackReason
from jiezhi.workorders.models import WorkOrder
from tests.architecture.access_rows import Things, things_of
from tests.factories import Office, dispatched_order, make_office, make_street, settle, submitted_concern
from tests.factories.hands import order_in_hand, reported_order
from tests.factories.offices import Staff
from tests.factories.operations import dead_delivery


@dataclass(frozen=True)
class World:
    """A street in which something of every kind waits."""

    things: Things
    in_hand: WorkOrder
    to_check: WorkOrder
    calling_back: Concern

    @property
    def office(self) -> Office:
        return self.things.office


Build = Callable[[World], dict[str, object]]


@dataclass(frozen=True)
class Row:
    """A page, and who reads it (a field of `Office`; empty for residents)."""

    reader: str = ""
    build: Build = lambda world: {}
    query: str | Callable[[World], str] = ""


def street(world: World) -> dict[str, object]:
    return {"slug": world.office.street.slug}


def concern(world: World) -> dict[str, object]:
    return {"concern_id": world.things.concern.pk}


def order(world: World) -> dict[str, object]:
    return {"order_id": world.things.order.pk}


def meeting(world: World) -> dict[str, object]:
    return {"meeting_id": world.things.meeting.pk}


def topic(world: World) -> dict[str, object]:
    return meeting(world) | {"topic_id": world.things.topic.pk}


def own_card(world: World) -> dict[str, object]:
    return {"kind": "department", "subject_id": world.office.lighting.pk}


def program(world: World) -> dict[str, object]:
    return {"program_id": world.things.let_in.program.pk}


NO_PAGES = {
    "portal:map_layers", "portal:photo", "portal:picture", "desk:home", "desk:picture", "desk:following",
    "workorders:picture", "workorders:support_picture", "health-live", "health-ready", "health-deep", "metrics",
    "organisation:in_force_table", "organisation:version_table",
    "organisation:matters_table", "organisation:duties_table", "property:table", "property:empty_units",
    "portal:figures_table", "assessment:figures_table", "assessment:brief",
    "workorders:map_points", "workorders:map_borders", "workorders:export", "evidence:slip", "accounts:provider",
    "accounts:provider_return",
    "openapi:document", "openapi:nothing", "patrol:who", "patrol:worker", "patrol:manifest",
    "open311:services", "open311:service", "open311:requests", "open311:request", "open311:token",
}  # fmt: skip
"""Addresses that give a file, a number, or only lead on."""

IN_A_REQUEST = ("portal:place", "portal:known", "portal:photos", "portal:contact", "portal:check", "portal:done",
                "portal:mine", "portal:concern", "portal:slip", "portal:privacy",
                "portal:phone_code")  # fmt: skip
"""Pages that need a request under way; `portal_walk` opens them on the way."""

IN_A_SIGN_IN = ("accounts:code", "accounts:first_password")
"""Pages that need a sign-in under way; `sign_in_walk` opens them."""

PAGES: dict[str, Row] = {
    "portal:streets": Row(),
    "portal:home": Row(build=street),
    "portal:words": Row(build=street),
    "portal:proxy": Row(build=street),
    "portal:phone": Row(build=street),
    "portal:follow": Row(build=street),
    "accounts:sign_in": Row(),
    "accounts:slip": Row(),
    "accounts:me": Row("officer"),
    "accounts:password": Row("officer"),
    "accounts:factor": Row("officer"),
    "organisation:staff": Row("keeper"),
    "organisation:invite": Row("keeper"),
    "organisation:roles": Row("keeper"),
    "organisation:recoveries": Row("keeper"),
    "organisation:person": Row("post_keeper", lambda world: {"user_id": world.things.colleague.user.pk}),
    "organisation:audit": Row("auditor"),
    "desk:why": Row("auditor", lambda world: {"user_id": world.things.colleague.user.pk}, "?page=desk:today"),
    "desk:today": Row("dispatcher"),
    "desk:joint_visit": Row("grid_worker", query=lambda world: f"?task=check:{world.to_check.pk}"),
    "desk:bulk": Row(
        "dispatcher", query=lambda world: f"?deed=dispatch&order={world.in_hand.pk}:{world.in_hand.version}"
    ),
    "desk:batches": Row("dispatcher"),
    "desk:batch": Row("dispatcher", lambda world: {"batch_id": world.things.batch.pk}),
    "desk:enter": Row("dispatcher"),
    "desk:concern": Row("dispatcher", concern),
    "desk:callbacks": Row("dispatcher"),
    "desk:callback": Row("dispatcher", lambda world: {"concern_id": world.calling_back.pk}),
    "desk:above": Row("dispatcher"),
    "desk:above_take": Row("dispatcher"),
    "desk:above_mend": Row("dispatcher", lambda world: {"refused_id": world.things.refused.pk}),
    "desk:above_replies": Row("dispatcher", lambda world: {"source_id": world.things.superior.source_id}),
    "desk:sources": Row("dispatcher"),
    "desk:source": Row("dispatcher", lambda world: {"source_id": world.things.superior.source_id}),
    "desk:intakes": Row("dispatcher"),
    "desk:intake": Row("dispatcher", lambda world: {"run_id": world.things.run.pk}),
    "desk:channels": Row("dispatcher"),
    "desk:channel_list": Row("dispatcher", lambda world: {"key": "portal"}),
    "desk:burden": Row("dispatcher"),
    "desk:hot": Row("dispatcher"),
    "desk:returns": Row("dispatcher"),
    "desk:own_boundary": Row("officer"),
    "desk:boundary": Row("dispatcher", lambda world: {"department_id": world.things.office.lighting.pk}),
    "desk:hot_issue": Row("dispatcher", lambda world: {"issue_id": world.things.issue.pk}),
    "desk:classifiers": Row("dispatcher"),
    "clients:programs": Row("dispatcher"),
    "clients:new_program": Row("dispatcher"),
    "clients:program": Row("dispatcher", program),
    "clients:change": Row("dispatcher", program),
    "webhooks:subscriptions": Row("dispatcher", program),
    "webhooks:subscription": Row(
        "dispatcher", lambda world: {"subscription_id": world.things.letter.subscription_id}
    ),
    "launch:own_link": Row("officer", lambda world: {"link_id": world.things.own_link.pk}),
    "launch:terms": Row("dispatcher", program),
    "desk:list_faults": Row("dispatcher"),
    "desk:dry_run": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "desk:moved_orders": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "organisation:versions": Row("dispatcher"),
    "organisation:version": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "organisation:difference": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "organisation:bring": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "organisation:new_line": Row("dispatcher", lambda world: {"version_id": world.things.version.pk}),
    "organisation:line": Row(
        "dispatcher",
        lambda world: {"version_id": world.things.version.pk, "line_id": world.things.line.pk},
    ),
    "organisation:matters": Row("dispatcher"),
    "organisation:new_matter": Row("dispatcher"),
    "organisation:matter": Row("dispatcher", lambda world: {"matter_id": world.office.lamp.pk}),
    "organisation:bring_matters": Row("dispatcher"),
    "organisation:causes": Row("dispatcher"),
    "organisation:cause": Row("dispatcher", lambda world: {"cause_id": world.things.cause.pk}),
    "organisation:duties": Row("dispatcher"),
    "organisation:bring_duties": Row("dispatcher"),
    "organisation:new_duty": Row("dispatcher"),
    "organisation:duty": Row("dispatcher", lambda world: {"duty_id": world.things.duty.pk}),
    "organisation:calendar": Row("dispatcher"),
    "organisation:year": Row("dispatcher", lambda world: {"number": 2026}),
    "workorders:list": Row("officer"),
    "workorders:map": Row("officer"),
    "workorders:filters": Row("dispatcher"),
    "answers:list": Row("officer"),
    "answers:write": Row("officer"),
    "answers:answer": Row("dispatcher", lambda world: {"answer_id": world.things.answer.answer_id}),
    "workorders:agreements": Row("dispatcher"),
    "workorders:order": Row("officer", lambda world: {"order_id": world.in_hand.pk}),
    "workorders:supports": Row("officer"),
    "workorders:support": Row("officer", lambda world: {"support_id": world.things.support.pk}),
    "workorders:new_whistle": Row("community_worker"),
    "chains:list": Row("dispatcher"),
    "chains:chain": Row("dispatcher", lambda world: {"chain_id": world.things.chain.pk}),
    "chains:start": Row("dispatcher"),
    "chains:templates": Row("dispatcher"),
    "merging:pairs": Row("dispatcher"),
    "merging:figures": Row("dispatcher"),
    "merging:rules": Row("dispatcher"),
    "merging:merge": Row("dispatcher", lambda world: {"order_id": world.in_hand.pk}),
    "mediation:list": Row("dispatcher"),
    "mediation:new": Row("community_worker"),
    "mediation:mediators": Row("dispatcher"),
    "mediation:mediation": Row("community_worker", lambda world: {"mediation_id": world.things.mediation.pk}),
    "property:list": Row("dispatcher"),
    "property:order": Row("officer", order),
    "property:estate": Row("dispatcher", lambda world: {"estate_id": world.office.estate.pk}),
    "property:end_contract": Row(
        "dispatcher",
        lambda world: {"estate_id": world.office.estate.pk, "contract_id": world.things.contract.pk},
    ),
    "property:companies": Row("dispatcher"),
    "property:company": Row("dispatcher", lambda world: {"company_id": world.things.contract.company_id}),
    "property:new_committee": Row("dispatcher"),
    "property:new_contract": Row("dispatcher"),
    "property:duties": Row("dispatcher"),
    "property:votes": Row("leader"),
    "property:new_vote": Row("dispatcher"),
    "property:vote": Row("leader", lambda world: {"vote_id": world.things.vote.pk}),
    "property:void_vote": Row("dispatcher", lambda world: {"vote_id": world.things.vote.pk}),
    "property:record": Row("officer", lambda world: {"call_id": world.things.call.pk}),
    "property:slip": Row("officer", lambda world: {"call_id": world.things.call.pk}),
    "property:answer": Row(),
    "supervision:marks": Row("leader"),
    "supervision:figures": Row("leader"),
    "supervision:emergencies": Row("officer"),
    "supervision:emergency": Row("officer", lambda world: {"response_id": world.things.emergency.pk}),
    "supervision:duty": Row("dispatcher"),
    "notices:list": Row("officer"),
    "notices:sendings": Row("dispatcher"),
    "notices:ways": Row("dispatcher"),
    "notices:new_robot": Row("dispatcher"),
    "notices:new_gateway": Row("dispatcher"),
    "notices:receipt_key": Row("dispatcher"),
    "own_notices": Row("officer"),
    "portal:figures": Row(build=street),
    "assessment:scores": Row("leader", query="?kind=department"),
    "assessment:weights": Row("leader"),
    "assessment:above": Row("leader"),
    "assessment:above_count": Row("leader", lambda world: {"score_id": world.things.count.pk}),
    "assessment:objections": Row("leader"),
    "assessment:card": Row("officer", own_card),
    "assessment:behind": Row("officer", lambda world: own_card(world) | {"indicator": "on_time"}),
    "assessment:figures": Row("leader"),
    "assessment:even": Row("leader"),
    "assessment:measures": Row("officer"),
    "assessment:briefs": Row("leader"),
    "evidence:evidence": Row("dispatcher", order),
    "evidence:exclusions": Row("leader"),
    "meetings:list": Row("leader"),
    "meetings:set_up": Row("leader"),
    "meetings:meeting": Row("leader", meeting),
    "meetings:attendance": Row("leader", meeting),
    "meetings:minute": Row("leader", topic),
    "meetings:assign": Row("leader", topic),
    "ui:catalogue": Row("dispatcher"),
    "wall:wall": Row("leader"),
    "wall:months": Row("leader"),
    "wall:profile": Row("leader"),
    "wall:causes": Row("leader"),
    "programme:plan": Row("leader"),
    "safekeeping:held": Row("leader"),
    "programme:phase": Row("leader", lambda world: {"phase_id": world.things.phase.pk}),
    "guide:index": Row(),
    "guide:page": Row("", lambda _world: {"name": "resident"}),
    "operations:home": Row("operator"),
    "operations:dead": Row("operator"),
    "operations:faults": Row("operator"),
    "patrol:today": Row("grid_worker"),
    "patrol:report": Row("grid_worker"),
    "patrol:new_visit": Row("grid_worker"),
    "patrol:visits": Row("grid_worker"),
    "patrol:round": Row("community_worker"),
    "patrol:queue": Row("grid_worker"),
    "patrol:joint_visit": Row("grid_worker", query=lambda world: f"?task=check:{world.to_check.pk}"),
    "patrol:visit": Row("grid_worker", lambda world: {"visit_id": world.things.visit.pk}),
    "patrol:shell": Row(),
    "patrol:check": Row("grid_worker", lambda world: {"order_id": world.to_check.pk}),
}


def make_world() -> World:
    """Make the street, and let the worker work."""
    office = make_office()
    at = timezone.now() - timedelta(hours=30)
    things = things_of(office, at)
    in_hand = order_in_hand(office, at=at)
    to_check = reported_order(office, office.rubbish, at=at)
    back = dispatched_order(office, at=at)
    send_back_order(
        order_id=back.pk, reason=SendBackReason.NOT_OURS, note="不归我们", seen_version=None,
        actor=office.officer.actor, at=at,
    )  # fmt: skip
    calling = submitted_concern(office, at=at).concern
    settle()
    made = confirm_concern(
        concern_id=calling.pk,
        confirmation=Confirmation(office.lamp.pk, "修复路灯", office.lighting.pk),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=at,
    )
    accept_order(order_id=made.pk, seen_version=None, actor=office.officer.actor, at=at)
    resolve_order(order_id=made.pk, reply="已更换", seen_version=None, actor=office.officer.actor, at=at)
    make_street()  # so that somebody has to choose
    settle(datetime.now(UTC))
    dead_delivery(at=at)
    return World(things, in_hand, to_check, calling)


def reader_of(world: World, row: Row) -> Staff | None:
    """Who opens the page."""
    return getattr(world.office, row.reader) if row.reader else None


def url_of(world: World, name: str) -> str:
    query = PAGES[name].query
    return reverse(name, kwargs=PAGES[name].build(world)) + (
        query if isinstance(query, str) else query(world)
    )
