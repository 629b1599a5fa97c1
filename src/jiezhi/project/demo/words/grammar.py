"""Puts fragments together into what one resident writes: in many orders, lengths and moods."""

from collections.abc import Callable
from random import Random

from jiezhi.project.demo.words import voices
from jiezhi.project.demo.words.homes import HOMES
from jiezhi.project.demo.words.people import PEOPLE
from jiezhi.project.demo.words.service import SERVICE
from jiezhi.project.demo.words.street import STREET
from jiezhi.project.demo.words.topic import Story, Topic
from jiezhi.project.demo.words.underground import UNDERGROUND

TOPICS: dict[str, Topic] = {**STREET, **UNDERGROUND, **HOMES, **PEOPLE, **SERVICE}
"""What is said about each matter, by its code."""
QUESTIONS = frozenset({"how-to", "idea"})
"""Topics that ask: they have no span and nobody was tried before."""


def _plain(say: "_Speaker") -> list[str]:
    return [say.opening(), say.fact(), say.span(), say.wish(), say.ending()]


def _short(say: "_Speaker") -> list[str]:
    return [say.where(), say.fact(), say.maybe_span()]


def _short_wish(say: "_Speaker") -> list[str]:
    return [say.where(), say.fact(), say.wish()]


def _effect_first(say: "_Speaker") -> list[str]:
    return [say.opening(), say.span(), say.fact(), say.effect(), say.wish()]


def _annoyed(say: "_Speaker") -> list[str]:
    return [say.where(), say.fact(), say.tried(), say.effect(), say.mood(), say.wish()]


def _chasing(say: "_Speaker") -> list[str]:
    return [say.opening(), say.tried(), say.fact(), say.span(), say.mood()]


def _asking(say: "_Speaker") -> list[str]:
    return [say.fact(), say.effect(), "能不能管管？"]


def _long(say: "_Speaker") -> list[str]:
    return [
        say.opening(), say.where(), say.fact(), say.span(), say.effect(),
        say.tried(), say.fact(), say.mood(), say.wish(), say.ending(),
    ]  # fmt: skip


def _two_facts(say: "_Speaker") -> list[str]:
    first, second = say.fact(), say.fact()
    return [say.where(), first, f"还有，{second}" if second else say.effect(), say.wish(), say.ending()]


PATTERNS: tuple[tuple[Callable[["_Speaker"], list[str]], int], ...] = (
    (_plain, 18),
    (_short, 16),
    (_short_wish, 15),
    (_effect_first, 14),
    (_annoyed, 12),
    (_chasing, 8),
    (_asking, 7),
    (_long, 4),
    (_two_facts, 6),
)


def story_of(topic: Topic, rng: Random) -> Story:
    """Give one trouble of a matter; what can be said in more ways is spoken of more often."""
    return rng.choices(topic.stories, weights=[len(story.facts) for story in topic.stories])[0]


def openings_of(story: Story, *, asks: bool) -> tuple[str, ...]:
    """Give the openings that fit: nobody asks a question because they passed by."""
    if asks:
        return (*voices.OPENINGS, *voices.OF_QUESTIONS)
    return (*voices.OPENINGS, *voices.OF_TROUBLES, *(voices.OF_SIGHTS if story.is_seen else ()))


def what_is_said(topic: Topic, story: Story, rng: Random, *, place: str, asks: bool = False) -> str:
    """Give what one resident writes about a matter.

    Args:
        topic: Its fragments.
        story: What is wrong.
        rng: Chance.
        place: The estate.
        asks: Whether it is a question, which has no history.
    """
    say = _Speaker(topic, story, rng, place, asks=asks)
    if asks:
        parts = [say.opening(), say.fact(), say.effect() if rng.random() < 0.4 else "", say.ending()]
    else:
        (pattern,) = rng.choices([p for p, _ in PATTERNS], weights=[w for _, w in PATTERNS])
        parts = pattern(say)
    return _joined([part for part in parts if part], rng)


def brief_of(story: Story, rng: Random, *, place: str) -> str:
    """Give the dispatcher's brief."""
    return rng.choice(story.briefs).format(place=place)


class _Speaker:
    """One resident: never the same fragment twice, always the same building."""

    def __init__(self, topic: Topic, story: Story, rng: Random, place: str, *, asks: bool) -> None:
        self.rng, self.openings = rng, openings_of(story, asks=asks)
        self.effects, self.wishes = story.effects or topic.effects, story.wishes or topic.wishes
        self.slots = {
            "place": place,
            "n": rng.randint(1, 28),
            "m": rng.randint(1, 4),
            "f": rng.choice(("三", "五", "六", "七", "十一", "十五", "顶")),
            "d": rng.choice(voices.SPANS_OF_TIME),
        }
        self.facts = list(story.facts)
        rng.shuffle(self.facts)

    def fact(self) -> str:
        return self.facts.pop().format(**self.slots) if self.facts else ""

    def effect(self) -> str:
        return self.rng.choice(self.effects).format(**self.slots)

    def opening(self) -> str:
        return self._any(self.openings)

    def where(self) -> str:
        kind = self.rng.random()
        if kind < 0.35:
            return f"{self.slots['place']}{self.slots['n']}幢，"
        if kind < 0.7:
            return f"{self.slots['place']}，"
        return self.opening() if kind < 0.85 else ""

    def span(self) -> str:
        return self._any(voices.SPANS)

    def maybe_span(self) -> str:
        return self.span() if self.rng.random() < 0.6 else ""

    def tried(self) -> str:
        return self._any(voices.TRIED)

    def mood(self) -> str:
        return self._any(voices.MOODS)

    def wish(self) -> str:
        wishes = self.wishes if self.wishes and self.rng.random() < 0.5 else voices.WISHES
        return self._any(wishes)

    def ending(self) -> str:
        return self.rng.choice(voices.ENDINGS) if self.rng.random() < 0.5 else ""

    def _any(self, choices: tuple[str, ...]) -> str:
        return self.rng.choice(choices).format(**self.slots)


def _joined(parts: list[str], rng: Random) -> str:
    """Join clauses with the stops that people use; some use hardly any."""
    stop = rng.choices(("，", "。", "！", " "), weights=(62, 26, 4, 8))[0]
    text = ""
    for part in parts:
        if text and text[-1] not in "，。！？：; ":
            text += stop
        text += part
    if text[-1] not in "。！？":
        text += rng.choices(("。", "！", "", "？"), weights=(70, 8, 18, 4))[0]
    return text.strip()
