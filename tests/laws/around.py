"""What stands around an order: chains of approvals, property companies, patrol, disputes, and second thoughts."""

from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from jiezhi.chains.actions import ChainDraft, start_chain
from jiezhi.chains.models import ApprovalChain
from jiezhi.fieldwork.actions import take_report
from jiezhi.mediation import actions as mediation
from jiezhi.mediation.choices import AgreementForm, PartyKind, Side
from jiezhi.mediation.models import Mediation
from jiezhi.organisation.choices import FlowName
from jiezhi.property import actions as property_actions
from jiezhi.property.choices import AnswerWay, CallState, CompanyWord
from jiezhi.property.models import CompanyCall
from jiezhi.property.tasks import note_late_calls
from jiezhi.supervision.actions import CallingOff, call_off_emergency
from jiezhi.supervision.choices import CallOffReason
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders import actions
from jiezhi.workorders.choices import ReopenReason
from jiezhi.workorders.models import WorkOrder
from tests.factories.chains import make_template
from tests.factories.fieldwork import report_draft
from tests.factories.mediation import make_mediator
from tests.factories.property import make_company, make_contract, make_duty
from tests.laws.requests import kinds
from tests.laws.town import START, Town, picked, picks

MOST_REPORTS, MOST_CHAINS = 3, 2
SEEN = ("楼前堆着垃圾", "路灯不亮", "三号楼楼道里着火了")
"""What is seen on patrol; the last of it tells of a danger."""


