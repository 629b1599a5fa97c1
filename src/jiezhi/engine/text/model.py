"""A model that reads which class a text is of: arrays and a card, nothing that could run."""

import io
import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from jiezhi.engine.text.reading import WORD_MARK, features_of
from jiezhi.engine.text.twins import SLOTS, Bytes
from jiezhi.engine.text.vectors import Floats, Vocabulary

VERSION = 1
"""Of the way in which models are stored."""
ARRAYS, CARD = "model.npz", "card.json"
REASONS = 4
"""Words that are named for a class at most."""


class ModelFileError(ValueError):
    """A stored model is not whole, or of a version that this program does not read."""


@dataclass(frozen=True)
class Reading:
    """A class that a text seems to be of.

    Args:
        name: The class.
        score: Of the linear model; comparable between the classes of one text only.
        words: What of the text speaks for it most, the strongest first.
    """

    name: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What a model says of a text.

    Args:
        readings: The likeliest first.
        margin: How far the first is ahead of the second.
        chance: How often the model was right at such a margin in its trial, 0..1.
        is_sure: Whether the margin reaches the one from which the model may decide alone.
    """

    readings: tuple[Reading, ...]
    margin: float
    chance: float
    is_sure: bool


@dataclass(frozen=True)
class TextModel:
    """A linear model over words and runs of characters.

    Args:
        vocabulary: Its features.
        weights: float32 of shape (terms, classes).
        offsets: float32 of shape (classes,).
        classes: Names of the classes.
        card: What it learnt from and how well it read what it had not seen.
        seen: Sketches of the texts that it learnt from; None where it was stored before these were kept.
    """

    vocabulary: Vocabulary
    weights: Floats
    offsets: Floats
    classes: tuple[str, ...]
    card: dict[str, Any] = field(default_factory=dict)
    seen: Bytes | None = None

    def scores(self, text: str) -> Floats:
        """Give the score of every class for a text."""
        columns, values = self.vocabulary.row(features_of(text))
        return np.asarray(values @ self.weights[columns] + self.offsets, dtype=np.float32)

    def read(self, text: str, *, limit: int = 3) -> Verdict:
        """Say what a text is about, with the words that speak for it.

        Args:
            text: As written.
            limit: How many classes to give.
        """
        words, runs = features_of(text)
        columns, values = self.vocabulary.row((words, runs))
        parts = values[:, None] * self.weights[columns]
        scores = parts.sum(axis=0) + self.offsets
        order = np.argsort(-scores, kind="stable")
        names = [term for term in (*words, *runs) if term in self.vocabulary.terms]
        readings = tuple(
            Reading(self.classes[each], float(scores[each]), _reasons(names, parts, int(each)))
            for each in order[:limit].tolist()
        )
        margin = float(scores[order[0]] - scores[order[1]]) if len(columns) else 0.0
        least = self.card.get("margin")
        return Verdict(readings, margin, self._chance(margin), least is not None and margin >= float(least))

    def _chance(self, margin: float) -> float:
        first, second = self.card.get("curve", (0.0, 0.0))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, first + second * margin))))

    def save(self, folder: Path) -> None:
        """Write arrays and card into a folder; what is there under these names is replaced whole."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in ((ARRAYS, self.arrays()), (CARD, self.card_text().encode())):
            made = folder / f".{name}"
            made.write_bytes(content)
            made.replace(folder / name)

    def arrays(self) -> bytes:
        """Give the arrays as the bytes of an npz file."""
        terms = sorted(self.vocabulary.terms, key=self.vocabulary.terms.__getitem__)
        held = io.BytesIO()
        arrays: dict[str, Any] = {
            "version": np.array([VERSION]),
            "terms": np.frombuffer("\n".join(terms).encode(), dtype=np.uint8),
            "classes": np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8),
            "idf": self.vocabulary.idf,
            "weights": self.weights.astype(np.float16),
            "offsets": self.offsets,
        }
        if self.seen is not None:
            arrays["seen"] = self.seen
        np.savez_compressed(held, **arrays)
        return held.getvalue()

    def card_text(self) -> str:
        """Give the card as it is stored and can be read by anybody."""
        return json.dumps(self.card, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def load(folder: Path) -> TextModel:
    """Read a model from its folder.

    Raises:
        ModelFileError: It is not there, not whole, or of another version.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        return from_arrays((folder / ARRAYS).read_bytes(), card)
    except (OSError, ValueError) as error:
        raise ModelFileError(f"{folder}: {error}") from error


def from_arrays(content: bytes, card: dict[str, Any]) -> TextModel:
    """Read a model from the bytes of its npz file; pickled objects are refused.

    Raises:
        ModelFileError: They are not whole, or of another version.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            version = int(held["version"][0])
            terms = held["terms"].tobytes().decode().split("\n")
            classes = tuple(held["classes"].tobytes().decode().split("\n"))
            idf, offsets = held["idf"], held["offsets"]
            weights = held["weights"].astype(np.float32)
            seen = held["seen"].astype(np.uint8).reshape(-1, SLOTS) if "seen" in held else None
    except (KeyError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ModelFileError(f"these are no arrays of a model: {error}") from error
    shapes = (idf.shape, weights.shape, offsets.shape)
    if version != VERSION or shapes != ((len(terms),), (len(terms), len(classes)), (len(classes),)):
        raise ModelFileError(
            f"version {version} with arrays of shapes {shapes} is not what this program reads"
        )
    vocabulary = Vocabulary({term: column for column, term in enumerate(terms)}, idf)
    return TextModel(vocabulary, weights, offsets, classes, card, seen)


def _reasons(names: Sequence[str], parts: Floats, chosen: int) -> tuple[str, ...]:
    """Whole words that speak for one class more than for the others; where there is none, runs of two and three."""
    ahead = parts[:, chosen] - parts.mean(axis=1)
    found: list[str] = []
    strong = [at for at in np.argsort(-ahead).tolist() if ahead[at] > 0]
    for wants_words in (True, False):
        for at in strong:
            name = names[at].removeprefix(WORD_MARK)
            is_word = names[at] != name
            if (
                is_word == wants_words
                and len(name) > 1
                and not any(name in each or each in name for each in found)
            ):
                found.append(name)
            if len(found) == REASONS:
                return tuple(found)
        if found:
            break
    return tuple(found)
