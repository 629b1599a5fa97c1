"""What becomes of each made-up request: who gets it, who sends it back, what is late, what the reporter says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from jiezhi.concerns.actions import Submission
from jiezhi.concerns.choices import CallbackState, Channel
from jiezhi.concerns.codes import code_for, code_holder, digest_of
from jiezhi.concerns.courses import ConcernCourse, PastRound, PastSuperior
from jiezhi.core.deadlines import Limit, LimitUnit, Urgency, WorkingCalendar, due_at, scale_limit
from jiezhi.core.routing import ListEntry, Place, choose_department
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.organisation.models import Department, Matter
from jiezhi.organisation.queries import ancestor_ids
from jiezhi.places.models import Estate
from jiezhi.places.queries import Spot
from jiezhi.project.demo.arrivals import Arrival
from jiezhi.project.demo.words import voices
from jiezhi.project.demo.words.grammar import QUESTIONS, TOPICS, brief_of, what_is_said
from jiezhi.workorders.choices import ExtensionState, ReopenReason, SendBackReason, UrgencyTier, Verb
from jiezhi.workorders.courses import OrderCourse, PastStep, PastWish
from jiezhi.workorders.effects import OrderDraft

ANSWERED_AT_ONCE = 0.6
"""Share of questions that the dispatcher answers."""
SENT_BACK, HANDED_ON, EXTENDED, URGENT, CHECK_FAILS = 0.05, 0.045, 0.03, 0.06, 0.07
SEVERAL = {
    "vending": 0.55, "illegal-building": 0.5, "ebike": 0.3, "fire-lane": 0.3, "food": 0.3, "property": 0.2,
    "noise": 0.2, "parking": 0.2, "lift": 0.15, "leak": 0.2, "thrown": 0.3, "slow": 0.35,
}  # fmt: skip
"""How often a matter needs more than its lead."""
IN_TIME_SEVERAL, IN_TIME_OWN = (0.38, 0.52), (0.80, 0.87)
"""Share in time at begin and end of the fourteen months; of orders of several departments 45 % in all."""
REPORTED_BY_MANY = {
    "noise": 0.05, "water": 0.08, "lift": 0.08, "lamp": 0.06, "drain": 0.06, "rubbish": 0.04, "property": 0.05,
}  # fmt: skip
ANSWERS, UNREACHABLE = 0.66, 0.2
SOLVED, SATISFIED_IN_TIME, SATISFIED_LATE = (0.92, 0.7), (0.9, 0.75), (0.72, 0.55)
"""Of those who answer, the first time and after the order was taken up again: who is discontent once is hard to win."""
USUAL_STEPS = 2
"""Dispatched and accepted: with more, time was given back on the way."""
COURTESY = timedelta(days=10)
"""After so long nobody is called any more: the round ends as unreachable."""
SENT_BACK_NOTES = ("不属于我单位职责，请按责任清单派单。", "现场核实不在我单位管理范围内。")
HANDED_ON_NOTES = ("核实后属贵单位职责，已电话沟通。", "涉及贵单位管理的设施，请办理。")


@dataclass(frozen=True)
class Hands:
    """Everybody and everything that courses need, looked up once.

    Args:
        street_id: The street.
        dispatcher: Who receives.
        leader: Who decides on more time.
        officers: Who handles for each department.
        grid_workers: Who checks in each community.
        departments: By id.
        matters: By code, with step limits read ahead.
        entries: Of the responsibility list, in force throughout.
        estates: In the order in which arrivals name them.
        calendar: Of the street.
        hotline_id: The system above that sends most orders down.
    """

    street_id: UUID
    dispatcher: Actor
    leader: Actor
    officers: Mapping[UUID, Actor]
    grid_workers: Mapping[UUID, Actor]
    departments: Mapping[UUID, Department]
    matters: Mapping[str, Matter]
    entries: Sequence[ListEntry]
    estates: Sequence[Estate]
    calendar: WorkingCalendar
    hotline_id: UUID


def courses(
    rng: Random, coming: Sequence[Arrival], hands: Hands, *, until: datetime, name: str
) -> Iterator[list[ConcernCourse]]:
    """Give each request with what became of it until a moment, together with those that share its order.

    Args:
        rng: Chance.
        coming: The requests, in the order of time.
        hands: Who does what.
        until: What would happen after it does not.
        name: Of the whole, for the keys of its forms.
    """
    chances = _Chances(coming[0].at if coming else until, until)
    routes = _Routes(hands)
    for number, arrival in enumerate(coming):
        key = uuid5(NAMESPACE_URL, f"{name}-{number}")
        yield _Life(rng, chances, routes, arrival, hands, until=until, key=key).told()


class _Chances:
    """Decides what is in time so that the shares come out as set, whatever the chance."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self.begin, self.span = begin, max(end - begin, timedelta(days=1))
        self.owed = {True: 0.5, False: 0.5}

    def is_in_time(self, at: datetime, *, is_several: bool) -> bool:
        first, last = IN_TIME_SEVERAL if is_several else IN_TIME_OWN
        self.owed[is_several] += first + (last - first) * min(max((at - self.begin) / self.span, 0.0), 1.0)
        if self.owed[is_several] < 1.0:
            return False
        self.owed[is_several] -= 1.0
        return True


