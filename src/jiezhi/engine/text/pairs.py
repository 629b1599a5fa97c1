"""Which texts have something rare in common: pairs of rows, without comparing every text with every other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BLOCK = 1_000_000
"""Pairs that are added up at a time: bounds the memory to some tens of megabytes."""


@dataclass(frozen=True)
class Shared:
    """Features that several texts have.

    Args:
        features: Their names.
        texts: The texts that have them, ordered by feature.
        starts: Where each feature begins in `texts`.
        counts: How many texts have it.
    """

    features: tuple[str, ...]
    texts: Ints
    starts: Ints
    counts: Ints


def columns_of(features: Sequence[Iterable[str]], *, most: int) -> Shared:
    """Give every feature that at least two and at most so many texts have.

    Args:
        features: Of each text, each feature once, in a steady order.
        most: Texts that may share a feature; what more share tells none of them apart.
    """
    numbers: dict[str, int] = {}
    terms: list[int] = []
    texts: list[int] = []
    for text, held in enumerate(features):
        for feature in held:
            terms.append(numbers.setdefault(feature, len(numbers)))
            texts.append(text)
    term, text_of = np.array(terms, dtype=np.int64), np.array(texts, dtype=np.int64)
    counts = np.bincount(term, minlength=len(numbers)).astype(np.int64)
    starts = np.cumsum(counts) - counts
    kept = (counts >= 2) & (counts <= most)
    names = tuple(name for name, is_kept in zip(numbers, kept.tolist(), strict=True) if is_kept)
    return Shared(names, text_of[np.argsort(term, kind="stable")], starts[kept], counts[kept])


def shared_weight(found: Shared, weights: Floats, *, size: int) -> tuple[Ints, Ints, Floats]:
    """Add up, for each pair of texts, the weight of the features they share.

    Args:
        found: Which texts have which features.
        weights: What each feature counts.
        size: How many texts there are.

    Returns:
        First and second text of each pair (first < second), and the sum.
    """
    texts, starts, counts = found.texts, found.starts, found.counts
    keys: list[Ints] = []
    sums: list[Floats] = []
    waiting: list[tuple[Ints, Floats]] = []
    held = 0
    for count in np.unique(counts):
        these = np.flatnonzero(counts == count)
        one, other = np.triu_indices(int(count), 1)
        step = max(1, BLOCK // max(1, len(one)))
        for begin in range(0, len(these), step):
            part = these[begin : begin + step]
            block = np.sort(texts[starts[part][:, None] + np.arange(count)], axis=1)
            key = (block[:, one] * size + block[:, other]).ravel()
            waiting.append((key, np.repeat(weights[part], len(one))))
            held += len(key)
            if held >= 4 * BLOCK:
                _add(waiting, keys, sums)
                waiting, held = [], 0
    _add(waiting, keys, sums)
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    key, total = _summed(np.concatenate(keys), np.concatenate(sums))
    return key // size, key % size, total


def _add(waiting: list[tuple[Ints, Floats]], keys: list[Ints], sums: list[Floats]) -> None:
    if waiting:
        key, total = _summed(
            np.concatenate([each for each, _ in waiting]), np.concatenate([each for _, each in waiting])
        )
        keys.append(key)
        sums.append(total)


def _summed(key: Ints, weight: Floats) -> tuple[Ints, Floats]:
    order = np.argsort(key)
    key, weight = key[order], weight[order]
    first = (
        np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    )
    return key[first], np.add.reduceat(weight, first) if len(key) else weight


def joined(size: int, one: Ints, other: Ints) -> Ints:
    """Give each text the number of its group: texts that a chain of pairs links are one.

    Args:
        size: How many texts there are.
        one: First text of each pair.
        other: Second text of each pair.

    Examples:
        >>> joined(4, np.array([0, 1]), np.array([1, 3])).tolist()
        [0, 0, 2, 0]
    """
    root = list(range(size))

    def top(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for left, right in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted((top(left), top(right)))
        root[high] = low
    return np.array([top(node) for node in range(size)], dtype=np.int64)
