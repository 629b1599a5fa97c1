"""Deeds and news that only tests know, to try the machinery without an app."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.models import Counter
from jiezhi.kit.outbox import emit, subscribe, subscribe_outside

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
STREET = UUID("00000000-0000-7000-8000-000000000001")
TESTER = Actor(kind=ActorKind.JOB, id="tests", sub_district_id=STREET, label="tests")

# Of no language: pages that list all verbs are read in both, in the same process.
audit.label_verbs({"tests.marked": "01", "tests.answered": "02"})


@dataclass(frozen=True)
class MarkMade:
    """Every kind of value that an event may carry."""

    mark_id: UUID
    made_at: datetime
    made_on: date
    closed_on: date | None
    asked_by: UUID | None
    words: str
    count: int
    is_new: bool


@dataclass(frozen=True)
class LetterDue:
    """News that goes outside."""

    mark_id: UUID


@dataclass(frozen=True)
class NobodyCares:
    """News without a listener."""

    mark_id: UUID


def mark_made(**changes) -> MarkMade:
    values = {
        "mark_id": uuid4(),
        "made_at": NOW,
        "made_on": date(2026, 11, 2),
        "closed_on": None,
        "asked_by": None,
        "words": "a",
        "count": 1,
        "is_new": True,
    }
    return MarkMade(**(values | changes))


class Handler:
    """What the handler does; a test replaces it."""

    received: list[MarkMade] = []
    letters: list[tuple[LetterDue, UUID]] = []
    before_effect = staticmethod(lambda event: None)
    after_effect = staticmethod(lambda event: None)

    @classmethod
    def reset(cls) -> None:
        cls.received, cls.letters = [], []
        cls.before_effect = cls.after_effect = staticmethod(lambda event: None)


@subscribe(MarkMade)
def count_mark(event: MarkMade) -> None:
    """Leave an effect in the database: the count of its words rises by one."""
    Handler.before_effect(event)
    answer_mark(series=event.words, actor=TESTER, at=NOW)
    Handler.received.append(event)
    Handler.after_effect(event)


@subscribe_outside(LetterDue)
def post_letter(event: LetterDue, key: UUID) -> None:
    Handler.letters.append((event, key))
    Handler.after_effect(event)


def effects(series: str = "a") -> int:
    """How often the handler's effect is in the database."""
    row = Counter.objects.filter(sub_district_id=STREET, series=series).first()
    return row.value if row else 0


@action
def answer_mark(*, series: str, actor: Actor, at: datetime) -> None:
    """Add one to a series."""
    row, _ = Counter.objects.get_or_create(sub_district_id=STREET, series=series, defaults={"value": 0})
    Counter.objects.filter(pk=row.pk).update(value=row.value + 1)
    audit.record("tests.answered", kind="tests.mark", id=uuid4())


@action
def mark(*, events: tuple = (), rows: int = 1, fails: bool = False, actor: Actor, at: datetime) -> UUID:
    """Leave audit rows and tell news."""
    mark_id = uuid4()
    for number in range(rows):
        audit.record("tests.marked", kind="tests.mark", id=mark_id, facts={"number": number})
    for event in events:
        emit(event)
    if fails:
        raise ValueError("on purpose")
    return mark_id
