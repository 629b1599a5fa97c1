"""A dispute comes to the one window: opened from an order or directly, with its parties; and the list of mediators."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.numbers import order_number
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold, next_value
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.mediation.actions._moves import lock_mediation, today_of
from jiezhi.mediation.errors import MediationStepError
from jiezhi.mediation.models import Mediation, Mediator, Party
from jiezhi.mediation.permissions import KEEP
from jiezhi.mediation.queries import COMMITTEE_KINDS, MEDIATION, keeps_list_of
from jiezhi.mediation.workflow import OPEN
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import get_department
from jiezhi.workorders.actions import pause_order
from jiezhi.workorders.brief import BriefWords, require_clean_brief
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import get_order

_OF_DISPUTE = BriefWords(
    empty=gettext_lazy("Say in a sentence what the dispute is about."),
    longer=gettext_lazy("That is longer than %(limit)d characters. Shorten it."),
    personal=gettext_lazy(
        "The summary of the dispute holds what looks like a number or address of a person (%(found)s). "
        "Take it out: the summary is not sealed, and the parties' own data have fields of their own."
    ),
)


@dataclass(frozen=True)
class MediationDraft:
    """A dispute as it is registered.

    Args:
        kind: A `DisputeKind`.
        brief: What it is about, without names.
        committee_id: Whose mediation committee takes it.
        order_id: The order that it comes from, or None.
        community_id: Where it lies, when it comes from no order.
    """

    kind: str
    brief: str
    committee_id: UUID
    order_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class PartyDraft:
    """A party as it is entered.

    Args:
        side: A `Side`.
        kind: A `PartyKind`.
        name: In full.
        phone: Or empty.
        address: Or empty.
    """

    side: str
    kind: str
    name: str
    phone: str = ""
    address: str = ""


@action
def open_mediation(*, draft: MediationDraft, actor: Actor, at: datetime) -> Mediation:
    """Register a dispute; the order it comes from waits until there is an outcome.

    Raises:
        InvalidError: The brief is empty or holds what looks like personal data, or that department has no committee.
        WrongStepError: The order is not in hand: whoever has it takes it on first.
        MediationStepError: The order's dispute is being mediated already.
        MissingError: No such order or committee.
    """
    require(actor, KEEP)
    brief = require_clean_brief(draft.brief, said=_OF_DISPUTE)
    committee = _committee(actor, draft.committee_id)
    order = get_order(actor, draft.order_id) if draft.order_id else None
    opened_on = timezone.localdate(at)
    serial = next_value(sub_district_id=actor.tenant_id, series=f"mediation-{opened_on:%Y%m%d}")
    number = order_number("TJ", opened_on, serial)
    if order is not None:
        _let_wait(order, number, actor, at=at)
    mediation = Mediation.objects.create(
        sub_district_id=actor.tenant_id,
        number=number,
        kind=draft.kind,
        brief=brief,
        committee=committee,
        community_id=order.community_id if order else draft.community_id or committee.community_id,
        order=order,
        opened_at=at,
        opened_by=actor.label,
    )
    audit.record(
        "mediation.opened", kind=MEDIATION, id=mediation.pk, facts={"number": number, "kind": draft.kind}
    )
    return mediation


def _committee(actor: Actor, department_id: UUID) -> Department:
    found = get_department(sub_district_id=actor.tenant_id, department_id=department_id)
    if found.kind not in COMMITTEE_KINDS:
        raise InvalidError(
            _("%(name)s has no people's mediation committee. Choose a residents' committee or a section.")
            % {"name": found.name}
        )
    return found


def _let_wait(order: WorkOrder, number: str, actor: Actor, *, at: datetime) -> None:
    hold(f"mediation.order:{order.pk}")
    if Mediation.objects.filter(order=order, state__in=OPEN).exists():
        raise MediationStepError(_("The dispute of this order is being mediated already."))
    words = _("It waits for mediation %(number)s.") % {"number": number}
    pause_order(order_id=order.pk, note=words, actor=actor, at=at)


@action
def add_party(*, mediation_id: UUID, draft: PartyDraft, actor: Actor, at: datetime) -> Party:
    """Add a party: its name, telephone and address are sealed, and it is called by its side and number.

    Raises:
        InvalidError: It has no name.
        MediationStepError: There is an outcome already.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    if mediation.state not in OPEN:
        raise MediationStepError(_("There is an outcome already: no party can be added."))
    if not draft.name.strip():
        raise InvalidError(_("Enter the name of the party."))
    last = Party.objects.filter(mediation=mediation, side=draft.side).aggregate(last=Max("position"))["last"]
    party = Party.objects.create(
        sub_district_id=mediation.sub_district_id,
        mediation=mediation,
        side=draft.side,
        kind=draft.kind,
        position=(last or 0) + 1,
        name=draft.name.strip(),
        phone=draft.phone.strip(),
        address=draft.address.strip(),
    )
    audit.record("mediation.party_added", kind=MEDIATION, id=mediation.pk, facts={"side": draft.side})
    return party


@action
def enter_mediator(*, committee_id: UUID, name: str, since_on: date, actor: Actor, at: datetime) -> Mediator:
    """Put somebody on a committee's list of mediators; each committee keeps its own, the office every one.

    Raises:
        InvalidError: No name, on the list already, from a day to come, or that department has no committee.
        MissingError: No such committee in the actor's area.
    """
    require(actor, KEEP)
    committee = _committee(actor, committee_id)
    if not keeps_list_of(actor, committee):
        raise MissingError(_("There is no such mediation committee in your area."))
    if since_on > today_of(at):
        raise InvalidError(_("The day on the list lies in the future. Enter the mediator when it has come."))
    name = name.strip()
    hold(f"mediation.mediator:{committee.pk}:{name}")
    listed = Mediator.objects.filter(sub_district_id=actor.tenant_id, committee=committee, ended_on=None)
    if not name or listed.filter(name=name).exists():
        raise InvalidError(_("Enter a name that is not on this committee's list yet."))
    mediator = Mediator.objects.create(
        sub_district_id=actor.tenant_id, committee=committee, name=name, since_on=since_on
    )
    audit.record("mediation.mediator_entered", kind="mediation.mediator", id=mediator.pk)
    return mediator


@action
def end_mediator(*, mediator_id: UUID, actor: Actor, at: datetime) -> Mediator:
    """Take somebody off the list; mediations keep who carried them out.

    Raises:
        MissingError: Nobody like that is on a list of the actor's area.
    """
    require(actor, KEEP)
    rows = Mediator.objects.select_for_update(of=("self",)).select_related("committee")
    mediator = rows.filter(sub_district_id=actor.tenant_id, ended_on=None, pk=mediator_id).first()
    if mediator is None or not keeps_list_of(actor, mediator.committee):
        raise MissingError(_("Nobody like that is on a list of mediators in your area."))
    mediator.ended_on = today_of(at)
    mediator.save(update_fields=["ended_on"])
    audit.record("mediation.mediator_ended", kind="mediation.mediator", id=mediator.pk)
    return mediator
