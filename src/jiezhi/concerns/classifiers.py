"""Models that read requests: where they lie, which one is in use, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ClassifierState, SelfDispatch
from jiezhi.concerns.models import Classifier, Concern, DispatchSwitch
from jiezhi.concerns.queries import PICTURE_OWNER, suggestions_of
from jiezhi.core.dangers import dangers_in
from jiezhi.core.wording import WordingIndex
from jiezhi.engine.text.model import ModelFileError, TextModel, Verdict, load
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import MissingError
from jiezhi.supervision.choices import DangerKinds
from jiezhi.supervision.queries import is_called_off
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.filing import is_refiled

SHOWN = 20
OWN_LEAST = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What a person decided about a request.

    Args:
        words: Of the resident.
        code: Of the matter.
        matter_id: The matter.
        at: When it was said.
    """

    words: str
    code: str
    matter_id: UUID
    at: datetime


def folder_of(classifier_id: UUID) -> Path:
    """Give the folder of a model's files."""
    return Path(settings.CLASSIFIER_ROOT) / str(classifier_id)


def classifiers_of(actor: Actor) -> list[Classifier]:
    """Give the models of the street, the newest first."""
    return list(Classifier.objects.filter(sub_district_id=actor.tenant_id).order_by("-number")[:SHOWN])


def get_classifier(actor: Actor, classifier_id: UUID) -> Classifier:
    """Give a model of the street.

    Raises:
        MissingError: There is none.
    """
    found = Classifier.objects.filter(sub_district_id=actor.tenant_id, pk=classifier_id).first()
    if found is None:
        raise MissingError(_("Your street has no such model."))
    return found


def live_classifier(sub_district_id: UUID) -> Classifier | None:
    """Give the model in use."""
    return Classifier.objects.filter(sub_district_id=sub_district_id, state=ClassifierState.LIVE).first()


def last_classifier(sub_district_id: UUID) -> Classifier | None:
    """Give the model in use; where none is, the one that was in use last."""
    rows = Classifier.objects.filter(sub_district_id=sub_district_id, live_at__isnull=False)
    return live_classifier(sub_district_id) or rows.order_by("-ended_at", "-number").first()


def dispatches_itself(sub_district_id: UUID) -> bool:
    """Whether the street has switched on that sure requests are dispatched without a person."""
    return DispatchSwitch.objects.filter(sub_district_id=sub_district_id, is_on=True).exists()


@lru_cache(maxsize=2)
def _loaded(classifier_id: UUID) -> TextModel:
    return load(folder_of(classifier_id))


def verdict_of(classifier: Classifier, words: str) -> Verdict | None:
    """Say what the model reads in a text; nothing where its files are gone, so that the day goes on without it."""
    try:
        return _loaded(classifier.pk).read(words)
    except ModelFileError:
        return None


def read_concern(concern: Concern, index: WordingIndex) -> None:
    """Note on a request which danger and which matters its words point to, the model's before the keywords'.

    A request is marked as one that may be dispatched by itself only where the model is sure of a matter that the
    street has, and nothing in it cannot wait; what a person called off keeps its danger off, and is for a person.

    Args:
        concern: Held by the caller, who saves it.
        index: The keywords of the street's matters.
    """
    danger = concern.danger or danger_of(concern.words)
    if danger and not is_called_off(concern.sub_district_id, OriginRef(PICTURE_OWNER, concern.pk)):
        concern.danger = danger
    hints = suggestions_of(index, concern.words)
    classifier = live_classifier(concern.sub_district_id)
    verdict = verdict_of(classifier, concern.words) if classifier else None
    if classifier is not None and verdict is not None:
        learnt = list(_hints(classifier, verdict))
        is_sure = any(hint["is_sure"] for hint in learnt) and not danger
        if is_sure and not concern.self_dispatch and dispatches_itself(concern.sub_district_id):
            concern.self_dispatch = SelfDispatch.SURE
        known = {hint["matter_id"] for hint in learnt}
        hints = [*learnt, *(hint for hint in hints if hint["matter_id"] not in known)]
    concern.suggestions = hints


def _hints(classifier: Classifier, verdict: Verdict) -> Iterable[dict[str, Any]]:
    for place, reading in enumerate(verdict.readings):
        matter_id = classifier.matters.get(reading.name)
        if matter_id:
            yield {
                "matter_id": matter_id,
                "score": round(reading.score, 3),
                "words": list(reading.words),
                "learnt": True,
                "is_sure": verdict.is_sure and place == 0,
                "chance": round(verdict.chance, 3) if place == 0 else None,
            }


def danger_of(words: str) -> str:
    """Give the most pressing danger that words speak of; empty for none."""
    found = dangers_in(words)
    return DangerKinds(found[0].kind.value) if found else ""


def matters_by_class(classes: Iterable[str], matters: Iterable[tuple[UUID, str, str]]) -> Mapping[str, str]:
    """Give for each class the street's own matter of that code or name; a class without one suggests nothing.

    Args:
        classes: Of the model.
        matters: Id, code and name of the matters that can be chosen.
    """
    known = {key: str(pk) for pk, code, name in matters for key in (name, code)}
    return {name: known[name] for name in classes if name in known}


def confirmed(sub_district_id: UUID) -> list[Told]:
    """Give what people decided: every request that has an order, with the matter of that order now, oldest first.

    What the program dispatched by itself is left out, or it would learn from itself, unless people filed the order
    under another matter since: that is their choice, and the most telling one. That it was only sent back or handed to
    another department confirms nothing. What lies back with the dispatcher is not decided yet.
    """
    rows = Concern.objects.filter(sub_district_id=sub_district_id, order__isnull=False)
    is_decided = ~Q(self_dispatch=SelfDispatch.DONE) | is_refiled(order="order_id")
    rows = rows.filter(is_decided).exclude(order__state=OrderState.SENT_BACK).order_by("submitted_at", "id")
    found = rows.values_list("words", "order__matter__code", "order__matter_id", "submitted_at")
    return [Told(words, code, matter_id, at) for words, code, matter_id, at in found]
