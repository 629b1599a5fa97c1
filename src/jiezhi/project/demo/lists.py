"""The lists of the demo street: departments, matters, responsibilities, hours.

Every limit here is an example that the office can change in its lists; none of them quotes a standard.
"""

from dataclasses import dataclass
from datetime import time

from jiezhi.organisation.choices import DepartmentKind as Kind
from jiezhi.organisation.choices import FlowName as Flow
from jiezhi.organisation.choices import LimitUnits as Unit

EXAMPLE_BASIS = "演示清单，示例条目，可以修改"
WORKING_HOURS = ((time(9), time(12)), (time(13), time(17, 30)))

FRONT_DESK = "党群服务中心"
CITY_OFFICE = "城市管理办公室"
ENFORCEMENT = "综合行政执法队"
POLICE = "青石派出所"
MARKET = "青石市场监管所"
HOUSING = "明湖区住房和城乡建设局"
WATER = "明湖水务公司"
POWER = "明湖供电公司"
COMMITTEES = {name: f"{name}居委会" for name in ("柳岸社区", "桥东社区", "梧桐社区", "望湖社区")}

DEPARTMENTS = (
    (FRONT_DESK, Kind.SECTION),
    (CITY_OFFICE, Kind.SECTION),
    (ENFORCEMENT, Kind.SECTION),
    (POLICE, Kind.OUTPOST),
    (MARKET, Kind.OUTPOST),
    (HOUSING, Kind.BUREAU),
    (WATER, Kind.UTILITY),
    (POWER, Kind.UTILITY),
)

AGREEMENTS = ((MARKET, "市场监管事项协同处置协议（示例）", "青街协〔2025〕3号"),)
"""What an outpost has agreed to; with the police station nothing is agreed, so it is asked."""

DAYS, HOURS, CLOCK_HOURS = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.NATURAL_HOURS


@dataclass(frozen=True)
class MatterPlan:
    """A matter to be made: what residents call it, how it is handled and in which time."""

    code: str
    name: str
    flow: Flow
    limit: tuple[int, Unit]
    keywords: tuple[str, ...] = ()
    parent: str = ""
    needs_photo: bool = False


PARENTS = (
    MatterPlan("environment", "市容环境", Flow.CONCERN, (3, DAYS)),
    MatterPlan("facilities", "市政设施", Flow.CONCERN, (3, DAYS)),
    MatterPlan("housing", "房屋与物业", Flow.CONCERN, (5, DAYS)),
    MatterPlan("safety", "公共安全", Flow.EVENT, (2, DAYS)),
    MatterPlan("livelihood", "民生服务", Flow.CONCERN, (5, DAYS)),
    MatterPlan("questions", "咨询与建议", Flow.ENQUIRY, (3, DAYS)),
)


def _leaf(
    parent: str,
    code: str,
    name: str,
    flow: Flow,
    limit: tuple[int, Unit],
    keywords: str,
    *,
    photo: bool = False,
) -> MatterPlan:
    return MatterPlan(code, name, flow, limit, tuple(keywords.split()), parent, photo)


