"""What the demo street's departments have ready: standard answers, and filters that a post opens every day."""

from datetime import datetime, timedelta
from uuid import UUID

from jiezhi.answers.actions import AnswerDraft, decide_answer, propose_answer
from jiezhi.project.demo.lists import ENFORCEMENT
from jiezhi.project.demo.playing import Cast
from jiezhi.project.demo.words.answers import (
    IN_USE,
    OWN_COMMITTEE,
    REVISED,
    SENT_BACK,
    SENT_BACK_WHY,
    WAITING,
    AnswerPlan,
)
from jiezhi.workorders.actions import save_filter
from jiezhi.workorders.filter_forms import plain_query

AGO, LATELY = timedelta(days=120), timedelta(hours=20)
"""When the answers in use were approved, and when the newest words were written."""


def make_answers(cast: Cast, *, at: datetime) -> None:
    """Let departments write their answers and the dispatcher approve them; two wait, one was sent back."""
    for plan in IN_USE:
        for version_id in _propose(cast, plan, at=at - AGO):
            decide_answer(version_id=version_id, is_approved=True, actor=cast.dispatcher, at=at - AGO)
    for plan in (REVISED, WAITING):
        _propose(cast, plan, at=at - LATELY)
    for version_id in _propose(cast, SENT_BACK, at=at - LATELY):
        decide_answer(
            version_id=version_id,
            is_approved=False,
            note=SENT_BACK_WHY,
            actor=cast.dispatcher,
            at=at - LATELY / 2,
        )


def _propose(cast: Cast, plan: AnswerPlan, *, at: datetime) -> list[UUID]:
    writer = cast.by_department[cast.department_ids[plan.department]]
    drafts = [AnswerDraft(cast.matters[code].pk, plan.name, plan.text) for code in plan.matters]
    return [propose_answer(draft=draft, actor=writer, at=at).pk for draft in drafts]


def make_filters(cast: Cast, *, at: datetime) -> None:
    """Keep what each shown post opens every day, for itself or with its department."""
    officer, worker = (cast.by_department[cast.department_ids[name]] for name in (ENFORCEMENT, OWN_COMMITTEE))
    matters = {code: str(row.pk) for code, row in cast.matters.items()}
    kept = (
        (cast.dispatcher, "退过两次还没办结", False, "is_sent_back_often=on&is_unfinished=on"),
        (cast.dispatcher, "请求协助，等答复", True, "state=requested&sort=due"),
        (cast.dispatcher, "不在任何社区", True, "is_outside=on&is_unfinished=on"),
        (cast.leader, "跨部门，办迟了", False, "outcome=cross_late&is_unfinished=on"),
        (cast.leader, "重新办理的", False, "is_reopened=on&is_unfinished=on"),
        (cast.leader, "违建，没办结", False, f"matter_id={matters['illegal-building']}&is_unfinished=on"),
        (
            officer,
            "违建，临期在前",
            False,
            f"matter_id={matters['illegal-building']}&is_unfinished=on&sort=due",
        ),
        (officer, "噪声在办", True, f"matter_id={matters['noise']}&is_unfinished=on&sort=due"),
        (officer, "占道经营在办", True, f"matter_id={matters['vending']}&is_unfinished=on&sort=due"),
        (worker, "物业，还没办结", False, f"matter_id={matters['property']}&is_unfinished=on"),
        (worker, "纠纷在办", True, f"matter_id={matters['dispute']}&is_unfinished=on&sort=due"),
    )
    for actor, name, is_shared, wanted in kept:
        save_filter(name=name, query=plain_query(wanted), is_shared=is_shared, actor=actor, at=at - AGO)
