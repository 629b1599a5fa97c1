"""The duty list and the supports of the demo street: made-up entries that the office can change."""

from datetime import date

from jiezhi.organisation.choices import DutyKind
from jiezhi.organisation.models import (
    Department,
    DutyEntry,
    Matter,
    ResponsibilityEntry,
    ResponsibilitySupport,
)
from jiezhi.places.models import SubDistrict
from jiezhi.project.demo.lists import CITY_OFFICE, ECOLOGY, ENFORCEMENT, HOUSING, MARKET, PEACE, POLICE, POWER

BASIC, COOPERATIVE, TAKEN_BACK = DutyKind.BASIC, DutyKind.COOPERATIVE, DutyKind.TAKEN_BACK
DOCUMENT = "明湖区街道履职事项清单（演示）"

DUTIES = (
    ("J-001", BASIC, "辖区日常保洁和垃圾收运的组织、监督", "rubbish", ""),
    ("J-002", BASIC, "流动摊贩和店外经营的巡查、劝导和处置", "vending", ""),
    ("J-003", BASIC, "社区老年人助餐、探访和日间照料的组织", "elder", ""),
    ("J-004", BASIC, "矛盾纠纷的排查和人民调解", "dispute", ""),
    ("J-005", BASIC, "楼道堆物、电动车进楼充电的劝导和清理", "ebike", ""),
    ("J-006", BASIC, "居民办事咨询和帮办代办", "how-to", ""),
    ("P-001", COOPERATIVE, "电梯安全监督管理：街道配合宣传和信息报送", "lift", MARKET),
    ("P-002", COOPERATIVE, "食品安全监督检查：街道配合巡查报告", "food", MARKET),
    ("P-003", COOPERATIVE, "道路照明设施维护：街道配合巡查报告", "lamp", POWER),
    ("P-004", COOPERATIVE, "老旧房屋安全排查：街道配合组织居民", "leak", HOUSING),
    ("P-005", COOPERATIVE, "道路停车秩序管理：街道配合设施和宣传", "parking", POLICE),
    ("S-001", TAKEN_BACK, "建筑施工扬尘的执法处罚", "dust", ECOLOGY),
    ("S-002", TAKEN_BACK, "河道水质监测和排污口审批", "river", ECOLOGY),
    ("S-003", TAKEN_BACK, "业主大会和业主委员会的备案审批", "owners", HOUSING),
)
"""Code, kind, name, code of the matter, and whose duty it is where it is not the office's own."""

SUPPORTS = {
    "street-order": {
        MARKET: "核查店外经营商户的证照，对无照经营依法处置",
        POLICE: "到场维持秩序，处置阻碍执法的行为",
    },
    "illegal-building": {
        HOUSING: "核实规划许可和房屋权属，出具认定意见",
        POLICE: "拆除当日维持现场秩序，核实当事人身份",
    },
    "fire-safety": {
        POLICE: "对占用、堵塞消防通道的行为依法处理，督促整改",
        ENFORCEMENT: "清理占用消防通道的堆物和违法搭建",
    },
    "lift": {PEACE: "停梯期间组织应急值守，协调物业和维保单位到场"},
    "consumer": {ENFORCEMENT: "配合现场核查，劝导占道促销和店外摆卖"},
    "dust": {
        ENFORCEMENT: "查处渣土车遗撒和工地出入口带泥上路",
        CITY_OFFICE: "督促工地落实围挡、覆盖和冲洗，安排周边道路洒水",
    },
}
"""Who helps the lead and with what, by the matter of the line that holds everywhere."""


def make_duties(
    street: SubDistrict, matters: dict[str, Matter], departments: dict[str, Department], since_on: date
) -> None:
    """Enter the duty list, and the supports of the responsibility list."""
    DutyEntry.objects.bulk_create(
        DutyEntry(
            sub_district=street,
            code=code,
            kind=kind,
            name=name,
            matter=matters[matter],
            department=departments[owner] if owner else None,
            owner="" if owner else "本街道",
            basis_title=DOCUMENT,
            basis_number="明街清〔2025〕2号",
            basis_on=since_on,
            in_force_from=since_on,
        )
        for code, kind, name, matter, owner in DUTIES
    )
    lines = ResponsibilityEntry.objects.filter(
        sub_district=street, community=None, estate=None, matter__code__in=SUPPORTS
    ).select_related("matter")
    ResponsibilitySupport.objects.bulk_create(
        ResponsibilitySupport(sub_district=street, entry=line, department=departments[name], task=task)
        for line in lines
        for name, task in SUPPORTS[line.matter.code].items()
    )
