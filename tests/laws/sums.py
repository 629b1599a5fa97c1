"""What stands around an order keeps to its own laws, and every figure is what a recount of the histories gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils import timezone
from hypothesis.stateful import rule

from jiezhi.chains.queries import plan_of
from jiezhi.concerns.choices import CALLBACK_ENDED
from jiezhi.concerns.models import Callback
from jiezhi.kit.measure import EVERY_SPLIT, Figure, Question, all_measures
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.workflow import OPEN
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.property.choices import CallState
from jiezhi.property.models import CompanyCall
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.choices import CLOCK_RUNS, MERGE_VERBS, OPEN_SUPPORT, OrderState, Verb
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.supports import SUPPORTABLE
from tests.laws.around import Around
from tests.laws.town import START, law

HANDED = (Verb.DISPATCH, Verb.REQUEST, Verb.CALL, Verb.TRANSFER, Verb.REASSIGN, Verb.REOPEN)
ABOUT = ("orders", "levels", "collaboration")
LEVELS = {
    "settled_community": (DepartmentKind.COMMUNITY,),
    "settled_street": (DepartmentKind.SECTION, DepartmentKind.OUTPOST),
    "settled_district": (DepartmentKind.BUREAU, DepartmentKind.UTILITY),
}


@dataclass(frozen=True)
class Recount:
    """What the lines of an order's history say of it, without a look at what its row keeps.

    Args:
        order: Whose they are.
        state: Where it stands.
        due_at: Its limit.
        began_at: When it first went out.
        done_at: When it was last reported done, where nobody has contradicted since.
        is_of_several: Whether more than one department had a hand in it.
        said: What the reporters of its last round said: solved, and satisfied.
    """

    order: WorkOrder
    state: str
    due_at: datetime | None
    began_at: datetime | None
    done_at: datetime | None
    is_of_several: bool
    said: tuple[tuple[bool, bool], ...]

    def in_time(self, at: datetime) -> bool | None:
        """Whether it was done in time; None where that is not decided."""
        if self.done_at is not None:
            return self.done_at <= self.due_at
        return False if self.state in CLOCK_RUNS and self.due_at is not None and self.due_at < at else None

    def said_of(self, which: int) -> bool | None:
        """Whether all who answered say yes to one of the two questions."""
        if self.state != OrderState.CLOSED or not self.said:
            return None
        return all(answers[which] for answers in self.said)


def recount_of(order: WorkOrder) -> Recount:
    """Read an order's history line by line."""
    lines = sorted(order.entries.all(), key=lambda line: (line.at, line.pk))
    began = done = None
    hands = set()
    for line in lines:
        if line.verb in MERGE_VERBS:
            continue
        if line.verb in HANDED:
            hands.add(line.department_id)
        if line.verb in (*HANDED, Verb.ANSWER):
            began = began or line.at
        if line.verb in (Verb.RESOLVE, Verb.ANSWER):
            done = line.at
        elif line.verb in (Verb.REOPEN, Verb.FAIL_CHECK):
            done = None
    rounds = Callback.objects.filter(
        concern__order=order, round=order.reopened_count + 1, state__in=CALLBACK_ENDED
    )
    said = rounds.exclude(was_solved=None).values_list("was_solved", "was_satisfied")
    several = len(hands) > 1 or Support.objects.filter(order=order).exists()
    return Recount(order, lines[-1].to_state, lines[-1].due_at, began, done, several, tuple(said))


