"""The few formulas that every measure shares. What cannot be known is None, never 0."""

import statistics
from collections.abc import Iterable


def share(part: int, whole: int) -> float | None:
    """Which part of a whole, 0..1; None if there is no whole, since nothing out of nothing is not 0 %.

    Args:
        part: how many, from 0 to the whole.
        whole: out of how many.

    Raises:
        ValueError: the part is negative or larger than the whole.

    Examples:
        >>> share(3, 4), share(0, 4), share(0, 0)
        (0.75, 0.0, None)
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} cannot be a part of {whole}.")
    return part / whole if whole else None


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; None if there are none.

    Times to close have a long tail, so that a mean tells nothing about the usual order.

    Args:
        values: numbers of one unit.

    Examples:
        >>> median([1, 2, 90]), median([1, 2]), median([])
        (2.0, 1.5, None)
    """
    known = list(values)
    return float(statistics.median(known)) if known else None
