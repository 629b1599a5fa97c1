"""Texts as rows of numbers: TF-IDF over words and over runs of characters, each half of length one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiezhi.engine.text.reading import features_of

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Row = tuple[Counter[str], Counter[str]]
"""Words and runs of one text."""


@dataclass(frozen=True)
class Vocabulary:
    """Which features count, and how much.

    Args:
        terms: Every feature to its column.
        idf: How rare each is, float32 of shape (terms,).
    """

    terms: Mapping[str, int]
    idf: Floats

    def row(self, read: Row) -> tuple[Ints, Floats]:
        """Give columns and weights of a text: 1 + ln(count), times rarity; words and runs each of length one.

        Args:
            read: Its words and runs.
        """
        halves = [self._half(counts) for counts in read]
        return np.concatenate([columns for columns, _ in halves]), np.concatenate([w for _, w in halves])

    def _half(self, counts: Counter[str]) -> tuple[Ints, Floats]:
        known = [(self.terms[term], count) for term, count in counts.items() if term in self.terms]
        columns = np.fromiter((column for column, _ in known), np.int64, len(known))
        numbers = np.fromiter((count for _, count in known), np.float32, len(known))
        weights = (1 + np.log(numbers)) * self.idf[columns] if known else numbers
        length = float(np.sqrt(np.dot(weights, weights)))
        return columns, (weights / length if length else weights).astype(np.float32)


@dataclass(frozen=True)
class Rows:
    """Texts as sparse rows, in the three arrays of a compressed sparse matrix.

    Args:
        data: Weights, float32.
        columns: Column of each weight.
        starts: Where each row begins, shape (rows + 1,).
    """

    data: Floats
    columns: Ints
    starts: Ints


def vocabulary_of(read: Sequence[Row], *, seen: int) -> Vocabulary:
    """Give the features that stand in enough texts, with their rarity ln((1 + n) / (1 + df)) + 1.

    Args:
        read: Words and runs of each text.
        seen: In how many texts a feature stands at least; what fewer people wrote could be somebody's own words.
    """
    frequency: Counter[str] = Counter()
    for words, runs in read:
        frequency.update(words.keys())
        frequency.update(runs.keys())
    kept = sorted(term for term, count in frequency.items() if count >= seen)
    counts = np.array([frequency[term] for term in kept], dtype=np.float64)
    idf = (np.log((1 + len(read)) / (1 + counts)) + 1).astype(np.float32)
    return Vocabulary({term: column for column, term in enumerate(kept)}, idf)


def rows_of(read: Iterable[Row], vocabulary: Vocabulary) -> Rows:
    """Give texts as sparse rows over a vocabulary."""
    pairs = [vocabulary.row(each) for each in read]
    starts = np.cumsum([0, *(len(columns) for columns, _ in pairs)], dtype=np.int64)
    columns = np.concatenate([c for c, _ in pairs]) if pairs else np.zeros(0, np.int64)
    data = np.concatenate([w for _, w in pairs]) if pairs else np.zeros(0, np.float32)
    return Rows(data, columns, starts)


def read_all(texts: Iterable[str]) -> list[Row]:
    """Give words and runs of every text."""
    return [features_of(text) for text in texts]
