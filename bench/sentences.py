"""Briefs made from fragments, so that their words are as common and as rare as words are.

`COMMON`, `MIDDLE` and `RARE` are words to search for: in one of three briefs, one of two hundred, one of 100,000.
"""

import random

COMMON, MIDDLE, RARE = "小区", "化粪池", "孔雀"
PLACES = (
    "小区东门", "小区西侧", "小区内", "主干道旁", "菜场门口", "学校北墙外", "河边步道", "地铁口", "3号楼前", "12号楼后",
    "地下车库", "公交站旁",
)  # fmt: skip
PLACE_WEIGHTS = (12, 11, 11, 9, 9, 8, 8, 7, 7, 7, 6, 5)
THINGS = (
    "路灯不亮", "垃圾没有清运", "井盖松动", "车辆乱停", "树枝遮挡信号灯", "路面坑洼积水", "占道摆摊", "水管漏水",
    "电动车飞线充电", "楼道堆放杂物", "广场舞噪声扰民", "围墙开裂", "健身器材损坏", "消防通道被占", "电梯停运",
    "外墙瓷砖脱落", "油烟扰民", "违章搭建", "流浪犬出没", "供暖温度不够", "门禁失灵", "自来水发黄", "施工夜间扰民",
    "共享单车堆积", "公厕异味", "宣传栏破损",
)  # fmt: skip
TAILS = (
    "", "，请尽快处理", "，居民多次反映", "，存在安全隐患", "，已影响出行", "，需联系物业公司", "，请现场核实",
)  # fmt: skip
SELDOM = (
    (200, f"，{MIDDLE}同时外溢"),
    (1000, "，附近有幼儿园"),
    (10_000, "，涉及文物保护碑"),
    (100_000, f"，有{RARE}受困"),
)
"""A tail that comes with every so many-th brief."""


def brief_of(number: int, chance: random.Random) -> str:
    """Give the brief of the order with this number."""
    place = chance.choices(PLACES, PLACE_WEIGHTS)[0]
    thing = THINGS[min(int(chance.expovariate(0.15)), len(THINGS) - 1)]
    tail = next((words for every, words in reversed(SELDOM) if number % every == every // 2), "")
    return f"{place}{thing}{tail or chance.choice(TAILS)}"
