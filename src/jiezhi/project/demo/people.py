"""Who works in the demo street: made-up names, one sign-in per post, one published password."""

from dataclasses import dataclass

from jiezhi.project.demo.lists import (
    CITY_OFFICE,
    COMMITTEES,
    ENFORCEMENT,
    FRONT_DESK,
    HOUSING,
    MARKET,
    POLICE,
    POWER,
    WATER,
)
from jiezhi.project.demo.roles import COMMUNITY_WORKER, DISPATCHER, GRID_WORKER, LEADER, OFFICER, RolePlan

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


STAFF = (
    _staff("dispatcher", "林晓梅", FRONT_DESK, DISPATCHER, "调度员"),
    _staff("officer", "陈立言", ENFORCEMENT, OFFICER, "执法队员"),
    _staff("community-worker", "沈佩文", COMMITTEES["柳岸社区"], COMMUNITY_WORKER, "社区工作者"),
    _staff("grid-worker", "高小满", COMMITTEES["柳岸社区"], GRID_WORKER, "网格员"),
    _staff("leader", "周启航", CITY_OFFICE, LEADER, "分管副主任"),
    _staff("officer-desk", "唐一诺", FRONT_DESK, OFFICER, "窗口工作人员"),
    _staff("officer-city", "吴桐雨", CITY_OFFICE, OFFICER, "科员"),
    _staff("officer-police", "赵行远", POLICE, OFFICER, "社区民警"),
    _staff("officer-market", "孙宁之", MARKET, OFFICER, "监管员"),
    _staff("officer-housing", "钱知白", HOUSING, OFFICER, "房管科科员"),
    _staff("officer-water", "郑海澄", WATER, OFFICER, "维修调度"),
    _staff("officer-power", "何佳禾", POWER, OFFICER, "路灯班班长"),
    _staff("worker-qiaodong", "冯如意", COMMITTEES["桥东社区"], COMMUNITY_WORKER, "社区工作者"),
    _staff("worker-wutong", "杜若溪", COMMITTEES["梧桐社区"], COMMUNITY_WORKER, "社区工作者"),
    _staff("worker-wanghu", "罗时安", COMMITTEES["望湖社区"], COMMUNITY_WORKER, "社区工作者"),
    _staff("grid-qiaodong", "许长青", COMMITTEES["桥东社区"], GRID_WORKER, "网格员"),
    _staff("grid-wutong", "梁小川", COMMITTEES["梧桐社区"], GRID_WORKER, "网格员"),
    _staff("grid-wanghu", "夏知秋", COMMITTEES["望湖社区"], GRID_WORKER, "网格员"),
)

SHOWN = STAFF[:5]
"""One sign-in for each role, printed at the start."""