class _Routes:
    """Asks the responsibility list about each matter and estate once."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.found: dict[tuple[UUID, UUID], Department | None] = {}

    def lead_of(self, matter: Matter, estate: Estate, on: date) -> Department | None:
        key = (matter.pk, estate.pk)
        if key not in self.found:
            choice = choose_department(
                self.hands.entries,
                matter=str(matter.pk),
                place=Place(str(self.hands.street_id), str(estate.community_id), None, str(estate.pk)),
                on=on,
                ancestors=[str(pk) for pk in ancestor_ids(matter)],
            )
            named = UUID(choice.entry.department) if choice.entry else None
            self.found[key] = self.hands.departments[named] if named else None
        return self.found[key]


class _Life:
    """One request from the moment it comes in."""

    def __init__(
        self,
        rng: Random,
        chances: _Chances,
        routes: "_Routes",
        arrival: Arrival,
        hands: Hands,
        *,
        until: datetime,
        key: UUID,
    ) -> None:
        self.rng, self.chances, self.routes, self.arrival, self.hands = rng, chances, routes, arrival, hands
        self.until, self.key = until, key
        self.topic, self.matter = TOPICS[arrival.topic], hands.matters[arrival.topic]
        self.estate = hands.estates[arrival.estate]
        self.steps: list[PastStep] = []
        self.wishes: list[PastWish] = []
        self.rounds: list[PastRound] = []
        self.late_verdict: tuple[datetime, bool, bool] | None = None
        self.is_several = rng.random() < SEVERAL.get(arrival.topic, 0.0)

    # What is told

    def told(self) -> list[ConcernCourse]:
        """Give the request, and those that report the same thing and share its order."""
        opened_at = self._later(self.arrival.at, 6, 200)
        if opened_at > self.until:
            return [ConcernCourse(self._submission(), self.arrival.at, superior=self._superior())]
        draft = self._draft()
        if self.arrival.topic in QUESTIONS and self.rng.random() < ANSWERED_AT_ONCE:
            self._answer(opened_at)
            draft = replace(draft, brief=self.matter.name, urgency=UrgencyTier.NORMAL, limit=None)
        else:
            self._dispatch_first(draft, opened_at)
        course = OrderCourse(
            draft=draft,
            opened_at=opened_at,
            actor=self.hands.dispatcher,
            steps=tuple(step for step in self.steps if step.at <= self.until),
            wishes=tuple(filter(None, (self._wish_until(wish) for wish in self.wishes))),
            late_verdict=self.late_verdict
            if self.late_verdict and self.late_verdict[0] <= self.until
            else None,
        )
        own = ConcernCourse(
            self._submission(), self.arrival.at, course, self._rounds_until(), superior=self._superior()
        )
        return [own, *self._others(opened_at)]

    def _superior(self) -> PastSuperior | None:
        """Give the superior's side of an order from above: both clocks run from when it was sent."""
        if self.arrival.channel is not Channel.SUPERIOR:
            return None
        issued_at = self.arrival.at - timedelta(minutes=self.rng.randint(20, 180))
        done_at = next((step.at for step in self.steps if step.verb in {Verb.RESOLVE, Verb.ANSWER}), None)
        replied_at = self._later(done_at, 20, 300) if done_at else None
        calendar = self.hands.calendar
        return PastSuperior(
            source_id=self.hands.hotline_id,
            number=f"RX{issued_at:%Y%m%d}{self.key.int % 1_000_000:06}",
            issued_at=issued_at,
            their_due_at=due_at(
                calendar, issued_at, Limit(self.rng.choice((3, 5, 5, 7)), LimitUnit.WORKING_DAYS)
            ),
            return_until=due_at(calendar, issued_at, Limit(4, LimitUnit.WORKING_HOURS)),
            replied_at=replied_at if replied_at and replied_at <= self.until else None,
        )

    def _submission(self) -> Submission:
        note = ""
        if self.arrival.phone and self.rng.random() < 0.7:
            note = f"{self.rng.randint(1, 28)}幢{self.rng.randint(1, 4)}单元附近"
        return Submission(
            key=self.key,
            words=self.arrival.words,
            spot=self._spot,
            place_note=note,
            phone=self.arrival.phone,
            channel=self.arrival.channel,
        )

    @property
    def _spot(self) -> Spot:
        estate = self.estate
        return Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat)

    def _draft(self) -> OrderDraft:
        is_urgent = self.rng.random() < URGENT
        return OrderDraft(
            matter=self.matter,
            brief=brief_of(self.topic, self.rng, place=self.estate.name),
            spot=self._spot,
            origin=OriginRef("demo", self.key),
            urgency=UrgencyTier.URGENT if is_urgent else UrgencyTier.NORMAL,
            is_cross_department=self.is_several,
        )

    def _others(self, opened_at: datetime) -> list[ConcernCourse]:
        """Give the neighbours who report the same thing while it is handled."""
        if self.rng.random() >= REPORTED_BY_MANY.get(self.arrival.topic, 0.01):
            return []
        resolved_at = next((step.at for step in self.steps if step.verb is Verb.RESOLVE), self.until)
        found = []
        for number in range(self.rng.choices((1, 2, 3, 5, 8), weights=(50, 25, 14, 8, 3))[0]):
            at = opened_at + (resolved_at - opened_at) * self.rng.uniform(0.02, 0.8)
            joined_at = self._later(at, 10, 90)
            if joined_at >= min(resolved_at, self.until):
                continue
            submission = replace(
                self._submission(),
                key=uuid5(self.key, str(number)),
                words=self._again(),
                phone=f"120{self.rng.randrange(100_000_000):08}" if self.rng.random() < 0.8 else "",
                channel=self.rng.choice((Channel.PORTAL, Channel.PHONE)),
            )
            rounds = tuple(replace(round_, words="") for round_ in self._rounds_until())
            found.append(ConcernCourse(submission, at, rounds=rounds, joins=0, joined_at=joined_at))
        return sorted(found, key=lambda course: course.submitted_at)

    def _again(self) -> str:
        return what_is_said(self.topic, self.rng, place=self.estate.name)

    # What happens

    def _answer(self, at: datetime) -> None:
        reply = self.rng.choice(self.topic.replies)
        self._step(Verb.ANSWER, at, self.hands.dispatcher, note=reply)
        self._ask_about_answer(at)

    def _dispatch_first(self, draft: OrderDraft, at: datetime) -> None:
        lead = self._listed(at)
        fate = self.rng.random()
        if fate < SENT_BACK:
            wrong = self._another(lead)
            self._step(Verb.DISPATCH, at, self.hands.dispatcher, department=wrong)
            back_at = self._later(at, 20, 220)
            note = self.rng.choice((*SENT_BACK_NOTES, *self.topic.asides))
            self._step(
                Verb.SEND_BACK, back_at, self._officer(wrong), reason=SendBackReason.NOT_OURS, note=note
            )
            self.is_several = True
            at = self._later(back_at, 10, 120)
        self._step(Verb.DISPATCH, at, self.hands.dispatcher, department=lead)
        self._handle(draft, lead, at, is_handed_on=SENT_BACK <= fate < SENT_BACK + HANDED_ON)

    def _handle(self, draft: OrderDraft, lead: Department, at: datetime, *, is_handed_on: bool) -> None:
        first_at = self.steps[0].at
        due = self._due(draft, first_at)
        if is_handed_on:
            wrong = self._another(lead)
            self.steps[-1] = replace(self.steps[-1], department=wrong)
            at = self._accept(wrong, at, due)
            at = self._later(at, 30, 200)
            note = self.rng.choice(HANDED_ON_NOTES)
            self._step(Verb.REASSIGN, at, self._officer(wrong), department=lead, note=note)
            self.is_several = True
        at = self._accept(lead, at, due)
        is_in_time = self.chances.is_in_time(first_at, is_several=self.is_several)
        if is_in_time and self.rng.random() < EXTENDED:
            at = self._extend(draft, lead, at, due)
        done_at = self._done_at(at, first_at, due, is_in_time=is_in_time)
        self._finish(draft, lead, done_at, is_in_time=is_in_time, can_reopen=True)

    def _accept(self, lead: Department, at: datetime, due: datetime) -> datetime:
        accepted_at = self._later(at, 8, 260 if self.rng.random() < 0.85 else 900)
        at = max(min(accepted_at, at + (due - at) * 0.4), at + timedelta(minutes=3)).replace(microsecond=0)
        self._step(Verb.ACCEPT, at, self._officer(lead))
        return at

    def _extend(self, draft: OrderDraft, lead: Department, at: datetime, due: datetime) -> datetime:
        asked_at = self._between(at, due, 0.3, 0.7)
        decided_at = self._later(asked_at, 20, 200)
        if decided_at >= due:
            return at
        amount, unit = max(1, draft.matter.limit_amount // 2), LimitUnit(draft.matter.limit_unit)
        reason = self.rng.choice(self.topic.asides)
        self.wishes.append(
            PastWish(
                amount=amount, reason=f"{reason}。", asked_at=asked_at, asked_by=self._officer(lead),
                state=ExtensionState.GRANTED, decided_at=decided_at, decided_by=self.hands.leader,
                note="情况属实，同意。",
            )
        )  # fmt: skip
        self._step(
            Verb.EXTEND, decided_at, self.hands.leader, note="情况属实，同意。", extra_time=(amount, unit)
        )
        return decided_at

    def _done_at(self, at: datetime, first_at: datetime, due: datetime, *, is_in_time: bool) -> datetime:
        if is_in_time and at < due:
            done_at = self._between(at, due, 0.08, 0.92)
            return done_at if done_at <= due else (at + (due - at) / 2).replace(microsecond=0)
        span = max(due - first_at, timedelta(hours=4))
        late = due + span * self.rng.choice((0.1, 0.2, 0.35, 0.6, 1.0, 1.6)) * self.rng.uniform(0.7, 1.3)
        # What lay with the dispatcher or waited for a check is given back, so a little late might still be in time.
        return self._later(max(late, at), 30, 240) + timedelta(days=2 if len(self.steps) > USUAL_STEPS else 0)

    def _finish(
        self, draft: OrderDraft, lead: Department, at: datetime, *, is_in_time: bool, can_reopen: bool
    ) -> None:
        self._step(Verb.RESOLVE, at, self._officer(lead), note=self.rng.choice(self.topic.replies))
        if draft.matter.flow == FlowName.ENQUIRY:
            self._ask_about_answer(at)
            return
        if draft.matter.flow == FlowName.EVENT:
            at = self._check(lead, at)
        self._call_back(draft, lead, at, is_in_time=is_in_time, can_reopen=can_reopen)

    def _check(self, lead: Department, at: datetime) -> datetime:
        checker = self.hands.grid_workers[self.estate.community_id]
        at = self._later(at, 30, 420)
        if self.rng.random() < CHECK_FAILS:
            self._step(Verb.FAIL_CHECK, at, checker, note="现场还有一处没有处理到位。")
            at = self._later(at, 40, 240)
            self._step(Verb.RESOLVE, at, self._officer(lead), note=self.rng.choice(self.topic.replies))
            at = self._later(at, 30, 300)
        self._step(Verb.PASS_CHECK, at, checker, note="现场已完成。")
        return at

    def _call_back(
        self, draft: OrderDraft, lead: Department, since: datetime, *, is_in_time: bool, can_reopen: bool
    ) -> None:
        kind = self.rng.random()
        if kind >= ANSWERS + UNREACHABLE:
            self._give_up(since, since + COURTESY)
            return
        at = self._later(since, 30, 900)
        if kind >= ANSWERS:
            self._give_up(since, at)
            return
        time_asked = 0 if can_reopen else 1
        is_solved = self.rng.random() < SOLVED[time_asked]
        content = (SATISFIED_IN_TIME if is_in_time else SATISFIED_LATE)[time_asked]
        is_satisfied = is_solved and self.rng.random() < content
        words = self._verdict_words(is_solved=is_solved, is_satisfied=is_satisfied)
        by_phone = self.arrival.channel is Channel.PHONE or self.rng.random() < 0.3
        caller = self.hands.dispatcher if by_phone else self._reporter
        self.rounds.append(
            PastRound(
                since, CallbackState.ANSWERED, is_solved, is_satisfied, words, at,
                caller.label if by_phone else "",
            )
        )  # fmt: skip
        if (is_solved and is_satisfied) or not can_reopen:
            self._step(Verb.CLOSE, at, caller, verdict=(is_solved, is_satisfied))
            return
        reason = ReopenReason.NOT_SATISFIED if is_solved else ReopenReason.NOT_SOLVED
        self._step(Verb.REOPEN, at, caller, reason=reason)
        self._handle_again(draft, lead, at, is_in_time=is_in_time)

    def _handle_again(self, draft: OrderDraft, lead: Department, at: datetime, *, is_in_time: bool) -> None:
        """Take it up again; whoever was late the first time is late again, so that the shares stay as set."""
        due = self._due(draft, at)
        accepted_at = self._accept(lead, at, due)
        done_at = self._done_at(accepted_at, at, due, is_in_time=is_in_time)
        self._finish(draft, lead, done_at, is_in_time=is_in_time, can_reopen=False)

    def _give_up(self, since: datetime, at: datetime) -> None:
        at, caller = self._in_hours(at), self.hands.dispatcher
        words = self.rng.choice(voices.UNREACHED)
        self.rounds.append(
            PastRound(since, CallbackState.UNREACHABLE, words=words, answered_at=at, answered_by=caller.label)
        )
        self._step(Verb.CLOSE, at, caller)

    def _ask_about_answer(self, at: datetime) -> None:
        """Let the reporter of an enquiry say whether the answer helped, if they wish."""
        if self.rng.random() < 0.5:
            words, ended_at = self.rng.choice(voices.UNREACHED), self._in_hours(at + COURTESY)
            caller = self.hands.dispatcher.label
            self.rounds.append(
                PastRound(
                    at, CallbackState.UNREACHABLE, words=words, answered_at=ended_at, answered_by=caller
                )
            )
            return
        said_at = self._later(at, 20, 800)
        words = self.rng.choice((*voices.GOOD_WORDS, "", "", ""))
        self.rounds.append(PastRound(at, CallbackState.ANSWERED, True, True, words, said_at))  # noqa: FBT003
        self.late_verdict = (said_at, True, True)

    # Small words

    def _verdict_words(self, *, is_solved: bool, is_satisfied: bool) -> str:
        if not is_solved:
            return self.rng.choice(voices.BAD_WORDS)
        return self.rng.choice((*voices.GOOD_WORDS, "", "", "") if is_satisfied else voices.LATE_WORDS)

    def _step(self, verb: Verb, at: datetime, actor: Actor, **more: object) -> None:
        self.steps.append(PastStep(verb, at, actor, **more))  # type: ignore[arg-type]

    def _later(self, at: datetime, least_min: int, most_min: int) -> datetime:
        """Give a moment some working minutes later; short times are more frequent than long ones."""
        part = self.rng.random() ** 1.8
        minutes = least_min + int((most_min - least_min) * part)
        return self.hands.calendar.add_working_time(at, timedelta(minutes=minutes)).replace(microsecond=0)

    def _between(self, begin: datetime, end: datetime, low: float, high: float) -> datetime:
        """Give a moment in working hours between two."""
        return self._in_hours(begin + (end - begin) * self.rng.uniform(low, high))

    def _in_hours(self, at: datetime) -> datetime:
        return self.hands.calendar.add_working_time(at, timedelta(minutes=1)).replace(microsecond=0)

    def _due(self, draft: OrderDraft, at: datetime) -> datetime:
        amount, unit = draft.limit or (draft.matter.limit_amount, draft.matter.limit_unit)
        limit = scale_limit(Limit(amount, LimitUnit(unit)), Urgency(draft.urgency))
        return due_at(self.hands.calendar, at, limit)

    def _officer(self, department: Department) -> Actor:
        return self.hands.officers[department.pk]

    @property
    def _reporter(self) -> Actor:
        return code_holder(sub_district_id=self.hands.street_id, code_digest=digest_of(code_for(self.key)))

    def _listed(self, at: datetime) -> Department:
        """Give whom the list names; a tie or a gap is decided by hand."""
        on = self.hands.calendar.day_of(at)
        chosen = self.routes.lead_of(self.matter, self.estate, on)
        if chosen is not None:
            return chosen
        return self.rng.choice(
            [row for row in self.hands.departments.values() if row.kind == DepartmentKind.SECTION]
        )

    def _another(self, lead: Department) -> Department:
        """Give a department that is not the right one: no residents' committee is asked by mistake."""
        others = [
            row
            for row in self.hands.departments.values()
            if row.pk != lead.pk and row.kind not in {DepartmentKind.COMMUNITY, DepartmentKind.BUREAU}
        ]
        return self.rng.choice(others)

    def _wish_until(self, wish: PastWish) -> PastWish | None:
        if wish.asked_at > self.until:
            return None
        if wish.decided_at is not None and wish.decided_at > self.until:
            return replace(wish, state=ExtensionState.ASKED, decided_at=None, decided_by=None, note="")
        return wish

    def _rounds_until(self) -> tuple[PastRound, ...]:
        begun = [round_ for round_ in self.rounds if round_.since_at <= self.until]
        return tuple(
            PastRound(round_.since_at)
            if round_.answered_at is not None and round_.answered_at > self.until
            else round_
            for round_ in begun
        )
