"""The share in time of past orders as it was and as it would have been, both over the same orders.

Of an order that would go elsewhere nobody can know whether it would have been in time: the record of the department
that would have had it stands in, where it did enough orders to go by. What cannot be said is in neither share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST_RECORD = 5
"""Orders that a department must have done before its share in time says anything."""


@dataclass(frozen=True)
class InTime:
    """A share of orders done in time.

    Args:
        whole: orders that it rests on.
        expected: how many of them are in time; a fraction where a department's record stands in.
        estimated: how many of the whole are such guesses.
    """

    whole: int
    expected: float
    estimated: int = 0

    @property
    def share(self) -> float | None:
        """Which part is in time, 0..1; None when it rests on nothing.

        Examples:
            >>> InTime(4, 3.0).share, InTime(0, 0.0).share
            (0.75, None)
        """
        return self.expected / self.whole if self.whole else None


@dataclass(frozen=True)
class LeftOut:
    """Finished orders that are in neither share, by why nothing can be said of them under the draft.

    Args:
        undecided: a person would have to choose their department.
        unrecorded: their department has done too few orders to stand in.
        untimed: their limit would be another, and it cannot be counted anew.
    """

    undecided: int = 0
    unrecorded: int = 0
    untimed: int = 0

    @property
    def whole(self) -> int:
        """How many in all.

        Examples:
            >>> LeftOut(undecided=2, untimed=1).whole
            3
        """
        return self.undecided + self.unrecorded + self.untimed


Records = Mapping[tuple[str, str | None], list[bool]]


class Tally:
    """Adds up what was in time and what would be, over the orders of which both are known."""

    def __init__(self) -> None:
        self.whole = self.were = self.estimated = 0
        self.expected = 0.0
        self.left_out = Counter[str]()

    def count(self, was: bool | None, would_be: bool | None) -> None:  # noqa: FBT001 - values, not switches
        """Add an order that stays."""
        if was is None:
            return
        if would_be is None:
            self.left_out["untimed"] += 1
            return
        self.whole += 1
        self.were += was
        self.expected += would_be

    def guess(self, was: bool | None, target: str | None, record: float | None) -> None:  # noqa: FBT001 - the same
        """Add an order that would go elsewhere; the record of the department there stands in for it."""
        if was is None:
            return
        if record is None:
            self.left_out["undecided" if target is None else "unrecorded"] += 1
            return
        self.whole += 1
        self.were += was
        self.estimated += 1
        self.expected += record

    def shares(self) -> tuple[InTime, InTime, LeftOut]:
        """What was in time, what would be, and what is in neither."""
        before = InTime(self.whole, float(self.were))
        after = InTime(self.whole, self.expected, self.estimated)
        return before, after, LeftOut(**self.left_out)


def records_of(finished: Iterable[tuple[str | None, str, bool | None]]) -> Records:
    """What each department did in time: per matter, and under None in all.

    Args:
        finished: of each order the department, the matter, and whether it was in time, as far as they are known.
    """
    found: dict[tuple[str, str | None], list[bool]] = defaultdict(list)
    for lead, matter, was_in_time in finished:
        if lead is not None and was_in_time is not None:
            found[lead, matter].append(was_in_time)
            found[lead, None].append(was_in_time)
    return found


def record_of(records: Records, department: str | None, matter: str) -> float | None:
    """The share that a department did in time of a matter, or else of all; None where it did too few to go by.

    Examples:
        >>> records = records_of([("lights", "lamp", True)] * 4 + [("lights", "lift", False)])
        >>> record_of(records, "lights", "lamp"), record_of(records, "power", "lamp")
        (0.8, None)
    """
    if department is None:
        return None
    for key in ((department, matter), (department, None)):
        done = records.get(key, [])
        if len(done) >= LEAST_RECORD:
            return sum(done) / len(done)
    return None
