"""The dispatcher's verbs on a request: ask the reporter, confirm (receive, open and dispatch at once), answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._alarms import hand_clock_on
from jiezhi.concerns.choices import ConcernState, ExchangeKind
from jiezhi.concerns.classifiers import read_concern
from jiezhi.concerns.errors import AlreadyReceivedError
from jiezhi.concerns.events import ConcernAnswered, ConcernJoined, ReporterAsked
from jiezhi.concerns.models import Concern, Exchange
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER, visible_concerns
from jiezhi.core.wording import WordingIndex
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import (
    LeadChoice,
    get_department,
    get_matter,
    lead_for,
    matter_profiles,
    require_lead,
)
from jiezhi.places.queries import Spot, spot_of_community
from jiezhi.workorders.actions import OrderDraft, answer_on_spot, join_report, open_order
from jiezhi.workorders.choices import HandOverMode, UrgencyTier
from jiezhi.workorders.models import WorkOrder


@dataclass(frozen=True)
class Confirmation:
    """What the dispatcher decided.

    Args:
        matter_id: What it is about.
        brief: What is to be done, without personal data.
        department_id: Another department than the list names; None follows the list.
        urgency: Shortens every limit.
        community_id: Where it lies, for a request whose reporter only described the place.
        way: How it is handed over where more than one way is open; None for the usual one.
        without: Departments that the list names as supports and that are left out this time.
    """

    matter_id: UUID
    brief: str
    department_id: UUID | None = None
    urgency: UrgencyTier = UrgencyTier.NORMAL
    community_id: UUID | None = None
    way: HandOverMode | None = None
    without: frozenset[UUID] = frozenset()


@action
def suggest_matter(*, concern_id: UUID, actor: Actor, at: datetime) -> Concern:
    """Note which matters the wording points to, so that the dispatcher only confirms."""
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
    read_concern(concern, WordingIndex(matter_profiles(concern.sub_district_id)))
    concern.save(update_fields=["suggestions", "danger", "self_dispatch"])
    audit.record("concerns.matter_suggested", kind=PICTURE_OWNER, id=concern.pk)
    return concern


@action
def ask_reporter(
    *, concern_id: UUID, question: str, seen_version: int | None, actor: Actor, at: datetime
) -> Concern:
    """Ask the reporter for what is missing; they see the question under their code.

    Raises:
        InvalidError: There is no question.
        AlreadyReceivedError: The request has an order.
    """
    require(actor, RECEIVE)
    concern = _lock_to_receive(actor, concern_id, seen_version)
    if not question.strip():
        raise InvalidError(_("Write what you need to know from the reporter."))
    Exchange.objects.create(
        sub_district_id=concern.sub_district_id,
        concern=concern,
        kind=ExchangeKind.QUESTION,
        words=question.strip(),
        at=at,
        said_by=actor.label,
    )
    concern.state = ConcernState.ASKED
    concern.version += 1
    concern.save(update_fields=["state", "version"])
    audit.record("concerns.reporter_asked", kind=PICTURE_OWNER, id=concern.pk)
    emit(ReporterAsked(concern_id=concern.pk, sub_district_id=actor.tenant_id, number=concern.number))
    return concern


@action
def confirm_concern(
    *, concern_id: UUID, confirmation: Confirmation, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Receive a request, open an order and dispatch it, in one transaction (受理、立案、派单).

    Raises:
        AlreadyReceivedError: Somebody confirmed it before.
        ListGapError: The responsibility list names nobody and no department was chosen.
        ListTieError: It names several and none was chosen.
        NotListedError: A committee was chosen that the list does not name for this matter here.
        WayNotOpenError: The way is not open towards the department.
        InvalidError: The brief is empty or holds personal data, or nobody knows where to check on site.
    """
    require(actor, RECEIVE)
    concern = _lock_to_receive(actor, concern_id, seen_version)
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=confirmation.matter_id)
    _place(concern, matter, confirmation.community_id)
    choice = lead_for(
        matter=matter, spot=spot_of(concern), on=timezone.localdate(at), level=confirmation.urgency.value
    )
    lead, limit = lead_and_limit(choice, matter, confirmation.department_id)
    draft = OrderDraft(
        matter=matter,
        brief=confirmation.brief,
        spot=spot_of(concern),
        origin=OriginRef(PICTURE_OWNER, concern.pk),
        urgency=confirmation.urgency,
        limit=limit,
        is_cross_department=choice.needs_several(lead.pk),
    )
    order = open_order(
        draft=draft,
        lead=lead,
        way=confirmation.way,
        choice=choice,
        without=confirmation.without,
        actor=actor,
        at=at,
    )
    _receive(concern, order, actor=actor, at=at)
    audit.record(
        "concerns.concern_confirmed", kind=PICTURE_OWNER, id=concern.pk, facts={"order": order.number}
    )
    return order


