"""Reads of property governance, in a known number of statements.

Companies and contracts are facts of the street that whoever may see one may see all of: a record is only fair beside
others. Orders behind them stay within the reader's area.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.places.models import Estate
from jiezhi.places.queries import find_estate
from jiezhi.property.choices import CallState
from jiezhi.property.models import (
    CompanyCall,
    ContractDuty,
    OrderDuty,
    OwnersCommittee,
    OwnersVote,
    PropertyCompany,
    ServiceContract,
    StandardDuty,
)
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.merged import all_absorbed_by, staying_id
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import visible_orders

CALL, CONTRACT, COMPANY, VOTE = "property.call", "property.contract", "property.company", "property.vote"
NEWEST = 50
"""Rows that a page shows of what grows without end."""


def companies_of(sub_district_id: UUID) -> list[PropertyCompany]:
    """Give the companies of a street, those that have left among them, by name."""
    return list(PropertyCompany.objects.filter(sub_district_id=sub_district_id).order_by("name"))


def get_company(actor: Actor, company_id: UUID) -> PropertyCompany:
    """Give a company.

    Raises:
        MissingError: The street has no such company.
    """
    company = PropertyCompany.objects.filter(sub_district_id=actor.tenant_id, pk=company_id).first()
    if company is None:
        raise MissingError(_("This street has no such property company. Choose one from the list."))
    return company


def get_estate(actor: Actor, estate_id: UUID) -> Estate:
    """Give an estate of the street.

    Raises:
        MissingError: The street has no such estate.
    """
    estate = find_estate(actor.tenant_id, estate_id)
    if estate is None:
        raise MissingError(_("This street has no such estate. Choose one from the list."))
    return estate


def _contracts(sub_district_id: UUID) -> QuerySet[ServiceContract]:
    duties = ContractDuty.objects.select_related("duty").order_by("duty__name")
    rows = ServiceContract.objects.filter(sub_district_id=sub_district_id)
    return rows.select_related("company", "estate").prefetch_related(Prefetch("duties", duties))


def serving(on: date) -> Q:
    """Give the condition that a contract's company serves on a day.

    A contract that ran out without a new one or an end is served on: 民法典 article 948 makes it one without a term.
    """
    return Q(from_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))


def contracts_serving(sub_district_id: UUID, *, on: date) -> dict[UUID, ServiceContract]:
    """Give by estate the contract whose company serves it on a day: the one that began last; two statements."""
    rows = _contracts(sub_district_id).filter(serving(on)).order_by("from_on", "id")
    return {row.estate_id: row for row in rows}


def contract_of_estate(sub_district_id: UUID, estate_id: UUID, *, on: date) -> ServiceContract | None:
    """Give the contract whose company serves an estate on a day, or None; two statements."""
    rows = _contracts(sub_district_id).filter(serving(on), estate_id=estate_id)
    return rows.order_by("-from_on", "-id").first()


def contracts_of_estate(actor: Actor, estate_id: UUID) -> list[ServiceContract]:
    """Give every contract an estate has had, the newest first, with its duties, in two statements."""
    return list(_contracts(actor.tenant_id).filter(estate_id=estate_id).order_by("-from_on", "-id"))


def contracts_of_company(actor: Actor, company_id: UUID) -> list[ServiceContract]:
    """Give every contract a company has had in the street, the newest first, in two statements."""
    return list(_contracts(actor.tenant_id).filter(company_id=company_id).order_by("-from_on", "-id"))


def every_contract(actor: Actor) -> list[ServiceContract]:
    """Give every contract of the street by estate and day, in two statements."""
    return list(_contracts(actor.tenant_id).order_by("estate__name", "from_on", "id"))


def contracts_between(
    sub_district_id: UUID, estate_ids: Iterable[UUID], *, first_on: date, last_on: date
) -> list[ServiceContract]:
    """Give the contracts of estates that hold on any day of a span, as they were agreed or as they ended."""
    rows = ServiceContract.objects.filter(sub_district_id=sub_district_id, estate_id__in=list(estate_ids))
    open_ones = Q(ended_on=None, until_on__gte=first_on) | Q(ended_on__gt=first_on)
    return list(rows.filter(open_ones, from_on__lte=last_on).select_related("company", "estate"))


def committees_of(actor: Actor, estate_id: UUID) -> list[OwnersCommittee]:
    """Give every committee an estate has had, the newest first."""
    rows = OwnersCommittee.objects.filter(sub_district_id=actor.tenant_id, estate_id=estate_id)
    return list(rows.order_by("-from_on", "-id"))


def get_committee(actor: Actor, committee_id: UUID) -> OwnersCommittee:
    """Give a committee with its estate.

    Raises:
        MissingError: The street has no such committee.
    """
    rows = OwnersCommittee.objects.filter(sub_district_id=actor.tenant_id, pk=committee_id)
    committee = rows.select_related("estate").first()
    if committee is None:
        raise MissingError(_("This committee does not serve any more."))
    return committee


def duties_of_street(sub_district_id: UUID, *, on: date | None = None) -> list[StandardDuty]:
    """Give the standard duties by name: all that ever were, or those of a day."""
    rows = StandardDuty.objects.filter(sub_district_id=sub_district_id)
    if on is not None:
        rows = rows.filter(Q(ended_on=None) | Q(ended_on__gt=on), from_on__lte=on)
    return list(rows.order_by("name", "from_on"))


def get_standard_duty(actor: Actor, duty_id: UUID) -> StandardDuty:
    """Give a standard duty in use.

    Raises:
        MissingError: The street has no such duty in use.
    """
    duty = StandardDuty.objects.filter(sub_district_id=actor.tenant_id, pk=duty_id, ended_on=None).first()
    if duty is None:
        raise MissingError(_("This street has no such duty in use. Choose one from the list."))
    return duty


def suggested_duty(
    order: WorkOrder, duties: Sequence[StandardDuty], contract: ServiceContract | None = None
) -> StandardDuty | None:
    """Give the duty an order is likely about: the one that names its matter, or else has most words in its brief.

    Args:
        order: With its matter.
        duties: The standard duties of the day.
        contract: Of the order's estate: what it names comes first, the rest of the list only where nothing of it fits.
    """
    owed = {row.duty.name for row in contract.duties.all()} if contract else set()
    named = [duty for duty in duties if duty.name in owed]
    return _likeliest(order, named) or _likeliest(order, [duty for duty in duties if duty.name not in owed])


def _likeliest(order: WorkOrder, duties: Sequence[StandardDuty]) -> StandardDuty | None:
    code = order.matter.code
    named = [duty for duty in duties if code in duty.matter_codes]
    if len(named) == 1:
        return named[0]
    hits = [(sum(word in order.brief for word in duty.keywords), duty) for duty in named or duties]
    best = max(hits, key=lambda hit: hit[0], default=None)
    if best is not None and best[0]:
        return best[1]
    return named[0] if named else None


def duties_answered_for(actor: Actor, order: WorkOrder) -> list[OrderDuty]:
    """Give the duties of an order and of those that were merged into it, with what companies were asked.

    Two statements, and one for each order that took others in.
    """
    ids = [order.pk, *(row.pk for row in all_absorbed_by(order))]
    calls = CompanyCall.objects.select_related("contract__company").order_by("-asked_at", "-id")
    rows = OrderDuty.objects.filter(sub_district_id=actor.tenant_id, order_id__in=ids)
    related = rows.select_related("order", "duty", "contract__company", "estate")
    return list(related.prefetch_related(Prefetch("calls", calls)).order_by("confirmed_at", "id"))


def agreed_duty(contract: ServiceContract, duty: StandardDuty) -> ContractDuty | None:
    """Give how a contract names a duty, or None where it does not, in one statement.

    The name counts: a list that gives a duty another limit has a new row of the same name.
    """
    rows = ContractDuty.objects.filter(contract=contract, duty__name=duty.name).select_related("duty")
    return rows.order_by("id").first()


def owed_first(
    duties: Sequence[StandardDuty], contract: ServiceContract | None
) -> list[tuple[StandardDuty, bool]]:
    """Give duties with whether a contract names them, those that it names first; the name counts."""
    owed = {row.duty.name for row in contract.duties.all()} if contract else set()
    return sorted(((duty, duty.name in owed) for duty in duties), key=lambda row: not row[1])


def find_call_by_digest(digest: str) -> CompanyCall | None:
    """Give the call that a code opens, as long as it waits for an answer."""
    rows = CompanyCall.objects.filter(code_digest=digest, state=CallState.ASKED)
    return rows.select_related(
        "order_duty__order", "order_duty__duty", "contract__company", "contract__estate"
    ).first()


def get_call(actor: Actor, call_id: UUID) -> CompanyCall:
    """Give a call whose order, or the one that answers for it since a merge, lies in the actor's area.

    Raises:
        MissingError: No such call there.
    """
    rows = _of_area(actor, CompanyCall.objects.filter(sub_district_id=actor.tenant_id, pk=call_id))
    call = rows.select_related("order_duty__order__matter", "order_duty__duty", "contract__company").first()
    if call is None:
        raise MissingError(_("Nothing like that was asked of a property company in your area."))
    return call


def open_calls(actor: Actor, *, at: datetime, only_late: bool = False) -> list[CompanyCall]:
    """Give what companies have not answered yet, the most pressing first, within the actor's area."""
    waiting = CompanyCall.objects.filter(sub_district_id=actor.tenant_id, state=CallState.ASKED)
    rows = calls_to_record(actor, at=at) if only_late else _of_area(actor, waiting)
    related = rows.select_related(
        "order_duty__order", "order_duty__duty", "contract__company", "contract__estate"
    )
    return list(related.order_by("due_at")[:NEWEST])


