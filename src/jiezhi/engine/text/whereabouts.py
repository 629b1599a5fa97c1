"""Where messages were said from: what counts for one place, and what many places speak of together."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from jiezhi.engine.text.pairs import Floats, Ints, columns_of, shared_weight
from jiezhi.engine.text.reading import folded

Bools = NDArray[np.bool_]

NEAR_M = 300.0
"""Within so many metres two spots are one place, whatever border runs between them."""
PULL = 1.5
"""What the likeness of two messages from one place counts more."""
SAME_WORDS = 0.3
"""Likeness of wording from which on two messages say the same."""
BURST_DAYS = 2.0
"""Days between two messages of one burst."""
WIDE_SHARE, WIDE_LEAST = 0.5, 3
"""A burst is the whole street's when it reaches this share of the communities that speak at all, and so many."""
NET_WIDE = 2
"""Of what comes through nets (water, power, gas) two communities are enough: a lift breaks in one house, water fails in
many."""
MOST_NAMING = 120
"""Messages that may share a name: what more say is a phrase and names nothing."""
READ = 400
_M_PER_DEGREE = 111_320.0
_NET = re.compile(
    "[停断没]水|[停断没]电(?!梯)|[停断没]气|断网|网络|供暖|暖气|供热|水压|自来水|水质|异味|臭味|信号(?!灯)"
)
_NAME = re.compile(
    "(?=([\u3400-\u9fff]{2}(?:大道|大街|公司|集团|医院|学校|小学|中学|大学|市场|商场|超市|广场|公园|搅拌站|变电站|加油站"
    "|地铁|水厂|电厂|化工厂|工地|大桥|高架|隧道|河|路(?![灯面障程])|街(?!道)|桥)))"
)
_NO_NAME = re.compile(
    "物业|小区|社区|[马道公走修问条段门通铁]路|路口|线路|电路|管路|附近|旁边|门口|对面|我们|咱们|这|那|各|开发|楼下|楼上|有[个一]|[的在了到去]"
)


@dataclass(frozen=True)
class Whereabouts:
    """Where a message was said from.

    Args:
        community: Any mark of the community; None where it is not known.
        estate: Any mark of the estate; None where it is not known.
        lon: Degrees; None where the spot is not known.
        lat: Degrees.
    """

    community: Hashable | None = None
    estate: Hashable | None = None
    lon: float | None = None
    lat: float | None = None


def without_places(text: str, names: Sequence[str]) -> str:
    """Take registered names of places and numbers of houses out of a text: where it lies is known apart.

    Args:
        text: As written.
        names: Of the street's estates and communities.

    Examples:
        >>> without_places("我住南浦花园14幢，路灯坏了", ["南浦", "南浦花园"])
        '我住  ，路灯坏了'
    """
    return _placed(tuple(names)).sub(" ", text)


