"""What dispatchers, departments, checkers and deciders do with orders."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from jiezhi.concerns.actions import Verdict, answer_callback
from jiezhi.core.deadlines import LimitUnit
from jiezhi.mediation import actions as mediation
from jiezhi.mediation.choices import DisputeKind, OtherBody
from jiezhi.mediation.models import Mediation
from jiezhi.supervision.actions import put_mark
from jiezhi.supervision.choices import MarkKinds
from jiezhi.workorders import actions
from jiezhi.workorders.choices import UNFINISHED, HandOverMode, OrderState, SendBackReason
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.workflow import return_verb
from tests.laws.town import Town, picked, picks

OUT = ("dispatched", "requested", "called", "transferred")
TAKES = {
    "": actions.accept_order,
    HandOverMode.DIRECT: actions.accept_order,
    HandOverMode.AGREED: actions.accept_order,
    HandOverMode.REQUESTED: actions.agree_to_order,
    HandOverMode.CALLED: actions.report_for_duty,
    HandOverMode.TRANSFERRED: actions.take_over_order,
}


class Orders(Town):
    """Orders go out, come back, are handed on, wait, get more time, and are reported done."""

    @rule(number=picks, body=picks)
    def dispatch(self, number: int, body: int) -> None:
        order = self.order(number, "sent_back", "opened") or self.order(number)
        if order is not None:
            self._dispatch(order, body)

    def _dispatch(self, order: WorkOrder, body: int) -> None:
        given = {"order_id": order.pk, "department_id": self.body(body).pk, "seen_version": order.version}
        self.tried(actions.dispatch_order, **given, note="请办理", actor=self.dispatcher)

    @rule(number=picks)
    def take_on(self, number: int) -> None:
        order = self.order(number, *OUT) or self.order(number)
        if order is not None:
            self._take_on(order)

    def _take_on(self, order: WorkOrder) -> None:
        given = {"order_id": order.pk, "seen_version": order.version, **self.voice_of(order.lead_id)}
        if order.hand_over == HandOverMode.TRANSFERRED:
            given |= {"their_number": "QJ-1", "promised_on": None}
        self.tried(TAKES[order.hand_over], **given)

    @rule(number=picks, goes_well=st.booleans())
    def carry_on(self, number: int, goes_well: bool) -> None:
        """Do what comes next with an order, so that walks reach the ends as often as the beginnings."""
        order = self.order(number, *(state for state in UNFINISHED if state != OrderState.WAITING))
        if order is None:
            return
        if order.state == OrderState.AWAITING_CALLBACK:
            self._hear(order, goes_well)
        elif order.state == OrderState.AWAITING_CHECK:
            self._check(order, goes_well)
        elif order.state == OrderState.IN_HAND:
            self._resolve(order, "无需等待")
        elif order.state in OUT:
            self._take_on(order)
        else:
            self._dispatch(order, number)

    def _hear(self, order: WorkOrder, goes_well: bool) -> None:
        """Let everybody who reported an order say what they think of it."""
        for concern in order.concerns.order_by("pk"):
            verdict = Verdict(was_solved=True, was_satisfied=goes_well)
            given = {"concern_id": concern.pk, "verdict": verdict, "actor": self.holder_of(concern)}
            self.tried(answer_callback, **given)

    @rule(number=picks)
    def give_back(self, number: int) -> None:
        order = self.order(number, *OUT, "in_hand") or self.order(number)
        if order is None:
            return
        given = {
            "order_id": order.pk,
            "note": "不归我们",
            "seen_version": None,
            **self.voice_of(order.lead_id),
        }
        if return_verb(order.hand_over) == "decline":
            self.tried(actions.decline_order, **given)
        else:
            self.tried(actions.send_back_order, reason=SendBackReason.NOT_OURS, **given)

    @rule(number=picks, body=picks, by_lead=st.booleans())
    def hand_on(self, number: int, body: int, by_lead: bool) -> None:
        order = self.order(number, *OUT, "in_hand") or self.order(number)
        if order is None:
            return
        actor = self.hands.get(order.lead_id) if by_lead else None
        given = {
            "order_id": order.pk,
            "department_id": self.body(body).pk,
            "note": "归口",
            "seen_version": None,
        }
        self.tried(actions.reassign_order, **given, actor=actor or self.dispatcher)

    @rule(number=picks, amount=st.integers(1, 3))
    def ask_for_time(self, number: int, amount: int) -> None:
        order = self.order(number, "in_hand") or self.order(number)
        actor = self.hands.get(order.lead_id) if order is not None else None
        if order is not None and actor is not None:
            given = {"order_id": order.pk, "amount": amount, "unit": LimitUnit(order.limit_unit)}
            self.tried(actions.ask_extension, **given, reason="等待配件", actor=actor)

    @rule(number=picks, is_granted=st.booleans())
    def decide_on_time(self, number: int, is_granted: bool) -> None:
        order = self.order(number, "in_hand") or self.order(number)
        if order is not None:
            given = {"order_id": order.pk, "is_granted": is_granted, "note": "已核"}
            self.tried(actions.decide_extension, **given, actor=self.office.leader.actor)

    @rule(number=picks, without=st.sampled_from(["", "他们没有回音"]))
    def resolve(self, number: int, without: str) -> None:
        order = self.order(number, "in_hand") or self.order(number)
        if order is not None:
            self._resolve(order, without)

    def _resolve(self, order: WorkOrder, without: str) -> None:
        given = {"order_id": order.pk, "reply": "已更换灯泡", "seen_version": None}
        given |= {"without_supports": without, **self.voice_of(order.lead_id)}
        self.tried(actions.resolve_order, **given)

    @rule(number=picks, passes=st.booleans())
    def check(self, number: int, passes: bool) -> None:
        order = self.order(number, "awaiting_check") or self.order(number)
        if order is not None:
            self._check(order, passes)

    def _check(self, order: WorkOrder, passes: bool) -> None:
        deed = actions.pass_check if passes else actions.fail_check
        given = {"order_id": order.pk, "note": "看过", "seen_version": None}
        self.tried(deed, **given, actor=self.office.grid_worker.actor)

    @rule(number=picks)
    def mediate(self, number: int) -> None:
        order = self.order(number, "in_hand") or self.order(number)
        if order is not None:
            committee = self.office.committee.pk
            draft = mediation.MediationDraft(DisputeKind.NEIGHBOURS, "漏水赔偿", committee, order.pk)
            self.tried(mediation.open_mediation, draft=draft, actor=self.dispatcher)

    @rule(number=picks, refers=st.booleans())
    def end_mediation(self, number: int, refers: bool) -> None:
        rows = Mediation.objects.filter(sub_district=self.office.street).order_by("pk")
        found = picked(rows.filter(outcome_at=None), number) or picked(rows, number)
        if found is None:
            return
        given = {"mediation_id": found.pk, "actor": self.dispatcher}
        if refers:
            today = self.at.date()
            given |= {
                "body": OtherBody.COURT,
                "body_name": "明湖区人民法院",
                "referred_on": today,
                "receipt": "",
            }
            self.tried(mediation.refer, **given)
        else:
            self.tried(mediation.end_mediation, reason="双方不愿继续", **given)

    @rule(number=picks, kind=st.sampled_from([MarkKinds.REMINDER, MarkKinds.YELLOW_CARD, MarkKinds.RED_CARD]))
    def mark(self, number: int, kind: MarkKinds) -> None:
        order = self.order(number)
        if order is not None:
            given = {"order_id": order.pk, "kind": kind, "note": "请抓紧", "actor": self.office.leader.actor}
            self.tried(put_mark, **given)