def calls_to_record(actor: Actor, *, at: datetime) -> QuerySet[CompanyCall]:
    """Give what companies of the actor's area have not answered in time: somebody asks them and records it."""
    late = CompanyCall.objects.filter(sub_district_id=actor.tenant_id, state=CallState.ASKED, due_at__lt=at)
    return _of_area(actor, late)


def promises_past(actor: Actor, *, at: datetime) -> QuerySet[CompanyCall]:
    """Give what companies promised for a day that has passed while the order is open and in the actor's area.

    Asking again ends it; what was asked again and taken back does not. Each has the order that answers for it as
    `staying_id`.
    """
    promised = CompanyCall.objects.filter(
        sub_district_id=actor.tenant_id, state=CallState.ANSWERED, promised_on__lt=timezone.localdate(at)
    )
    later = Q(asked_at__gt=OuterRef("asked_at")) | Q(asked_at=OuterRef("asked_at"), pk__gt=OuterRef("pk"))
    again = CompanyCall.objects.filter(later, order_duty=OuterRef("order_duty"))
    rows = promised.annotate(staying_id=staying_id("order_duty__order"))
    still_open = visible_orders(actor).filter(pk=OuterRef("staying_id")).exclude(state=OrderState.CLOSED)
    return rows.filter(
        ~Exists(again.exclude(state=CallState.WITHDRAWN)), staying_id=Subquery(still_open.values("pk"))
    )


