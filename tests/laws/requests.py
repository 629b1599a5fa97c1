"""What residents, superiors and dispatchers do with requests."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from jiezhi.concerns import actions
from jiezhi.concerns.actions import Confirmation, Verdict
from jiezhi.concerns.choices import ObjectionGround, ObjectionOutcome
from jiezhi.concerns.models import SuperiorOrder
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.workorders.actions import accept_order, resolve_order
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.models import WorkOrder
from tests.factories.above import superior_order
from tests.factories.workorders import submitted_concern
from tests.laws.town import BETWEEN_DEEDS, MOST_REQUESTS, Town, picked, picks

kinds = st.sampled_from(["lamp", "rubbish", "enquiry"])
"""The matters of the street: asked about afterwards, checked on site first, or answered and no more."""

STAGES = ("out", "in hand", "reported")
"""How far an order has come when a walk begins."""


class Requests(Town):
    """Requests come, are understood, joined, objected to, answered, and taken up again."""

    @initialize(kind=kinds, others=kinds, stages=st.lists(st.sampled_from(STAGES), min_size=2, max_size=2))
    def begin_with_work(self, kind: str, others: str, stages: list[str]) -> None:
        """Two orders that are under way and a request that waits: a walk that begins with nothing does little."""
        for name in (kind, others):
            self.submit()
            self.confirm(0, name, UrgencyTier.NORMAL, None)
        self.submit()
        orders = WorkOrder.objects.filter(sub_district=self.office.street, lead=self.office.lighting)
        for order, stage in zip(orders.order_by("pk"), stages, strict=False):
            given = {"order_id": order.pk, "seen_version": None, "actor": self.office.officer.actor}
            if stage != "out":
                self.tried(accept_order, **given)
            if stage == "reported":
                self.tried(resolve_order, reply="已更换灯泡", **given)

    @precondition(lambda self: len(self.told) < MOST_REQUESTS)
    @rule()
    def submit(self) -> None:
        self.at += BETWEEN_DEEDS
        self.told.append(submitted_concern(self.office, at=self.at).concern.pk)
        self.happened += 1

    @precondition(lambda self: len(self.told) < MOST_REQUESTS)
    @rule()
    def come_from_above(self) -> None:
        self.at += BETWEEN_DEEDS
        self.told.append(superior_order(self.office, at=self.at).concern_id)
        self.happened += 1

    @rule(number=picks)
    def ask_reporter(self, number: int) -> None:
        concern = self.concern(number, "submitted", "asked")
        if concern is not None:
            given = {"concern_id": concern.pk, "question": "在几号楼？", "seen_version": None}
            self.tried(actions.ask_reporter, **given, actor=self.dispatcher)

    @rule(number=picks)
    def add_words(self, number: int) -> None:
        concern = self.concern(number)
        if concern is not None:
            given = {"concern_id": concern.pk, "words": "在3号楼东边", "actor": self.holder_of(concern)}
            self.tried(actions.add_words, **given)

    @rule(
        number=picks,
        kind=kinds,
        urgency=st.sampled_from(UrgencyTier),
        body=st.none() | picks,
    )
    def confirm(self, number: int, kind: str, urgency: UrgencyTier, body: int | None) -> None:
        concern = self.concern(number, "submitted", "asked") or self.concern(number)
        if concern is None:
            return
        department_id = None if body is None else self.body(body).pk
        decided = Confirmation(
            matter_id=getattr(self.office, kind).pk,
            brief="修复3号楼前的路灯",
            department_id=department_id,
            urgency=urgency,
        )
        given = {"concern_id": concern.pk, "confirmation": decided, "seen_version": concern.version}
        self.tried(actions.confirm_concern, **given, actor=self.dispatcher)

    @rule(number=picks)
    def answer_on_spot(self, number: int) -> None:
        concern = self.concern(number, "submitted", "asked")
        if concern is not None:
            given = {"concern_id": concern.pk, "matter_id": self.office.enquiry.pk, "reply": "请到窗口办理"}
            self.tried(actions.answer_concern, **given, seen_version=None, actor=self.dispatcher)

    @rule(number=picks, other=picks)
    def join(self, number: int, other: int) -> None:
        concern, order = self.concern(number, "submitted", "asked"), self.order(other)
        if concern is not None and order is not None:
            given = {"concern_id": concern.pk, "order_id": order.pk, "seen_version": None}
            self.tried(actions.join_concern, **given, actor=self.dispatcher)

    @rule(number=picks, other=picks)
    def merge(self, number: int, other: int) -> None:
        one = self.order(number, "dispatched", "in_hand", "sent_back", "requested", "called")
        two = self.order(other)
        if one is not None and two is not None:
            self.tried(merge_orders, absorbed_id=one.pk, staying_id=two.pk, actor=self.dispatcher)

    @rule(number=picks)
    def part(self, number: int) -> None:
        merged = WorkOrder.objects.filter(sub_district=self.office.street).exclude(merged_into=None)
        order = picked(merged.order_by("pk"), number)
        if order is not None:
            self.tried(undo_merge, absorbed_id=order.pk, note="是两件事", actor=self.dispatcher)

    @rule(number=picks)
    def object(self, number: int) -> None:
        superior = self._superior(number)
        if superior is not None:
            given = {"superior_id": superior.pk, "ground": ObjectionGround.OTHERS_DUTY, "basis": "履职清单"}
            self.tried(actions.raise_objection, **given, actor=self.dispatcher)

    @rule(number=picks, outcome=st.sampled_from(ObjectionOutcome))
    def decide(self, number: int, outcome: ObjectionOutcome) -> None:
        superior = self._superior(number, state="objected")
        if superior is not None:
            given = {"superior_id": superior.pk, "outcome": outcome, "actor": self.dispatcher}
            self.tried(actions.answer_objection, **given)

    @rule(number=picks)
    def hand_reply_over(self, number: int) -> None:
        superior = self._superior(number, state="open")
        if superior is not None:
            self.tried(actions.hand_over_replies, superior_ids=[superior.pk], actor=self.dispatcher)

    @rule(number=picks, was_solved=st.booleans(), was_satisfied=st.booleans())
    def answer(self, number: int, was_solved: bool, was_satisfied: bool) -> None:
        order = self.order(number, "awaiting_callback") or self.order(number, "closed")
        concern = picked(order.concerns.order_by("pk"), number) if order else self.concern(number)
        if concern is not None:
            verdict = Verdict(was_solved=was_solved, was_satisfied=was_satisfied)
            given = {"concern_id": concern.pk, "verdict": verdict, "actor": self.holder_of(concern)}
            self.tried(actions.answer_callback, **given)

    @rule(number=picks)
    def excuse(self, number: int) -> None:
        order = self.order(number, "awaiting_callback", "closed")
        concern = picked(order.concerns.order_by("pk"), number) if order else None
        if concern is not None:
            given = {"concern_id": concern.pk, "note": "三次无人接听", "actor": self.dispatcher}
            self.tried(actions.excuse_callback, **given)

    @rule(number=picks)
    def ask_again(self, number: int) -> None:
        concern = self.concern(number, "received")
        if concern is not None:
            given = {"concern_id": concern.pk, "words": "又坏了", "actor": self.holder_of(concern)}
            self.tried(actions.ask_reopening, **given)

    def _superior(self, number: int, **wanted: str) -> SuperiorOrder | None:
        rows = SuperiorOrder.objects.filter(sub_district=self.office.street, **wanted).order_by("pk")
        return picked(rows, number)
