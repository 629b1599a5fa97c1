"""What is said about one matter."""

from dataclasses import dataclass

ALL_YEAR = (1.0,) * 12
SUMMER = (0.4, 0.4, 0.6, 0.9, 1.4, 2.0, 2.2, 2.0, 1.3, 0.9, 0.6, 0.4)
WINTER = (2.0, 1.6, 1.1, 0.7, 0.5, 0.4, 0.4, 0.4, 0.5, 0.8, 1.2, 1.8)
RAINS = (0.5, 0.5, 0.7, 0.9, 1.3, 2.4, 1.9, 1.6, 1.2, 0.8, 0.6, 0.5)
LEAVES = (0.5, 0.5, 0.9, 1.3, 1.5, 1.4, 1.2, 1.1, 1.0, 1.1, 0.9, 0.5)


@dataclass(frozen=True)
class Topic:
    """The fragments of one matter, with slots: `{n}` a building, `{m}` an entrance, `{f}` a floor, `{d}` some days.

    Args:
        facts: What is wrong, as a clause without an end.
        effects: What it does to people.
        wishes: What is asked for, beside the general ones.
        briefs: What the dispatcher makes of it; `{place}` is the estate.
        replies: What the department answers.
        asides: Why it came back or took longer.
        months: How much more or less it is spoken of, January first.
        weight: How often, beside other matters of its cause.
    """

    facts: tuple[str, ...]
    effects: tuple[str, ...]
    briefs: tuple[str, ...]
    replies: tuple[str, ...]
    wishes: tuple[str, ...] = ()
    asides: tuple[str, ...] = ("情况与派单描述不符，需进一步核实", "现场情况比预想复杂，需要更多时间")
    months: tuple[float, ...] = ALL_YEAR
    weight: float = 1.0


def lines(text: str) -> tuple[str, ...]:
    """Read fragments that stand one a line."""
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())
