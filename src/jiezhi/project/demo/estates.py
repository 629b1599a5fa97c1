"""The hundred estates of the demo street, 61 of them old, with made-up names and made-up property companies."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How an estate was built, which decides its buildings."""

    WALK_UP = "walk_up"
    """A works' or council estate before 2000: low blocks with many entrances and no lift."""
    YARD = "yard"
    """A small old yard: one to three blocks behind a gate."""
    RESETTLED = "resettled"
    """Built for the farmers of a converted village."""
    TOWERS = "towers"
    """A commercial estate with lifts."""


OLD_STYLES = frozenset({Style.WALK_UP, Style.YARD})


@dataclass(frozen=True)
class EstatePlan:
    """An estate to be made.

    Args:
        name: As residents call it.
        community: In which it lies.
        style: How it was built.
        property_company: Who runs it; empty where the residents' committee helps out.
    """

    name: str
    community: str
    style: Style
    property_company: str = ""

    @property
    def is_old(self) -> bool:
        """Whether it counts as an old estate."""
        return self.style in OLD_STYLES


HEJING, ANJU, QINGHE, BAISUI, LANWAN = (
    "和璟物业",
    "安居佳物业",
    "青禾物业",
    "百穗物业",
    "澜湾物业",
)
"""Made-up companies; a full name would only look more real."""

_ROWS = """
柳岸社区|walk_up|柳岸新村、纺织厂宿舍、柳岸二村、船厂新村、丝绸厂宿舍、河埠头新村|
柳岸社区|yard|青石里、渡口路7号院、桑园弄、染坊弄12号院|
柳岸社区|towers|河畔小区|青禾物业
建新社区|walk_up|建新一村、建新二村、建新三村、机床厂宿舍、电机厂宿舍、建新东苑|
建新社区|walk_up|铁路新村|安居佳物业
建新社区|yard|劳动路33号院、机修巷6号院、锅炉房巷、供销社大院|
桥东社区|walk_up|桥东一村、桥东二村、桥东三村|
桥东社区|yard|建设路12号院、粮站大院、石桥弄|
桥东社区|towers|丽景苑|和璟物业
桥东社区|towers|桥东花园、映桥居|安居佳物业
古井社区|walk_up|古井新村、自来水厂宿舍、果品公司宿舍、古井南村|
古井社区|yard|甜水巷、井台弄5号院、豆腐坊弄|
古井社区|towers|古井雅苑、清泉公馆|百穗物业
古井社区|towers|甘泉里|青禾物业
石榴社区|walk_up|石榴新村、石榴西村、日化厂宿舍|安居佳物业
石榴社区|yard|石榴巷21号院、剪子弄、邮电大院|
石榴社区|towers|榴花苑、红榴里、石榴中心|和璟物业
文昌社区|walk_up|文昌新村、教工新村、印刷厂宿舍|
文昌社区|walk_up|文昌北村|百穗物业
文昌社区|yard|笔墨弄、书院路9号院|
文昌社区|towers|文澜苑、学林雅居|百穗物业
文昌社区|towers|状元公寓|澜湾物业
南浦社区|walk_up|南浦新村、南浦二村、轮渡公司宿舍|
南浦社区|yard|码头路18号院、盐仓弄|
南浦社区|towers|南浦花园、江枫苑|澜湾物业
南浦社区|towers|浦上人家、听帆居|青禾物业
杏林社区|walk_up|杏林新村、药厂宿舍、医专宿舍|
杏林社区|yard|杏花弄、百草巷4号院|
杏林社区|towers|杏林雅苑、橘井名都|百穗物业
杏林社区|towers|春满园|和璟物业
广济社区|walk_up|广济新村、广济东村、毛巾厂宿舍|
广济社区|yard|广济桥弄、灯笼巷2号院|
广济社区|towers|广济花园、桥畔名居|青禾物业
广济社区|towers|锦灯苑|安居佳物业
梧桐社区|resettled|梧桐公寓、梧桐新苑、梧桐南苑、凤栖家园|安居佳物业
梧桐社区|towers|金桂花苑、桂子里|百穗物业
望湖社区|towers|望湖花园、湖心苑|澜湾物业
望湖社区|towers|湖滨春晓|和璟物业
望湖社区|towers|云栖府、揽湖台|青禾物业
湖西社区|towers|湖西锦园、湖西名邸|澜湾物业
湖西社区|towers|白鹭洲、荷风里|和璟物业
湖西社区|towers|芦花汀|百穗物业
"""
"""Community, style, names, property company; empty where the residents' committee helps out."""


def _estates() -> tuple[EstatePlan, ...]:
    plans = []
    for row in _ROWS.split():
        community, style, names, company = row.split("|")
        plans += [EstatePlan(name, community, Style(style), company) for name in names.split("、")]
    return tuple(plans)


ESTATES = _estates()

MERGED = (
    ("望湖花园", "湖心苑"),
    ("石榴新村", "石榴西村"),
    ("梧桐公寓", "梧桐新苑"),
    ("广济花园", "桥畔名居"),
    ("南浦花园", "江枫苑"),
)
"""Estates that were merged with a neighbour under one property company, and quarrel about fees and gates since."""

MERGED_NAMES = frozenset(name for pair in MERGED for name in pair)
