"""Which messages speak of the same thing: alike wording, rare names of places, not years apart."""

import heapq
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jiezhi.engine.text.naming import PLEA, Titles, frequency_of, runs_in, telling, words_of_cluster
from jiezhi.engine.text.pairs import Floats, Ints, columns_of, shared_weight
from jiezhi.engine.text.reading import folded
from jiezhi.engine.text.whereabouts import Whereabouts, by_place

ALIKE = 0.12
"""Mean likeness from which on two clusters become one."""
MOST = 100
"""Messages of a cluster at most: a loose threshold once put 3,656 of 4,326 messages into one."""
SUBJECT_PART = 0.6
"""What the subject counts beside the beginning of the text: it names the place and the thing in a few words."""
SUBJECT_SIGNS = 40
"""Characters that pass for the subject where there is none."""
HEAD = 200
"""Characters that are read of the text: what follows is often the same plea to the same office."""
SUBJECT_SHARING, HEAD_SHARING = 200, 120
"""Messages that may share a run of characters. What more share is a phrase, or a district, and joins nothing."""
HALF_LIFE_DAYS = 365.0
"""Days between two messages after which their likeness counts half."""
RARE = 30
"""Messages that share a run of four characters that may be the name of a place: it counts double."""
RARE_WORTH = 2.0
SEED = 0.2
"""Likeness that two single messages need; what has grown already takes up what is less alike."""


@dataclass(frozen=True)
class Cluster:
    """Messages that speak of the same thing.

    Args:
        members: Their places in the sequence that was asked about, first one first.
        words: Clauses and names that many of their speakers say and few others.
    """

    members: tuple[int, ...]
    words: tuple[str, ...]


def clusters_of(
    subjects: Sequence[str],
    texts: Sequence[str],
    days: Sequence[float | None],
    places: Sequence[Whereabouts] = (),
    matters: Sequence[Hashable | None] = (),
    speakers: Sequence[Hashable] = (),
) -> list[Cluster]:
    """Put messages together that speak of the same thing; whoever stands alone is a cluster too.

    Likeness is the cosine of TF-IDF vectors over runs of characters, of subjects (two to four characters) and of the
    beginnings of texts (three and four). Only runs that few messages share link any two of them, and rare runs of four,
    such as the name of an estate, count double. Likeness halves with each year between two messages. Clusters are
    joined by the mean likeness of all their pairs, the likest first, and never beyond `MOST` messages.

    Args:
        subjects: Of each message; where one is empty, the beginning of its text passes for it.
        texts: As written.
        days: When each was said, in days from any fixed day; None where that is not known.
        places: Where each was said from (`by_place`); none at all where nothing is known of any.
        matters: What each was filed under, None where nobody knows; none at all where nothing is known of any. A run
            that is said of many matters is a phrase or a name of a place, and counts little (`telling`).
        speakers: Who said each; none at all where each is somebody else.

    Returns:
        The clusters in the order of their first messages.
    """
    if not texts:
        return []
    titles = [subject or text[:SUBJECT_SIGNS] for subject, text in zip(subjects, texts, strict=True)]
    heads = [_runs(text, shortest=3, signs=HEAD) for text in texts]
    names = [_runs(title, shortest=2, signs=HEAD) for title in titles]
    size = len(texts)
    of_names, of_heads = telling(names, matters), telling(heads, matters)
    by_name, by_head = (
        _likeness(names, SUBJECT_SHARING, of_names),
        _likeness(heads, HEAD_SHARING, of_heads),
    )
    keys, pair = np.unique(
        np.concatenate([each.one * size + each.other for each in (by_name, by_head)]), return_inverse=True
    )
    wording = np.bincount(
        pair,
        np.concatenate([by_name.like * SUBJECT_PART, by_head.like * (1 - SUBJECT_PART)]),
        minlength=len(keys),
    )
    one, other = keys // size, keys % size
    like = wording * _nearness(one, other, days)
    if places:
        said = [f"{subject} {text}" for subject, text in zip(subjects, texts, strict=True)]
        like = by_place(one, other, like, texts=said, days=days, places=places)
    groups = average_linkage(size, one, other, like, alike=ALIKE, most=MOST)
    said_in = Titles.of(titles, matters, speakers)
    return [Cluster(tuple(group), words_of_cluster(group, said_in)) for group in groups]


