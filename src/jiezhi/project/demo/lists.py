"""The lists of the demo street: departments, responsibilities, hours; its matters are in `matters`.

Every limit here is an example that the office can change in its lists; none of them quotes a standard.
"""

from datetime import time

from jiezhi.organisation.choices import DepartmentKind as Kind
from jiezhi.project.demo.geography import COMMUNITIES
from jiezhi.project.demo.matters import DAYS, HOURS

EXAMPLE_BASIS = "演示清单，示例条目，可以修改"
WORKING_HOURS = ((time(9), time(12)), (time(13), time(17, 30)))

FRONT_DESK = "党群服务中心"
CITY_OFFICE = "城市管理办公室"
ENFORCEMENT = "综合行政执法队"
PEACE = "平安建设办公室"
WELFARE = "社会事务办公室"
POLICE = "青石派出所"
MARKET = "青石市场监管所"
HOUSING = "明湖区住房和城乡建设局"
ECOLOGY = "明湖区生态环境分局"
WATER = "明湖水务公司"
POWER = "明湖供电公司"
GAS = "明湖燃气公司"
COMMITTEES = {plan.name: f"{plan.name}居委会" for plan in COMMUNITIES}

DEPARTMENTS = (
    (FRONT_DESK, Kind.SECTION),
    (CITY_OFFICE, Kind.SECTION),
    (ENFORCEMENT, Kind.SECTION),
    (PEACE, Kind.SECTION),
    (WELFARE, Kind.SECTION),
    (POLICE, Kind.OUTPOST),
    (MARKET, Kind.OUTPOST),
    (HOUSING, Kind.BUREAU),
    (ECOLOGY, Kind.BUREAU),
    (WATER, Kind.UTILITY),
    (POWER, Kind.UTILITY),
    (GAS, Kind.UTILITY),
)
"""Besides the committees of the communities."""

AGREEMENTS = ((MARKET, "市场监管事项协同处置协议（示例）", "青街协〔2025〕3号"),)
"""What an outpost has agreed to; with the police station nothing is agreed, so it is asked."""

STEP_LIMITS = {"dispatched": (4, HOURS), "awaiting_check": (8, HOURS), "sent_back": (4, HOURS)}
"""Hours to accept, to check on site, and to dispatch again; the same for every matter with the flow for it."""

LEADS = {
    "environment": CITY_OFFICE,
    "street-order": ENFORCEMENT,
    "shared-bikes": CITY_OFFICE,
    "noise": ENFORCEMENT,
    "dust": ECOLOGY,
    "river": ECOLOGY,
    "facilities": CITY_OFFICE,
    "lamp": POWER,
    "water-works": WATER,
    "power": POWER,
    "gas": GAS,
    "house": HOUSING,
    "lift": MARKET,
    "illegal-building": ENFORCEMENT,
    "owners": HOUSING,
    "safety": POLICE,
    "fire-safety": PEACE,
    "parking-space": CITY_OFFICE,
    "care": WELFARE,
    "relief": WELFARE,
    "consumer": MARKET,
    "office": FRONT_DESK,
    "approval": WELFARE,
    "questions": FRONT_DESK,
}
"""Who leads everywhere; a wider matter's line holds for those below it that have none of their own."""

LED_BY_COMMITTEES = ("property", "elder", "dispute", "ebike", "fire-lane", "sorting", "charging")
FORGOTTEN = ("charging", "望湖社区")
"""The charging places of this community are on no line: the one gap of the list."""

LEADS_AT_COMMUNITY = tuple(
    (code, community)
    for code in LED_BY_COMMITTEES
    for community in COMMITTEES
    if (code, community) != FORGOTTEN
)
"""The community's own committee leads."""

TIE = ("noise", "桥东社区", (ENFORCEMENT, POLICE))
"""Two lines with equal right for one community: the one tie of the list."""

LEADS_AT_ESTATE = (
    ("drain", "纺织厂宿舍", CITY_OFFICE, (4, DAYS)),
    ("lamp", "云栖府", COMMITTEES["望湖社区"], None),
)
"""An old estate whose drains the office itself keeps, with a longer limit; and lamps that belong to an estate."""
