"""What is said about one matter."""

from dataclasses import dataclass

ALL_YEAR = (1.0,) * 12
SUMMER = (0.4, 0.4, 0.6, 0.9, 1.4, 2.0, 2.2, 2.0, 1.3, 0.9, 0.6, 0.4)
WINTER = (2.0, 1.6, 1.1, 0.7, 0.5, 0.4, 0.4, 0.4, 0.5, 0.8, 1.2, 1.8)
RAINS = (0.5, 0.5, 0.7, 0.9, 1.3, 2.4, 1.9, 1.6, 1.2, 0.8, 0.6, 0.5)
LEAVES = (0.5, 0.5, 0.9, 1.3, 1.5, 1.4, 1.2, 1.1, 1.0, 1.1, 0.9, 0.5)
BRIEF, REPLY, EFFECT, WISH, SEEN = "派：", "复：", "苦：", "盼：", "路过可见"


@dataclass(frozen=True)
class Story:
    """One trouble of a matter: what is said of it, what the dispatcher makes of it, and what is done about it.

    Args:
        facts: What is wrong, as a clause without an end; several ways to say the same.
        briefs: What the dispatcher makes of it; `{place}` is the estate.
        replies: What the department answers.
        effects: What it does to people; those of the topic if none.
        wishes: What is asked for; those of the topic if none.
        is_seen: Whether a passer-by sees it.
    """

    facts: tuple[str, ...]
    briefs: tuple[str, ...]
    replies: tuple[str, ...]
    effects: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    is_seen: bool = False


@dataclass(frozen=True)
class Topic:
    """The stories of one matter, with slots: `{n}` a building, `{m}` an entrance, `{f}` a floor, `{d}` some days.

    Args:
        stories: What can be wrong.
        effects: What it does to people, whichever story it is.
        wishes: What is asked for, beside the general ones.
        asides: Why it came back or took longer.
        months: How much more or less it is spoken of, January first.
        weight: How often, beside other matters of its cause.
    """

    stories: tuple[Story, ...]
    effects: tuple[str, ...]
    wishes: tuple[str, ...] = ()
    asides: tuple[str, ...] = ("情况与派单描述不符，需进一步核实", "现场情况比预想复杂，需要更多时间")
    months: tuple[float, ...] = ALL_YEAR
    weight: float = 1.0


def lines(text: str) -> tuple[str, ...]:
    """Read fragments that stand one a line."""
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


def stories(text: str) -> tuple[Story, ...]:
    """Read stories that stand a blank line apart; lines without a mark are facts."""
    return tuple(_story(lines(block)) for block in text.strip().split("\n\n"))


def _story(block: tuple[str, ...]) -> Story:
    def marked(mark: str) -> tuple[str, ...]:
        return tuple(line.removeprefix(mark) for line in block if line.startswith(mark))

    facts = tuple(line for line in block if not line.startswith((BRIEF, REPLY, EFFECT, WISH, SEEN)))
    return Story(facts, marked(BRIEF), marked(REPLY), marked(EFFECT), marked(WISH), SEEN in block)