MATTERS = (
    _leaf("environment", "rubbish", "暴露垃圾", Flow.EVENT, (8, HOURS), "垃圾 垃圾桶 臭 没人收 大件 堆放"),
    _leaf(
        "environment", "vending", "占道经营", Flow.EVENT, (8, HOURS), "摆摊 摊位 占道 烧烤摊 流动摊贩 人行道"
    ),
    _leaf(
        "environment",
        "noise",
        "噪声扰民",
        Flow.CONCERN,
        (3, DAYS),
        "吵 噪音 噪声 广场舞 音响 半夜施工 睡不着",
    ),
    _leaf("environment", "greenery", "绿化养护", Flow.CONCERN, (5, DAYS), "树枝 修剪 树 绿化带 草坪 虫子"),
    _leaf("facilities", "lamp", "路灯不亮", Flow.CONCERN, (3, DAYS), "路灯 灯不亮 灯坏 黑灯瞎火 太黑"),
    _leaf("facilities", "road", "路面破损", Flow.EVENT, (5, DAYS), "坑 路面 地砖 松动 绊倒 坑洼", photo=True),
    _leaf("facilities", "manhole", "井盖缺损", Flow.EVENT, (12, CLOCK_HOURS), "井盖 窨井 翘起来 井盖响"),
    _leaf("facilities", "drain", "排水不畅", Flow.CONCERN, (2, DAYS), "下水道 堵 积水 反水 污水 化粪池"),
    _leaf("facilities", "water", "供水问题", Flow.CONCERN, (2, DAYS), "停水 没水 水压 水管 水发黄 爆管"),
    _leaf("housing", "leak", "房屋渗漏", Flow.CONCERN, (10, DAYS), "漏水 渗水 屋顶 外墙 天花板 发霉"),
    _leaf("housing", "lift", "电梯故障", Flow.CONCERN, (2, DAYS), "电梯 困人 停运 轿厢 门关不上"),
    _leaf("housing", "property", "物业服务", Flow.CONCERN, (5, DAYS), "物业 保安 保洁 物业费 楼道灯 门禁"),
    _leaf("housing", "charging", "充电设施", Flow.CONCERN, (10, DAYS), "充电桩 充电棚 电瓶车充电 没地方充"),
    _leaf(
        "housing", "illegal-building", "违法搭建", Flow.EVENT, (10, DAYS), "违建 搭建 露台 阳光房 私搭 围起来"
    ),
    _leaf("safety", "ebike", "电动车进楼", Flow.EVENT, (4, HOURS), "电瓶车 电动车 推上楼 飞线 楼道充电"),
    _leaf("safety", "fire-lane", "消防通道堵塞", Flow.EVENT, (4, HOURS), "消防通道 堵住 占用 杂物 楼道堆物"),
    _leaf("safety", "thrown", "高空抛物", Flow.CONCERN, (3, DAYS), "楼上扔 抛物 烟头 掉下来 砸"),
    _leaf("safety", "parking", "机动车违停", Flow.CONCERN, (1, DAYS), "违停 乱停 停车 挡路 堵门口 开不出来"),
    _leaf("livelihood", "elder", "老年人服务", Flow.CONCERN, (5, DAYS), "助餐 食堂 老人 独居 养老 送餐"),
    _leaf("livelihood", "dispute", "邻里纠纷", Flow.CONCERN, (7, DAYS), "邻居 吵架 楼上 漏到楼下 调解 不肯"),
    _leaf("livelihood", "food", "食品安全", Flow.CONCERN, (5, DAYS), "过期 饭店 不卫生 拉肚子 油烟 食品"),
    _leaf(
        "questions", "how-to", "办事咨询", Flow.ENQUIRY, (2, DAYS), "怎么办 材料 办理 请问 居住证 医保 补贴"
    ),
    _leaf("questions", "idea", "意见建议", Flow.ENQUIRY, (5, DAYS), "建议 希望 能不能 增加 设置"),
)

STEP_LIMITS = {"dispatched": (4, HOURS), "awaiting_check": (8, HOURS), "sent_back": (4, HOURS)}
"""Hours to accept, to check on site, and to dispatch again; the same for every matter with the flow for it."""

LEADS = {
    "rubbish": CITY_OFFICE,
    "vending": ENFORCEMENT,
    "noise": ENFORCEMENT,
    "greenery": CITY_OFFICE,
    "lamp": POWER,
    "road": CITY_OFFICE,
    "manhole": CITY_OFFICE,
    "drain": WATER,
    "water": WATER,
    "leak": HOUSING,
    "lift": MARKET,
    "illegal-building": ENFORCEMENT,
    "safety": POLICE,
    "food": MARKET,
    "questions": FRONT_DESK,
}
"""Who leads everywhere; a parent's line holds for those of its matters that have none of their own."""

LEADS_AT_COMMUNITY = (
    *(
        (code, community)
        for code in ("property", "elder", "dispute", "ebike", "fire-lane")
        for community in COMMITTEES
    ),
    ("charging", "柳岸社区"),
    ("charging", "桥东社区"),
    ("charging", "梧桐社区"),
)
"""The community's own committee leads; the charging places of 望湖社区 were forgotten: the one gap of the list."""

TIE = ("noise", "桥东社区", (ENFORCEMENT, POLICE))
"""Two lines with equal right for one community: the one tie of the list."""

LEADS_AT_ESTATE = (
    ("drain", "纺织厂宿舍", CITY_OFFICE, (4, DAYS)),
    ("lamp", "云栖府", COMMITTEES["望湖社区"], None),
)
"""An old estate whose drains the office itself keeps, with a longer limit; and lamps that belong to an estate."""
