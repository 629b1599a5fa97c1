"""What a server does all day: requests come in, orders move. It writes down what it has acknowledged."""

import os
import random
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from jiezhi.accounts.models import User
from jiezhi.concerns.actions import (
    Confirmation,
    Submission,
    Verdict,
    answer_callback,
    confirm_concern,
    submit_concern,
)
from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.models import Department, Matter, PostHolding
from jiezhi.organisation.queries import staff_actor
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.places.queries import Spot
from jiezhi.workorders.actions import accept_order, pass_check, resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office
from tests.factories.offices import Staff

ROLES = (
    "dispatcher",
    "officer",
    "community_worker",
    "grid_worker",
    "leader",
    "operator",
    "post_keeper",
    "auditor",
)


def actor_of_role(code: str) -> Actor:
    """The actor who holds a role in the only office there is."""
    holdings = PostHolding.objects.filter(post__role__code=code)
    for holding in holdings:
        actor = staff_actor(user_id=holding.user_id, on=datetime.now(UTC).date())
        if actor is not None:
            return actor
    raise LookupError(code)


def small_office() -> Office:
    """The only office there is, as the factories know it."""
    departments = {row.name: row for row in Department.objects.select_related("community")}
    matters = {row.name: row for row in Matter.objects.all()}
    community = Community.objects.get()
    staff = {code: _staff(code) for code in ROLES}
    return Office(
        street=SubDistrict.objects.get(),
        community=community,
        estate=Estate.objects.get(),
        front_desk=next(row for name, row in departments.items() if name.startswith("党群服务中心")),
        lighting=next(row for name, row in departments.items() if name.startswith("路灯管理所")),
        committee=next(row for row in departments.values() if row.community == community),
        lamp=matters["路灯不亮"],
        rubbish=matters["暴露垃圾"],
        enquiry=matters["政策咨询"],
        **staff,
        keeper=_staff("account_keeper"),
        second_keeper=_staff("account_keeper"),
    )


def _staff(code: str) -> Staff:
    actor = actor_of_role(code)
    return Staff(User.objects.get(pk=actor.id), actor)


class Server:
    """One server process. `diary` is what its clients remember: every line was acknowledged to somebody."""

    def __init__(self, seed: int, diary: Path) -> None:
        self.chance = random.Random(seed)
        self.diary_path = diary
        self.diary = os.open(diary, os.O_WRONLY | os.O_APPEND)
        self.street = SubDistrict.objects.get()
        self.estate = Estate.objects.get()
        self.matters = list(Matter.objects.filter(flow__in=["concern", "event"]))
        roles = ("dispatcher", "officer", "grid_worker")
        self.dispatcher, self.officer, self.grid_worker = (actor_of_role(code) for code in roles)

    def run(self) -> None:
        self.resubmit()
        verbs = (self.submit, self.submit, self.confirm, self.accept, self.resolve, self.check, self.answer)
        while True:
            try:
                self.chance.choice(verbs)()
            except DomainError:  # somebody else was quicker
                continue

    def note(self, *words: object) -> None:
        os.write(self.diary, (" ".join(str(word) for word in words) + "\n").encode())

    def resubmit(self) -> None:
        """A resident whose page never answered sends the same form again."""
        lines = [line.split() for line in self.diary_path.read_text().splitlines()]
        tried = {line[1] for line in lines if line[0] == "tried"}
        for key in sorted(tried - {line[1] for line in lines if line[0] == "submitted"}):
            self.submit(UUID(key))

    def submit(self, key: UUID | None = None) -> None:
        key = key or UUID(int=self.chance.getrandbits(128), version=4)
        self.note("tried", key)
        estate = self.estate
        submission = Submission(
            key=key,
            words="3号楼前的路灯不亮",
            spot=Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat),
        )
        visitor = Actor(
            kind=ActorKind.VISITOR,
            id="",
            sub_district_id=self.street.pk,
            permissions=frozenset({SUBMIT.code}),
        )
        receipt = submit_concern(submission=submission, actor=visitor, at=datetime.now(UTC))
        self.note("submitted", key, receipt.concern.number, receipt.code)

    def confirm(self) -> None:
        concern = Concern.objects.filter(state=ConcernState.SUBMITTED).order_by("?").first()
        if concern is None:
            return
        matter = self.chance.choice(self.matters)
        order = confirm_concern(
            concern_id=concern.pk,
            confirmation=Confirmation(matter_id=matter.pk, brief="修复路灯"),
            seen_version=concern.version,
            actor=self.dispatcher,
            at=datetime.now(UTC),
        )
        self.note("moved", order.pk, "open")
        self.note("moved", order.pk, "dispatch")

    def _order(self, state: OrderState) -> WorkOrder | None:
        return WorkOrder.objects.filter(state=state).order_by("?").first()

    def accept(self) -> None:
        order = self._order(OrderState.DISPATCHED)
        if order is not None:
            accept_order(
                order_id=order.pk, seen_version=order.version, actor=self.officer, at=datetime.now(UTC)
            )
            self.note("moved", order.pk, "accept")

    def resolve(self) -> None:
        order = self._order(OrderState.IN_HAND)
        if order is not None:
            resolve_order(
                order_id=order.pk,
                reply="已修好",
                seen_version=order.version,
                actor=self.officer,
                at=datetime.now(UTC),
            )
            self.note("moved", order.pk, "resolve")

    def check(self) -> None:
        order = self._order(OrderState.AWAITING_CHECK)
        if order is not None:
            pass_check(
                order_id=order.pk,
                note="已看过",
                seen_version=order.version,
                actor=self.grid_worker,
                at=datetime.now(UTC),
            )
            self.note("moved", order.pk, "pass_check")

    def answer(self) -> None:
        order = self._order(OrderState.AWAITING_CALLBACK)
        if order is None:
            return
        concern = order.concerns.get()
        is_good = self.chance.random() < 0.7
        holder = code_holder(sub_district_id=self.street.pk, code_digest=concern.code_digest)
        before = order.reopened_count
        order = answer_callback(
            concern_id=concern.pk,
            verdict=Verdict(was_solved=is_good, was_satisfied=is_good),
            actor=holder,
            at=datetime.now(UTC),
        )
        self.note("moved", order.pk, "reopen" if order.reopened_count > before else "close")
