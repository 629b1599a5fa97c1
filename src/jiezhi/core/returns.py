"""What became of what was sent back: given to somebody else, or back to whoever sent it."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of an order's history, as far as it matters here.

    Args:
        order: Which order; lines of one order stand together, oldest first.
        verb: What was done.
        at: When.
        department: Who sent it back, or to whom it was given.
        reason: The code of a sending back.
        is_refiled: Whether it was filed under another matter with it.
    """

    order: Hashable
    verb: str
    at: datetime
    department: Hashable
    reason: str = ""
    is_refiled: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A sending back and what the dispatcher made of it.

    Args:
        sent: The line of sending back.
        is_upheld: Another department got the order, or the same one under another matter; False where it came back as
            it was, None while nobody has decided.
        took: From the sending back to that decision.
    """

    sent: Deed
    is_upheld: bool | None
    took: timedelta | None


def reviews_of(deeds: Iterable[Deed], *, back: Collection[str], given: Collection[str]) -> Iterator[Review]:
    """Give for each sending back what became of it.

    Args:
        deeds: Histories of orders, each as a run of lines, oldest first.
        back: The verbs of sending back.
        given: The verbs by which an order is given to a department.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> told = [Deed(1, "back", at, "a"), Deed(1, "give", at + timedelta(hours=2), "b"), Deed(2, "back", at, "a")]
        >>> [(each.is_upheld, each.took) for each in reviews_of(told, back={"back"}, given={"give"})]
        [(True, datetime.timedelta(seconds=7200)), (None, None)]
    """
    for _order, lines in groupby(deeds, key=attrgetter("order")):
        history: Sequence[Deed] = list(lines)
        for place, sent in enumerate(history):
            if sent.verb in back:
                decided = next((each for each in history[place + 1 :] if each.verb in given), None)
                if decided is None:
                    yield Review(sent, None, None)
                else:
                    is_upheld = decided.is_refiled or decided.department != sent.department
                    yield Review(sent, is_upheld, decided.at - sent.at)
