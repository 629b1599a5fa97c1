"""A small town for a walk: its people, its clock, and a memory of everything that was ever said or opened in it."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError
from jiezhi.kit.models import AuditEntry, OutboxDelivery
from jiezhi.organisation.choices import DepartmentKind, LimitUnits
from jiezhi.organisation.holidays import published_days
from jiezhi.organisation.models import CalendarDay, Department
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import GivenWord
from jiezhi.workorders.choices import MERGE_VERBS, Verb, WordChannel
from jiezhi.workorders.models import OrderEntry, WorkOrder
from tests.factories import make_department, make_office, make_staff
from tests.factories.supervision import make_shift

START = datetime(2026, 9, 29, 1, 30, tzinfo=UTC)
"""Tuesday 29 September 2026, 9:30 in the office: two days before the national holidays and their make-up days."""
UNTIL = date(2026, 12, 31)
"""As far as the walks go, the published holidays and make-up days are the office's own."""
MINUTE = timedelta(minutes=1)
BETWEEN_DEEDS = 7 * MINUTE
MOST_REQUESTS = 5

NEWS_OF = {
    Verb.DISPATCH: ("OrderDispatched",),
    Verb.REASSIGN: ("OrderDispatched",),
    Verb.REQUEST: ("OrderOffered", "OrderReopened"),
    Verb.CALL: ("OrderOffered", "OrderReopened"),
    Verb.TRANSFER: ("OrderOffered", "OrderReopened"),
    Verb.AGREE: ("OfferAnswered",),
    Verb.REPORT_IN: ("OfferAnswered",),
    Verb.TAKE: ("OfferAnswered",),
    Verb.DECLINE: ("OfferAnswered",),
    Verb.SEND_BACK: ("OrderSentBack",),
    Verb.EXTEND: ("ExtensionDecided",),
    Verb.RESOLVE: ("OrderResolved",),
    Verb.ANSWER: ("OrderClosed",),
    Verb.PASS_CHECK: ("CallbackDue",),
    Verb.FAIL_CHECK: ("CheckFailed",),
    Verb.CLOSE: ("OrderClosed",),
    Verb.REOPEN: ("OrderReopened",),
}
"""One of these is told of each line; of what is not here nobody waits to hear."""
QUIET = ("open_whistle",)
"""Who calls departments to a matter of their own takes it up at once: they need not be told."""

picks = st.integers(0, MOST_REQUESTS - 1)
Check = Callable[[Any], None]
LAWS: list[Check] = []
Row = TypeVar("Row")
DONE: Counter[str] = Counter()
"""How often each deed of all walks was done and not refused, so that a walk that does nothing is seen."""


def law(check: Check) -> Check:
    """What holds after every step; asked again once anything has happened, since a refusal is held to leave nothing."""

    @invariant()
    @wraps(check)
    def asked(self: "Town") -> None:
        if self.asked.get(check.__name__) != self.happened:
            check(self)
            self.asked[check.__name__] = self.happened

    LAWS.append(asked)
    return asked


def picked(rows: Collection[Row], number: int) -> Row | None:
    """Give one of some rows, or None where there are none."""
    return list(rows)[number % len(rows)] if rows else None


