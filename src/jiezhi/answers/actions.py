"""Standard answers are written by the department that answers and approved by whoever keeps matters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.answers.choices import AnswerState
from jiezhi.answers.models import AnswerVersion, StandardAnswer
from jiezhi.answers.permissions import APPROVE, WRITE
from jiezhi.answers.queries import get_own_answer, versions_to_approve
from jiezhi.core.masking import find_private
from jiezhi.core.standard_answers import UnknownPlaceError, place_names, places_in
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.queries import get_matter

VERSION, ANSWER = "answers.version", "answers.answer"
LONGEST = 1000


@dataclass(frozen=True)
class AnswerDraft:
    """What is written.

    Args:
        matter_id: To which matter.
        name: Under which the department finds it.
        text: With places such as `{地点}`.
        answer_id: Of which answer it is a new version, whose matter and name then stay; None goes by the name.
    """

    matter_id: UUID
    name: str
    text: str
    answer_id: UUID | None = None


@action
def propose_answer(*, draft: AnswerDraft, actor: Actor, at: datetime) -> AnswerVersion:
    """Write a standard answer of one's own department, or a new version of one that is named by id or by name.

    What is in use stays in use until somebody else has approved the new version. Words that nobody has decided on
    give their place to it and stay on record, a colleague's as well.

    Raises:
        InvalidError: It has no name or words, asks for what no order gives, or holds a number of a person.
        MissingError: No such matter, or no such answer of the own department.
    """
    require(actor, WRITE)
    text = _clean(draft.text)
    answer = _answer_of(draft, actor)
    rows = AnswerVersion.objects.filter(answer=answer)
    # Nobody has decided on these: no decider, so that the page can tell them from what somebody put out of use.
    rows.filter(state=AnswerState.PROPOSED).update(state=AnswerState.REPLACED, decided_at=at)
    last = rows.order_by("-number").values_list("number", flat=True).first() or 0
    version = AnswerVersion.objects.create(
        sub_district_id=actor.tenant_id,
        answer=answer,
        number=last + 1,
        text=text,
        written_at=at,
        written_by=actor.label,
        writer_id=actor.id,
    )
    audit.record("answers.version_proposed", kind=VERSION, id=version.pk, facts={"number": version.number})
    return version


def _answer_of(draft: AnswerDraft, actor: Actor) -> StandardAnswer:
    """Give the answer that gets a version, locked; a new one where its name is not known."""
    if draft.answer_id:
        return get_own_answer(actor, draft.answer_id, is_locked=True)
    name = draft.name.strip()[:32]
    if not name:
        raise InvalidError(_("Give the answer a name under which your department finds it."))
    if actor.department_id is None:
        raise InvalidError(_("You belong to no department, so the answer would be nobody's."))
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=draft.matter_id)
    answer, _is_new = StandardAnswer.objects.select_for_update().get_or_create(
        sub_district_id=actor.tenant_id,
        department_id=actor.department_id,
        matter=matter,
        name=name,
        ended_at=None,
    )
    return answer


@action
def decide_answer(
    *, version_id: UUID, is_approved: bool, note: str = "", actor: Actor, at: datetime
) -> AnswerVersion:
    """Approve a version, which takes the place of the one in use, or say why not. Nobody approves their own words.

    Raises:
        MissingError: It was decided, or was written by the actor, or lies outside the area.
        InvalidError: It is not approved and nothing says why.
    """
    require(actor, APPROVE)
    rows = versions_to_approve(actor).select_for_update(of=("self",))
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise MissingError(_("This version is decided, or you wrote it yourself: somebody else approves it."))
    note = note.strip()[:200]
    if not is_approved and not note:
        raise InvalidError(_("Say what is to be changed: its writer reads it."))
    if is_approved:
        in_use = AnswerVersion.objects.filter(answer_id=version.answer_id, state=AnswerState.IN_USE)
        in_use.update(state=AnswerState.REPLACED)
    version.state = AnswerState.IN_USE if is_approved else AnswerState.REFUSED
    version.decided_at, version.decided_by, version.decider_id = at, actor.label, actor.id
    version.note = note
    version.save(update_fields=["state", "decided_at", "decided_by", "decider_id", "note"])
    if is_approved:
        audit.record("answers.version_approved", kind=VERSION, id=version.pk)
    else:
        audit.record("answers.version_refused", kind=VERSION, id=version.pk)
    return version


@action
def end_answer(*, answer_id: UUID, actor: Actor, at: datetime) -> StandardAnswer:
    """Take an answer of one's own department out of use; its versions stay on record.

    Raises:
        MissingError: The actor's department has none such.
    """
    require(actor, WRITE)
    answer = get_own_answer(actor, answer_id, is_locked=True)
    answer.ended_at = at
    answer.save(update_fields=["ended_at"])
    audit.record("answers.answer_ended", kind=ANSWER, id=answer.pk)
    return answer


def _clean(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise InvalidError(
            _("Write what the reporter will read, %(most)d characters at most.") % {"most": LONGEST}
        )
    if found := find_private(text):
        raise InvalidError(
            _(
                "The answer holds what looks like a number of a person (%(found)s). It stands for all: leave it out."
            )
            % {"found": found[0]}
        )
    try:
        places_in(text)
    except UnknownPlaceError as unknown:
        known = "、".join(place_names(in_chinese=True))
        raise InvalidError(
            _("No order gives %(unknown)s. What an order gives: %(known)s.")
            % {"unknown": "、".join(f"{{{name}}}" for name in unknown.names), "known": known}
        ) from unknown
    return text
