"""A revision of the responsibility list that is being drafted: it mends the list's gap and its tie."""

from datetime import datetime

from jiezhi.organisation.actions import LineDraft, add_line, begin_draft, drop_line
from jiezhi.organisation.models import DraftLine
from jiezhi.project.demo.lists import CITY_OFFICE, COMMITTEES, FORGOTTEN, POLICE, POWER, TIE
from jiezhi.project.demo.playing import Cast

TITLE = "责任清单修订（起草中）"
NOTE = "补上望湖社区充电设施的空缺，桥东社区噪声扰民只由执法队主办，路灯不亮改由城市管理办公室统一首接。"
BASIS = "青石街道办公会议纪要（示例）"
MOVED = "lamp"
"""The draft gives this matter to a section of the office, so that trying it on past orders shows something."""


def begin_revision(cast: Cast, *, at: datetime) -> None:
    """Begin the draft and write its three changes; it is not submitted yet."""
    actor = cast.dispatcher
    version = begin_draft(title=TITLE, note=NOTE, actor=actor, at=at)
    lines = list(DraftLine.objects.filter(version=version).select_related("matter", "community", "lead"))
    for line in lines:
        is_second_of_tie = (line.matter.code, line.community and line.community.name) == TIE[:2]
        is_moved = line.matter.code == MOVED and line.lead.name == POWER
        if is_moved or (is_second_of_tie and line.lead.name == POLICE):
            drop_line(version_id=version.pk, line_id=line.pk, actor=actor, at=at)
    code, community = FORGOTTEN
    place = next(line.community_id for line in lines if line.community and line.community.name == community)
    ids = cast.department_ids
    for draft in (
        LineDraft(cast.matters[code].pk, ids[COMMITTEES[community]], community_id=place, basis=BASIS),
        LineDraft(cast.matters[MOVED].pk, ids[CITY_OFFICE], basis=BASIS),
    ):
        add_line(version_id=version.pk, draft=draft, actor=actor, at=at)
