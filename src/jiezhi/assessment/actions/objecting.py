"""Object to a line of a scorecard, and have another person decide."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.assessment.choices import IndicatorName, ObjectionState, SubjectKind
from jiezhi.assessment.errors import ObjectionError, OwnObjectionError, ReasonError
from jiezhi.assessment.models import LineObjection
from jiezhi.assessment.permissions import DECIDE, OBJECT
from jiezhi.assessment.queries import require_subject
from jiezhi.core.masking import find_personal
from jiezhi.core.scorecards import Tally
from jiezhi.insight.periods import Period
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold

KIND = "assessment.objection"


@dataclass(frozen=True)
class Lined:
    """Which line of which whole month or quarter, and what it says now."""

    kind: SubjectKind
    subject_id: UUID
    indicator: IndicatorName
    period: Period
    tally: Tally


@action
def object_to_line(*, line: Lined, words: str, actor: Actor, at: datetime) -> LineObjection:
    """Object to a line of the own scorecard with a reason. The number stays; the objection stands beside it.

    Raises:
        MissingError: The subject is not within the actor's area.
        ObjectionError: An objection to this line waits, or was upheld.
        ReasonError: No reason is given, or it holds somebody's number.
    """
    require(actor, OBJECT)
    require_subject(actor, line.kind, line.subject_id)
    if not words.strip():
        raise ReasonError(_("Say why the line is wrong or unfair, so that another person can decide."))
    _refuse_personal(words)
    hold(f"assessment.line:{line.subject_id}:{line.indicator}")
    key = {
        "sub_district_id": actor.tenant_id,
        "subject_id": line.subject_id,
        "indicator": line.indicator,
        "first_on": line.period.first_on,
        "last_on": line.period.last_on,
    }
    standing = (ObjectionState.ASKED, ObjectionState.UPHELD)
    if LineObjection.objects.filter(**key, state__in=standing).exists():
        raise ObjectionError(
            _("An objection to this line waits or was upheld already. Look at the scorecard again.")
        )
    made = LineObjection.objects.create(
        **key,
        subject_kind=line.kind,
        part=line.tally.part,
        whole=line.tally.whole,
        words=words.strip(),
        asked_at=at,
        asked_by=actor.label,
        asker_id=actor.id,
    )
    audit.record("assessment.line_objected", kind=KIND, id=made.pk, facts={"indicator": made.indicator})
    return made


@action
def withdraw_objection(*, objection_id: UUID, actor: Actor, at: datetime) -> LineObjection:
    """Take back an own objection that waits.

    Raises:
        ObjectionError: There is no such objection of the actor's that waits.
    """
    require(actor, OBJECT)
    objection = _waiting(actor, objection_id)
    if objection.asker_id != actor.id:
        raise ObjectionError(_("Somebody else objected. Only they can take it back."))
    objection.state = ObjectionState.WITHDRAWN
    objection.save(update_fields=["state"])
    audit.record("assessment.objection_withdrawn", kind=KIND, id=objection.pk)
    return objection


@action
def decide_objection(
    *, objection_id: UUID, is_upheld: bool, answer: str, actor: Actor, at: datetime
) -> LineObjection:
    """Decide on an objection of another person, with the reason. Upheld, the line is left out of the score.

    Raises:
        ObjectionError: There is no such objection that waits.
        OwnObjectionError: The actor objected.
        ReasonError: No reason is given, or it holds somebody's number.
    """
    require(actor, DECIDE)
    objection = _waiting(actor, objection_id)
    if objection.asker_id == actor.id:
        raise OwnObjectionError(_("You objected yourself, so another person has to decide. Ask a colleague."))
    if not answer.strip():
        raise ReasonError(_("Say why: the reason stands beside the line."))
    _refuse_personal(answer)
    objection.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REFUSED
    objection.decided_at, objection.decided_by, objection.decider_id = at, actor.label, actor.id
    objection.answer = answer.strip()
    objection.save(update_fields=["state", "decided_at", "decided_by", "decider_id", "answer"])
    audit.record("assessment.objection_decided", kind=KIND, id=objection.pk, facts={"upheld": is_upheld})
    return objection


def _refuse_personal(words: str) -> None:
    if find_personal(words):
        raise ReasonError(
            _("Leave telephone and identity numbers out of the reason. Name the order instead.")
        )


def _waiting(actor: Actor, objection_id: UUID) -> LineObjection:
    rows = LineObjection.objects.select_for_update().filter(
        sub_district_id=actor.tenant_id, state=ObjectionState.ASKED
    )
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise ObjectionError(_("No objection of this kind waits any more. Look at the scorecard again."))
    require_subject(actor, SubjectKind(objection.subject_kind), objection.subject_id)
    return objection