@action
def answer_concern(
    *, concern_id: UUID, matter_id: UUID, reply: str, seen_version: int | None, actor: Actor, at: datetime
) -> WorkOrder:
    """Answer an enquiry on the spot: the reporter reads the answer under their code.

    Raises:
        InvalidError: There is no answer.
        WrongStepError: The matter needs more than an answer.
    """
    require(actor, RECEIVE)
    concern = _lock_to_receive(actor, concern_id, seen_version)
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=matter_id)
    draft = OrderDraft(
        matter=matter, brief=matter.name, spot=spot_of(concern), origin=OriginRef(PICTURE_OWNER, concern.pk)
    )
    order = answer_on_spot(draft=draft, reply=reply, actor=actor, at=at)
    _receive(concern, order, actor=actor, at=at)
    audit.record(
        "concerns.concern_answered", kind=PICTURE_OWNER, id=concern.pk, facts={"order": order.number}
    )
    emit(
        ConcernAnswered(concern_id=concern.pk, sub_district_id=concern.sub_district_id, number=concern.number)
    )
    return order


@action
def join_concern(
    *,
    concern_id: UUID,
    order_id: UUID,
    seen_version: int | None,
    actor: Actor,
    at: datetime,
    is_by_reporter: bool = False,
) -> WorkOrder:
    """Let a request share an order that is under way: one matter, one owner; every reporter is told and called back.

    Args:
        concern_id: Which request.
        order_id: Which order.
        seen_version: As read; None where nobody read it.
        actor: Who joins.
        at: Now.
        is_by_reporter: Whether the reporter chose it and saw so on their screen: no message tells it once more.

    Raises:
        AlreadyReceivedError: The request has an order.
        MissingError: There is no such order in the area.
        WrongStepError: The order is reported done already.
    """
    require(actor, RECEIVE)
    concern = _lock_to_receive(actor, concern_id, seen_version)
    order = join_report(order_id=order_id, actor=actor, at=at)
    _receive(concern, order, actor=actor, at=at)
    audit.record("concerns.concern_joined", kind=PICTURE_OWNER, id=concern.pk, facts={"order": order.number})
    if not is_by_reporter:
        emit(ConcernJoined(concern.pk, concern.sub_district_id, concern.number, order.number))
    return order


def _lock_to_receive(actor: Actor, concern_id: UUID, seen_version: int | None) -> Concern:
    rows = visible_concerns(actor).select_related("community", "grid_cell", "estate")
    concern = rows.select_for_update(of=("self",)).filter(pk=concern_id).first()
    if concern is None:
        raise MissingError(_("There is no such request in your area."))
    if concern.state == ConcernState.RECEIVED:
        raise AlreadyReceivedError(
            _("Somebody was quicker: this request already has an order. What you wrote is kept below."),
            facts={"order": str(concern.order_id)},
        )
    if concern.state in (ConcernState.OBJECTED, ConcernState.RETURNED):
        raise AlreadyReceivedError(
            _(
                "This order from above was objected to. Record the superior's answer first, or withdraw the objection."
            )
        )
    if seen_version is not None and seen_version != concern.version:
        raise StaleError(
            _("The request changed while you were reading: look at it again. What you wrote is kept below.")
        )
    return concern


def lead_and_limit(
    choice: LeadChoice, matter: Matter, department_id: UUID | None
) -> tuple[Department, tuple[int, str] | None]:
    wanted = require_lead(choice, matter).pk if department_id is None else department_id
    lead = choice.lead_named(wanted)
    lead = lead or get_department(sub_district_id=matter.sub_district_id, department_id=wanted)
    return lead, choice.limit_of(wanted)


def _receive(concern: Concern, order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    concern.order, concern.state, concern.received_at = order, ConcernState.RECEIVED, at
    concern.version += 1
    concern.save(update_fields=["order", "state", "received_at", "version", "community"])
    hand_clock_on(concern, order, actor=actor, at=at)


def _place(concern: Concern, matter: Matter, community_id: UUID | None) -> None:
    if concern.community_id is None and community_id is not None:
        spot = spot_of_community(sub_district_id=concern.sub_district_id, community_id=community_id)
        concern.community_id = spot.community_id
    if concern.community_id is None and matter.flow == FlowName.EVENT:
        raise InvalidError(
            _(
                "This matter is checked on site by the community's grid workers: choose the community it lies in."
            )
        )


def spot_of(concern: Concern) -> Spot:
    """Give where a request lies, with the names of the places."""
    places = ((concern.community, "name"), (concern.grid_cell, "code"), (concern.estate, "name"))
    names = {place.pk: str(getattr(place, column)) for place, column in places if place is not None}
    return Spot(
        concern.community_id, concern.grid_cell_id, concern.estate_id, concern.lon, concern.lat, names=names
    )
