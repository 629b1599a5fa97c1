from datetime import datetime

from jiezhi.chains.actions import ChainDraft, StepDraft, enter_template, start_chain
from jiezhi.chains.models import ApprovalChain, ChainTemplate
from jiezhi.organisation.models import Department
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY


def make_template(
    office: Office,
    steps: list[tuple[str, Department, int, tuple[int, ...]]],
    *,
    name: str = "老旧小区改造联审",
    at: datetime = MONDAY,
) -> ChainTemplate:
    """A template whose steps name their departments."""
    drafts = [
        StepDraft(number, words, department.pk, "", days, after)
        for number, (words, department, days, after) in enumerate(steps, start=1)
    ]
    return enter_template(
        name=name, matter_id=office.lamp.pk, steps=drafts, actor=office.dispatcher.actor, at=at
    )


def started_chain(
    office: Office, template: ChainTemplate | None = None, *, at: datetime = MONDAY
) -> ApprovalChain:
    """A chain for the office's estate: the lighting department first, the front desk after it."""
    steps = [("现场勘查", office.lighting, 2, ()), ("出具意见", office.front_desk, 3, (1,))]
    template = template or make_template(office, steps, name=f"{office.lighting.name}联审", at=at)
    draft = ChainDraft(template.pk, f"{office.estate.name}改造", estate_id=office.estate.pk)
    return start_chain(draft=draft, actor=office.dispatcher.actor, at=at)
