"""Which reports are likely to be about one thing: by place, matter, wording and time, each said as a reason.

It proposes and never joins: two leaks in one house are two orders, and only a person knows.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import combinations, islice
from typing import Any

from jiezhi.core.likeness import pairs_of, shared_part

MOST_COMPARED = 200
"""Others that one report is compared with, the newest: what is further back is hardly the same thing."""
MOST_SHOWN = 3
MOST_PAIRS = 40_000
"""Comparisons of a night in one street; about two seconds of one core."""
METRES_A_DEGREE = 111_195.0
"""On a sphere of 6,371 km."""


@dataclass(frozen=True)
class Limits:
    """From which on two reports are likely to be one, as an office sets it.

    Args:
        near_m: Metres within which two points are one place.
        alike: Share of the wording, 0..1, that counts by itself in one place; half of it with the same matter.
        days: How far apart two reports may lie.
    """

    near_m: float = 100.0
    alike: float = 0.45
    days: int = 30


@dataclass(frozen=True)
class Trace:
    """What is known of a report, for comparing.

    Args:
        key: Names it.
        street: Reports of different streets are never compared.
        at: When it came in.
        community: Where it lies; None where nobody knows.
        estate: Finer than that.
        lon: East, in degrees.
        lat: North, in degrees.
        matters: What it is about, or what its wording points to.
        texts: Its wording, and that of whoever told the same.
        reporters: Keyed digests of telephone numbers; empty where none is known or none must count.
    """

    key: Any
    street: Hashable
    at: datetime
    community: Any = None
    estate: Hashable | None = None
    lon: float | None = None
    lat: float | None = None
    matters: frozenset[Hashable] = frozenset()
    texts: tuple[str, ...] = ()
    reporters: frozenset[str] = frozenset()

    @cached_property
    def pairs(self) -> tuple[Counter[str], ...]:
        """The wording taken apart, once, and only of what lies in the right place."""
        return tuple(pairs_of(text) for text in self.texts)


@dataclass(frozen=True)
class Sameness:
    """Why two reports may be one.

    Args:
        weight: For ranking candidates of one report; above 0.
        wording: Share of the wording that they have in common, 0..1.
        is_same_estate: Both name one estate.
        distance_m: Between their points, where that is what puts them in one place.
        is_same_matter: Both are about one matter, or their wording points to it.
        is_same_reporter: Both were made with one telephone number.
        apart: The time between them.
    """

    weight: float
    wording: float
    is_same_estate: bool
    distance_m: float | None
    is_same_matter: bool
    is_same_reporter: bool
    apart: timedelta


def sameness(one: Trace, other: Trace, limits: Limits) -> Sameness | None:
    """Give why two reports may be one, or None.

    They must lie in one street, not further apart than `limits.days`, and in one place: the same estate, two points
    near each other, or, where one of the two says nothing finer, the same community. In an estate or near each other,
    like wording is enough, or the same matter with half as much; in a community the matter must not speak against it.
    The same telephone number speaks for it wherever it is.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> lamp = Trace(1, "s", at, "c", "e", matters=frozenset({"lamp"}), texts=("3号楼路灯不亮",))
        >>> same = Trace(2, "s", at, "c", "e", texts=("路灯不亮了，3号楼",))
        >>> round(sameness(lamp, same, Limits()).wording, 2), sameness(lamp, same, Limits()).is_same_estate
        (0.77, True)
        >>> sameness(lamp, Trace(3, "other", at, "c", "e", texts=("3号楼路灯不亮",)), Limits()) is None
        True
    """
    apart = abs(one.at - other.at)
    if one.street != other.street or apart > timedelta(days=limits.days):
        return None
    is_same_reporter = not one.reporters.isdisjoint(other.reporters)
    is_same_estate, distance_m = _nearness(one, other, limits)
    is_near = is_same_estate or distance_m is not None
    if not (is_near or is_same_reporter or _is_perhaps_there(one, other)):
        return None
    wording = max((shared_part(a, b) for a in one.pairs for b in other.pairs), default=0.0)
    is_same_matter = not one.matters.isdisjoint(other.matters)
    least = limits.alike / 2 if is_same_matter and is_near else limits.alike
    is_told_alike = wording >= least and (is_near or is_same_matter or not (one.matters and other.matters))
    if not (is_told_alike or is_same_reporter):
        return None
    weight = wording + is_near / 4 + is_same_matter / 4 + is_same_reporter
    return Sameness(weight, wording, is_same_estate, distance_m, is_same_matter, is_same_reporter, apart)


def likely_same(
    thing: Trace, others: Sequence[Trace], limits: Limits, *, most: int = MOST_SHOWN
) -> list[tuple[Trace, Sameness]]:
    """Give what a report is likely the same as, the likeliest first; of many others only the first are compared.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> lamp, heap = (Trace(n, "s", at, "c", "e", texts=(text,)) for n, text in enumerate(("路灯不亮", "垃圾成堆")))
        >>> thing = Trace(9, "s", at, "c", "e", texts=("路灯不亮",))
        >>> [found.key for found, _why in likely_same(thing, [lamp, heap], Limits())]
        [0]
    """
    compared = (other for other in islice(others, MOST_COMPARED) if other.key != thing.key)
    found = [(other, why) for other in compared if (why := sameness(thing, other, limits)) is not None]
    return sorted(found, key=lambda pair: (-pair[1].weight, pair[1].apart))[:most]


def same_matter_near(
    thing: Trace, others: Sequence[Trace], limits: Limits, *, most: int = MOST_SHOWN
) -> list[tuple[Trace, Sameness]]:
    """Give what is about the matter of a report and lies where it lies, whatever the wording: the likest first.

    For somebody who stands before the thing and has chosen its matter: their words are few, and they can look.

    Examples:
        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 2, tzinfo=UTC)
        >>> lamp = Trace(1, "s", at, "c", "e", matters=frozenset({"lamp"}), texts=("3号楼路灯不亮",))
        >>> seen = Trace(2, "s", at, "c", "e", matters=frozenset({"lamp"}))
        >>> [other.key for other, _why in same_matter_near(seen, [lamp], Limits())]
        [1]
        >>> same_matter_near(Trace(2, "s", at, "c", "f", matters=frozenset({"lamp"})), [lamp], Limits())
        []
    """
    found = []
    for other in islice(others, MOST_COMPARED):
        apart = abs(thing.at - other.at)
        is_one = other.key == thing.key or other.street != thing.street
        if is_one or thing.matters.isdisjoint(other.matters) or apart > timedelta(days=limits.days):
            continue
        is_same_estate, distance_m = _nearness(thing, other, limits)
        if is_same_estate or distance_m is not None:
            wording = max((shared_part(a, b) for a in thing.pairs for b in other.pairs), default=0.0)
            why = Sameness(wording + 0.5, wording, is_same_estate, distance_m, True, False, apart)  # noqa: FBT003
            found.append((other, why))
    return sorted(found, key=lambda pair: (-pair[1].weight, pair[1].distance_m or 0, pair[1].apart))[:most]


def likely_pairs(things: Iterable[Trace], limits: Limits) -> Iterator[tuple[Trace, Trace, Sameness]]:
    """Give the pairs among many reports that are likely one, each once.

    Only what lies in one community and is about one matter is compared, and no more than `MOST_PAIRS` times.
    """
    groups: dict[tuple[Hashable, ...], list[Trace]] = {}
    for thing in things:
        for matter in thing.matters if thing.community is not None else ():
            groups.setdefault((thing.street, thing.community, matter), []).append(thing)
    seen: set[tuple[Hashable, Hashable]] = set()
    pairs = (pair for group in groups.values() for pair in combinations(group, 2))
    for one, other in islice(pairs, MOST_PAIRS):
        why = sameness(one, other, limits)
        if why is not None and (one.key, other.key) not in seen:
            seen.add((one.key, other.key))
            yield one, other, why


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Give the metres between two points as on a plane, which is right within a street.

    Args:
        lon: East, in degrees, of the first.
        lat: North, in degrees, of the first.
        other_lon: Of the second.
        other_lat: Of the second.

    Examples:
        >>> round(distance_m(116.0, 40.0, 116.001, 40.0))
        85
    """
    across = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return METRES_A_DEGREE * math.hypot(across, lat - other_lat)


def _nearness(one: Trace, other: Trace, limits: Limits) -> tuple[bool, float | None]:
    """Give whether two lie in one estate, and otherwise the metres between them where they are near."""
    is_same_estate = one.estate is not None and one.estate == other.estate
    return is_same_estate, None if is_same_estate else _near(one, other, limits)


def _near(one: Trace, other: Trace, limits: Limits) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    metres = distance_m(one.lon, one.lat, other.lon, other.lat)
    return metres if metres <= limits.near_m else None


def _is_perhaps_there(one: Trace, other: Trace) -> bool:
    """Whether two lie in one community, and one of them says no more of its place."""
    if one.community is None or one.community != other.community:
        return False
    return not (_is_exact(one) and _is_exact(other))


def _is_exact(thing: Trace) -> bool:
    return thing.estate is not None or thing.lon is not None
