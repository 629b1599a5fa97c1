"""Measures by registration: an app says what it can measure and how, and whoever shows figures finds them here.

A figure is never without the number of things it rests on, and what cannot be known is None with a reason, never 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from jiezhi.core.measures import share
from jiezhi.kit.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Split(StrEnum):
    """By what a measure is broken down."""

    NONE = ""
    COMMUNITY = "community"
    DEPARTMENT = "department"
    MATTER = "matter"
    MONTH = "month"


EVERY_SPLIT = (Split.MONTH, Split.COMMUNITY, Split.DEPARTMENT, Split.MATTER)


class Unit(StrEnum):
    """What a value is counted in; a share is 0..1 and shown in per cent."""

    SHARE = "share"
    WORKING_HOURS = "working_hours"
    FIELDS = "fields"
    MINUTES = "minutes"
    ENTRIES = "entries"


@dataclass(frozen=True)
class Question:
    """What is to be measured.

    Args:
        actor: Whose area; a figure counts what the actor's own lists show.
        first_on: The first local date of the period.
        last_on: The last local date, included.
        at: The moment of the question: what was over its limit by then counts as late, whenever the period was.
        split: By what it is broken down.
    """

    actor: Actor
    first_on: date
    last_on: date
    at: datetime
    split: Split = Split.NONE


@dataclass(frozen=True)
class Figure:
    """A measured value.

    Args:
        value: In the measure's unit; None when there is nothing to count.
        whole: How many things it rests on.
        part: How many of them say yes, for a share.
    """

    value: float | None
    whole: int
    part: int | None = None

    @classmethod
    def of(cls, part: int, whole: int) -> "Figure":
        """Give a share with both numbers that it is made of."""
        return cls(share(part, whole), whole, part)


Figures = Mapping[UUID | date | None, Figure]
"""A figure for each community, department, matter or month (its first day); under None what belongs to none, or all."""


@dataclass(frozen=True)
class Measure:
    """What can be measured, in words that a reader may hold us to.

    Args:
        key: Names the measure in addresses and data.
        label: A few words.
        sentence: What it says, in one sentence.
        unit: What its value is counted in.
        source: Where the numbers come from.
        formula: How the value is made, in words.
        sensitivity: What would make it wrong or unfair.
        higher_is_better: Whether more is better.
        empty: Why there may be no value.
        compute: Gives the figures, in one statement or two.
        about: What is measured, such as orders; a page of figures asks for those about one thing.
        splits: By what it can be broken down; by anything else it is not computed.
        is_goal: Whether the plan names it, so that it may have a target; those about orders all may.
    """

    key: str
    label: "str | _StrPromise"
    sentence: "str | _StrPromise"
    unit: Unit
    source: "str | _StrPromise"
    formula: "str | _StrPromise"
    sensitivity: "str | _StrPromise"
    higher_is_better: bool
    empty: "str | _StrPromise"
    compute: Callable[[Question], Figures]
    about: str = "orders"
    splits: tuple[Split, ...] = ()
    is_goal: bool = False


_measures: dict[str, Measure] = {}


def register_measure(measure: Measure) -> Measure:
    """Offer a measure; every app does so in its `measures.py`.

    Raises:
        ValueError: Another measure has this key.
    """
    if measure.key in _measures:
        raise ValueError(f"There are two measures with the key {measure.key!r}.")
    _measures[measure.key] = measure
    return measure


def all_measures(about: str = "orders") -> tuple[Measure, ...]:
    """Give the measures about one thing, in the order of registration."""
    return tuple(measure for measure in _measures.values() if measure.about == about)


def every_measure() -> tuple[Measure, ...]:
    """Give all measures, whatever they are about."""
    return tuple(_measures.values())
