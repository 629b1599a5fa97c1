"""What happens to one made-up request: who gets it, who sends it back, what is late, what the reporter says."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from jiezhi.concerns.choices import CallbackMedium, CallbackState, Channel
from jiezhi.concerns.codes import code_for, code_holder, digest_of
from jiezhi.concerns.courses import PastRound
from jiezhi.core.deadlines import Limit, LimitUnit, Urgency, due_at, scale_limit
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.organisation.models import Department
from jiezhi.project.demo.arrivals import Arrival
from jiezhi.project.demo.hands import Chances, Hands, Routes
from jiezhi.project.demo.words import voices
from jiezhi.project.demo.words.grammar import TOPICS
from jiezhi.workorders.choices import ExtensionState, HandOverMode, ReopenReason, SendBackReason, Verb
from jiezhi.workorders.courses import PastStep, PastWish, Said
from jiezhi.workorders.drafts import OrderDraft
from jiezhi.workorders.workflow import HAND_OVER_VERBS, RETURN_VERBS

TAKE_ON_VERBS = {
    HandOverMode.DIRECT: Verb.ACCEPT,
    HandOverMode.AGREED: Verb.ACCEPT,
    HandOverMode.REQUESTED: Verb.AGREE,
    HandOverMode.CALLED: Verb.REPORT_IN,
    HandOverMode.TRANSFERRED: Verb.TAKE,
}
"""How a department says yes, by the way it was given the order."""
CALLED_IN = 0.4
"""How often the street calls a bureau to the spot instead of passing the matter up."""
ANSWERED_AT_ONCE = 0.6
"""Share of questions that the dispatcher answers."""
SENT_BACK, HANDED_ON, EXTENDED, URGENT, CHECK_FAILS = 0.05, 0.045, 0.03, 0.06, 0.07
SEVERAL = {
    "vending": 0.55, "illegal-building": 0.5, "ebike": 0.3, "fire-lane": 0.3, "food": 0.3, "property": 0.2,
    "noise": 0.2, "parking": 0.2, "lift": 0.15, "leak": 0.2, "thrown": 0.3, "slow": 0.35,
}  # fmt: skip
"""How often a matter needs more than its lead."""
REPORTED_BY_MANY = {
    "noise": 0.05, "water": 0.08, "lift": 0.08, "lamp": 0.06, "drain": 0.06, "rubbish": 0.04, "property": 0.05,
}  # fmt: skip
ANSWERS, UNREACHABLE = 0.66, 0.2
SOLVED, SATISFIED_IN_TIME, SATISFIED_LATE = (0.92, 0.7), (0.9, 0.75), (0.72, 0.55)
"""Of those who answer, the first time and after the order was taken up again: who is discontent once is hard to win."""
NOT_SAID, LIKES_SERVICE, LIKES_SERVICE_THOUGH = 0.25, 0.95, 0.78
"""How many leave the question about the service open; how many like it when all went well, and when it did not."""
USUAL_STEPS = 2
"""Dispatched and accepted: with more, time was given back on the way."""
COURTESY = timedelta(days=10)
"""After so long nobody is called any more: the round ends as unreachable."""
SENT_BACK_NOTES = ("不属于我单位职责，请按责任清单派单。", "现场核实不在我单位管理范围内。")
HANDED_ON_NOTES = ("核实后属贵单位职责，已电话沟通。", "涉及贵单位管理的设施，请办理。")


class Life:
    """One request from the moment it comes in."""

    def __init__(
        self,
        rng: Random,
        chances: Chances,
        routes: Routes,
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
        self.late_verdict: tuple[datetime, Said] | None = None
        self.mode = HandOverMode.DIRECT
        self.is_several = rng.random() < SEVERAL.get(arrival.topic, 0.0)

    def answer(self, at: datetime) -> None:
        """Be answered by the dispatcher."""
        reply = self.rng.choice(self.arrival.story.replies)
        self._step(Verb.ANSWER, at, self.hands.dispatcher, note=reply)
        self._ask_about_answer(at)

    def dispatch_first(self, draft: OrderDraft, at: datetime) -> None:
        """Go out to a department, the right one or not, and on from there to the end."""
        lead = self._listed(at)
        fate = self.rng.random()
        if fate < SENT_BACK:
            wrong = self._another(lead)
            mode = self._hand(wrong, at, is_listed=False)
            back_at = self.later(at, 20, 220)
            note = self.rng.choice((*SENT_BACK_NOTES, *self.topic.asides))
            verb = RETURN_VERBS[mode]
            reason = SendBackReason.NOT_OURS if verb is Verb.SEND_BACK else ""
            self._step(verb, back_at, self._officer(wrong), reason=reason, note=note)
            self.is_several = True
            at = self.later(back_at, 10, 120)
        is_handed_on = SENT_BACK <= fate < SENT_BACK + HANDED_ON
        first = self._another(lead, only_bound=True) if is_handed_on else lead
        self._hand(first, at, is_listed=first is lead)
        self._carry(draft, lead, at, first=first)

    def _carry(self, draft: OrderDraft, lead: Department, at: datetime, *, first: Department) -> None:
        first_at = self.steps[0].at
        due = self._due(draft, first_at)
        if first is not lead:
            at = self._accept(first, at, due)
            at = self.later(at, 30, 200)
            note = self.rng.choice(HANDED_ON_NOTES)
            self._hand(lead, at, by=self._officer(first), note=note, is_on=True)
            self.is_several = True
        at = self._accept(lead, at, due)
        is_in_time = self.chances.is_in_time(first_at, is_several=self.is_several)
        if is_in_time and self.rng.random() < EXTENDED:
            at = self._extend(draft, lead, at, due)
        done_at = self._done_at(at, first_at, due, is_in_time=is_in_time)
        self._finish(draft, lead, done_at, is_in_time=is_in_time, can_reopen=True)

    def _accept(self, lead: Department, at: datetime, due: datetime) -> datetime:
        accepted_at = self.later(at, 8, 260 if self.rng.random() < 0.85 else 900)
        at = max(min(accepted_at, at + (due - at) * 0.4), at + timedelta(minutes=3)).replace(microsecond=0)
        verb = TAKE_ON_VERBS[self.mode]
        note = f"{at:%Y}-{self.rng.randint(100, 9999)}" if verb is Verb.TAKE else ""
        self._step(verb, at, self._officer(lead), note=note)
        return at

    def _hand(
        self,
        lead: Department,
        at: datetime,
        *,
        by: Actor | None = None,
        note: str = "",
        is_listed: bool = True,
        is_on: bool = False,
    ) -> HandOverMode:
        """Hand the order to a department in the way that is open towards it."""
        self.mode = self.routes.mode_of(lead, is_listed=is_listed)
        if self.mode is HandOverMode.TRANSFERRED and self.rng.random() < CALLED_IN:
            self.mode = HandOverMode.CALLED
        verb = HAND_OVER_VERBS[self.mode]
        if is_on and verb is Verb.DISPATCH:
            verb = Verb.REASSIGN
        self._step(verb, at, by or self.hands.dispatcher, department=lead, note=note)
        return self.mode

    def _extend(self, draft: OrderDraft, lead: Department, at: datetime, due: datetime) -> datetime:
        asked_at = self._between(at, due, 0.3, 0.7)
        decided_at = self.later(asked_at, 20, 200)
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
        return self.later(max(late, at), 30, 240) + timedelta(days=2 if len(self.steps) > USUAL_STEPS else 0)

    def _finish(
        self, draft: OrderDraft, lead: Department, at: datetime, *, is_in_time: bool, can_reopen: bool
    ) -> None:
        self._step(Verb.RESOLVE, at, self._officer(lead), note=self.rng.choice(self.arrival.story.replies))
        if draft.matter.flow == FlowName.ENQUIRY:
            self._ask_about_answer(at)
            return
        if draft.matter.flow == FlowName.EVENT:
            at = self._check(lead, at)
        self._call_back(draft, lead, at, is_in_time=is_in_time, can_reopen=can_reopen)

    def _check(self, lead: Department, at: datetime) -> datetime:
        checker = self.hands.grid_workers[self.estate.community_id]
        at = self.later(at, 30, 420)
        if self.rng.random() < CHECK_FAILS:
            self._step(Verb.FAIL_CHECK, at, checker, note="现场还有一处没有处理到位。")
            at = self.later(at, 40, 240)
            self._step(
                Verb.RESOLVE, at, self._officer(lead), note=self.rng.choice(self.arrival.story.replies)
            )
            at = self.later(at, 30, 300)
        self._step(Verb.PASS_CHECK, at, checker, note="现场已完成。")
        return at

    def _call_back(
        self, draft: OrderDraft, lead: Department, since: datetime, *, is_in_time: bool, can_reopen: bool
    ) -> None:
        kind = self.rng.random()
        if kind >= ANSWERS + UNREACHABLE:
            self._give_up(since, since + COURTESY)
            return
        at = self.later(since, 30, 900)
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
                caller.label if by_phone else "", self._service(at, is_good=is_solved, is_in_time=is_in_time),
                CallbackMedium.TELEPHONE if by_phone else CallbackMedium.CODE,
            )
        )  # fmt: skip
        if (is_solved and is_satisfied) or not can_reopen:
            self._step(
                Verb.CLOSE, at, caller, verdict=(is_solved, is_satisfied, self.rounds[-1].likes_service)
            )
            return
        reason = ReopenReason.NOT_SATISFIED if is_solved else ReopenReason.NOT_SOLVED
        self._step(Verb.REOPEN, at, caller, reason=reason)
        self._take_up_again(draft, lead, at, is_in_time=is_in_time)

    def _take_up_again(self, draft: OrderDraft, lead: Department, at: datetime, *, is_in_time: bool) -> None:
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
        said_at = self.later(at, 20, 800)
        words = self.rng.choice((*voices.GOOD_WORDS, "", "", ""))
        self.rounds.append(PastRound(at, CallbackState.ANSWERED, True, True, words, said_at))  # noqa: FBT003
        self.late_verdict = (said_at, (True, True, None))

    # Small words

    def _verdict_words(self, *, is_solved: bool, is_satisfied: bool) -> str:
        if not is_solved:
            return self.rng.choice(voices.BAD_WORDS)
        return self.rng.choice((*voices.GOOD_WORDS, "", "", "") if is_satisfied else voices.LATE_WORDS)

    def _service(self, at: datetime, *, is_good: bool, is_in_time: bool) -> bool | None:
        """Say what was said of the service; by chances of their own, so that nothing else of the demo moves."""
        chance = Random(f"{self.key}{at.isoformat()}").random()  # noqa: S311 - made-up voices
        if chance < NOT_SAID:
            return None
        likes = LIKES_SERVICE if is_good and is_in_time else LIKES_SERVICE_THOUGH
        return chance < NOT_SAID + (1 - NOT_SAID) * likes

    def _step(self, verb: Verb, at: datetime, actor: Actor, **more: object) -> None:
        self.steps.append(PastStep(verb, at, actor, **more))  # type: ignore[arg-type]

    def later(self, at: datetime, least_min: int, most_min: int) -> datetime:
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

    def _another(self, lead: Department, *, only_bound: bool = False) -> Department:
        """Give a department that is not the right one: no residents' committee is asked by mistake."""
        wrong = {DepartmentKind.COMMUNITY, DepartmentKind.BUREAU}
        wrong |= {DepartmentKind.UTILITY, DepartmentKind.OUTPOST} if only_bound else set()
        others = [
            row for row in self.hands.departments.values() if row.pk != lead.pk and row.kind not in wrong
        ]
        return self.rng.choice(others)
