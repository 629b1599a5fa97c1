"""What holds after every step, whatever was done before it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from jiezhi.concerns.choices import CALLBACK_ENDED, ConcernState
from jiezhi.concerns.hearing import is_no
from jiezhi.concerns.models import Callback, Concern
from jiezhi.core.deadlines import LimitUnit, due_at
from jiezhi.inbox.gathering import inbox_of
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.choices import CLOCK_RUNS, OPEN_SUPPORT, PATROL_ORIGIN, OrderState, Verb
from jiezhi.workorders.clock import NATURAL, calendar_for, whole_limit
from jiezhi.workorders.models import OrderEntry, Support, WorkOrder
from jiezhi.workorders.queries import OrderFilter, filtered_orders
from jiezhi.workorders.workflow import FLOWS
from tests.laws.town import START, Town, law

WITH_THE_DISPATCHER = (OrderState.OPENED, OrderState.SENT_BACK)
SENT_OUT = (Verb.DISPATCH, Verb.REQUEST, Verb.CALL, Verb.TRANSFER)
GIVEN_BACK = {OrderState.SENT_BACK: SENT_OUT, OrderState.WAITING: (Verb.GO_ON,)}
"""Where the clock stands still, and the verbs with which it goes on."""
MOST_LINES = 200
"""More than a walk can bring about."""
SILENT = (Verb.MERGE, Verb.ABSORB, Verb.PART)


class Laws(Town):
    """Nobody is lost, one department leads, no clock lies, and nothing is closed over anybody's head."""

    listed: frozenset[UUID] | set[UUID] = frozenset()
    """The requests that wait for the dispatcher, as the inbox was last asked about them: it is slow to ask."""

    @law
    def no_request_is_lost_and_each_has_a_way_forward(self) -> None:
        rows = list(Concern.objects.filter(sub_district=self.office.street).select_related("order"))
        assert {row.pk for row in rows} == set(self.told)
        waiting = {row.pk for row in rows if row.state in (ConcernState.SUBMITTED, ConcernState.ASKED)}
        if waiting != self.listed:
            parts = inbox_of(self.dispatcher, at=self.at, full=MOST_LINES)
            assert waiting <= {line.id for part in parts for line in part.lines}
            self.listed = waiting
        for row in rows:
            assert (row.state == ConcernState.RECEIVED) == (row.order is not None)
            if row.pk in waiting:
                continue
            if row.state == ConcernState.OBJECTED:
                assert row.superior.objections.filter(outcome="").count() == 1
            elif row.state == ConcernState.RETURNED:
                assert row.superior.objections.filter(outcome="upheld").exists()
            else:
                assert row.order is not None
                assert row.order.merged_into_id is None

    @law
    def no_order_is_lost_and_each_has_one_lead(self) -> None:
        rows = {row.pk: row for row in WorkOrder.objects.filter(sub_district=self.office.street)}
        assert self.opened <= set(rows)
        self.opened = set(rows)
        listed = set()
        for state in WITH_THE_DISPATCHER:
            found = filtered_orders(self.dispatcher, OrderFilter(state=state), at=self.at)
            listed |= set(found.values_list("pk", flat=True))
        for row in rows.values():
            if row.merged_into_id is not None:
                assert row.state == OrderState.CLOSED
                assert rows[row.merged_into_id].absorbed_count > 0
            elif row.state in WITH_THE_DISPATCHER:
                assert row.pk in listed
            else:
                assert row.lead_id is not None
            assert row.state in FLOWS[row.flow].ends or FLOWS[row.flow].verbs_from(row.state)
            assert row.absorbed_count == sum(each.merged_into_id == row.pk for each in rows.values())

    @law
    def nobody_has_two_parts_in_an_order(self) -> None:
        seen = set()
        for row in Support.objects.filter(sub_district=self.office.street).select_related("order"):
            assert self.written.setdefault(row.pk, (row.due_at, row.answer_due_at)) == (
                row.due_at,
                row.answer_due_at,
            )
            if row.state in OPEN_SUPPORT:
                assert row.department_id != row.order.lead_id
                assert (row.order_id, row.department_id) not in seen
                seen.add((row.order_id, row.department_id))
            else:
                ended = (row.state, row.done_at, row.ended_at)
                assert self.written.setdefault((row.pk, "ended"), ended) == ended

    @law
    def closed_means_answered_and_everybody_was_asked(self) -> None:
        closed = WorkOrder.objects.filter(
            sub_district=self.office.street, state=OrderState.CLOSED, merged_into=None
        )
        for order in closed:
            assert order.reply, order.number
            assert order.resolved_at is not None
            if order.flow not in ("concern", "event"):
                continue
            ended = Callback.objects.filter(
                concern__order=order, round=order.reopened_count + 1, state__in=CALLBACK_ENDED
            )
            assert ended.count() == order.concerns.count()
            assert order.concerns.exists() or order.origin_kind == PATROL_ORIGIN

    @law
    def each_reporter_reopens_once_and_nobody_is_closed_over_who_never_did(self) -> None:
        """A first No always takes the order up again, whatever others said; a second one never does."""
        for concern in Concern.objects.filter(sub_district=self.office.street).prefetch_related("callbacks"):
            nos = [row for row in concern.callbacks.all() if is_no(row)]
            order = concern.order
            if nos and order is not None and order.merged_into_id is None:
                assert min(row.round for row in nos) <= order.reopened_count

    @law
    def what_was_written_stays_written(self) -> None:
        """A line of a history never changes, and with it stands for ever whether the work was done in time."""
        rows = OrderEntry.objects.filter(sub_district=self.office.street)
        for pk, *line in rows.values_list("pk", "at", "verb", "from_state", "to_state", "due_at"):
            assert self.written.setdefault(pk, tuple(line)) == tuple(line)

    @law
    def no_clock_lies(self) -> None:
        for order in WorkOrder.objects.filter(sub_district=self.office.street).prefetch_related("entries"):
            lines = sorted(order.entries.all(), key=lambda line: (line.at, line.pk))
            assert lines[-1].due_at == order.due_at, order.number
            assert lines[-1].to_state == order.state
            for before, after in pairwise(lines):
                assert before.to_state == after.from_state
            self._require_honest(order, lines)
            if order.handling_min is not None:
                passed = self._minutes(order.dispatched_at, order.resolved_at)
                assert 0 <= order.handling_min <= passed

    def _require_honest(self, order: WorkOrder, lines: Sequence[OrderEntry]) -> None:
        """Hold each line to the only ways in which a limit may come about and move."""
        due: datetime | None = None
        stood: OrderEntry | None = None
        for line in lines:
            limit, unit = self.written.setdefault((line.pk, "limit"), (whole_limit(order), order.limit_unit))
            is_first = due is None and line.due_at is not None
            if is_first and line.due_at == line.at:
                assert any(other.verb == Verb.ANSWER and other.at == line.at for other in lines)
            elif is_first or line.verb == Verb.REOPEN:
                calendar = calendar_for(order.sub_district_id, since=line.at)
                assert line.due_at == due_at(calendar, line.at, limit)
            elif line.new_matter_id is not None:
                # Under another matter the limit is counted anew: what was used stays used, nobody begins late.
                assert line.at < line.due_at
            elif stood is not None and self._goes_on(stood, line):
                assert self._left(unit, stood.at, due) == self._left(unit, line.at, line.due_at)
            elif line.verb == Verb.EXTEND:
                assert line.due_at > due
            else:
                assert line.due_at == due, (order.number, line.verb)
            due = line.due_at
            if line.verb not in SILENT:
                stood = line if line.to_state not in CLOCK_RUNS else None

    @staticmethod
    def _goes_on(stood: OrderEntry, line: OrderEntry) -> bool:
        return line.verb == Verb.FAIL_CHECK or line.verb in GIVEN_BACK.get(OrderState(stood.to_state), ())

    def _left(self, unit: str, at: datetime, due: datetime | None) -> timedelta | int:
        """How much is left of a limit, less than nothing where it has passed: in its own kind of time."""
        assert due is not None
        if LimitUnit(unit) in NATURAL:
            return due - at
        return self._minutes(at, due) if at <= due else -self._minutes(due, at)

    def _minutes(self, begin: datetime, end: datetime) -> int:
        calendar = calendar_for(self.office.street.pk, since=START)
        return int(calendar.working_minutes_between(begin, end))

    @law
    def nobody_forgets_an_emergency(self) -> None:
        for row in EmergencyResponse.objects.filter(sub_district=self.office.street):
            ended = (row.answered_at, row.called_off_at, row.exhausted_at)
            assert row.next_due_at is not None or any(ended)
            assert row.answered_at is None or row.answered_at >= row.began_at
