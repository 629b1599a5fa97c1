"""What requests in the demo street can be about: matters on four levels, each with its words, flow, limit and cause.

Every limit here is an example that the office can change in its lists; none of them quotes a standard.
"""

from dataclasses import dataclass

from jiezhi.organisation.choices import FlowName as Flow
from jiezhi.organisation.choices import LimitUnits as Unit

DAYS, HOURS, CLOCK_HOURS = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.NATURAL_HOURS

FACILITIES, LATE, UNPROFESSIONAL, OTHER = "facilities", "late", "unprofessional", "other"
CAUSES = {FACILITIES: "设施不足", LATE: "响应不及时", UNPROFESSIONAL: "服务不专业", OTHER: "其他"}
"""Why residents complain; a question is no complaint and has no cause."""


@dataclass(frozen=True)
class MatterPlan:
    """A matter to be made: what residents call it, how it is handled, in which time, and why they complain about it."""

    code: str
    name: str
    flow: Flow
    limit: tuple[int, Unit]
    keywords: tuple[str, ...] = ()
    parent: str = ""
    cause: str = ""
    needs_photo: bool = False


PARENTS = (
    MatterPlan("environment", "市容环境", Flow.CONCERN, (3, DAYS)),
    MatterPlan("facilities", "市政设施", Flow.CONCERN, (3, DAYS)),
    MatterPlan("housing", "房屋与物业", Flow.CONCERN, (5, DAYS)),
    MatterPlan("safety", "公共安全", Flow.EVENT, (2, DAYS)),
    MatterPlan("livelihood", "民生服务", Flow.CONCERN, (5, DAYS)),
    MatterPlan("office", "办事服务", Flow.CONCERN, (3, DAYS)),
    MatterPlan("questions", "咨询与建议", Flow.ENQUIRY, (3, DAYS)),
    MatterPlan("cleanliness", "环境卫生", Flow.EVENT, (8, HOURS), parent="environment"),
    MatterPlan("street-order", "街面秩序", Flow.EVENT, (8, HOURS), parent="environment"),
    MatterPlan("pollution", "环境污染", Flow.CONCERN, (3, DAYS), parent="environment"),
    MatterPlan("roads", "道路与照明", Flow.EVENT, (5, DAYS), parent="facilities"),
    MatterPlan("networks", "水电气管网", Flow.CONCERN, (2, DAYS), parent="facilities"),
    MatterPlan("water-works", "供水与排水", Flow.CONCERN, (2, DAYS), parent="networks"),
    MatterPlan("energy", "供电与燃气", Flow.CONCERN, (2, DAYS), parent="networks"),
    MatterPlan("house", "房屋本体", Flow.CONCERN, (10, DAYS), parent="housing"),
    MatterPlan("lifts", "电梯", Flow.CONCERN, (5, DAYS), parent="house"),
    MatterPlan("estate-life", "小区管理", Flow.CONCERN, (5, DAYS), parent="housing"),
    MatterPlan("fire-safety", "消防安全", Flow.EVENT, (4, HOURS), parent="safety"),
    MatterPlan("traffic", "交通与停车", Flow.CONCERN, (3, DAYS), parent="safety"),
    MatterPlan("care", "养老托幼", Flow.CONCERN, (5, DAYS), parent="livelihood"),
    MatterPlan("relief", "救助与就业", Flow.CONCERN, (7, DAYS), parent="livelihood"),
    MatterPlan("consumer", "消费与食品", Flow.CONCERN, (5, DAYS), parent="livelihood"),
    MatterPlan("promptness", "办理时效", Flow.CONCERN, (3, DAYS), parent="office"),
    MatterPlan("conduct", "服务规范", Flow.CONCERN, (5, DAYS), parent="office"),
)
"""The wider matters; those below others come after them."""


