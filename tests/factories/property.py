from datetime import date, datetime

from jiezhi.core.owners_votes import Ballot, VoteTally
from jiezhi.core.vote_rules import VoteTopic
from jiezhi.organisation.choices import LimitUnits
from jiezhi.property.actions import (
    ContractDraft,
    VoteDraft,
    confirm_duty,
    enter_committee,
    enter_company,
    enter_contract,
    enter_duty,
    record_vote,
)
from jiezhi.property.choices import CommitteeKind, ContractKind
from jiezhi.property.models import (
    CompanyCall,
    OwnersCommittee,
    OwnersVote,
    PropertyCompany,
    ServiceContract,
    StandardDuty,
)
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY, dispatched_order

FROM, UNTIL = date(2026, 1, 1), date(2027, 12, 31)


def make_duty(
    office: Office, name: str = "公共照明", *, hours: int = 4, at: datetime = MONDAY
) -> StandardDuty:
    """A standard duty that orders about lamps point to."""
    return enter_duty(
        name=name,
        limit=(hours, LimitUnits.WORKING_HOURS),
        matter_codes=[office.lamp.code],
        keywords=["路灯"],
        from_on=date(2025, 1, 1),
        actor=office.dispatcher.actor,
        at=at,
    )


def make_company(office: Office, name: str = "青石物业公司", *, at: datetime = MONDAY) -> PropertyCompany:
    """A property company."""
    return enter_company(name=name, actor=office.dispatcher.actor, at=at)


def make_contract(
    office: Office,
    company: PropertyCompany,
    *duties: StandardDuty,
    from_on: date = FROM,
    until_on: date = UNTIL,
    at: datetime = MONDAY,
) -> ServiceContract:
    """A contract for the office's estate."""
    draft = ContractDraft(
        estate_id=office.estate.pk,
        company_id=company.pk,
        kind=ContractKind.SERVICE,
        from_on=from_on,
        until_on=until_on,
        fee_fen=285,
        duties=tuple((duty.pk, None) for duty in duties),
    )
    return enter_contract(draft=draft, actor=office.dispatcher.actor, at=at)


def make_committee(office: Office, *, at: datetime = MONDAY) -> OwnersCommittee:
    """Who speaks for the owners of the office's estate."""
    return enter_committee(
        estate_id=office.estate.pk,
        kind=CommitteeKind.COMMITTEE,
        from_on=date(2024, 1, 1),
        until_on=date(2027, 12, 31),
        actor=office.dispatcher.actor,
        at=at,
    )


def asked_call(office: Office, *, at: datetime = MONDAY) -> CompanyCall:
    """A company that was asked about an order, with everything that it takes; names are its own each time."""
    contract = ServiceContract.objects.filter(estate=office.estate).first()
    if contract is None:
        duty = make_duty(office, f"照明{office.estate.name}"[:32], at=at)
        contract = make_contract(
            office, make_company(office, f"物业{office.estate.name}", at=at), duty, at=at
        )
    order = dispatched_order(office, at=at)
    named = contract.duties.get()
    row = confirm_duty(
        order_id=order.pk, duty_id=named.duty_id, ask=True, actor=office.dispatcher.actor, at=at
    )
    return row.calls.get()


def make_vote(office: Office, *, title: str = "选聘物业企业", at: datetime = MONDAY) -> OwnersVote:
    """A vote that is carried: 200 of 300 owners take part, 120 in favour, with the like of area."""
    by_heads = {Ballot.IN_FAVOUR: 120, Ballot.AGAINST: 80}
    by_area = {Ballot.IN_FAVOUR: 12_000_00, Ballot.AGAINST: 8_000_00}
    draft = VoteDraft(
        estate_id=office.estate.pk,
        title=title,
        topic=VoteTopic.COMPANY,
        ended_on=date(2026, 10, 20),
        tally=VoteTally(300, 30_000_00, by_heads, by_area),
    )
    return record_vote(draft=draft, actor=office.dispatcher.actor, at=at)
