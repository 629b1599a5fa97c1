"""A joint visit as a telephone sends it: taken up once under its key; each of its tasks is a deed of its own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiezhi.batches.actions import BatchDraft, BatchSubject, open_batch
from jiezhi.batches.choices import BatchKind
from jiezhi.fieldwork.actions._once import Taken, answer_given, keep_answer
from jiezhi.fieldwork.choices import DeedKind
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor


@dataclass(frozen=True)
class JointVisitDraft:
    """A joint visit as it was sent.

    Args:
        key: Made on the telephone, once for each visit.
        body: Everything that tells one visit from another under the same key.
        subjects: What it was written down for.
    """

    key: UUID
    body: str
    subjects: tuple[BatchSubject, ...] = ()


@action
def begin_joint_visit(*, draft: JointVisitDraft, actor: Actor, at: datetime) -> Taken:
    """Take a joint visit up as a batch (合并上门), before the first of its tasks. Sent twice it is one batch.

    Raises:
        KeyUsedError: Another visit was taken under the key.
        InvalidError: It is for nothing.
    """
    require(actor, REPORT)
    given = answer_given(DeedKind.JOINT, draft.key, draft.body, actor=actor)
    if given is not None:
        return given
    # The press is the key: the same batch, whatever becomes of the answer.
    wanted = BatchDraft(BatchKind.JOINT_VISIT, draft.subjects, draft.key.hex)
    batch = open_batch(draft=wanted, actor=actor, at=at)
    return keep_answer(Taken(DeedKind.JOINT.value, str(batch.pk)), draft.key, draft.body, actor=actor, at=at)
