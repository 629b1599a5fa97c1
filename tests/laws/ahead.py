"""What would be done next: a blind choice is mostly refused, and walks of refusals reach neither ends nor returns."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from jiezhi.mediation.models import Mediation
from jiezhi.property.choices import CallState, CompanyWord
from jiezhi.property.models import CompanyCall
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.workorders.choices import OPEN_SUPPORT, UNFINISHED, OrderState, UrgencyTier
from jiezhi.workorders.models import Support, WorkOrder
from tests.laws.orders import Orders
from tests.laws.requests import Requests
from tests.laws.sums import Sums
from tests.laws.supports import HOURS, Supports

KINDS = ("lamp", "rubbish", "enquiry")
WORDS = (*CompanyWord, None)
MOVES = ("accept", "report", "decline", "call_off", "report")
Next = Callable[[int], None]
choices = st.integers(0, 9999)


class Ahead(Requests, Orders, Sums, Supports):
    """People who look at what lies before them, and mostly do what can be done with it."""

    @initialize(numbers=st.lists(choices, min_size=12, max_size=25))
    def begin_with_a_busy_week(self, numbers: list[int]) -> None:
        self.do_what_lies_ahead(numbers)

    @rule(numbers=st.lists(choices, min_size=2, max_size=6))
    def do_what_lies_ahead(self, numbers: list[int]) -> None:
        """Do some of it, one after the other; every law is asked after each, as after a rule."""
        for number in numbers:
            ways = [*self._with_orders(), *self._around_orders()]
            ways[number % len(ways)](number // len(ways))
            self.hold()

    def _with_orders(self) -> list[Next]:
        """Ways to go on with requests and orders, for each state in which there is one."""
        states = set(
            WorkOrder.objects.filter(sub_district=self.office.street, merged_into=None)
            .order_by()
            .values_list("state", flat=True)
        )
        ways: list[Next] = [lambda _number: self.bring_news()]
        if self.concern(0, "submitted", "asked") is not None:
            ways.append(lambda n: self.confirm(n, KINDS[n % 3], _urgency(n), None))
        if states & set(UNFINISHED):
            ways += 3 * [lambda n: self.carry_on(n, n % 3 > 0)]
            ways.append(lambda n: self.merge(n, n + 1))
        if states & {OrderState.OPENED, OrderState.SENT_BACK}:
            ways.append(lambda n: self.file_anew(n, KINDS[n % 3], None if n % 2 else n))
        if OrderState.IN_HAND in states:
            ways += [self.mediate, self.give_back, lambda n: self.ask_for_support(n, n)]
            ways.append(lambda n: self.ask_company(n, anew=n % 3 == 0))
        if OrderState.AWAITING_CALLBACK in states:
            ways.append(lambda n: self.answer(n, n % 2 > 0, n % 3 > 0))
            ways.append(self.excuse)
        if OrderState.CLOSED in states:
            ways += [self.ask_again, self.take_back, self.part]
        return ways

    def _around_orders(self) -> list[Next]:
        """Ways to go on with what stands around orders."""
        here = {"sub_district": self.office.street}
        ways: list[Next] = [
            lambda n: self.report(n, KINDS[n % 2], is_new=n % 3 > 0),
            lambda n: self.carry_step_on(n, goes_well=n % 5 > 0),
            lambda n: self.pass_time(HOURS[n % len(HOURS)]),
        ]
        if Support.objects.filter(**here, state__in=OPEN_SUPPORT).exists():
            ways.append(lambda n: self.move_support(n, MOVES[n % len(MOVES)]))
        if Mediation.objects.filter(**here, outcome_at=None).exists():
            ways.append(lambda n: self.take_dispute_on(n, agrees=n % 2 > 0))
            ways.append(lambda n: self.end_mediation(n, n % 2 > 0))
        if CompanyCall.objects.filter(**here, state=CallState.ASKED).exists():
            ways.append(lambda n: self.let_company_answer(n, WORDS[n % len(WORDS)]))
        if EmergencyResponse.objects.filter(**here, answered_at=None, called_off_at=None).exists():
            ways += [self.call_danger_off, lambda n: self.answer_emergency(n, n)]
        return ways


def _urgency(number: int) -> UrgencyTier:
    return UrgencyTier.EMERGENCY if number % 4 == 0 else UrgencyTier.NORMAL