def _of_area(actor: Actor, calls: QuerySet[CompanyCall]) -> QuerySet[CompanyCall]:
    """Give the few of some calls that the actor's area answers for: a call goes on with the order that stayed.

    Each has that order's id as `staying_id`.
    """
    rows = calls.annotate(staying_id=staying_id("order_duty__order"))
    # One value a row: asked whether there is one, PostgreSQL reads all orders of the area and joins them.
    seen = visible_orders(actor).filter(pk=OuterRef("staying_id")).values("pk")
    return rows if actor.scope.whole else rows.filter(staying_id=Subquery(seen))


def calls_past_due(*, at: datetime, limit: int = 100) -> list[tuple[UUID, UUID]]:
    """Give calls that nobody has yet noted as late, with their streets: id, street."""
    rows = CompanyCall.objects.filter(state=CallState.ASKED, due_at__lt=at, late_noted_at=None)
    return list(rows.order_by("due_at").values_list("id", "sub_district_id")[:limit])


def orders_of_estate(actor: Actor, estate_id: UUID) -> list[OrderDuty]:
    """Give the newest orders about duties of an estate that lie in the reader's area, in two statements."""
    rows = OrderDuty.objects.filter(
        sub_district_id=actor.tenant_id, estate_id=estate_id, order__in=visible_orders(actor)
    )
    calls = CompanyCall.objects.order_by("-asked_at", "-id")
    related = rows.select_related("order", "duty").prefetch_related(Prefetch("calls", calls))
    return list(related.order_by("-confirmed_at", "-id")[:NEWEST])


def votes_of(actor: Actor, *, estate_id: UUID | None = None) -> list[OwnersVote]:
    """Give the votes of the street's owners, or of one estate's, the newest first."""
    rows = OwnersVote.objects.filter(sub_district_id=actor.tenant_id)
    if estate_id is not None:
        rows = rows.filter(estate_id=estate_id)
    return list(rows.select_related("estate").order_by("-ended_on", "-id")[:NEWEST])


def get_vote(actor: Actor, vote_id: UUID) -> OwnersVote:
    """Give a vote.

    Raises:
        MissingError: The street has no such vote.
    """
    rows = OwnersVote.objects.filter(sub_district_id=actor.tenant_id, pk=vote_id)
    vote = rows.select_related("estate").first()
    if vote is None:
        raise MissingError(_("This street has no such vote of owners."))
    return vote