_SPOKEN = {
    code: tuple(words)
    for code, *words in (
        row.split()
        for row in """
    rubbish          分类桶 塑料袋 饭盒 菜叶 捏着鼻子 渣土 清运
    vending          修车摊 早市 套圈 卖气球 三轮车 城管 收摊 烧烤
    noise            装修 卸货 杠铃 楼板响 嗡嗡 风机 音乐 唱歌 打桩 喊着 吵到
    lamp             三盏灯 没通灯 灯罩 不亮 照明
    road             护栏 台阶 盲道断 轮胎 人行道 路面破
    manhole          通信井 雨水箅子 盖子 井圈
    drain            黑水 车库进水 雨水口 进水了 倒灌
    water            总阀 水表 水箱 水龙头 流了一路
    leak             拿盆接 天沟 墙皮 灯里都是水 滴水 防水
    property         业主 停车费 小区广告 消防水带 合并 公共收益
    charging         装桩 充电 充电口
    illegal-building 承重墙 车库改 店面 加盖 圈占 隔断 群租
    ebike            电池 停车棚 焦味 起火
    fire-lane        楼道里 消防栓 登高面 纸箱 旧家具 安全出口
    thrown           往下倒 洒到 往下扔 花盆 高空 扔下来
    parking          接送时间 车位 外来车 堵成 僵尸车 急救车 公交车
    dispute          公共平台 隔壁 闹了 动手 养狗 争
    food             后厨 早餐店 健康证 窗户上一层油 外卖店 摊位
    how-to           多少户 落多久 要带 去哪 咨询 申请条件 想先问清楚
    slow             答应的 开了三趟 走流程 到哪一步 证明 改期 月底处理
    attitude         说话很冲 走个过场 偏着 说不清政策 不想来了 聊天 推给 敷衍
    misinformed      缺三样 地址是错 没开门 通知的时间 带两样 电话里说 改了没人说
    childcare        课堂 小孩玩 孩子 暑假 带不动
    venues           坐的地方 歇脚 公园 没地方去 建一个 请开放 广场
    gas              瓶装气 通气 燃气公司 灶
    """.strip().splitlines()
    )
}
"""What residents say where an official would use the word of the list: code, then their words."""


def _leaves(cause: str, rows: str) -> tuple[MatterPlan, ...]:
    """Read matters, one a line: parent, code, name, flow, limit, words; a `+` after the flow asks for a picture."""
    units = {"d": DAYS, "h": HOURS, "c": CLOCK_HOURS}
    found = []
    for row in rows.strip().splitlines():
        parent, code, name, flow, limit, *words = row.split()
        found.append(
            MatterPlan(
                code,
                name,
                Flow(flow.removesuffix("+")),
                (int(limit[:-1]), units[limit[-1]]),
                (*words, *_SPOKEN.get(code, ())),
                parent,
                cause,
                needs_photo=flow.endswith("+"),
            )
        )
    return tuple(found)


