"""Carries out one made-up request, step by step, through the same actions that people use."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from jiezhi.concerns import actions as concerns
from jiezhi.concerns.choices import Channel, RightKind
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.core.deadlines import LimitUnit, WorkingCalendar
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Matter
from jiezhi.organisation.queries import lead_for, require_lead
from jiezhi.places.models import Estate
from jiezhi.places.queries import Spot
from jiezhi.project.demo.lists import CITY_OFFICE, ENFORCEMENT, POWER, WATER
from jiezhi.project.demo.stories import ENDINGS, Story
from jiezhi.project.demo.ways import by_its_way, written_by
from jiezhi.workorders import actions as orders
from jiezhi.workorders.choices import ANSWER_AWAITED, OrderState, SendBackReason, UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.supports import open_supports

WRONG_LEADS = {
    "food": ENFORCEMENT,
    "lamp": POWER,
    "property": POWER,
    "illegal-building": CITY_OFFICE,
    "dispute": WATER,
}
"""To whom a dispatcher in a hurry sends such a matter first."""

WAITS_MIN = {
    "receive": (8, 50),
    "accept": (12, 90),
    "send_back": (25, 80),
    "dispatch": (10, 40),
    "add_words": (60, 300),
    "check": (40, 200),
    "praise": (60, 500),
    "excuse": (300, 600),
    "resolve_quickly": (45, 160),
}
"""Working minutes that a step takes, least and most; steps not named here take their time from the limit."""
OTHER_WAIT_MIN = (20, 120)
PRAISE = ("处理得挺快，谢谢。", "已经好了，谢谢你们。", "问题解决了，态度也好。", "", "", "希望以后能保持。")


@dataclass(frozen=True)
class Cast:
    """Everybody and everything that a story needs, looked up once."""

    street_id: UUID
    dispatcher: Actor
    leader: Actor
    by_department: dict[UUID, Actor]
    grid_workers: dict[UUID, Actor]
    department_ids: dict[str, UUID]
    matters: dict[str, Matter]
    estates: dict[str, Estate]
    calendar: WorkingCalendar


@dataclass
class Play:
    """One request on its way.

    Args:
        number: Its place among all stories; its form's key comes from it.
        at: When it comes in; moves on with every step.
    """

    story: Story
    cast: Cast
    number: int
    at: datetime
    rng: Random
    concern: Concern = field(init=False)
    order: WorkOrder = field(init=False)

    @property
    def matter(self) -> Matter:
        return self.cast.matters[self.story.matter]

    @property
    def steps(self) -> list[str]:
        """Give what happens after the request came in."""
        has_check = self.matter.flow == FlowName.EVENT
        return [step for step in ENDINGS[self.story.ending] if has_check or step != "check"]

    def next_at(self, step: str) -> datetime:
        """Give when a step is taken, in working time from the last one."""
        calendar = self.cast.calendar
        if step == "resolve_late" and self.order.due_at:
            return calendar.add_working_time(self.order.due_at, timedelta(minutes=self.rng.randint(70, 400)))
        if step == "resolve" and self.order.due_at and self.order.limit_unit != LimitUnit.NATURAL_HOURS:
            left_min = calendar.working_minutes_between(self.at, self.order.due_at)
            part = 0.2 + 0.5 * self.rng.random()
            return calendar.add_working_time(self.at, timedelta(minutes=int(left_min * part) + 5))
        wait_min = self.rng.randint(*WAITS_MIN.get(step, OTHER_WAIT_MIN))
        return calendar.add_working_time(self.at, timedelta(minutes=wait_min))

    def come_in(self) -> None:
        """Make the request."""
        is_anonymous = self.rng.random() < 0.25 and not self.story.phone
        submission = concerns.Submission(
            key=uuid5(NAMESPACE_URL, f"jiezhi-demo-{self.number}"),
            words=self.story.words,
            spot=self._spot,
            # No operator gives out numbers that begin with 120.
            phone="" if is_anonymous else self.story.phone or f"120000{self.number:05}",
            place_note="" if is_anonymous else f"{self.rng.randint(1, 18)}幢{self.rng.randint(1, 4)}单元附近",
            channel=self._channel,
            # A past that is loaded as a whole: nobody stood by to answer the duty desk.
            is_old=True,
        )
        submission = by_its_way(submission, part=1.0)
        visitor = Actor(ActorKind.VISITOR, "", self.cast.street_id, frozenset({SUBMIT.code}))
        actor = written_by(submission, self.cast.dispatcher) or visitor
        self.concern = concerns.submit_concern(submission=submission, actor=actor, at=self.at).concern

    @property
    def _channel(self) -> Channel:
        chosen = self.rng.choices((Channel.PORTAL, Channel.PHONE, Channel.COUNTER), weights=(7, 2, 1))[0]
        return self.story.channel or chosen

    def take(self, step: str) -> None:
        """Take a step now."""
        getattr(self, f"_{step}")()

    @property
    def _handler(self) -> Actor:
        assert self.order.lead_id is not None  # noqa: S101 - only dispatched orders are handled
        return self.cast.by_department[self.order.lead_id]

    @property
    def _wrong_lead(self) -> UUID:
        return self.cast.department_ids[WRONG_LEADS[self.story.matter]]

    def _receive(self, *, lead: UUID | None = None, urgency: UrgencyTier = UrgencyTier.NORMAL) -> None:
        self.order = concerns.confirm_concern(
            concern_id=self.concern.pk,
            confirmation=concerns.Confirmation(self.matter.pk, self.story.brief, lead, urgency),
            seen_version=None,
            actor=self.cast.dispatcher,
            at=self.at,
        )

    def _receive_urgently(self) -> None:
        self._receive(urgency=UrgencyTier.URGENT)

    def _receive_wrongly(self) -> None:
        self._receive(lead=self._wrong_lead)

    def _answer_at_once(self) -> None:
        self.order = concerns.answer_concern(
            concern_id=self.concern.pk,
            matter_id=self.matter.pk,
            reply=self.story.reply,
            seen_version=None,
            actor=self.cast.dispatcher,
            at=self.at,
        )

    def _ask_reporter(self) -> None:
        concerns.ask_reporter(
            concern_id=self.concern.pk,
            question=self.story.aside.partition("|")[0],
            seen_version=None,
            actor=self.cast.dispatcher,
            at=self.at,
        )

    def _add_words(self) -> None:
        words = self.story.aside.partition("|")[2]
        concerns.add_words(concern_id=self.concern.pk, words=words, actor=self._reporter, at=self.at)

    def _accept(self) -> None:
        if self.order.state == OrderState.TRANSFERRED:
            self.order = orders.take_over_order(
                order_id=self.order.pk,
                their_number=f"MH-{self.number:04}",
                promised_on=None,
                seen_version=None,
                actor=self._handler,
                at=self.at,
            )
            return
        answer = orders.accept_order
        if self.order.state == OrderState.REQUESTED:
            answer = orders.agree_to_order
        elif self.order.state == OrderState.CALLED:
            answer = orders.report_for_duty
        self.order = answer(order_id=self.order.pk, seen_version=None, actor=self._handler, at=self.at)

    def _send_back(self) -> None:
        if self.order.state in ANSWER_AWAITED:
            self.order = orders.decline_order(
                order_id=self.order.pk,
                note=self.story.aside,
                seen_version=None,
                actor=self._handler,
                at=self.at,
            )
            return
        is_first = not self.order.sent_back_count
        self.order = orders.send_back_order(
            order_id=self.order.pk,
            reason=SendBackReason.NOT_OURS if is_first else SendBackReason.NOT_ENOUGH,
            note=self.story.aside,
            seen_version=None,
            actor=self._handler,
            at=self.at,
        )

    def _dispatch(self) -> None:
        self.order = orders.dispatch_order(
            order_id=self.order.pk,
            department_id=self._listed_lead,
            seen_version=None,
            actor=self.cast.dispatcher,
            at=self.at,
        )

    def _hand_on(self) -> None:
        self.order = orders.reassign_order(
            order_id=self.order.pk,
            department_id=self._listed_lead,
            note=self.story.aside,
            seen_version=None,
            actor=self._handler,
            at=self.at,
        )

    def _ask_time(self) -> None:
        orders.ask_extension(
            order_id=self.order.pk,
            amount=min(3, self.order.limit_amount),
            unit=LimitUnit(self.order.limit_unit),
            reason=self.story.aside,
            actor=self._handler,
            at=self.at,
        )

    def _grant_time(self) -> None:
        self.order = orders.decide_extension(
            order_id=self.order.pk,
            is_granted=True,
            note="情况属实，同意。",
            actor=self.cast.leader,
            at=self.at,
        )

    def _resolve(self) -> None:
        self._let_supports_report()
        self.order = orders.resolve_order(
            order_id=self.order.pk,
            reply=self.story.reply,
            seen_version=None,
            without_supports="现场处置不需要再等配合，先行办结。",
            actor=self._handler,
            at=self.at,
        )

    def _let_supports_report(self) -> None:
        """Let the first department beside the lead do its part; the others are silent, and the lead goes on alone."""
        for support in open_supports(self.order)[:1]:
            orders.report_support(
                support_id=support.pk,
                reply="已到场配合，情况已现场交接。",
                actor=self.cast.by_department[support.department_id],
                at=self.at,
            )

    _resolve_late = _resolve_quickly = _resolve

    def _check(self) -> None:
        self.order = orders.pass_check(
            order_id=self.order.pk,
            note="现场已完成。",
            seen_version=None,
            actor=self._grid_worker,
            at=self.at,
        )

    def _fail_check(self) -> None:
        self.order = orders.fail_check(
            order_id=self.order.pk,
            note=self.story.aside,
            seen_version=None,
            actor=self._grid_worker,
            at=self.at,
        )

    def _praise(self) -> None:
        self._answer(
            concerns.Verdict(
                was_solved=True, was_satisfied=True, words=self.rng.choice(PRAISE), likes_service=True
            )
        )

    def _grumble(self) -> None:
        words = "事情是办了，就是拖得太久，也没人说一声。"
        self._answer(concerns.Verdict(was_solved=True, was_satisfied=False, words=words, likes_service=False))

    def _complain(self) -> None:
        words = "没有解决，过两天又跟原来一样。"
        self._answer(concerns.Verdict(was_solved=False, was_satisfied=False, words=words, likes_service=True))

    def _answer(self, verdict: concerns.Verdict) -> None:
        self.order = concerns.answer_callback(
            concern_id=self.concern.pk, verdict=verdict, actor=self._reporter, at=self.at
        )

    def _ask_correction(self) -> None:
        wish = concerns.Wish(
            uuid5(self.concern.submission_key, "right"), RightKind.CORRECT, new_phone="12000099001"
        )
        concerns.ask_privacy_right(about_id=self.concern.pk, wish=wish, actor=self._reporter, at=self.at)

    def _excuse(self) -> None:
        self.order = concerns.excuse_callback(
            concern_id=self.concern.pk,
            note="上午、下午和傍晚各打过一次电话，都没有人接。",
            actor=self.cast.dispatcher,
            at=self.at,
        )

    @property
    def _reporter(self) -> Actor:
        return code_holder(sub_district_id=self.cast.street_id, code_digest=self.concern.code_digest)

    @property
    def _grid_worker(self) -> Actor:
        assert self.order.community_id is not None  # noqa: S101 - every demo estate lies in a community
        return self.cast.grid_workers[self.order.community_id]

    @property
    def _listed_lead(self) -> UUID:
        choice = lead_for(matter=self.matter, spot=self._spot, on=self.cast.calendar.day_of(self.at))
        return require_lead(choice, self.matter).pk

    @property
    def _spot(self) -> Spot:
        estate = self.cast.estates[self.story.estate]
        return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)
