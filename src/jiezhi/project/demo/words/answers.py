"""What the departments of the demo street answer to what comes in most: as an office writes it, places to be filled."""

from dataclasses import dataclass

from jiezhi.project.demo.lists import (
    CITY_OFFICE,
    COMMITTEES,
    ENFORCEMENT,
    FRONT_DESK,
    GAS,
    HOUSING,
    MARKET,
    POLICE,
    POWER,
    WATER,
)

OWN_COMMITTEE = COMMITTEES["柳岸社区"]
"""The committee of the community worker whose sign-in is shown."""


@dataclass(frozen=True)
class AnswerPlan:
    """An answer of a department to some matters, under one name.

    Args:
        department: Whose it is.
        matters: Their codes; an answer that suits several matters is entered for each.
        name: Under which the department finds it.
        text: What the reporter reads.
    """

    department: str
    matters: tuple[str, ...]
    name: str
    text: str


_ASKED = "如仍有问题，可凭查询码补充情况，也可以在评价时选择“没有解决”，我们重新办理。"
_NOT_FOUND = (
    "您好！关于您反映的{地点}{事项}问题（{工单号}），我们已到现场查看，到场时未发现所反映的情况。"
    "我们已将该处列入日常巡查。如再次发生，请在现场拍一张照片，连同发生的时间段一起补充，便于我们及时到场处置。"
)

