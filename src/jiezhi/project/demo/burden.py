"""What the made-up office's own forms would have cost: sums of days, from what its history holds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate

from jiezhi.burden.metering import Process
from jiezhi.burden.models import BurdenDay
from jiezhi.concerns import processes as of_concerns
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.models import Concern
from jiezhi.project.demo.ways import BY_STAFF
from jiezhi.workorders import processes as of_orders
from jiezhi.workorders.choices import Verb
from jiezhi.workorders.models import OrderEntry


@dataclass(frozen=True)
class Habit:
    """How a piece of work is done in the made-up office.

    Args:
        of: The piece of work.
        typed: Fields filled a post, about.
        retyped: Those of them that the office held already.
        seconds: A post takes, about.
    """

    of: Process
    typed: float
    retyped: float
    seconds: int


ENTERING = Habit(of_concerns.ENTER, 5.6, 0.9, 190)
PASTING = Habit(of_concerns.PASTE, 2.4, 0.7, 75)
CONFIRMING = Habit(of_concerns.CONFIRM, 0.5, 0.1, 35)
CHECKING = Habit(of_orders.CHECK, 0.4, 0.0, 100)
BY_VERB = {
    Verb.ACCEPT: Habit(of_orders.ACCEPT, 0.0, 0.0, 12),
    Verb.AGREE: Habit(of_orders.AGREE, 0.0, 0.0, 20),
    Verb.TAKE: Habit(of_orders.TAKE, 1.6, 0.8, 65),
    Verb.RESOLVE: Habit(of_orders.RESOLVE, 1.3, 0.3, 150),
    Verb.SEND_BACK: Habit(of_orders.SEND_BACK, 2.0, 0.2, 80),
    Verb.REASSIGN: Habit(of_orders.HAND_ON, 2.0, 0.3, 70),
    Verb.PASS_CHECK: CHECKING,
    Verb.FAIL_CHECK: CHECKING,
    Verb.ANSWER: Habit(of_concerns.ANSWER, 1.1, 0.0, 110),
}


def make_burden(street_id: UUID, *, seed: int) -> int:
    """Write what the forms behind the imported history would have cost, and give how many days' sums."""
    rng = Random(seed)  # noqa: S311 - a made-up office, not a secret
    rows = [
        _day(rng, street_id, on, habit, channel, posts)
        for (on, channel, habit), posts in sorted(_posts(street_id), key=lambda row: str(row[0]))
    ]
    BurdenDay.objects.bulk_create(rows)
    return len(rows)


Key = tuple[date, str, Habit]


def _posts(street_id: UUID) -> Iterator[tuple[Key, int]]:
    """Give how often each form was posted on each day."""
    found: Counter[Key] = Counter()
    concerns = Concern.objects.filter(sub_district_id=street_id).order_by()
    for on, channel, count in concerns.values_list("submitted_on", "channel").annotate(Count("id")):
        if channel in BY_STAFF:
            found[on, channel, ENTERING] += count
        elif channel == Channel.SUPERIOR:
            found[on, channel, PASTING] += count
    received = concerns.exclude(received_at=None).annotate(on=TruncDate("received_at"))
    for on, count in received.values_list("on").annotate(Count("id")):
        found[on, "", CONFIRMING] += count
    entries = OrderEntry.objects.filter(sub_district_id=street_id, verb__in=BY_VERB).order_by()
    for on, verb, count in (
        entries.annotate(on=TruncDate("at")).values_list("on", "verb").annotate(Count("id"))
    ):
        found[on, "", BY_VERB[Verb(verb)]] += count
    return iter(found.items())


def _day(rng: Random, street_id: UUID, on: date, habit: Habit, channel: str, posts: int) -> BurdenDay:
    def about(each: float) -> int:
        return round(posts * each * rng.uniform(0.85, 1.15))

    typed = about(habit.typed)
    return BurdenDay(
        sub_district_id=street_id,
        on=on,
        process=habit.of.key,
        channel=channel,
        posts=posts,
        made=posts,
        fields_typed=typed,
        fields_retyped=min(about(habit.retyped), typed),
        seconds_sum=about(habit.seconds),
        seconds_count=posts,
    )
