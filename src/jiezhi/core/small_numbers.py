"""What may be published of counts of people: nothing that fewer than k stand behind, nor any difference that shows it.

A published count is one that anybody may subtract from another. So each count stands alone or is one part of a whole
that is known, and a rate tells only what leaves both its yes and its no behind at least k, or within a span of k.

Source: the rule of ten is the office's own (k >= 10); cell suppression with complementary cells as in the handbook of
Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

K = 10
"""Behind what is published stand at least so many."""
STEPS = (1, 2, 5, 10, 20, 25, 50)
"""To how many hundredths a rate may be rounded."""
Key = TypeVar("Key")


@dataclass(frozen=True)
class Span:
    """What is told of a rate: it lies between two bounds, which are equal where it is told as it is.

    Args:
        low: In whole hundredths.
        high: In whole hundredths.
        about: Out of about how many, a multiple of k.
    """

    low: int
    high: int
    about: int

    @property
    def is_plain(self) -> bool:
        """Whether it is told as it is."""
        return self.low == self.high


def told_about(count: int, *, people: int | None = None, k: int = K) -> int | None:
    """Give a count rounded to a multiple of k; None where too few stand behind it. Nought is told: nobody is in it.

    Counts that lie within each other, such as all orders and those answered, differ by few: rounded ones do not tell
    by how many.

    Args:
        count: Of requests, say.
        people: How many people stand behind them, where that is known: ten requests of one person are told of nobody.
        k: Behind what is told stand at least so many.

    Examples:
        >>> told_about(44), told_about(45), told_about(10), told_about(9), told_about(0)
        (40, 50, 10, None, 0)
        >>> told_about(44, people=10), told_about(44, people=9)
        (40, None)
    """
    if _is_small(count, count if people is None else people, k):
        return None
    return (count + k // 2) // k * k


def told_rate(part: int, whole: int, *, k: int = K) -> Span | None:
    """Give what may be told of a rate.

    Its yes and its no are both counts: where one of them is small, nought included, only a span is told that would be
    the same for every small count. All satisfied or none would otherwise tell what each of them said.

    Nor may what is told say out of how many exactly: wholes lie within each other, and two exact ones tell by how few
    they differ. So a span holds for every whole that is told as `about`, a rate is rounded so far that the next answer
    does not show, and what would fit only few wholes is not told.

    Args:
        part: How many say yes.
        whole: Out of how many.
        k: Behind what is told stand at least so many.

    Examples:
        >>> told_rate(30, 40), told_rate(84, 110)
        (Span(low=75, high=75, about=40), Span(low=76, high=76, about=110))
        >>> told_rate(39, 40), told_rate(44, 44) == told_rate(26, 35)
        (Span(low=74, high=100, about=40), True)
        >>> told_rate(3, 40), told_rate(9, 9), told_rate(6, 12)
        (Span(low=0, high=26, about=40), None, None)
    """
    about = told_about(whole, k=k)
    if about is None or whole < 2 * k:  # below, yes and no may both be small, and a span would tell which
        return None
    least = _wholes_about(about, k)[0]
    if part < k:
        return Span(0, -(-(k - 1) * 100 // least), about)
    if whole - part < k:
        return Span((least - k + 1) * 100 // least, 100, about)
    told = _rounded(part, whole, _step(about, k))
    return Span(told, told, about) if _fitting(told, about, k) >= k // 2 else None


def _wholes_about(about: int, k: int) -> range:
    """Give every whole of which a rate may be told as out of about so many."""
    return range(max(about - k // 2, 2 * k), about - k // 2 + k)


def _step(about: int, k: int) -> int:
    """Give to how many hundredths a rate is rounded: at least what one answer of the least whole changes."""
    return next(step for step in STEPS if step * _wholes_about(about, k)[0] >= 100)


def _rounded(part: int, whole: int, step: int) -> int:
    return (200 * part + step * whole) // (2 * step * whole) * step


def _fitting(told: int, about: int, k: int) -> int:
    """Count the wholes that a rate told so may be out of, with k or more on either side."""
    step, count = _step(about, k), 0
    for whole in _wholes_about(about, k):
        part = max(k, -((step - 2 * told) * whole // 200))
        count += part <= whole - k and _rounded(part, whole, step) == told
    return count


def told_parts(
    parts: Mapping[Key, int], *, people: Mapping[Key, int] | None = None, k: int = K
) -> dict[Key, int | None]:
    """Give the parts of a known whole, with None for those that must not be told.

    Small parts are left out. What is left out can be added up by whoever knows the whole, so at least two are left out,
    and each of them may be one of k values: the smallest that are told follow until that holds.

    Args:
        parts: Of a whole that anybody may know; a part of nought is told, since nobody is in it.
        people: How many people stand behind each part, where that is known.
        k: Behind what is told stand at least so many.

    Examples:
        >>> told_parts({"a": 40, "b": 3, "c": 25})
        {'a': 40, 'b': None, 'c': None}
        >>> told_parts({"a": 40, "b": 3, "c": 2, "d": 11, "e": 0})
        {'a': 40, 'b': None, 'c': None, 'd': None, 'e': 0}
        >>> told_parts({"a": 40, "b": 25})
        {'a': 40, 'b': 25}
        >>> told_parts({"a": 40, "b": 25, "c": 30}, people={"a": 35, "b": 2, "c": 30})
        {'a': 40, 'b': None, 'c': None}
    """
    behind = parts if people is None else people
    hidden = {key for key, part in parts.items() if _is_small(part, behind.get(key, 0), k)}
    spare = sorted((key for key in parts if parts[key] and key not in hidden), key=lambda key: parts[key])
    spare.reverse()
    while hidden and spare and not _hides(parts, hidden, k):
        hidden.add(spare.pop())
    if hidden and not _hides(parts, hidden, k):
        # Nothing is left to hide behind: the whole is small itself, or all of it is in one part.
        return dict.fromkeys(parts)
    return {key: None if key in hidden else part for key, part in parts.items()}


def _is_small(count: int, people: int, k: int) -> bool:
    return count > 0 and min(count, people) < k


def _hides(parts: Mapping[Key, int], hidden: Collection[Key], k: int) -> bool:
    """Whether each hidden part may be one of k values to somebody who knows that none of them is nought."""
    return len(hidden) > 1 and sum(parts[key] for key in hidden) - len(hidden) >= k - 1