@lru_cache(maxsize=4)
def _placed(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return re.compile("|".join([*map(re.escape, longest_first), r"\d+ *(?:幢|栋|号楼|单元|室)"]))


def by_place(
    one: Ints,
    other: Ints,
    wording: Floats,
    *,
    texts: Sequence[str],
    days: Sequence[float | None],
    places: Sequence[Whereabouts],
) -> Floats:
    """Give the likeness of pairs with their places counted in.

    One estate, or a few hundred metres, pull together. Two communities are held apart, since the same words about two
    lifts are two lifts: what would speak for one issue speaks as much against it. Not so where both name one thing (a
    road, a company, a building site), or the words are part of a burst that the whole street shares: nearly the same
    words, within two days, from at least half of the communities; of water, power and gas two communities are enough.
    Where a place is not known, wording and time decide alone.

    Args:
        one: First message of each pair.
        other: Second message of each pair.
        wording: Likeness of their wording, 0..1.
        texts: What each says, subject and text.
        days: When each was said, in days; None where that is not known.
        places: Where each was said from.

    Returns:
        Likeness, -1..1: below nothing where two should not come together.
    """
    communities = _marks([place.community for place in places])
    estates = _marks([place.estate for place in places])
    is_one_estate = (estates[one] == estates[other]) & (estates[one] >= 0)
    are_two_estates = (estates[one] != estates[other]) & (estates[one] >= 0) & (estates[other] >= 0)
    is_near = _within(one, other, places)
    is_strange = (
        (communities[one] != communities[other]) & (communities[one] >= 0) & (communities[other] >= 0)
    )
    is_strange &= ~is_near & ~is_one_estate
    if is_strange.any():
        is_strange &= ~_share_a_name(one, other, texts)
        is_strange &= ~_share_a_burst(one, other, wording, texts=texts, days=days, communities=communities)
    # Neighbouring estates are not strange to each other, and yet each has lifts of its own.
    pulls = is_one_estate | (is_near & ~are_two_estates)
    return np.where(is_strange, -wording, np.where(pulls, np.minimum(1.0, wording * PULL), wording))


def _marks(places: Sequence[Hashable | None]) -> Ints:
    """Number the places from 0 on; -1 where there is none."""
    numbers: dict[Hashable, int] = {}
    return np.array(
        [-1 if place is None else numbers.setdefault(place, len(numbers)) for place in places], dtype=np.int64
    )


def _within(one: Ints, other: Ints, places: Sequence[Whereabouts]) -> Bools:
    """Say which spots lie within `NEAR_M`: on a plane, which is right to a metre at such distances."""
    lon = np.array([np.nan if place.lon is None else place.lon for place in places], dtype=np.float64)
    lat = np.array([np.nan if place.lat is None else place.lat for place in places], dtype=np.float64)
    east = (lon[one] - lon[other]) * np.cos(np.radians(lat[one])) * _M_PER_DEGREE
    north = (lat[one] - lat[other]) * _M_PER_DEGREE
    return np.asarray(np.hypot(east, north) <= NEAR_M)


def _share_a_name(one: Ints, other: Ints, texts: Sequence[str]) -> Bools:
    """Say which pairs name one thing that may lie between two communities."""
    found = columns_of([sorted(names_in(text)) for text in texts], most=MOST_NAMING)
    left, right, _weight = shared_weight(found, np.ones(len(found.features)), size=len(texts))
    return np.isin(one * len(texts) + other, left * len(texts) + right)


def names_in(text: str) -> frozenset[str]:
    """Give names of roads, companies, sites and the like, each by its last signs.

    Examples:
        >>> sorted(names_in("中山路的宏达公司半夜施工，路灯也不亮，物业公司和门口马路没人管"))
        ['中山路', '宏达公司']
    """
    plain = folded(text[: 2 * READ])[:READ]
    return frozenset(name for name in _NAME.findall(plain) if not _NO_NAME.search(name))


def _share_a_burst(
    one: Ints,
    other: Ints,
    wording: Floats,
    *,
    texts: Sequence[str],
    days: Sequence[float | None],
    communities: Ints,
) -> Bools:
    """Say which pairs belong to one burst of the same words that is the street's and not a community's."""
    known = np.array([np.nan if day is None else day for day in days], dtype=np.float64)
    is_same = (wording >= SAME_WORDS) & (np.abs(known[one] - known[other]) <= BURST_DAYS)
    is_same &= (communities[one] >= 0) & (communities[other] >= 0)
    one_of, other_of = one[is_same], other[is_same]
    # Which communities say what a message says, its own among them: each pair of message and community once.
    size = int(communities.max(initial=-1)) + 1
    own = np.flatnonzero(communities >= 0)
    heard = np.concatenate(
        [
            own * size + communities[own],
            one_of * size + communities[other_of],
            other_of * size + communities[one_of],
        ]
    )
    reached = np.bincount(np.unique(heard) // size, minlength=len(texts))
    is_of_net = np.array([bool(_NET.search(text[:READ])) for text in texts], dtype=np.bool_)
    wide = np.where(is_of_net, NET_WIDE, max(WIDE_LEAST, int(np.ceil(size * WIDE_SHARE))))
    is_wide = reached >= wide
    return is_same & is_wide[one] & is_wide[other]