IN_USE = (
    AnswerPlan(
        CITY_OFFICE,
        ("rubbish",),
        "已清运",
        "您好！您反映的{地点}垃圾堆放问题（{工单号}）已处理：我们安排保洁单位当日清运，并对地面做了冲洗。"
        f"该处已增加一次下午巡回保洁。{_ASKED}",
    ),
    AnswerPlan(
        CITY_OFFICE,
        ("rubbish",),
        "大件和装修垃圾",
        "您好！您反映的{地点}堆放的是大件或装修垃圾，我们已联系物业清运。此类垃圾不随生活垃圾收运，"
        "请业主投放到小区指定的临时堆放点，并提前向物业预约。感谢您的监督。",
    ),
    AnswerPlan(
        CITY_OFFICE,
        ("road", "manhole"),
        "已修复",
        f"您好！您反映的{{地点}}{{事项}}问题（{{工单号}}）已修复，现场已恢复通行，围挡已撤除。{_ASKED}",
    ),
    AnswerPlan(
        CITY_OFFICE,
        ("road", "manhole"),
        "转产权单位",
        "您好！经核实，您反映的{地点}设施由其他产权单位养护。我们已在现场设置警示标志，"
        "并于{今天}书面告知产权单位尽快修复，修复后由我们到场复核。",
    ),
    AnswerPlan(
        CITY_OFFICE,
        ("greenery",),
        "已修剪",
        "您好！您反映的{地点}树木遮挡、枝条过长问题（{工单号}）已处理：养护单位已完成修剪，枝叶当日清走。"
        "行道树每年冬季统一修剪一次，其余时间发现影响采光或通行的，随时可以反映。",
    ),
    AnswerPlan(
        CITY_OFFICE,
        ("rubbish", "road", "greenery"),
        "现场未发现",
        _NOT_FOUND,
    ),
    AnswerPlan(
        ENFORCEMENT,
        ("noise",),
        "施工噪声",
        "您好！关于您反映的{地点}施工噪声（{工单号}），执法人员已到场检查，要求施工单位在夜间22时至次日6时、"
        f"午间12时至14时停止产生噪声的作业，并签收了整改通知。我们将安排夜间回看。{_ASKED}",
    ),
    AnswerPlan(
        ENFORCEMENT,
        ("noise",),
        "广场舞和音响",
        "您好！关于您反映的{地点}音响扰民（{工单号}），我们会同社区找到了活动负责人，约定音量调低、"
        "晚上8时30分前结束，并将音箱转向背离住宅的一侧。社区志愿者每周回看两次。",
    ),
    AnswerPlan(
        ENFORCEMENT,
        ("vending",),
        "已劝离",
        "您好！您反映的{地点}占道经营（{工单号}）已处理：执法人员到场劝离摊贩、恢复通行，"
        "并告知可以到街道设置的便民疏导点经营。该路段已列入早晚高峰巡查。",
    ),
    AnswerPlan(
        ENFORCEMENT,
        ("illegal-building",),
        "立案办理中的说明",
        "您好！您反映的{地点}搭建问题（{工单号}），我们已到场勘验、拍照并立案，已责令停止施工。"
        "违法建设须依法经过调查、告知、陈述申辩等程序，时间较长，每一步的结果都会写在办理经过里，您凭查询码可以看到。",
    ),
    AnswerPlan(ENFORCEMENT, ("noise", "vending"), "现场未发现", _NOT_FOUND),
    AnswerPlan(
        OWN_COMMITTEE,
        ("property",),
        "已督促物业",
        "您好！您反映的{地点}物业服务问题（{工单号}），社区已约谈物业项目经理，物业承诺在{办理期限}前整改到位，"
        f"整改情况在楼道公告栏公布。{_ASKED}",
    ),
    AnswerPlan(
        OWN_COMMITTEE,
        ("ebike", "fire-lane"),
        "已清理并告知",
        "您好！您反映的{地点}{事项}问题（{工单号}）已处理：社区会同物业当场清理，逐户告知并张贴提示，"
        "提醒住户到集中充电点充电。楼道和安全出口请保持畅通，这关系到整栋楼的安全。",
    ),
    AnswerPlan(
        OWN_COMMITTEE,
        ("dispute",),
        "已上门调解",
        "您好！您反映的邻里纠纷（{工单号}），社区调解员已分别听取双方意见并上门调解，双方同意按约定的办法相处。"
        "如有反复，可以随时联系社区，也可以申请人民调解，调解不收费。",
    ),
    AnswerPlan(
        OWN_COMMITTEE,
        ("elder",),
        "助餐和上门服务",
        "您好！社区助餐点周一至周五供应午餐，行动不便的老人可以申请送餐上门。需要的，请到社区登记或由家人代为登记，"
        "登记后第二个工作日起供餐。",
    ),
    AnswerPlan(
        FRONT_DESK,
        ("how-to",),
        "需要带的材料",
        "您好！办理此事请带本人身份证、户口簿，由他人代办的还要带代办人身份证和委托书。材料齐全的当场受理；"
        "缺材料的，窗口一次性书面告知。服务时间：工作日上午9时至12时，下午1时至5时30分。",
    ),
    AnswerPlan(
        FRONT_DESK,
        ("attitude",),
        "已核实并道歉",
        "您好！您反映的服务态度问题（{工单号}）经核实，情况属实。我们已对当事人员批评教育，并向您致歉。"
        "欢迎您继续监督，您的意见我们会逐条核实。",
    ),
    AnswerPlan(
        FRONT_DESK,
        ("misinformed",),
        "更正并请再来",
        "您好！给您带来不便，我们深表歉意。经核对，当时告知的材料有误，正确的材料清单已张贴在窗口。"
        "您再来时请报工单号{工单号}，不用重新排队。",
    ),
    AnswerPlan(
        FRONT_DESK,
        ("slow", "unanswered"),
        "已办到哪一步",
        "您好！您于{受理日期}反映的事项已核实：承办窗口已补办答复，目前的进度和下一步已写在办理经过里，"
        "预计{办理期限}前办结。没有及时答复您，是我们工作没有做好，向您致歉。",
    ),
    AnswerPlan(
        FRONT_DESK,
        ("idea",),
        "建议已采纳或转交",
        "您好！感谢您的建议（{工单号}）。我们已在{今天}转交相关科室研究；能马上做的随即安排，"
        "需要立项或经费的，列入下一季度议事会讨论，结果在街道公告栏和网站公布。",
    ),
    AnswerPlan(
        POWER,
        ("lamp",),
        "已更换",
        f"您好！您反映的{{地点}}路灯不亮（{{工单号}}）已修复：故障灯具已更换，当晚复查亮灯正常。{_ASKED}",
    ),
    AnswerPlan(
        WATER,
        ("drain",),
        "已疏通",
        f"您好！您反映的{{地点}}排水不畅（{{工单号}}）已处理：管道已疏通冲洗，淤泥当日清运，现场试水正常。{_ASKED}",
    ),
    AnswerPlan(
        WATER,
        ("water",),
        "检修停水的说明",
        "您好！您反映的{地点}供水问题（{工单号}）系管道检修所致，现已恢复供水。初放水时如有发黄，放水几分钟即可。"
        "计划停水我们会提前24小时在小区公告栏张贴通知。",
    ),
    AnswerPlan(
        HOUSING,
        ("leak",),
        "保修期外的说明",
        "您好！您反映的{地点}房屋渗漏（{工单号}），经现场查看属共用部位渗漏、已过保修期，维修可以使用住宅专项维修资金。"
        "我们已指导业委会和物业启动申请，紧急情况可走应急程序，无须业主表决。",
    ),
    AnswerPlan(
        MARKET,
        ("food",),
        "已现场检查",
        "您好！您反映的{地点}食品安全问题（{工单号}），执法人员已到店检查，对发现的问题责令改正，"
        "需要抽检的已取样送检。检查结果在门店的监督公示栏公示。",
    ),
    AnswerPlan(
        MARKET,
        ("lift",),
        "已恢复运行",
        f"您好！您反映的{{地点}}电梯故障（{{工单号}}）已排除，维保单位检测合格后恢复运行。{_ASKED}",
    ),
    AnswerPlan(
        POLICE,
        ("parking",),
        "已处置并加强巡逻",
        "您好！您反映的{地点}机动车违停（{工单号}）已到场处置，对驾驶人不在现场的车辆依法拍照取证。"
        "该路段已列入重点巡逻，上下学时段有民警值守。",
    ),
    AnswerPlan(
        GAS,
        ("gas",),
        "已入户检查",
        "您好！您反映的{地点}燃气问题（{工单号}），我们已入户检测，管道和阀门无泄漏，已向住户说明安全使用方法。"
        "如闻到异味，请先关阀、开窗，到室外再打抢修电话。",
    ),
)
"""What is in use."""

REVISED = AnswerPlan(
    ENFORCEMENT,
    ("vending",),
    "已劝离",
    "您好！您反映的{地点}占道经营（{工单号}）已处理：执法人员到场劝离摊贩、恢复通行。"
    "自本月起便民疏导点延长到晚上10时，摊主可以就近登记经营。该路段已列入早晚高峰巡查。",
)
"""A new version that waits for its approval, while the old one goes on."""

WAITING = AnswerPlan(
    OWN_COMMITTEE,
    ("charging",),
    "充电棚建设进度",
    "您好！您反映的{地点}充电不便（{工单号}），社区已完成选址，正在征求楼栋居民意见，通过后约一个月建成。"
    "建成前请到就近的集中充电点充电，不要飞线、不要推车上楼。",
)
"""A first version that waits."""

SENT_BACK = AnswerPlan(
    POWER,
    ("lamp",),
    "灯杆移位",
    "您好！您反映的{地点}灯杆位置问题，我们将尽快安排移位。",
)
SENT_BACK_WHY = "“尽快”说不清什么时候。写明勘察后几个工作日内答复能否移位，不能移位的写明原因。"
"""One that was not approved, and why."""
