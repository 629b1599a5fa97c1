"""The cards of models that read requests, as somebody reads them who has never trained one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiezhi.concerns.classifiers import classifiers_of, dispatches_itself
from jiezhi.concerns.models import Classifier
from jiezhi.kit.actor import Actor
from jiezhi.organisation.queries import every_matter_of


@dataclass(frozen=True)
class Card:
    """One model.

    Args:
        row: The stored row.
        scores: Shares of its trial, 0..1.
        known: Matters of the street that it reads, by name, with how many texts each had; most first.
        unknown: Classes that are none: they suggest nothing.
        is_able: Whether it may be sure of anything at all.
        tried: What it and the one before it made of the street's own texts when it was put to use last.
    """

    row: Classifier
    scores: dict[str, float]
    known: list[tuple[str, int]]
    unknown: list[tuple[str, int]]
    is_able: bool
    tried: dict[str, Any] | None


@dataclass(frozen=True)
class ClassifierPage:
    """Every model, the newest first, and whether sure requests go out by themselves."""

    cards: list[Card]
    live: Card | None
    dispatches_itself: bool


def classifier_page(actor: Actor) -> ClassifierPage:
    """Put the page together, in three statements."""
    names = {str(matter.pk): matter.name for matter in every_matter_of(actor.tenant_id)}
    cards = [_card(row, names) for row in classifiers_of(actor)]
    live = next((card for card in cards if card.row.state == "live"), None)
    return ClassifierPage(cards, live, dispatches_itself(actor.tenant_id))


def _card(row: Classifier, names: Mapping[str, str]) -> Card:
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for name, count in row.card["classes"].items():
        # A class is a matter's code or name, and two of them may have been the same matter.
        if name in row.matters:
            known[names.get(row.matters[name], name)] += count
        else:
            unknown[name] += count
    return Card(
        row=row,
        scores=row.card["scores"],
        known=known.most_common(),
        unknown=unknown.most_common(),
        is_able=row.card.get("margin") is not None,
        tried=row.card.get("comparison"),
    )
