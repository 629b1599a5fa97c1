"""Shares that several apps make up together: each counts its own tables, and the share is the sum of what they say."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from jiezhi.kit.measure import Figure, Figures, Question

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

_parts: dict[str, dict[str, Callable[[Question], Figures]]] = {}


def register_part(key: str, name: str, compute: Callable[[Question], Figures]) -> None:
    """Offer what an app counts towards a share that several apps make up together, each from its own tables.

    Args:
        key: Of the measure.
        name: Of the part, once a measure.
        compute: Gives its figures, each thing once and in no other part, by every split of the measure.

    Raises:
        ValueError: The measure has a part of this name.
    """
    parts = _parts.setdefault(key, {})
    if name in parts:
        raise ValueError(f"The measure {key!r} has two parts with the name {name!r}.")
    parts[name] = compute


def sum_of_parts(key: str) -> Callable[[Question], Figures]:
    """Give what computes a share as the sum of its parts: yes over yes and no, not a mean of shares."""

    def compute(question: Question) -> Figures:
        yes: Counter[UUID | date | None] = Counter()
        whole: Counter[UUID | date | None] = Counter()
        for part in _parts.get(key, {}).values():
            for group, figure in part(question).items():
                yes[group] += figure.part or 0
                whole[group] += figure.whole
        return {group: Figure.of(yes[group], whole[group]) for group in whole}

    return compute