_FACILITIES = _leaves(
    FACILITIES,
    """
    roads       lamp          路灯不亮   concern 3d  路灯 灯不亮 灯坏 黑灯瞎火 太黑
    roads       road          路面破损   event+  5d  坑 路面 地砖 松动 绊倒 坑洼
    roads       manhole       井盖缺损   event   12c 井盖 窨井 翘起来 井盖响
    roads       barrier-free  无障碍设施 concern 7d  坡道 盲道 轮椅 无障碍
    water-works drain         排水不畅   concern 2d  下水道 堵 积水 反水 污水 化粪池
    water-works water         供水问题   concern 2d  停水 没水 水压 水管 水发黄 爆管
    energy      power         供电故障   concern 2d  停电 跳闸 没电 变压器
    facilities  venues        活动场地   concern 10d 健身器材 活动室 场地 篮球 长椅 图书室
    facilities  toilet        公共厕所   event   2d  公厕 公共厕所 厕所
    lifts       lift          电梯故障   concern 2d  电梯 困人 停运 轿厢 门关不上
    lifts       lift-wanted   加装电梯   concern 10d 加装电梯 装电梯 爬楼
    estate-life charging      充电设施   concern 10d 充电桩 充电棚 电瓶车充电 没地方充
    traffic     parking-space 停车位不足 concern 10d 车位 停车位 没地方停 泊位
    care        elder         老年人服务 concern 5d  助餐 食堂 老人 独居 养老 送餐
    care        childcare     托育与托管 concern 7d  托育 托班 托管 放学 接孩子 暑托
    traffic     parking       机动车违停 concern 1d  违停 乱停 停车 挡路 堵门口 开不出来
    energy      gas           燃气服务   concern 2d  燃气 煤气 天然气 气表
    """,
)
_LATE = _leaves(
    LATE,
    """
    cleanliness  rubbish          暴露垃圾     event   8h  垃圾 垃圾桶 臭 没人收 大件 堆放
    cleanliness  sorting          垃圾分类     event   2d  分类 投放点 定时投放 误时
    street-order shared-bikes     单车乱停     event   8h  共享单车 单车
    pollution    noise            噪声扰民     concern 3d  吵 噪音 噪声 广场舞 音响 半夜施工 睡不着
    pollution    dust             工地扬尘     event   2d  扬尘 渣土 灰尘 裸土
    pollution    river            河道水质     concern 5d  河水 河道 死鱼
    environment  greenery         绿化养护     concern 5d  树枝 修剪 树 绿化带 草坪 虫子
    house        illegal-building 违法搭建     event   10d 违建 搭建 露台 阳光房 私搭 围起来
    fire-safety  fire-lane        消防通道堵塞 event   4h  消防通道 堵住 占用 杂物 楼道堆物
    promptness   slow             办理拖延     concern 3d  拖着 没下文 没动静 办理中 等了 催
    promptness   unanswered       无人答复     concern 3d  没人接 没人回 没有答复 不归 空号 石沉大海
    promptness   asked-again      重复反映     concern 3d  又反映 多次反映 第三次 反映过
    promptness   approval         审批过慢     concern 5d  审批 公示 批复 盖章
    house        leak             房屋渗漏     concern 10d 漏水 渗水 屋顶 外墙 天花板 发霉
    fire-safety  ebike            电动车进楼   event   4h  电瓶车 电动车 推上楼 飞线 楼道充电
    """,
)
_UNPROFESSIONAL = _leaves(
    UNPROFESSIONAL,
    """
    estate-life property    物业服务 concern 5d 物业 保安 保洁 物业费 楼道灯 门禁
    estate-life owners      业主自治 concern 7d 业委会 维修资金 业主大会 投票
    conduct     attitude    服务态度 concern 5d 态度 不耐烦 凶 爱理不理 窗口
    conduct     misinformed 告知有误 concern 5d 说法不一 白跑 材料不对 告知 说错
    conduct     fees        收费不明 concern 5d 乱收费 收费 押金 发票
    conduct     opening     开放时间 concern 5d 关门 没开门 午休 提前下班
    """,
)
_OTHER = _leaves(
    OTHER,
    """
    safety       thrown    高空抛物 concern 3d 楼上扔 抛物 烟头 掉下来 砸
    safety       dogs      犬只扰民 concern 3d 狗 遛狗 狗叫 狗绳
    cleanliness  pests     病媒虫害 event   3d 老鼠 蟑螂 白蚁 灭鼠
    livelihood   dispute   邻里纠纷 concern 7d 邻居 吵架 楼上 漏到楼下 调解 不肯
    relief       allowance 社会救助 concern 7d 低保 困难补助 救助 残疾
    relief       jobs      就业帮扶 concern 7d 找工作 招聘 失业 培训
    consumer     food      食品安全 concern 5d 过期 饭店 不卫生 拉肚子 油烟 食品
    consumer     refund    消费维权 concern 7d 退款 退卡 预付卡 维权
    street-order vending   占道经营 event   8h 摆摊 摊位 占道 烧烤摊 流动摊贩 人行道
    """,
)
_QUESTIONS = _leaves(
    "",
    """
    questions how-to 办事咨询 enquiry 2d 怎么办 材料 办理 请问 居住证 医保 补贴
    questions idea   意见建议 enquiry 5d 建议 增加 设置 能不能多 是不是可以
    questions personal-data 个人信息更正、删除 enquiry 15d 更正电话 删除我的电话 个人信息
    """,
)

MATTERS = (*_FACILITIES, *_LATE, *_UNPROFESSIONAL, *_OTHER, *_QUESTIONS)
"""What a request can be filed under."""
