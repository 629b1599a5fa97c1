"""Messages that say nearly the same: on both sides of a trial they would let memory pass for understanding."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jiezhi.engine.text.pairs import Ints, columns_of, joined, shared_weight
from jiezhi.engine.text.reading import EMPTY_WORDS, folded

Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]

SHINGLE = 4
ALIKE = 0.4
"""Share of common shingles from which on two messages are near-duplicates. Stricter than the usual .5 to .8: the same
complaint that was sent again in other words counts too."""
RULE = "near-duplicates: Jaccard >= 0.4 of 4-character shingles; groups are joined by chains"
MOST_SHARING = 40
"""Texts that may share a shingle; phrases such as 尊敬的领导您好 stand in more and make nobody alike."""
LEAST_SHARED = 3
"""Shared rare shingles from which on a pair is compared whole."""
SLOTS = 32
"""Bytes of a sketch."""
SAME_SLOTS = 8
"""Equal bytes from which on a text counts as seen: of near-duplicates 12.8 and more of 32 are equal on average, of
texts that share nothing .125. A text that is passed over for nothing costs less than one that was learnt by heart."""
_SALTS = np.random.default_rng(24).integers(1, 2**63, SLOTS, dtype=np.uint64)[:, None]
_TIES = re.compile("|".join(sorted(EMPTY_WORDS, key=lambda word: (-len(word), word))))


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


def sketches_of(texts: Sequence[str]) -> Bytes:
    """Give for each text 32 bytes by which its near-duplicates can be known again, and nothing of it can be read.

    They are the lowest bytes of 32 least hashes of its runs of four characters, so that the share of equal bytes of two
    texts is about the Jaccard index of their runs. Words that only tie others together are left out, since texts that
    come split have lost them.

    Args:
        texts: As written, raw or with their words split.

    Returns:
        Bytes of shape (texts, 32), the same on every machine.

    Source:
        P. Li, C. König, b-Bit Minwise Hashing, WWW 2010.

    Examples:
        >>> one, other = sketches_of(["三号楼楼下的路灯坏了三天", "三号楼 楼下 路灯 坏 三天"])
        >>> bool((one == other).all())
        True
    """
    return np.array([_sketch(text) for text in texts], dtype=np.uint8).reshape(-1, SLOTS)


def _sketch(text: str) -> Bytes:
    plain = _TIES.sub("", folded(text).replace(" ", ""))
    signs = np.frombuffer(plain.ljust(SHINGLE).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    # A sign has 21 bits: three of them fill a number, the fourth is mixed in.
    runs = (signs[:-3] << 42 | signs[1:-2] << 21 | signs[2:-1]) * np.uint64(0x9E3779B97F4A7C15) ^ signs[3:]
    mixed = runs[None, :] ^ _SALTS
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ mixed >> np.uint64(shift)) * np.uint64(factor)
    return np.asarray((mixed ^ mixed >> np.uint64(31)).min(axis=1), dtype=np.uint64).astype(np.uint8)


def is_among(sketches: Bytes, known: Bytes, *, block: int = 256) -> Bools:
    """Say of each sketch whether a near-duplicate of its text stands among those that are known.

    Args:
        sketches: Of the texts that are asked about.
        known: Of the texts that are known.
        block: Rows that are compared at a time: bounds the memory.
    """
    found = np.zeros(len(sketches), dtype=np.bool_)
    for begin in range(0, len(sketches) if len(known) else 0, block):
        part = sketches[begin : begin + block]
        same = np.zeros((len(part), len(known)), dtype=np.uint8)
        for slot in range(SLOTS):
            same += part[:, slot, None] == known[None, :, slot]
        found[begin : begin + block] = (same >= SAME_SLOTS).any(axis=1)
    return found
