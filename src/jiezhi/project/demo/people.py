"""Who works in the demo street: made-up names, one sign-in per post, one published password."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiezhi.project.demo.lists import (
    CITY_OFFICE,
    COMMITTEES,
    ECOLOGY,
    ENFORCEMENT,
    FRONT_DESK,
    GAS,
    HOUSING,
    MARKET,
    PEACE,
    POLICE,
    POWER,
    WATER,
    WELFARE,
)
from jiezhi.project.demo.roles import (
    ACCOUNT_KEEPER,
    AUDITOR,
    COMMUNITY_WORKER,
    DISPATCHER,
    GRID_WORKER,
    LEADER,
    OFFICER,
    OPERATOR,
    POST_KEEPER,
    RolePlan,
)

DEMO_PASSWORD = "demo-qingshi-street"  # noqa: S105 - printed in the README; refused in production
"""Opens made-up records only; loading the demo is refused in the production profile."""


@dataclass(frozen=True)
class StaffPlan:
    """A member of staff to be made."""

    username: str
    name: str
    department: str
    role: RolePlan
    title: str


def _staff(username: str, name: str, department: str, role: RolePlan, title: str) -> StaffPlan:
    return StaffPlan(username, name, department, role, title)


_OF_COMMUNITIES = (
    ("桥东社区", "qiaodong", "冯如意", "许长青"),
    ("梧桐社区", "wutong", "杜若溪", "梁小川"),
    ("望湖社区", "wanghu", "罗时安", "夏知秋"),
    ("建新社区", "jianxin", "邓云舒", "贺向阳"),
    ("古井社区", "gujing", "白秋实", "卢一帆"),
    ("石榴社区", "shiliu", "沐晚晴", "丁守拙"),
    ("文昌社区", "wenchang", "叶知行", "姚思远"),
    ("南浦社区", "nanpu", "顾南乔", "汪海潮"),
    ("杏林社区", "xinglin", "宋清和", "田雨禾"),
    ("广济社区", "guangji", "方予安", "石磊明"),
    ("湖西社区", "huxi", "尹星河", "谢临风"),
)
"""Community, the end of both sign-ins, community worker, grid worker."""


def _of_communities() -> Iterator[StaffPlan]:
    for community, ending, worker, grid_worker in _OF_COMMUNITIES:
        committee = COMMITTEES[community]
        yield _staff(f"worker-{ending}", worker, committee, COMMUNITY_WORKER, "社区工作者")
        yield _staff(f"grid-{ending}", grid_worker, committee, GRID_WORKER, "网格员")


STAFF = (
    _staff("dispatcher", "林晓梅", FRONT_DESK, DISPATCHER, "调度员"),
    _staff("officer", "陈立言", ENFORCEMENT, OFFICER, "执法队员"),
    _staff("community-worker", "沈佩文", COMMITTEES["柳岸社区"], COMMUNITY_WORKER, "社区工作者"),
    _staff("grid-worker", "高小满", COMMITTEES["柳岸社区"], GRID_WORKER, "网格员"),
    _staff("leader", "周启航", CITY_OFFICE, LEADER, "分管副主任"),
    _staff("operator", "白晓舟", CITY_OFFICE, OPERATOR, "系统运维"),
    _staff("officer-desk", "唐一诺", FRONT_DESK, OFFICER, "窗口工作人员"),
    _staff("officer-city", "吴桐雨", CITY_OFFICE, OFFICER, "科员"),
    _staff("officer-police", "赵行远", POLICE, OFFICER, "社区民警"),
    _staff("officer-market", "孙宁之", MARKET, OFFICER, "监管员"),
    _staff("officer-housing", "钱知白", HOUSING, OFFICER, "房管科科员"),
    _staff("officer-water", "郑海澄", WATER, OFFICER, "维修调度"),
    _staff("officer-power", "何佳禾", POWER, OFFICER, "路灯班班长"),
    _staff("officer-peace", "江映川", PEACE, OFFICER, "科员"),
    _staff("officer-welfare", "秦月白", WELFARE, OFFICER, "民政助理"),
    _staff("officer-ecology", "苏青禾", ECOLOGY, OFFICER, "监察员"),
    _staff("officer-gas", "韩亦舟", GAS, OFFICER, "抢修调度"),
    *_of_communities(),
    _staff("keeper", "傅明远", CITY_OFFICE, ACCOUNT_KEEPER, "系统管理员"),
    _staff("keeper-two", "柳书宁", FRONT_DESK, ACCOUNT_KEEPER, "系统管理员"),
    _staff("security", "裴长青", CITY_OFFICE, POST_KEEPER, "安全管理员"),
    _staff("auditor", "黎静姝", PEACE, AUDITOR, "审计管理员"),
)

SHOWN = (*STAFF[:6], *STAFF[-4:])
"""One sign-in for each role, printed at the start."""
