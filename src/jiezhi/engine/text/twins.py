"""Messages that say nearly the same: on both sides of a trial they would let memory pass for understanding."""

from collections.abc import Sequence

import numpy as np

from jiezhi.engine.text.pairs import Ints, columns_of, joined, shared_weight
from jiezhi.engine.text.reading import folded

SHINGLE = 4
ALIKE = 0.4
"""Share of common shingles from which on two messages are near-duplicates. Stricter than the usual .5 to .8: the same
complaint that was sent again in other words counts too."""
RULE = "near-duplicates: Jaccard >= 0.4 of 4-character shingles; groups are joined by chains"
MOST_SHARING = 40
"""Texts that may share a shingle; phrases such as 尊敬的领导您好 stand in more and make nobody alike."""
LEAST_SHARED = 3
"""Shared rare shingles from which on a pair is compared whole."""


def groups_of(texts: Sequence[str]) -> Ints:
    """Give each text the number of its group of near-duplicates.

    Args:
        texts: As written.

    Returns:
        Numbers, shape (texts,); equal where texts are near-duplicates or a chain of near-duplicates links them.

    Examples:
        >>> groups_of(["三号楼楼下的路灯坏了三天", "三号楼楼下的路灯坏了三天了", "公交车不停站"]).tolist()
        [0, 0, 2]
    """
    shingles = [shingles_of(text) for text in texts]
    found = columns_of([sorted(each) for each in shingles], most=MOST_SHARING)
    one, other, shared = shared_weight(found, np.ones(len(found.counts)), size=max(1, len(texts)))
    near = [
        (left, right)
        for left, right in zip(
            one[shared >= LEAST_SHARED].tolist(), other[shared >= LEAST_SHARED].tolist(), strict=True
        )
        if _jaccard(shingles[left], shingles[right]) >= ALIKE
    ]
    ends = np.array(near, dtype=np.int64).reshape(-1, 2)
    return joined(len(texts), ends[:, 0], ends[:, 1])


def shingles_of(text: str) -> frozenset[str]:
    """Give the runs of four characters of a text; of a shorter one the whole."""
    plain = folded(text).replace(" ", "")
    return frozenset(plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1)))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common)
