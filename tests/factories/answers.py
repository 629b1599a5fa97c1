"""Standard answers of the lighting department."""

from datetime import datetime

from jiezhi.answers.actions import AnswerDraft, decide_answer, propose_answer
from jiezhi.answers.models import AnswerVersion
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY

WORDS = "{地点}的{事项}（{工单号}）已处理，由{部门}负责日常维护。"


def proposed_answer(
    office: Office, text: str = WORDS, *, name: str = "已修复", at: datetime = MONDAY
) -> AnswerVersion:
    """An answer of the lighting department that nobody has approved."""
    draft = AnswerDraft(office.lamp.pk, name, text)
    return propose_answer(draft=draft, actor=office.officer.actor, at=at)


def approved_answer(
    office: Office, text: str = WORDS, *, name: str = "已修复", at: datetime = MONDAY
) -> AnswerVersion:
    """An answer that is in use."""
    version = proposed_answer(office, text, name=name, at=at)
    return decide_answer(version_id=version.pk, is_approved=True, actor=office.dispatcher.actor, at=at)