class Sums(Around):
    """Chains, companies, disputes, reports and emergencies hold as orders do; and the figures add up."""

    @law
    def no_report_is_lost_and_none_counts_twice(self) -> None:
        found = WorkOrder.objects.filter(sub_district=self.office.street, origin_kind="fieldwork.report")
        assert {str(pk) for pk in found.values_list("pk", flat=True)} == set(self.reported.values())

    @law
    def no_part_is_open_in_what_is_reported_done(self) -> None:
        rows = Support.objects.filter(sub_district=self.office.street, state__in=OPEN_SUPPORT)
        assert not rows.exclude(order__state__in=SUPPORTABLE).exists()

    @law
    def an_order_waits_exactly_as_long_as_its_dispute(self) -> None:
        street = self.office.street
        waiting = WorkOrder.objects.filter(sub_district=street, state=OrderState.WAITING)
        disputes = Mediation.objects.filter(sub_district=street, state__in=OPEN, order__isnull=False)
        of = list(disputes.values_list("order_id", flat=True))
        assert len(of) == len(set(of))
        assert set(waiting.values_list("pk", flat=True)) == set(of)

    @law
    def a_company_is_asked_once_at_a_time_and_its_word_stands(self) -> None:
        asked = set()
        for call in CompanyCall.objects.filter(sub_district=self.office.street):
            assert call.due_at > call.asked_at
            if call.state == CallState.ASKED:
                assert call.order_duty_id not in asked
                asked.add(call.order_duty_id)
            else:
                ended = (call.state, call.word, call.answered_at, call.answer)
                assert self.written.setdefault((call.pk, "ended"), ended) == ended

    @law
    def what_decides_the_end_of_a_chain_is_never_done(self) -> None:
        calendar = calendar_for(self.office.street.pk, since=START)
        for chain in self.chains_here():
            steps = {str(step.position): step for step in chain.steps.all()}
            plan = plan_of(chain, calendar, at=self.at)
            named = {*plan.critical_path, *plan.held_by}
            assert not any(steps[key].done_at for key in named), chain.title
            assert bool(plan.critical_path) == any(step.done_at is None for step in steps.values())
            assert plan.end >= 0
            assert all(link.slack >= 0 and link.overrun >= 0 for link in plan.links)
            for step in steps.values():
                before = [steps[str(position)] for position in step.after]
                # What opened since goes on when an earlier step is taken up again, so it is asked only at the opening.
                if step.opened_at is not None and (step.pk, "opened") not in self.written:
                    assert all(each.done_at is not None for each in before)
                    self.written[(step.pk, "opened")] = (step.opened_at,)

    @law
    def what_was_called_off_calls_nobody_any_more(self) -> None:
        rows = EmergencyResponse.objects.filter(sub_district=self.office.street)
        for row in rows.exclude(called_off_at=None).prefetch_related("calls"):
            state = (len(row.calls.all()), row.answered_at, row.next_due_at)
            assert self.written.setdefault((row.pk, "off"), state) == state
            assert row.next_due_at is None

    @rule()
    def ask_for_figures(self) -> None:
        """Every measure of work orders is what a recount gives, and its parts add up to the whole."""
        rows = WorkOrder.objects.filter(sub_district=self.office.street, merged_into=None)
        found = [recount_of(order) for order in rows.select_related("lead").prefetch_related("entries")]
        expected = {
            "on_time": _share(row.in_time(self.at) for row in found),
            "cross_on_time": _share(row.in_time(self.at) for row in found if row.is_of_several),
            "solved": _share(row.said_of(0) for row in found),
            "satisfied": _share(row.said_of(1) for row in found),
            "handling": self._median(found),
        }
        expected["collaboration_done"] = _share(self._shared_work())
        settled = [row.order.lead.kind for row in found if row.done_at and row.order.lead_id is not None]
        expected |= {key: _share(kind in kinds for kind in settled) for key, kinds in LEVELS.items()}
        measures = {measure.key: measure for about in ABOUT for measure in all_measures(about)}
        for key, figure in expected.items():
            asked = (self.dispatcher, START.date(), self._last_day(), self.at)
            given = measures[key].compute(Question(*asked))[None]
            assert given == figure, f"{key} says {given}, and a recount {figure}"
            for split in EVERY_SPLIT:
                parts = measures[key].compute(Question(*asked, split)).values()
                assert sum(part.whole for part in parts) == figure.whole, (key, split)
                assert sum(part.part or 0 for part in parts) == (figure.part or 0), (key, split)

    def _last_day(self) -> date:
        """Give a day by which most of what is under way is due: what is done ahead of its limit counts by that."""
        return timezone.localdate(self.at) + timedelta(days=30)

    def _shared_work(self) -> Iterator[bool | None]:
        """Say of each support, call and step of a chain that is due in the time asked about whether it was in time.

        Nobody meets here, so that no work is assigned by a meeting.
        """
        until = self._last_day()
        for part in Support.objects.filter(sub_district=self.office.street):
            if START.date() <= timezone.localdate(part.due_at) <= until:
                # What was called off or declined in time counts neither way.
                ended = part.done_at or part.ended_at or self.at
                yield (
                    True if part.done_at and ended <= part.due_at else False if ended > part.due_at else None
                )
        for chain in self.chains_here():
            for step in chain.steps.all():
                found = recount_of(step.order) if step.order is not None else None
                if found and found.due_at and START.date() <= timezone.localdate(found.due_at) <= until:
                    yield found.in_time(self.at)

    def _median(self, found: list[Recount]) -> Figure:
        hours = [self._minutes(row.began_at, row.done_at) / 60 for row in found if row.done_at is not None]
        return Figure(median(hours) if hours else None, len(hours))

    def chains_have_come_as_far_as_they_can(self) -> None:
        """Once the news has arrived, every step that waits for nothing is open, and what is all done has ended."""
        for chain in self.chains_here():
            steps = {step.position: step for step in chain.steps.all()}
            for step in steps.values():
                is_ready = all(steps[position].done_at is not None for position in step.after)
                assert step.opened_at is not None or not is_ready
                if step.order is not None:
                    assert (step.done_at is not None) == (step.order.state == OrderState.CLOSED)
            assert (chain.ended_at is not None) == all(step.done_at for step in steps.values())


def _share(answers: Iterable[bool | None]) -> Figure:
    decided = [answer for answer in answers if answer is not None]
    return Figure.of(sum(decided), len(decided))
