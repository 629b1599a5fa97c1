"""Messages about one thing come together, others do not, and no cluster grows without end."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.engine.text import clusters
from jiezhi.engine.text.clusters import average_linkage, clusters_of
from jiezhi.engine.text.naming import Titles, words_of_cluster

MIXER = [
    "丽水新城小区旁边的搅拌站噪音扰民",
    "投诉丽水新城附近建搅拌站灰尘大",
    "丽水新城违建搅拌站彻夜施工",
    "请管管丽水新城门口的搅拌站",
]
CARS = ["河畔雅苑捆绑销售车位", "河畔雅苑开发商强制搭售车位", "买房必须买车位，河畔雅苑捆绑车位"]
OTHERS = ["咨询身份证怎么补办", "公园的长椅坏了", "学校门口堵车", "医保卡丢了去哪里挂失"]


def grouped(subjects: list[str], days: list[float | None] | None = None) -> list[set[int]]:
    found = clusters_of(subjects, [""] * len(subjects), days or [0.0] * len(subjects))
    return [set(each.members) for each in found]


def test_what_is_about_one_place_and_thing_comes_together() -> None:
    found = grouped(MIXER + CARS + OTHERS)
    assert {0, 1, 2, 3} in found
    assert {4, 5, 6} in found
    assert all(len(group) == 1 for group in found if min(group) > 6)


def test_the_words_of_a_cluster_are_whole_names() -> None:
    found = clusters_of(MIXER + OTHERS, [""] * 8, [0.0] * 8)
    assert any("丽水新城" in word for word in found[0].words)
    assert any("搅拌站" in word for word in found[0].words)


def test_years_apart_the_same_words_are_another_thing() -> None:
    near, far = (
        grouped(MIXER[:2] + OTHERS, [0, 1] + [0] * 4),
        grouped(MIXER[:2] + OTHERS, [0, 2000] + [0] * 4),
    )
    assert {0, 1} in near
    assert {0, 1} not in far


def test_a_cluster_never_grows_beyond_its_cap() -> None:
    pick = Random(5)
    many = [f"丽水新城搅拌站噪音扰民{pick.choice('东南西北')}门" for _ in range(clusters.MOST + 40)]
    found = grouped(many + OTHERS)
    assert max(len(group) for group in found) <= clusters.MOST


def test_every_message_stands_in_one_cluster() -> None:
    found = grouped(MIXER + CARS + OTHERS)
    assert sorted(member for group in found for member in group) == list(range(11))


def test_nothing_gives_nothing() -> None:
    assert clusters_of([], [], []) == []


def test_texts_of_no_sign_at_all_stand_alone() -> None:
    assert grouped(["", "！！", "丽水"]) == [{0}, {1}, {2}]


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0, 1)), max_size=40),
    st.integers(1, 12),
)
def test_linkage_parts_all_and_keeps_the_cap(pairs: list[tuple[int, int, float]], most: int) -> None:
    unique = {tuple(sorted(pair[:2])): pair[2] for pair in pairs if pair[0] != pair[1]}
    one = np.array([pair[0] for pair in unique], dtype=np.int64)
    other = np.array([pair[1] for pair in unique], dtype=np.int64)
    found = average_linkage(12, one, other, np.array(list(unique.values())), alike=0.3, most=most)
    assert sorted(member for group in found for member in group) == list(range(12))
    assert max(map(len, found)) <= most


def test_the_mean_of_all_pairs_decides_not_the_best_one() -> None:
    chain = average_linkage(3, np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.5]), alike=0.4, most=9)
    assert chain == [[0, 1], [2]]


THINGS = [
    "污水管断了脏水流进河里",
    "路灯一到晚上就不亮",
    "电梯停在八楼不动",
    "早餐店的油黑得像酱油",
    "狗半夜叫个不停",
]
PLEAS = ["每天早上六点多就这样请告诉我们大概什么时候能好", "入夏以来就没好过麻烦转给负责的单位"]


def test_a_phrase_that_is_said_of_everything_joins_nothing() -> None:
    said = [f"{thing}，{plea}" for thing in THINGS for plea in PLEAS] * 2
    matters = [number // len(PLEAS) for number in range(len(THINGS) * len(PLEAS))] * 2
    found = clusters_of([""] * len(said), said, [0.0] * len(said), matters=matters)
    together = [{matters[member] for member in each.members} for each in found if len(each.members) > 1]
    assert together
    assert all(len(group) == 1 for group in together)
    assert not any("什么时候" in word or "负责的单位" in word for each in found for word in each.words)


def test_one_thing_that_was_filed_three_ways_stays_one() -> None:
    found = clusters_of(
        MIXER[:3] + OTHERS, [""] * 7, [0.0] * 7, matters=["noise", "dust", "building", *"abcd"]
    )
    assert {0, 1, 2} in [set(each.members) for each in found]


def test_a_cluster_is_called_by_what_is_said_alike_and_not_by_a_piece_of_it() -> None:
    said = [f"{before}，阳台洗衣机的水排到雨水管里，{after}" for before, after in ("甲乙", "丙丁", "戊己")]
    found = clusters_of(said + OTHERS, [""] * 7, [0.0] * 7)
    assert found[0].words == ("阳台洗衣机的水排到雨水管里",)


def test_one_who_writes_often_does_not_name_an_issue() -> None:
    alike = [
        "3栋门口广场舞噪音太大",
        "广场舞噪音扰民睡不着",
        "每晚广场舞噪音到十点",
        "小区里广场舞噪音没人管",
    ]
    mine = ["某某带头的广场舞噪音"] * 3
    said = alike + mine + OTHERS
    speakers = [*range(len(alike)), *["one"] * len(mine), *range(10, 10 + len(OTHERS))]
    group = range(len(alike) + len(mine))
    assert words_of_cluster(group, Titles.of(said, [], speakers)) == ("广场舞噪音",)
    assert "某某带头的广场舞噪音" in words_of_cluster(group, Titles.of(said, [], []))