class Around(Town):
    """An order serves a chain or is a step of one, asks a company, waits for a dispute, or comes from patrol."""

    def __init__(self) -> None:
        super().__init__()
        self.reported: dict[UUID, str] = {}
        self.drafts: dict[UUID, object] = {}
        self.chains: list[UUID] = []

        self._know_the_neighbours()

    def _know_the_neighbours(self) -> None:
        """A company that serves the estate, a mediator, and a template whose last step waits for two."""
        office = self.office
        self.duty_asked = make_duty(office, at=START)
        make_contract(office, make_company(office, at=START), self.duty_asked, at=START)
        self.mediator = make_mediator(office, at=START)
        steps = [
            ("现场勘查", office.lighting, 2, ()),
            ("道路意见", self.roads, 3, (1,)),
            ("规划意见", self.bureau, 1, (1,)),
            ("出具结论", office.front_desk, 1, (2, 3)),
        ]
        self.template = make_template(office, steps, at=START)

    @initialize()
    def begin_around(self) -> None:
        """A chain is under way, and something was seen on patrol."""
        self.start_chain(0, serves_order=False)
        self.report(0, "rubbish", is_new=True)

    @rule(number=picks, serves_order=st.booleans())
    def start_chain(self, number: int, serves_order: bool) -> None:
        order = self.order(number) if serves_order else None
        if len(self.chains) >= MOST_CHAINS or (serves_order and order is None):
            return
        estate = None if order else self.office.estate.pk
        draft = ChainDraft(self.template.pk, "加装路灯联审", order.pk if order else None, estate)
        chain = self.tried(start_chain, draft=draft, actor=self.dispatcher)
        self.chains += [chain.pk] if chain is not None else []

    @precondition(lambda self: self.chains)
    @rule(number=picks, goes_well=st.booleans())
    def carry_step_on(self, number: int, goes_well: bool) -> None:
        """Do what comes next with a step, so that chains come to their end; a step that is done may be taken back."""
        steps = WorkOrder.objects.filter(sub_district=self.office.street, origin_kind="chains.step")
        order = picked(steps.exclude(state="closed").order_by("pk"), number)
        if order is None or not goes_well:
            self.take_back(number)
        elif order.state == "in_hand":
            self._resolve(order, "无需等待")
        elif order.state in ("opened", "sent_back"):
            self._dispatch(order, number)
        else:
            self._take_on(order)

    @rule(number=picks)
    def take_back(self, number: int) -> None:
        """Whoever assigned a task says that it is not done after all."""
        tasks = WorkOrder.objects.filter(sub_district=self.office.street, flow=FlowName.TASK)
        order = picked(tasks.filter(state="closed").order_by("pk"), number)
        if order is not None:
            given = {"order_id": order.pk, "reason": ReopenReason.NOT_SOLVED, "actor": self.dispatcher}
            self.tried(actions.reopen_order, **given)

    @rule(number=picks, kind=kinds, is_new=st.booleans())
    def report(self, number: int, kind: str, is_new: bool) -> None:
        """Report what was seen; sent twice from a street without network it is one report."""
        if is_new and len(self.reported) < MOST_REPORTS:
            key, words = uuid4(), SEEN[number % len(SEEN)]
            matter = getattr(self.office, kind).pk
            self.drafts[key] = report_draft(self.office, key=key, matter_id=matter, words=words)
        key = picked(self.drafts, number) if not is_new else next(reversed(self.drafts), None)
        if key is not None:
            taken = self.tried(take_report, draft=self.drafts[key], actor=self.office.grid_worker.actor)
            assert taken is not None
            assert self.reported.setdefault(key, taken.id) == taken.id, "a report became two orders"

    @rule(number=picks, kind=kinds, body=st.none() | picks)
    def file_anew(self, number: int, kind: str, body: int | None) -> None:
        """Correct the matter where an order goes out."""
        order = self.order(number, "sent_back", "opened") or self.order(number)
        if order is not None:
            given = {"order_id": order.pk, "matter_id": getattr(self.office, kind).pk, "seen_version": None}
            given["department_id"] = None if body is None else self.body(body).pk
            self.tried(actions.dispatch_order, **given, actor=self.dispatcher)

    @rule(number=picks)
    def call_danger_off(self, number: int) -> None:
        rows = EmergencyResponse.objects.filter(sub_district=self.office.street).order_by("pk")
        found = picked(rows.filter(answered_at=None), number) or picked(rows, number)
        if found is not None:
            actor = self.hands[self.duty[number % len(self.duty)].department_id]
            why = CallingOff(CallOffReason.FALSE_ALARM)
            self.tried(call_off_emergency, response_id=found.pk, why=why, actor=actor)

    @rule(number=picks, anew=st.booleans())
    def ask_company(self, number: int, anew: bool) -> None:
        order = self.order(number, "in_hand", "dispatched", "opened") or self.order(number)
        if order is None:
            return
        given = {"order_id": order.pk, "actor": self.dispatcher}
        if anew:
            self.tried(property_actions.ask_company, **given)
        else:
            self.tried(property_actions.confirm_duty, duty_id=self.duty_asked.pk, ask=True, **given)

    @rule(number=picks, word=st.none() | st.sampled_from(CompanyWord))
    def let_company_answer(self, number: int, word: CompanyWord | None) -> None:
        """The company answers; where it has no word, what it was asked is taken back."""
        rows = CompanyCall.objects.filter(sub_district=self.office.street).order_by("pk")
        call = picked(rows.filter(state=CallState.ASKED), number) or picked(rows, number)
        if call is None:
            return
        given = {"call_id": call.pk, "actor": self.dispatcher}
        if word is None:
            self.tried(property_actions.withdraw_call, **given)
            return
        answer = property_actions.CompanyAnswer(word, "本周内更换", "项目经理", self.at.date())
        given |= {"answer": answer, "way": AnswerWay.TELEPHONE, "said_at": self.at}
        self.tried(property_actions.record_answer, **given)

    @rule(number=picks, agrees=st.booleans())
    def take_dispute_on(self, number: int, agrees: bool) -> None:
        """Bring both sides together, and note what they agree on: the order that waited goes on."""
        rows = Mediation.objects.filter(sub_district=self.office.street).order_by("pk")
        found = picked(rows.filter(outcome_at=None), number) or picked(rows, number)
        if found is None:
            return
        given = {"mediation_id": found.pk, "actor": self.dispatcher}
        for side, name in ((Side.APPLICANT, "演示申请人"), (Side.RESPONDENT, "演示被申请人")):
            if not found.parties.filter(side=side).exists():
                party = mediation.PartyDraft(side, PartyKind.PERSON, name)
                self.tried(mediation.add_party, draft=party, **given)
        who = {"mediator_ids": [self.mediator.pk], "both_consent": True}
        self.tried(mediation.begin_mediation, **who, **given)
        if agrees:
            today = self.at.date()
            draft = mediation.AgreementDraft(
                AgreementForm.ORAL, "各让一步", today, today + timedelta(days=10)
            )
            self.tried(mediation.agree, draft=draft, **given)

    def run_timers(self) -> None:
        super().run_timers()
        note_late_calls(self.at)

    def chains_here(self) -> list[ApprovalChain]:
        """Give the chains with their steps."""
        rows = ApprovalChain.objects.filter(sub_district=self.office.street)
        return list(rows.prefetch_related("steps__order"))
