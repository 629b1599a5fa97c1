"""The cards of models that read requests, as somebody reads them who has never trained one."""

from dataclasses import dataclass
from typing import Any

from jiezhi.concerns.classifiers import classifiers_of, dispatches_itself
from jiezhi.concerns.models import Classifier
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class Card:
    """One model.

    Args:
        row: The stored row.
        scores: Shares of its trial, 0..1.
        known: Classes that are matters of the street, with how many texts each had.
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
    """Put the page together, in two statements."""
    cards = [_card(row) for row in classifiers_of(actor)]
    live = next((card for card in cards if card.row.state == "live"), None)
    return ClassifierPage(cards, live, dispatches_itself(actor.tenant_id))


def _card(row: Classifier) -> Card:
    counts = sorted(row.card["classes"].items(), key=lambda each: -each[1])
    return Card(
        row=row,
        scores=row.card["scores"],
        known=[each for each in counts if each[0] in row.matters],
        unknown=[each for each in counts if each[0] not in row.matters],
        is_able=row.card.get("margin") is not None,
        tried=row.card.get("comparison"),
    )