@dataclass(frozen=True)
class _Likeness:
    one: Ints
    other: Ints
    like: Floats


def _runs(text: str, *, shortest: int, signs: int) -> frozenset[str]:
    return runs_in(PLEA.sub(" ", folded(text[: 2 * signs])[:signs]).split(), shortest=shortest)


def _likeness(features: Sequence[frozenset[str]], most: int, worths: Mapping[str, float]) -> _Likeness:
    """Give the cosine of all pairs that share a run which at most so many messages have.

    What a run loses by telling little, it loses where it is shared and not in the length of a message: two that share
    nothing else are not alike.
    """
    size = len(features)
    weights = {
        run: (RARE_WORTH if len(run) >= 4 and count <= RARE else 1.0) * math.log(size / count) ** 2
        for run, count in frequency_of(features).items()
        if count > 1
    }
    lengths = np.array(
        [math.sqrt(sum(weights[run] for run in sorted(held) if run in weights) or 1.0) for held in features]
    )
    shared = [sorted(run for run in held if run in weights) for held in features]
    found = columns_of(shared, most=most)
    worth = np.array([weights[run] * worths.get(run, 1.0) for run in found.features])
    one, other, total = shared_weight(found, worth, size=size)
    return _Likeness(one, other, total / (lengths[one] * lengths[other]))


def _nearness(one: Ints, other: Ints, days: Sequence[float | None]) -> Floats:
    known = np.array([np.nan if day is None else day for day in days], dtype=np.float64)
    gap = np.abs(known[one] - known[other])
    return np.where(np.isnan(gap), 1.0, 0.5 ** (np.nan_to_num(gap) / HALF_LIFE_DAYS))


def average_linkage(
    size: int, one: Ints, other: Ints, like: Floats, *, alike: float, most: int
) -> list[list[int]]:
    """Join the likest clusters while the mean likeness of their pairs is enough; pairs that are not given have none.

    Args:
        size: How many there are.
        one: First of each pair.
        other: Second of each pair.
        like: Likeness of each pair; below nothing where the two should not come together.
        alike: Mean likeness that joins.
        most: Members of a cluster at most.

    Returns:
        Members of each cluster in order, by their first.

    Examples:
        >>> average_linkage(4, np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.5]), alike=0.4, most=9)
        [[0, 1], [2], [3]]
    """
    members: dict[int, list[int]] = {at: [at] for at in range(size)}
    sums: dict[int, dict[int, float]] = {at: {} for at in range(size)}
    heap: list[tuple[float, int, int]] = []
    # What is held apart (less than nothing) counts as well as what is alike.
    strong = np.abs(like) >= alike / 4
    for left, right, value in zip(
        one[strong].tolist(), other[strong].tolist(), like[strong].tolist(), strict=True
    ):
        sums[left][right] = sums[right][left] = value
        if value >= max(alike, SEED):
            heap.append((-value, left, right))
    heapq.heapify(heap)
    fresh = size
    while heap:
        _, left, right = heapq.heappop(heap)
        if left not in members or right not in members or len(members[left]) + len(members[right]) > most:
            continue
        members[fresh] = members.pop(left) + members.pop(right)
        sums[fresh] = _joined_sums(sums, left, right)
        for near, value in sums[fresh].items():
            sums[near].pop(left, None)
            sums[near].pop(right, None)
            sums[near][fresh] = value
            mean = value / (len(members[fresh]) * len(members[near]))
            if mean >= alike:
                heapq.heappush(heap, (-mean, near, fresh))
        fresh += 1
    return sorted(sorted(group) for group in members.values())


def _joined_sums(sums: dict[int, dict[int, float]], left: int, right: int) -> dict[int, float]:
    first, second = sums.pop(left), sums.pop(right)
    first.pop(right, None)
    second.pop(left, None)
    for near, value in second.items():
        first[near] = first.get(near, 0.0) + value
    return first
