"""The same words from two communities are two issues, unless they name one thing or the whole street says them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.engine.text.clusters import clusters_of
from jiezhi.engine.text.whereabouts import Whereabouts, by_place, names_in
from tests.engine.messages import messages

LIFT = ("电梯坏了一直没人修老人上不了楼", "电梯坏了没人修老人上不了楼", "电梯坏了三天没人修老人上不了楼")
ROAD = ("中山路半夜施工吵得睡不着", "中山路半夜施工还是吵得睡不着", "中山路半夜施工吵人")
WATER = ("家里突然停水了什么时候来水", "突然停水了，什么时候来水", "停水了，什么时候来水啊")
TREE = ("大风把树吹倒压住车了怎么办", "树被大风吹倒压住车了怎么办", "大风把树吹倒了压住车怎么办")
OTHERS = (
    "身份证丢了怎么补办",
    "公园的长椅断了",
    "学校门口堵车",
    "医保卡挂失去哪里",
    "垃圾桶满了没人收",
    "下水道堵了污水外溢",
    "信号灯被树枝挡住",
    "噪音太大孩子睡不着",
    *(text for text, label in zip(*messages(16), strict=True) if label != "噪声"),
)
SOMEWHERE = [Whereabouts()] * len(OTHERS)


def parts(texts: list[str], places: list[Whereabouts], days: list[float] | None = None) -> list[set[int]]:
    """How the texts, which stand among others, come together."""
    every = [*texts, *OTHERS]
    found = clusters_of(
        every, every, (days or [0.0] * len(texts)) + [0.0] * len(OTHERS), [*places, *SOMEWHERE]
    )
    own = [{at for at in each.members if at < len(texts)} for each in found]
    return [each for each in own if len(each) > 1]


def from_each(texts: tuple[str, ...], communities: str) -> tuple[list[str], list[Whereabouts]]:
    """All texts from each of the communities."""
    return (
        [text for _ in communities for text in texts],
        [Whereabouts(each) for each in communities for _ in texts],
    )


def test_the_same_words_about_two_lifts_are_two_issues() -> None:
    texts, places = from_each(LIFT, "ab")
    assert parts(texts, places) == [{0, 1, 2}, {3, 4, 5}]
    assert parts(texts, [Whereabouts()] * 6) == [{0, 1, 2, 3, 4, 5}]


def test_a_message_without_a_place_does_not_put_two_places_together() -> None:
    texts, places = from_each(LIFT, "ab")
    found = parts([*texts, LIFT[0]], [*places, Whereabouts()])
    assert len(found) == 2
    assert not any({0, 3} <= each for each in found)
    assert any(6 in each for each in found)


def test_one_road_between_two_communities_is_one_issue() -> None:
    assert parts(*from_each(ROAD, "ab")) == [{0, 1, 2, 3, 4, 5}]


def test_what_lies_on_both_sides_of_a_border_is_one_place() -> None:
    texts, _places = from_each(LIFT, "ab")
    at_border = [Whereabouts("a", None, 120.0, 31.0)] * 3 + [Whereabouts("b", None, 120.002, 31.0)] * 3
    assert parts(texts, at_border) == [{0, 1, 2, 3, 4, 5}]
    far = [Whereabouts("a", None, 120.0, 31.0)] * 3 + [Whereabouts("b", None, 120.01, 31.0)] * 3
    assert parts(texts, far) == [{0, 1, 2}, {3, 4, 5}]


def test_water_that_fails_in_several_communities_on_one_day_is_one_issue() -> None:
    texts, places = from_each(WATER, "ab")
    assert parts(texts, places) == [{0, 1, 2, 3, 4, 5}]
    assert parts(texts, places, [0.0] * 3 + [20.0] * 3) == [{0, 1, 2}, {3, 4, 5}]


def test_what_half_the_street_says_on_one_day_is_one_issue() -> None:
    assert len(parts(*from_each(TREE, "ab"))) == 2
    (whole,) = parts(*from_each(TREE, "abc"))
    assert len(whole) == 9
    texts, places = from_each(TREE, "abc")
    assert len(parts(texts, places, [0.0] * 3 + [10.0] * 3 + [20.0] * 3)) == 3


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (Whereabouts("a", "e"), Whereabouts("a", "e"), 0.15),
        (Whereabouts("a", None, 120.0, 31.0), Whereabouts("a", "e", 120.001, 31.0), 0.15),
        (Whereabouts("a", "e", 120.0, 31.0), Whereabouts("a", "f", 120.001, 31.0), 0.1),
        (Whereabouts("a", "e", 120.0, 31.0), Whereabouts("b", "f", 120.001, 31.0), 0.1),
        (Whereabouts("a", "e"), Whereabouts("a"), 0.1),
        (Whereabouts("a", "e"), Whereabouts(), 0.1),
        (Whereabouts("a", "e"), Whereabouts("b", "f"), -0.1),
    ],
)
def test_one_place_pulls_neighbours_are_as_they_are_and_another_community_pushes(
    one: Whereabouts, other: Whereabouts, wanted: float
) -> None:
    pair = np.array([0]), np.array([1]), np.array([0.1])
    found = by_place(*pair, texts=["", ""], days=[0.0, 0.0], places=[one, other])
    assert found.tolist() == pytest.approx([wanted])


def test_names_are_of_things_and_not_of_every_street() -> None:
    assert names_in("物业公司不管，马路边路灯不亮，我们小区门口的这条路坑多") == frozenset()
    assert names_in("解放大道和宏达搅拌站") == {"解放大道", "宏达搅拌站"}


PLACES = st.sampled_from([Whereabouts("a"), Whereabouts("b"), Whereabouts("c")])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LIFT), PLACES, st.integers(0, 1)), min_size=1, max_size=16))
def test_where_nothing_is_common_no_issue_has_two_communities(
    said: list[tuple[str, Whereabouts, int]],
) -> None:
    # Ten days lie between communities, so that no burst joins them.
    days = [10.0 * "abc".index(str(place.community)) + day for _text, place, day in said]
    texts, places = [text for text, _, _ in said], [place for _, place, _ in said]
    every = [*texts, *OTHERS]
    found = clusters_of(every, every, days + [0.0] * len(OTHERS), [*places, *SOMEWHERE])
    assert sorted(member for each in found for member in each.members) == list(range(len(every)))
    for each in found:
        assert len({places[at].community for at in each.members if at < len(places)}) <= 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from((*LIFT, *ROAD, *WATER)), min_size=1, max_size=12))
def test_places_that_nobody_knows_change_nothing(texts: list[str]) -> None:
    every = [*texts, *OTHERS]
    days = [0.0] * len(every)
    assert clusters_of(every, every, days) == clusters_of(every, every, days, [Whereabouts()] * len(every))
