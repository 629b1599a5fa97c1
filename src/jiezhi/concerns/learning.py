"""Learning to read: from a file, or from what the office itself decided. Needs the analytics packages."""

import importlib.util
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from jiezhi.concerns.actions import NewClassifier, keep_classifier
from jiezhi.concerns.classifiers import confirmed, folder_of, matters_by_class
from jiezhi.concerns.comparing import kept_back
from jiezhi.concerns.models import Classifier
from jiezhi.concerns.text_files import Labelled
from jiezhi.engine.text.model import ModelFileError, TextModel, load
from jiezhi.engine.text.trials import Trial, judge
from jiezhi.engine.text.twins import is_among, sketches_of
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.ids import new_id
from jiezhi.organisation.queries import matters_of

if TYPE_CHECKING:
    from jiezhi.engine.text.training import Learnt

PACKAGES = ("sklearn", "scipy")


@dataclass(frozen=True)
class Kept:
    """A model that was learnt for a street, and its row."""

    learnt: "Learnt"
    classifier: Classifier


def learn(labelled: Labelled) -> "Learnt":
    """Learn from labelled texts.

    Raises:
        InvalidError: The packages for learning are not installed, or the texts are too few.
    """
    lacking = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if lacking:
        raise InvalidError(
            _(
                "Learning needs packages that are not installed here (%(packages)s). Install them with: ./jiezhi "
                "install --analytics. Reading requests with a model that was learnt elsewhere does not need them."
            )
            % {"packages": ", ".join(lacking)}
        )
    from jiezhi.engine.text import training  # noqa: PLC0415 - its packages are an extra

    try:
        return training.learn(labelled.texts, labelled.labels)
    except training.TooLittleError as error:
        raise InvalidError(
            _(
                "There is too little to learn from: at least two classes need %(least)d texts each, and texts that say "
                "nearly the same count once. There are %(texts)d texts in %(classes)d classes."
            )
            % {
                "least": training.LEAST_TEXTS,
                "texts": len(labelled.texts),
                "classes": len(set(labelled.labels)),
            }
        ) from error


def learn_to(folder: Path, labelled: Labelled) -> "Learnt":
    """Learn, and write the model into a folder of the caller's."""
    learnt = learn(labelled)
    learnt.model.save(folder)
    return learnt


def learn_for_street(labelled: Labelled, *, source: str, actor: Actor, at: datetime) -> Kept:
    """Learn, and keep the model for the street; the keeper of the lists puts it to use.

    A part of the street's own texts is kept back, with what says nearly the same, so that models can be tried on it.
    """
    learnt = learn(without_kept_back(labelled, actor))
    return Kept(learnt, _keep(learnt.model, source, actor=actor, at=at))


def without_kept_back(labelled: Labelled, actor: Actor) -> Labelled:
    """Leave out what the street keeps back for trying models, and the near-duplicates of it."""
    held = sketches_of([each.words for each in kept_back(confirmed(actor.tenant_id))])
    is_held = is_among(sketches_of(labelled.texts), held).tolist()
    kept = [at for at, held_here in enumerate(is_held) if not held_here]
    return Labelled([labelled.texts[at] for at in kept], [labelled.labels[at] for at in kept])


def adopt_for_street(folder: Path, *, actor: Actor, at: datetime) -> Classifier:
    """Keep a model that was learnt elsewhere: its arrays are checked; its card is shown and decides nothing.

    Before it reads anything it is tried on the street's own texts, or a person puts it to use knowing that it was not.

    Raises:
        InvalidError: The folder holds no whole model.
    """
    try:
        model = load(folder)
        _check_card(model)
    except (ModelFileError, KeyError, TypeError, ValueError) as error:
        raise InvalidError(
            _(
                "%(folder)s holds no whole model. Copy the folder that ./jiezhi concerns train FILE --out made, and "
                "try again."
            )
            % {"folder": folder}
        ) from error
    model.card["adopted"] = True
    model.card.pop("comparison", None)
    return _keep(model, folder.name, actor=actor, at=at)


def _check_card(model: TextModel) -> None:
    """Refuse a card that lacks what the page of models shows.

    Raises:
        ModelFileError: Something is missing or no number.
    """
    lacking = {"scores", "classes", "texts", "groups", "margin"} - set(model.card)
    shares = ("accuracy", "macro_f1", "top3", "coverage", "precision")
    if lacking or not all(isinstance(model.card["scores"].get(name), int | float) for name in shares):
        raise ModelFileError("the card lacks what the page shows")


def _keep(model: TextModel, source: str, *, actor: Actor, at: datetime) -> Classifier:
    pk = new_id()
    model.save(folder_of(pk))
    choosable = [(matter.pk, matter.code, matter.name) for matter in matters_of(actor.tenant_id)]
    new = NewClassifier(pk, source, model.card, dict(matters_by_class(model.classes, choosable)))
    return keep_classifier(new=new, actor=actor, at=at)


def own_labelled(actor: Actor) -> Labelled:
    """Give what the office's people decided: each request that has an order, with the code of its matter."""
    told = confirmed(actor.tenant_id)
    return Labelled([each.words for each in told], [each.code for each in told])


def evaluate(train: Labelled, test: Labelled) -> Trial:
    """Learn from one file and read another; a class that the model does not know is never right.

    Raises:
        InvalidError: As `learn`.
    """
    model = learn(train).model
    classes = model.classes
    scores = np.stack([model.scores(text) for text in test.texts]).astype(np.float64)
    truth = np.array([classes.index(label) if label in classes else -1 for label in test.labels])
    margin = model.card["margin"]
    return judge(scores, truth, margin=np.inf if margin is None else margin)
