"""Property governance and mediation in the demo street: contracts, answers in time and late, votes, disputes.

Companies are those that the estates' own records name; companies, mediators and parties are all made up.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from jiezhi.core.owners_votes import Ballot, VoteTally
from jiezhi.core.vote_rules import VoteTopic
from jiezhi.mediation import actions as mediation
from jiezhi.mediation.choices import AgreementForm, DisputeKind, OtherBody, PartyKind, Side, SittingOutcome
from jiezhi.mediation.models import Mediation, Mediator
from jiezhi.organisation.choices import LimitUnits
from jiezhi.places.models import Estate
from jiezhi.project.demo.lists import COMMITTEES
from jiezhi.project.demo.playing import Cast
from jiezhi.property import actions as property_deeds
from jiezhi.property.choices import AnswerWay, CommitteeKind, CompanyWord, ContractKind
from jiezhi.property.models import PropertyCompany, StandardDuty
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder

DUTIES = (
    ("电梯", 2, LimitUnits.WORKING_HOURS, "lift", "电梯 困人"),
    ("消防通道", 4, LimitUnits.WORKING_HOURS, "fire-lane", "消防通道 堆物"),
    ("绿化", 2, LimitUnits.WORKING_DAYS, "greenery", "绿化 树枝"),
    ("保洁", 1, LimitUnits.WORKING_DAYS, "rubbish sorting", "垃圾 卫生"),
    ("门禁和秩序", 1, LimitUnits.WORKING_DAYS, "property", "门禁 保安"),
    ("停车", 1, LimitUnits.WORKING_DAYS, "parking parking-space", "停车 车位"),
)
"""Name, limit, matters and words of the standard duties; the limits are ours."""
CONTRACTS, ASKED = 8, 5
"""So many estates have a contract, and so many orders were put to their companies."""
TERMS = (300, 35, 620, -20, 450, 810)
"""Days until contracts end, in turn: one soon, one ran out."""
FEES = (265, 180, 310, 220)
ANSWERS = (
    (CompanyWord.DONE, "已派维修人员处理完毕，现场恢复正常。"),
    (CompanyWord.UNDER_WAY, "配件已采购，到货后立即更换。"),
    (CompanyWord.DONE, "已清理完毕，并张贴提示。"),
)
DISPUTES = (
    (DisputeKind.NEIGHBOURS, "楼上空调外机噪声，双方各执一词", 2, "registered"),
    (DisputeKind.DAMAGE, "卫生间渗水致楼下天花板损坏，赔偿金额有争议", 26, "under_way"),
    (DisputeKind.PROPERTY, "物业费减免和停车收费争议", 50, "kept"),
    (DisputeKind.TENANCY, "租房押金退还争议", 24, "agreed"),
    (DisputeKind.WAGES, "家政服务报酬争议", 40, "referred"),
    (DisputeKind.NEIGHBOURS, "楼道堆物引发的邻里争执", 60, "ended"),
)
"""What it is about, how many days ago it came, and how far it has got."""
MEDIATORS = ("演示调解员甲", "演示调解员乙", "演示调解员丙")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Bench:
    """What every part needs."""

    cast: Cast
    rng: Random
    at: datetime

    @property
    def today(self) -> date:
        """The local day of the load."""
        return timezone.localdate(self.at)


def govern_estates(cast: Cast, *, seed: int, at: datetime) -> None:
    """Make contracts, answers, votes and mediations; the same for the same seed and day.

    Args:
        cast: Everybody.
        seed: Of the chance.
        at: Now.
    """
    bench = Bench(cast, Random(f"govern-{seed}"), at)  # noqa: S311 - stories, not secrets
    duties = _duties(bench)
    estates = _contracts(bench, duties)
    _answers(bench, estates, duties)
    _votes(bench, estates)
    for number, (kind, brief, days, until) in enumerate(DISPUTES):
        _dispute(bench, number, kind, brief, days, until)


def _duties(bench: Bench) -> list[StandardDuty]:
    return [
        property_deeds.enter_duty(
            name=name,
            limit=(amount, unit),
            matter_codes=codes.split(),
            keywords=words.split(),
            from_on=bench.today - 400 * DAY,
            actor=bench.cast.dispatcher,
            at=bench.at,
        )
        for name, amount, unit, codes, words in DUTIES
    ]


def _contracts(bench: Bench, duties: list[StandardDuty]) -> list[Estate]:
    """Give the first estates that a company runs their contracts, and some of them a committee."""
    run = sorted(
        (row for row in bench.cast.estates.values() if row.property_company), key=lambda row: row.name
    )
    companies: dict[str, PropertyCompany] = {}
    named = tuple((duty.pk, None) for duty in duties)
    for number, estate in enumerate(run[:CONTRACTS]):
        name = estate.property_company
        if name not in companies:
            companies[name] = property_deeds.enter_company(
                name=name, actor=bench.cast.dispatcher, at=bench.at
            )
        until_on = bench.today + TERMS[number % len(TERMS)] * DAY
        draft = property_deeds.ContractDraft(
            estate_id=estate.pk,
            company_id=companies[name].pk,
            kind=ContractKind.SERVICE if number % 3 else ContractKind.PRELIMINARY,
            from_on=until_on - 1095 * DAY,
            until_on=until_on,
            fee_fen=FEES[number % len(FEES)],
            duties=named[: 4 + number % 3],
            document=f"物合〔{(until_on - 1095 * DAY).year}〕{number + 1}号",
        )
        property_deeds.enter_contract(draft=draft, actor=bench.cast.dispatcher, at=bench.at)
        if number % 3 == 0:
            _committee(bench, estate, number)
    return run[:CONTRACTS]


def _committee(bench: Bench, estate: Estate, number: int) -> None:
    property_deeds.enter_committee(
        estate_id=estate.pk,
        kind=CommitteeKind.MANAGEMENT if number == 0 else CommitteeKind.COMMITTEE,
        from_on=bench.today - (700 + 30 * number) * DAY,
        until_on=bench.today + (1000 - 100 * number) * DAY,
        actor=bench.cast.dispatcher,
        at=bench.at,
    )


def _answers(bench: Bench, estates: list[Estate], duties: list[StandardDuty]) -> None:
    """Put the newest fitting orders of these estates to their companies; some answer in time, some late, one not."""
    codes = {code: duty for duty in duties[:4] for code in duty.matter_codes}
    orders = WorkOrder.objects.filter(
        sub_district_id=bench.cast.street_id,
        estate__in=estates,
        matter__code__in=codes,
        opened_at__lt=bench.at - 2 * DAY,
    )
    chosen = orders.select_related("matter").order_by("-opened_at", "number")[:ASKED]
    for number, order in enumerate(chosen):
        asked_at = order.opened_at + HOUR
        row = property_deeds.confirm_duty(
            order_id=order.pk,
            duty_id=codes[order.matter.code].pk,
            ask=True,
            actor=bench.cast.dispatcher,
            at=asked_at,
        )
        if number == 0:
            continue
        call = row.calls.get()
        late = number % 4 == 1
        span = (call.due_at - asked_at) * bench.rng.uniform(0.2, 0.9)
        said_at = min(call.due_at + 5 * HOUR if late else asked_at + span, bench.at)
        word, text = ANSWERS[number % len(ANSWERS)]
        promised_on = timezone.localdate(said_at) + 3 * DAY
        property_deeds.record_answer(
            call_id=call.pk,
            answer=property_deeds.CompanyAnswer(word, text, "项目经理", promised_on),
            way=AnswerWay.TELEPHONE if number % 2 else AnswerWay.PAPER,
            said_at=said_at,
            actor=bench.cast.dispatcher,
            at=bench.at,
        )


def _votes(bench: Bench, estates: list[Estate]) -> None:
    """Record a vote that was carried, and one in which too few took part."""
    kinds = (
        ("续聘物业服务企业", VoteTopic.COMPANY, 0.74, 0.71),
        ("利用公共外墙设置广告", VoteTopic.COMMON_PARTS, 0.61, 0.8),
    )
    for estate, (title, topic, part, agreed) in zip(estates, kinds, strict=False):
        heads, area = 400 + bench.rng.randrange(200), 45_000_00 + bench.rng.randrange(20_000_00)
        here, wide = round(heads * part), round(area * part)
        by_heads = {Ballot.IN_FAVOUR: round(here * agreed)}
        by_area = {Ballot.IN_FAVOUR: round(wide * agreed)}
        by_heads[Ballot.AGAINST], by_area[Ballot.AGAINST] = (
            here - sum(by_heads.values()),
            wide - sum(by_area.values()),
        )
        draft = property_deeds.VoteDraft(
            estate_id=estate.pk,
            title=title,
            topic=topic,
            ended_on=bench.today - 30 * DAY,
            tally=VoteTally(heads, area, by_heads, by_area),
        )
        property_deeds.record_vote(draft=draft, actor=bench.cast.dispatcher, at=bench.at)


def _dispute(bench: Bench, number: int, kind: str, brief: str, days: int, until: str) -> None:
    """Carry one dispute as far as it has got."""
    committee_id = bench.cast.department_ids[sorted(COMMITTEES.values())[number % len(COMMITTEES)]]
    actor = bench.cast.dispatcher
    order = _waiting_order(bench) if until == "under_way" else None
    begun = bench.at if order else bench.at - days * DAY
    draft = mediation.MediationDraft(kind, brief, committee_id, order.pk if order else None)
    made = mediation.open_mediation(draft=draft, actor=actor, at=begun)
    for side, name in ((Side.APPLICANT, "演示申请人"), (Side.RESPONDENT, "演示被申请人")):
        party = mediation.PartyDraft(side, PartyKind.PERSON, f"{name}{number + 1}")
        mediation.add_party(mediation_id=made.pk, draft=party, actor=actor, at=begun)
    if until == "ended":
        reason = "一方不同意继续调解，已告知可以依法起诉"
        mediation.end_mediation(mediation_id=made.pk, reason=reason, actor=actor, at=begun + DAY)
    elif until != "registered":
        _carry(bench, made, number, until, begun)


def _waiting_order(bench: Bench) -> WorkOrder | None:
    """Give an order about a dispute that is in hand, if there is one: it waits for its mediation."""
    rows = WorkOrder.objects.filter(sub_district_id=bench.cast.street_id, state=OrderState.IN_HAND)
    return rows.filter(matter__code__in=("dispute", "leak")).order_by("-opened_at", "number").first()


def _mediator(bench: Bench, number: int, committee_id: UUID) -> Mediator:
    name = MEDIATORS[number % len(MEDIATORS)]
    return mediation.enter_mediator(
        committee_id=committee_id,
        name=f"{name}{number + 1}",
        since_on=bench.today - 500 * DAY,
        actor=bench.cast.dispatcher,
        at=bench.at,
    )


def _carry(bench: Bench, made: Mediation, number: int, until: str, begun: datetime) -> None:
    actor, pk = bench.cast.dispatcher, made.pk
    mediator = _mediator(bench, number, made.committee_id)
    mediation.begin_mediation(
        mediation_id=pk, mediator_ids=[mediator.pk], both_consent=True, actor=actor, at=begun
    )
    if begun + 2 * DAY > bench.at:
        return
    outcome = SittingOutcome.AGREED if until in ("kept", "agreed") else SittingOutcome.NEARER
    sitting = mediation.SittingDraft(begun + 2 * DAY, "社区调解室", outcome)
    mediation.hold_sitting(mediation_id=pk, draft=sitting, actor=actor, at=begun + 2 * DAY)
    if until == "referred":
        mediation.refer(
            mediation_id=pk,
            body=OtherBody.LABOUR,
            body_name="演示区劳动保障监察大队",
            referred_on=timezone.localdate(begun) + 5 * DAY,
            receipt=f"劳监收〔{bench.today.year}〕{number}号",
            actor=actor,
            at=begun + 5 * DAY,
        )
    elif until in ("kept", "agreed"):
        day = timezone.localdate(begun) + 2 * DAY
        draft = mediation.AgreementDraft(
            AgreementForm.WRITTEN, "双方同意分两期支付，并互不再追究。", day, day + 20 * DAY
        )
        mediation.agree(mediation_id=pk, draft=draft, actor=actor, at=begun + 2 * DAY)
        if until == "kept":
            mediation.follow_up(mediation_id=pk, is_kept=True, actor=actor, at=begun + 25 * DAY)
