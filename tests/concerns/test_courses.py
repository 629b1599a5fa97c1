"""A law: requests that are imported with their courses are the rows that the deeds would have left."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from jiezhi.concerns.actions import (
    Confirmation,
    ProxyDraft,
    Submission,
    Verdict,
    add_words,
    answer_callback,
    answer_concern,
    ask_reporter,
    confirm_concern,
    excuse_callback,
    join_concern,
    submit_concern,
)
from jiezhi.concerns.choices import CallbackState, CalledBack, Channel, ExchangeKind, Relation
from jiezhi.concerns.codes import code_for, code_holder, digest_of
from jiezhi.concerns.courses import (
    ConcernCourse,
    PastExchange,
    PastRound,
    PastSuperior,
    import_concern_courses,
)
from jiezhi.concerns.models import Callback, Concern, ElderMonth, Exchange, ProxyEntry, SuperiorOrder
from jiezhi.concerns.permissions import IMPORT
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.actor import Actor, OriginRef, system_job
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.organisation.calendars import working_calendar
from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.organisation.models import Department, Matter, StepLimit
from jiezhi.organisation.queries import get_matter
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders import actions as orders
from jiezhi.workorders.choices import (
    MERGE_VERBS,
    WAITING_VERBS,
    ExtensionState,
    HandOverMode,
    OrderState,
    SendBackReason,
    UrgencyTier,
    Verb,
)
from jiezhi.workorders.courses import OrderCourse, PastStep, PastWish
from jiezhi.workorders.drafts import OrderDraft
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder
from jiezhi.workorders.workflow import FLOWS, HAND_OVER_VERBS, return_verb
from tests.factories import make_department, make_office, make_staff, settle
from tests.factories.above import make_source
from tests.factories.offices import Office, Staff
from tests.factories.workorders import MONDAY, spot_of, visitor

pytestmark = pytest.mark.django_db

WALKS = 64


@dataclass(frozen=True)
class Stage:
    """An office with a utility and a bureau besides, so that work can be handed on to who takes no orders."""

    office: Office
    second: Department
    second_officer: Staff
    front_officer: Staff
    bureau: Department
    bureau_officer: Staff

    @property
    def hands(self) -> dict[str, Actor]:
        office = self.office
        people = {
            "dispatcher": office.dispatcher, "officer": office.officer, "second": self.second_officer,
            "front": self.front_officer, "bureau": self.bureau_officer,
            "grid": office.grid_worker, "leader": office.leader,
        }  # fmt: skip
        return {name: staff.actor for name, staff in people.items()}

    @property
    def departments(self) -> dict[str, Department]:
        return {
            "lighting": self.office.lighting, "second": self.second, "front": self.office.front_desk,
            "bureau": self.bureau,
        }  # fmt: skip

    def matter(self, name: str) -> Matter:
        pk = getattr(self.office, name).pk
        return get_matter(sub_district_id=self.office.street.pk, matter_id=pk)

    def reporter(self, key: UUID) -> Actor:
        return code_holder(sub_district_id=self.office.street.pk, code_digest=digest_of(code_for(key)))


def make_stage() -> Stage:
    office = make_office()
    second = make_department(office.street, kind=DepartmentKind.UTILITY)
    bureau = make_department(office.street, kind=DepartmentKind.BUREAU)
    for matter in (office.lamp, office.rubbish, office.enquiry):
        for step in ("dispatched", "sent_back", "awaiting_check"):
            StepLimit.objects.create(
                sub_district=office.street, matter=matter, step=step, amount=4, unit="working_hours"
            )
    return Stage(
        office, second, make_staff(second, OFFICER), make_staff(office.front_desk, OFFICER), bureau,
        make_staff(bureau, OFFICER),
    )  # fmt: skip


@dataclass
class Walk:
    """One request, carried on by chance through real deeds, and written down in the names of the stage."""

    stage: Stage
    chance: Random
    key: UUID
    at: datetime
    matter: str
    urgency: UrgencyTier = UrgencyTier.NORMAL
    opened_at: datetime | None = None
    submitted_at: datetime = MONDAY
    steps: list[dict[str, object]] = field(default_factory=list)
    wishes: list[dict[str, object]] = field(default_factory=list)
    rounds: list[dict[str, object]] = field(default_factory=list)
    exchanges: list[tuple[ExchangeKind, str, datetime, str]] = field(default_factory=list)
    late_verdict: tuple[datetime, tuple[bool, bool, bool | None]] | None = None
    lead: str = "lighting"

    def submission(self, stage: Stage) -> Submission:
        words = {"lamp": "3号楼前路灯不亮", "rubbish": "垃圾堆放没人管", "enquiry": "咨询怎么办理"}
        phone = "120000" + f"{self.key.int % 100000:05}" if self.key.int % 3 else ""
        return Submission(
            key=self.key,
            words=words[self.matter],
            spot=spot_of(stage.office),
            phone=phone,
            channel=Channel.PHONE if self.is_taken_down else Channel.PORTAL,
            proxy=self.proxy,
            in_elder_mode=self.key.int % 4 == 1,
        )

    @property
    def is_taken_down(self) -> bool:
        return self.key.int % 5 == 0

    @property
    def taker(self) -> Actor | None:
        return self.stage.hands["dispatcher"] if self.is_taken_down else None

    @property
    def proxy(self) -> ProxyDraft | None:
        if self.is_taken_down:
            return ProxyDraft(Relation.SELF, has_agreed=True)
        acts = ProxyDraft(Relation.FAMILY, "12000012345", CalledBack.ACTING, has_agreed=True)
        return acts if self.key.int % 5 == 1 else None

    def pass_time(self) -> datetime:
        self.at += timedelta(minutes=self.chance.randint(1, 60 * 40))
        settle(self.at)
        return self.at

    def begin(self) -> None:
        office = self.stage.office
        self.submitted_at = self.at
        self.concern = submit_concern(
            submission=self.submission(self.stage), actor=self.taker or visitor(office), at=self.at
        ).concern
        settle(self.at)
        if self.chance.random() < 0.3:
            self.talk()
        dispatcher = self.stage.hands["dispatcher"]
        self.opened_at = self.pass_time()
        if self.matter == "enquiry" and self.chance.random() < 0.5:
            self.order = answer_concern(
                concern_id=self.concern.pk, matter_id=office.enquiry.pk, reply="带身份证", seen_version=None,
                actor=dispatcher, at=self.at,
            )  # fmt: skip
            self.note(Verb.ANSWER, "dispatcher", note="带身份证")
            self.lead = "front"
        else:
            self.urgency = self.chance.choice([UrgencyTier.NORMAL, UrgencyTier.NORMAL, UrgencyTier.URGENT])
            self.order = confirm_concern(
                concern_id=self.concern.pk,
                confirmation=Confirmation(
                    getattr(office, self.matter).pk, "处理居民反映的问题", office.lighting.pk, self.urgency
                ),
                seen_version=None, actor=dispatcher, at=self.at,
            )  # fmt: skip
            self.note(Verb.DISPATCH, "dispatcher", department="lighting")
        settle(self.at)

    def talk(self) -> None:
        asked_at = self.pass_time()
        actor = self.stage.hands["dispatcher"]
        ask_reporter(
            concern_id=self.concern.pk, question="哪一盏？", seen_version=None, actor=actor, at=asked_at
        )
        self.exchanges.append((ExchangeKind.QUESTION, "哪一盏？", asked_at, "dispatcher"))
        self.add()

    def add(self) -> None:
        said_at = self.pass_time()
        words = f"补充{len(self.exchanges)}"
        add_words(concern_id=self.concern.pk, words=words, actor=self.stage.reporter(self.key), at=said_at)
        self.exchanges.append((ExchangeKind.ADDITION, words, said_at, ""))

    def note(self, verb: Verb, hand: str, **more: object) -> None:
        self.steps.append({"verb": verb, "at": self.at, "hand": hand, **more})

    def go(self, most: int) -> None:
        for _ in range(most):
            self.order.refresh_from_db()
            deeds = [verb for verb in FLOWS[self.order.flow].verbs_from(self.order.state) if self.can(verb)]
            if not deeds:
                break
            yes = [verb for verb in deeds if verb in {Verb.AGREE, Verb.REPORT_IN, Verb.TAKE}]
            verb = Verb(self.chance.choice(yes if yes and self.chance.random() < 0.6 else deeds))
            self.pass_time()
            getattr(self, f"do_{verb}")()
            settle(self.at)
            if self.wishes_open() and self.chance.random() < 0.6:
                break
        self.order.refresh_from_db()
        if self.order.state in (OrderState.DISPATCHED, OrderState.IN_HAND) and self.chance.random() < 0.3:
            self.add()

    def can(self, verb: str) -> bool:
        if verb == Verb.REOPEN:
            return (
                not self.order.reopened_count
                and not (self.order.state == OrderState.CLOSED and self.late_verdict)
                and self.can_answer()
            )
        if verb in {Verb.SEND_BACK, Verb.DECLINE}:
            return verb == return_verb(self.order.hand_over)
        return verb not in {Verb.ANSWER, *WAITING_VERBS}

    def can_answer(self) -> bool:
        last = Callback.objects.filter(concern=self.concern).order_by("-round").first()
        return last is not None and last.state == CallbackState.WAITING

    @property
    def handler(self) -> str:
        return {"lighting": "officer"}.get(self.lead, self.lead)

    def deed(self, function, hand: str, **given):
        return function(order_id=self.order.pk, actor=self.stage.hands[hand], at=self.at, **given)

    def do_dispatch(self) -> None:
        if self.order.state not in (OrderState.OPENED, OrderState.SENT_BACK):
            self.do_reassign()
            return
        self.lead = self.chance.choice(["lighting", "second", "bureau"])
        pk = self.stage.departments[self.lead].pk
        way = HandOverMode.CALLED if self.key.int % 2 else HandOverMode.TRANSFERRED
        self.deed(
            orders.dispatch_order, "dispatcher", department_id=pk, seen_version=None, note="请办理",
            way=way if self.lead == "bureau" else None,
        )  # fmt: skip
        self.note(self.handed_over(), "dispatcher", department=self.lead, note="请办理")

    do_request = do_call = do_transfer = do_dispatch

    def handed_over(self) -> Verb:
        self.order.refresh_from_db()
        return HAND_OVER_VERBS[HandOverMode(self.order.hand_over)]

    def do_accept(self) -> None:
        self.deed(orders.accept_order, self.handler, seen_version=None)
        self.note(Verb.ACCEPT, self.handler)

    def do_agree(self) -> None:
        self.deed(orders.agree_to_order, self.handler, seen_version=None)
        self.note(Verb.AGREE, self.handler)

    def do_report_in(self) -> None:
        self.deed(orders.report_for_duty, self.handler, seen_version=None)
        self.note(Verb.REPORT_IN, self.handler)

    def do_take(self) -> None:
        self.deed(
            orders.take_over_order, self.handler, their_number="局2026-7", promised_on=None, seen_version=None
        )
        self.note(Verb.TAKE, self.handler, note="局2026-7")

    def do_decline(self) -> None:
        self.lapse()
        self.deed(orders.decline_order, self.handler, note="不属于我方职责", seen_version=None)
        self.note(Verb.DECLINE, self.handler, note="不属于我方职责")

    def do_send_back(self) -> None:
        self.lapse()
        self.deed(
            orders.send_back_order,
            self.handler,
            reason=SendBackReason.NOT_OURS,
            note="不归",
            seen_version=None,
        )
        self.note(Verb.SEND_BACK, self.handler, reason=SendBackReason.NOT_OURS, note="不归")

    def do_reassign(self) -> None:
        self.lapse()
        target = self.chance.choice([name for name in ("lighting", "second", "bureau") if name != self.lead])
        pk = self.stage.departments[target].pk
        is_bound = return_verb(self.order.hand_over) is Verb.SEND_BACK
        hand = self.handler if is_bound else "dispatcher"
        self.deed(orders.reassign_order, hand, department_id=pk, note="由其办理", seen_version=None)
        verb = self.handed_over()
        verb = Verb.REASSIGN if verb is Verb.DISPATCH else verb
        self.note(verb, hand, department=target, note="由其办理")
        self.lead = target

    def do_extend(self) -> None:
        if self.order.due_at is None or self.at > self.order.due_at or self.wishes_open():
            self.do_resolve()
            return
        unit = LimitUnit(self.order.limit_unit)
        self.deed(orders.ask_extension, self.handler, amount=2, unit=unit, reason="等配件")
        wish: dict[str, object] = {"asked_at": self.at, "hand": self.handler}
        self.wishes.append(wish)
        fate = self.chance.random()
        if self.chance.random() < 0.3:
            return
        self.pass_time()
        self.deed(orders.decide_extension, "leader", is_granted=fate < 0.7, note="情况属实")
        wish |= {"decided_at": self.at, "is_granted": fate < 0.7}
        if fate < 0.7:
            self.note(Verb.EXTEND, "leader", note="情况属实", extra_time=(2, unit))

    def wishes_open(self) -> list[dict[str, object]]:
        return [wish for wish in self.wishes if "decided_at" not in wish]

    def lapse(self) -> None:
        for wish in self.wishes_open():
            wish |= {"decided_at": self.at, "is_granted": None}

    def do_resolve(self) -> None:
        self.lapse()
        self.deed(orders.resolve_order, self.handler, reply="已修好", seen_version=None)
        self.note(Verb.RESOLVE, self.handler, note="已修好")
        if self.order.flow == FlowName.ENQUIRY:
            self.ask()

    do_answer = do_resolve

    def do_pass_check(self) -> None:
        self.deed(orders.pass_check, "grid", note="现场已完成", seen_version=None)
        self.note(Verb.PASS_CHECK, "grid", note="现场已完成")

    def do_fail_check(self) -> None:
        self.deed(orders.fail_check, "grid", note="还有一处", seen_version=None)
        self.note(Verb.FAIL_CHECK, "grid", note="还有一处")

    def ask(self) -> None:
        """Rounds begin when the news is delivered, which is at once here."""

    def do_close(self) -> None:
        if self.chance.random() < 0.3:
            excuse_callback(
                concern_id=self.concern.pk,
                note="三次无人接听",
                actor=self.stage.hands["dispatcher"],
                at=self.at,
            )
            self.note(Verb.CLOSE, "dispatcher")
            return
        solved, satisfied = (True, True) if not self.order.reopened_count else (False, False)
        self.say(solved, satisfied)
        self.note(Verb.CLOSE, "reporter", verdict=(solved, satisfied, solved))

    def do_reopen(self) -> None:
        self.say(False, False)
        self.note(Verb.REOPEN, "reporter", reason="not_solved")

    def say(self, solved: bool, satisfied: bool) -> None:
        answer_callback(
            concern_id=self.concern.pk, verdict=Verdict(solved, satisfied, "是这样", likes_service=solved),
            actor=self.stage.reporter(self.key), at=self.at,
        )  # fmt: skip

    def end(self) -> None:
        """An enquiry that was closed by its answer may still be judged."""
        self.order.refresh_from_db()
        is_enquiry = self.order.flow == FlowName.ENQUIRY and self.order.state == OrderState.CLOSED
        if is_enquiry and self.can_answer() and self.chance.random() < 0.7:
            self.pass_time()
            self.say(True, True)
            self.late_verdict = (self.at, (True, True, True))
        settle(self.at)

    def retold(self, stage: Stage) -> ConcernCourse:
        """What happened, in the names of another stage."""
        hands = stage.hands | {"reporter": stage.reporter(self.key)}
        assert self.opened_at is not None
        states = {None: ExtensionState.LAPSED, True: ExtensionState.GRANTED, False: ExtensionState.REFUSED}
        limit_unit = self.order.limit_unit
        assert limit_unit
        brief = "政策咨询" if self.steps[0]["verb"] == Verb.ANSWER else "处理居民反映的问题"
        course = OrderCourse(
            draft=OrderDraft(
                stage.matter(self.matter), brief, spot_of(stage.office),
                OriginRef("tests.unknown", self.key), self.urgency,
            ),
            opened_at=self.opened_at,
            actor=hands["dispatcher"],
            steps=tuple(
                PastStep(
                    verb=step["verb"], at=step["at"], actor=hands[step["hand"]],
                    department=stage.departments[step["department"]] if "department" in step else None,
                    mode=HandOverMode.DIRECT if step["verb"] == Verb.REOPEN else None,
                    reason=step.get("reason", ""), note=step.get("note", ""),
                    extra_time=step.get("extra_time"), verdict=step.get("verdict"),
                )
                for step in self.steps
            ),
            wishes=tuple(
                PastWish(
                    amount=2, reason="等配件", asked_at=wish["asked_at"], asked_by=hands[wish["hand"]],
                    state=states[wish["is_granted"]] if "decided_at" in wish else ExtensionState.ASKED,
                    decided_at=wish.get("decided_at"),
                    decided_by=hands["leader"] if wish.get("is_granted") is not None else None,
                    note="情况属实" if wish.get("is_granted") is not None else "",
                )
                for wish in self.wishes
            ),
            late_verdict=self.late_verdict,
        )  # fmt: skip
        rounds = [
            PastRound(
                since_at=row.since_at, state=row.state, was_solved=row.was_solved,
                was_satisfied=row.was_satisfied, likes_service=row.likes_service, words=row.words,
                answered_at=row.answered_at, medium=row.medium,
                answered_by=hands["dispatcher"].label if row.answered_by else "",
            )
            for row in Callback.objects.filter(concern=self.concern).order_by("round")
        ]  # fmt: skip
        exchanges = [
            PastExchange(kind, words, at, hands[who].label if who else "")
            for kind, words, at, who in self.exchanges
        ]
        return ConcernCourse(
            self.submission(stage),
            self.submitted_at,
            course,
            tuple(rounds),
            tuple(exchanges),
            entered_by=hands["dispatcher"] if self.is_taken_down else None,
        )


def walked(stage: Stage, seed: int) -> Walk:
    chance = Random(seed)
    at = MONDAY + timedelta(hours=seed)
    matter = ("lamp", "rubbish", "enquiry")[seed % 3]
    walk = Walk(stage, chance, UUID(int=seed + 1, version=4), at, matter)
    walk.begin()
    walk.go(chance.randint(0, 14))
    walk.end()
    return walk


SKIPPED = {"id", "sub_district", "sub_district_id", "submission_key"}


def rows_of(stage: Stage) -> dict[str, list[dict[str, object]]]:
    """Every row of a stage, with the names of the stage instead of ids."""
    street = stage.office.street.pk
    names: dict[object, str] = {}
    for name, department in stage.departments.items():
        names[department.pk] = name
    for name, hand in stage.hands.items():
        names[hand.id] = names[hand.label] = name
    for name in ("lamp", "rubbish", "enquiry"):
        names[getattr(stage.office, name).pk] = names[str(getattr(stage.office, name).pk)] = name
    names |= {stage.office.estate.pk: "estate", stage.office.community.pk: "community"}
    names[stage.office.estate.grid_cell_id] = "cell"
    names |= {
        row.pk: row.number
        for model in (Concern, WorkOrder)
        for row in model.objects.filter(sub_district=street)
    }

    def told(value: object) -> object:
        if isinstance(value, list):
            return [told(part) for part in value]
        if isinstance(value, dict):
            return {key: told(part) for key, part in value.items()}
        return names.get(value, value) if isinstance(value, str | UUID) else value

    found: dict[str, list[dict[str, object]]] = {}
    for model in (Concern, ProxyEntry, ElderMonth, Exchange, Callback, WorkOrder, OrderEntry, Extension):
        columns = [column.attname for column in model._meta.fields if column.name not in SKIPPED]
        rows = [
            {name: told(getattr(row, name)) for name in columns}
            for row in model.objects.filter(sub_district_id=street)
        ]
        found[model.__name__] = sorted(rows, key=lambda row: repr(sorted(row.items(), key=str)))
    return found


def importer(stage: Stage) -> Actor:
    return system_job(
        "concerns.import", sub_district_id=stage.office.street.pk, permissions=frozenset({IMPORT.code})
    )


def bring_in(stage: Stage, courses: list[ConcernCourse], *, at: datetime = MONDAY) -> list[Concern]:
    calendar = working_calendar(stage.office.street.pk)
    return import_concern_courses(
        courses=courses, calendar=calendar, source="tests", actor=importer(stage), at=at
    )


def test_an_imported_course_is_what_the_deeds_leave():
    played, imported = make_stage(), make_stage()
    walks = [walked(played, seed) for seed in range(WALKS)]
    bring_in(imported, [walk.retold(imported) for walk in walks])
    done, told = rows_of(played), rows_of(imported)
    for name, rows in done.items():
        for left, right in zip(rows, told[name], strict=True):
            assert left == right, name
    verbs = {entry["verb"] for entry in done["OrderEntry"]}
    assert verbs == set(Verb.values) - {
        *MERGE_VERBS,
        *WAITING_VERBS,
    }  # the walks go through every verb of a flow
    assert {row["state"] for row in done["Extension"]} == set(ExtensionState.values)
    states = set(CallbackState.values) - {CallbackState.LAPSED}  # that one needs a second reporter
    assert {row["state"] for row in done["Callback"]} == states
    assert {row["is_by_staff"] for row in done["ProxyEntry"]} == {True, False}
    assert done["ElderMonth"][0]["requests"] > 1


def test_a_request_that_joins_another_shares_its_order():
    stage, other = make_stage(), make_stage()
    first = walked(stage, 0)
    for one, do in ((stage, True), (other, False)):
        key = UUID(int=99, version=4)
        submission = Submission(key=key, words="路灯还是不亮", spot=spot_of(one.office))
        at = first.opened_at + timedelta(minutes=1)
        if do:
            WorkOrder.objects.filter(pk=first.order.pk).update(state=OrderState.IN_HAND)
            late = submit_concern(submission=submission, actor=visitor(one.office), at=at).concern
            settle(at)
            join_concern(
                concern_id=late.pk,
                order_id=first.order.pk,
                seen_version=None,
                actor=one.hands["dispatcher"],
                at=at,
            )
            joined = Concern.objects.get(pk=late.pk)
        else:
            rows = bring_in(one, [first.retold(one), ConcernCourse(submission, at, joins=0, joined_at=at)])
            assert rows[0].order_id == rows[1].order_id is not None
            told = Concern.objects.get(pk=rows[1].pk)
    for name in ("number", "state", "version", "received_at", "words"):
        assert getattr(joined, name) == getattr(told, name), name


def test_nobody_is_told_and_one_audit_row_says_where_it_came_from():
    stage, other = make_stage(), make_stage()
    course = walked(stage, 0).retold(other)
    before, waiting = AuditEntry.objects.count(), OutboxDelivery.objects.count()
    bring_in(other, [course])
    assert OutboxDelivery.objects.count() == waiting
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.get(verb="concerns.courses_imported")
    assert entry.facts == {"source": "tests", "imported": 1}


def test_only_whoever_may_import_does():
    stage = make_stage()
    with pytest.raises(RefusedError):
        import_concern_courses(
            courses=[], calendar=working_calendar(stage.office.street.pk), source="x",
            actor=stage.hands["officer"], at=MONDAY,
        )  # fmt: skip


@pytest.mark.parametrize(("minutes", "state"), [(-1, "open"), (1, "replied")])
def test_an_imported_reply_from_before_the_reopening_is_owed_again(minutes: int, state: str):
    """As by the deeds, which `test_an_order_that_is_taken_up_again_owes_the_superior_another_reply` shows."""
    stage = make_stage()
    officer, dispatcher = stage.hands["officer"], stage.hands["dispatcher"]
    hours = [MONDAY + timedelta(hours=hour) for hour in range(6)]
    again_at = hours[3]
    steps = (
        PastStep(Verb.DISPATCH, hours[0], dispatcher, stage.office.lighting),
        PastStep(Verb.ACCEPT, hours[1], officer),
        PastStep(Verb.RESOLVE, hours[2], officer, note="已修好"),
        PastStep(Verb.FAIL_CHECK, again_at, stage.hands["grid"], note="还在闪"),
    )
    draft = OrderDraft(
        stage.matter("rubbish"), "修路灯", spot_of(stage.office), OriginRef("tests.unknown", UUID(int=7))
    )
    course = OrderCourse(draft, hours[0], dispatcher, steps)
    keys = [UUID(int=number, version=4) for number in (51, 52)]
    own, joined = (Submission(key=key, words="路灯不亮", spot=spot_of(stage.office)) for key in keys)
    replied_at = again_at + timedelta(minutes=minutes)
    told = [
        PastSuperior(make_source(stage.office).pk, number, MONDAY, hours[5], hours[4], replied_at)
        for number in ("RX1", "RX2")
    ]
    bring_in(
        stage,
        [
            ConcernCourse(own, MONDAY, course, superior=told[0]),
            ConcernCourse(joined, MONDAY, joins=0, joined_at=hours[1], superior=told[1]),
        ],
    )
    kept = replied_at if state == "replied" else None
    assert set(SuperiorOrder.objects.values_list("state", "replied_at")) == {(state, kept)}
