"""Two models on the same texts: which reads better, what nobody has seen of a street's texts, what is kept back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiezhi.engine.text.reading import folded
from jiezhi.engine.text.trials import Ints
from jiezhi.engine.text.twins import Bools, groups_of

KEPT_BACK = 0.2
"""Share of a street's own texts that no model of it learns from, so that old and new can be tried on them."""
MOST_KEPT_BACK = 1000
"""Beyond so many, more would tell no more and cost what a model could learn."""


@dataclass(frozen=True)
class Marks:
    """How one model read some texts; shares 0..1.

    Args:
        accuracy: Right ones.
        macro_f1: Mean over the classes that were true of the harmonic mean of precision and recall.
    """

    accuracy: float
    macro_f1: float


def marks_of(said: Sequence[str], truth: Sequence[str]) -> Marks:
    """Say how well texts were read.

    Only classes that were true count, so that two models are measured by the same ones, whatever else they know.

    Args:
        said: What a model reads in each text; empty where it reads nothing.
        truth: What people decided; at least one.

    Examples:
        >>> marks_of(["灯", "灯", ""], ["灯", "水", "水"])
        Marks(accuracy=0.3333333333333333, macro_f1=0.3333333333333333)
    """
    told, true = np.array(said, dtype=object), np.array(truth, dtype=object)
    values = []
    for each in sorted(set(truth)):
        hits = int(((told == each) & (true == each)).sum())
        values.append(2 * hits / (int((told == each).sum()) + int((true == each).sum())))
    return Marks(float((told == true).mean()), float(np.mean(values)))


def are_kept_back(texts: Sequence[str]) -> Bools:
    """Say which of a street's texts no model learns from: whole groups of near-duplicates, about a fifth.

    It is drawn by the words of a group's first text, so that the next model, with more texts, keeps back the same ones:
    what one model has not seen, none of them has. From 5,000 texts on the share shrinks, and what is kept back is
    a part of what was kept back before.

    Args:
        texts: As written, the oldest first.
    """
    groups = groups_of(texts)
    share = min(KEPT_BACK, MOST_KEPT_BACK / max(1, len(texts)))
    first = firsts_of(groups)
    drawn = {int(groups[at]): _lot(texts[at]) < share for at in first.tolist()}
    return np.array([drawn[group] for group in groups.tolist()], dtype=np.bool_)


def firsts_of(groups: Ints) -> Ints:
    """Give the place of the first text of each group, in order.

    Examples:
        >>> firsts_of(np.array([0, 0, 2, 0, 2])).tolist()
        [0, 2]
    """
    return np.sort(np.unique(groups, return_index=True)[1])


def _lot(text: str) -> float:
    return int.from_bytes(hashlib.sha256(folded(text).encode()).digest()[:6], "big") / 2**48
