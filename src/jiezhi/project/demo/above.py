"""Orders from above in the demo street: a hotline and a district platform that never existed."""

from datetime import datetime, timedelta
from uuid import UUID

from jiezhi.concerns.actions import SuperiorDraft, raise_objection, take_superior_order
from jiezhi.concerns.choices import ObjectionGround
from jiezhi.concerns.models import SuperiorSource
from jiezhi.kit.actor import Actor
from jiezhi.places.models import SubDistrict

HOTLINE = "明湖市12345热线"
PLATFORM = "明湖区城运平台"
REPLY_COLUMNS = [
    ["工单编号", "number"],
    ["承办单位", "department"],
    ["办理结果", "reply"],
    ["办结时间", "resolved_at"],
    ["预回访情况", "was_satisfied"],
]


def make_sources(street: SubDistrict) -> None:
    """Enter the two systems that send orders down."""
    SuperiorSource.objects.bulk_create(
        [
            SuperiorSource(
                sub_district=street,
                name=HOTLINE,
                return_amount=4,
                return_unit="working_hours",
                reply_columns=REPLY_COLUMNS,
            ),
            SuperiorSource(sub_district=street, name=PLATFORM, return_amount=2, return_unit="working_hours"),
        ]
    )


def hotline_of(street_id: UUID) -> UUID:
    """Give the hotline's id."""
    return SuperiorSource.objects.get(sub_district_id=street_id, name=HOTLINE).pk


def send_orders_down(actor: Actor, *, at: datetime) -> None:
    """Let three orders come from above: one that is here already, one that is not ours, one that presses."""
    sources = {row.name: row.pk for row in SuperiorSource.objects.filter(sub_district_id=actor.tenant_id)}
    hour = timedelta(hours=1)
    plans = (
        (
            HOTLINE,
            "0117",
            "市民来电反映河畔小区化粪池满了往外冒，院子里都是味道，窗户不敢开，要求尽快清掏。",
            1,
            96,
        ),
        (HOTLINE, "0123", "市民反映青石路与建设路口红绿灯等待时间过长，要求调整配时。", 2, 72),
        (PLATFORM, "Q-88", "巡查发现桥东一村东门口人行道堆放建筑垃圾，影响通行。", 3, 5),
    )
    for source, serial, words, hours_ago, hours_left in plans:
        draft = SuperiorDraft(
            source_id=sources[source],
            number=f"RX{at:%Y%m%d}{serial}",
            words=words,
            issued_at=at - hours_ago * hour,
            their_due_at=at + hours_left * hour,
        )
        taken = take_superior_order(draft=draft, actor=actor, at=at - hour / 6)
        if serial == "0123" and taken.superior.return_until > at:
            raise_objection(
                superior_id=taken.superior.pk,
                ground=ObjectionGround.OTHERS_DUTY,
                basis="《街道履职事项清单》第37条：交通信号配时属市公安交警部门",
                actor=actor,
                at=at - hour / 12,
            )
