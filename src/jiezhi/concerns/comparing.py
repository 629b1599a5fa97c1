"""Whether a new model reads no worse: it and the last one in use, on texts of the street that neither learnt from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from jiezhi.concerns.classifiers import Told, confirmed, folder_of, last_classifier
from jiezhi.concerns.models import Classifier
from jiezhi.engine.text.comparing import Marks, are_kept_back, firsts_of, marks_of
from jiezhi.engine.text.model import ModelFileError, TextModel, load
from jiezhi.engine.text.twins import Bools, Bytes, groups_of, is_among, sketches_of

LEAST_TRIED = 50
"""Texts that say something of their own: with fewer, which model reads better would be luck."""
MOST_TRIED = 500
"""Texts that are read, the newest: two models read them in about two seconds."""
MOST_LOOKED_AT = 3000
"""Of the street's own texts, the newest, among which unseen ones are looked for."""


@dataclass(frozen=True)
class Comparison:
    """What two models made of the same texts.

    Args:
        texts: How many of the street's own were there that neither learnt from, near-duplicates counted once.
        new: Of the new model; None where the texts are too few.
        old: Of the last one in use; None where the texts are too few or there was none.
        against: Number of that one; None where there was none.
        is_adopted: Whether the new one was learnt elsewhere, so that nothing but this says how it reads here.
    """

    texts: int
    new: Marks | None
    old: Marks | None
    against: int | None
    is_adopted: bool

    @property
    def is_worse(self) -> bool:
        """Whether the new one reads the same texts worse."""
        return self.new is not None and self.old is not None and self.new.macro_f1 < self.old.macro_f1

    @property
    def needs_knowing(self) -> bool:
        """Whether only a person who knows that nothing was compared may put it to use."""
        return self.new is None and (self.against is not None or self.is_adopted)

    def as_dict(self, at: datetime) -> dict[str, Any]:
        """Give it as the card keeps it."""
        return asdict(self) | {"at": at.isoformat()}


def comparison_of(new: Classifier) -> Comparison:
    """Let a model and the last one in use read the same texts of the street.

    Both are measured by the street's matters, so models with other classes can be compared. One whose files are gone
    reads nothing. Each is loaded by itself and let go again: two at a time would weigh 200 MB.

    Args:
        new: The model that is to be put to use.
    """
    last = last_classifier(new.sub_district_id)
    old = last if last is not None and last.pk != new.pk else None
    is_adopted = bool(new.card.get("adopted")) and (last is None or last.pk != new.pk)
    both = [each for each in (new, old) if each is not None]
    told = _unseen_by(both)
    against = old.number if old else None
    if len(told) < LEAST_TRIED:
        return Comparison(len(told), None, None, against, is_adopted)
    marks = [_marks(each, told[-MOST_TRIED:]) for each in both]
    tried = min(len(told), MOST_TRIED)
    return Comparison(tried, marks[0], marks[1] if old else None, against, is_adopted)


def kept_back(told: Sequence[Told]) -> list[Told]:
    """Give what no model of the street learns from."""
    kept = are_kept_back([each.words for each in told])
    return [each for each, is_kept in zip(told, kept.tolist(), strict=True) if is_kept]


def _unseen_by(models: Sequence[Classifier]) -> list[Told]:
    """Give what none of the models learnt from, oldest first, of near-duplicates the first."""
    told = confirmed(models[0].sub_district_id)[-MOST_LOOKED_AT:]
    texts = [each.words for each in told]
    groups, sketches = groups_of(texts), sketches_of(texts)
    seen = np.zeros(len(told), dtype=np.bool_)
    for model in models:
        seen |= _seen_by(model, told, sketches)
    known = set(groups[seen].tolist())
    return [told[at] for at in firsts_of(groups).tolist() if int(groups[at]) not in known]


def _seen_by(model: Classifier, told: Sequence[Told], sketches: Bytes) -> Bools:
    """Say which texts a model may have learnt from; of one that kept no sketches, all that were there when it came."""
    read = _loaded(model)
    if read is None or read.seen is None:
        return np.array([each.at <= model.learnt_at for each in told], dtype=np.bool_)
    return is_among(sketches, read.seen)


def _marks(model: Classifier, told: Sequence[Told]) -> Marks:
    read = _loaded(model)
    said = [""] * len(told)
    if read is not None:
        firsts = [read.classes[int(read.scores(each.words).argmax())] for each in told]
        said = [model.matters.get(name, "") for name in firsts]
    return marks_of(said, [str(each.matter_id) for each in told])


def _loaded(model: Classifier) -> TextModel | None:
    try:
        return load(folder_of(model.pk))
    except ModelFileError:
        return None