class Town(RuleBasedStateMachine):
    """One street: two sections, a bureau with people, a utility that nobody signs in for, and a committee."""

    def __init__(self) -> None:
        super().__init__()
        self.office = make_office()
        self.at = START
        for matter, limit in (
            (self.office.lamp, (2, LimitUnits.WORKING_DAYS)),
            (self.office.rubbish, (6, LimitUnits.WORKING_HOURS)),
            (self.office.enquiry, (30, LimitUnits.NATURAL_HOURS)),
        ):
            matter.limit_amount, matter.limit_unit = limit
            matter.save()
        street = self.office.street
        self.roads = make_department(street)
        self.bureau = make_department(street, kind=DepartmentKind.BUREAU)
        self.water = make_department(street, kind=DepartmentKind.UTILITY)
        self.bodies = [self.office.lighting, self.roads, self.bureau, self.water]
        self.hands: dict[UUID, Actor] = {
            row.pk: make_staff(row, OFFICER).actor
            for row in (self.roads, self.bureau, self.office.front_desk)
        }
        self.hands[self.office.lighting.pk] = self.office.officer.actor
        self.hands[self.office.committee.pk] = self.office.community_worker.actor
        self.duty = [make_shift(self.office, row, at=START) for row in (self.roads, self.office.lighting)]
        CalendarDay.objects.bulk_create(
            CalendarDay(sub_district=street, on=on, kind=kind, name=name)
            for on, kind, name in published_days()
            if START.date() <= on <= UNTIL
        )
        self.happened, self.asked = 0, dict[str, int]()
        self.told: list[UUID] = []
        self.opened: set[UUID] = set()
        self.written: dict[object, tuple] = {}

    @property
    def dispatcher(self) -> Actor:
        return self.office.dispatcher.actor

    def tried(self, deed: Callable[..., Row], **given: object) -> Row | None:
        """Try a deed some minutes later; refused in words, it leaves nothing, and done, it leaves its traces."""
        self.at += BETWEEN_DEEDS
        before = self._traces()
        try:
            done = deed(**given, at=self.at)
        except DomainError:
            assert self._traces() == before, f"{deed.__name__} was refused and left something"
            return None
        DONE[deed.__name__] += 1
        self.happened += 1
        self._require_traces(deed.__name__)
        return done

    def hold(self) -> None:
        """Ask every law between two deeds of one rule."""
        for asked in LAWS:
            asked(self)

    def _traces(self) -> tuple[int, int, int]:
        here = {"sub_district_id": self.office.street.pk}
        return (
            AuditEntry.objects.filter(**here).count(),
            OutboxDelivery.objects.filter(**here).count(),
            OrderEntry.objects.filter(**here).count(),
        )

    def _require_traces(self, deed: str) -> None:
        """Every deed has its audit row, and every line it wrote in a history has news where anybody waits for it."""
        here = {"sub_district_id": self.office.street.pk}
        audited = AuditEntry.objects.filter(**here, at=self.at).values_list("subject_id", flat=True)
        assert audited, f"{deed} left no audit row"
        told = OutboxDelivery.objects.filter(**here, created_at=self.at).values_list("occurrence", "payload")
        news = {(occurrence, payload.get("order_id")) for occurrence, payload in told}
        lines = OrderEntry.objects.filter(**here, at=self.at).exclude(verb__in=MERGE_VERBS)
        for order_id, verb in lines.values_list("order_id", "verb"):
            assert order_id in audited, f"{verb} of {order_id} by {deed} is not audited"
            awaited = {(f"workorders.{name}", str(order_id)) for name in NEWS_OF.get(Verb(verb), ())}
            assert deed in QUIET or not awaited or awaited & news, f"{verb} by {deed} is not told"

    def order(self, number: int, *states: str) -> WorkOrder | None:
        """Give one of the orders that stand in certain states; of all of them where none is named."""
        rows = WorkOrder.objects.filter(sub_district=self.office.street).order_by("pk")
        return picked(list(rows.filter(state__in=states) if states else rows), number)

    def concern(self, number: int, *states: str) -> Concern | None:
        """Give one of the requests that stand in certain states."""
        rows = Concern.objects.filter(sub_district=self.office.street).order_by("pk")
        return picked(list(rows.filter(state__in=states) if states else rows), number)

    def holder_of(self, concern: Concern) -> Actor:
        """Whoever knows the code of a request."""
        return code_holder(sub_district_id=concern.sub_district_id, code_digest=concern.code_digest)

    def voice_of(self, department_id: UUID | None) -> dict[str, object]:
        """Who speaks for a department: its people, or the office for one that nobody signs in for."""
        if department_id in self.hands:
            return {"actor": self.hands[department_id]}
        word = GivenWord("值班室", self.at, WordChannel.TELEPHONE)
        return {"actor": self.dispatcher, "word": word}

    def body(self, number: int) -> Department:
        return self.bodies[number % len(self.bodies)]
