"""Reads of standard answers: a department reads its own, whoever keeps matters those of the street."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.answers.choices import AnswerState
from jiezhi.answers.models import AnswerVersion, StandardAnswer
from jiezhi.answers.permissions import APPROVE, WRITE
from jiezhi.core.standard_answers import fill_answer
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError

NEWEST = 100


@dataclass(frozen=True)
class OfferedAnswer:
    """An answer that is offered for an order, filled with the order's own words."""

    id: UUID
    name: str
    text: str


def visible_answers(actor: Actor) -> QuerySet[StandardAnswer]:
    """Give the answers of the actor's departments; of the whole street for whoever approves them."""
    rows = StandardAnswer.objects.filter(sub_district_id=actor.tenant_id, ended_at=None)
    if actor.may(APPROVE.code) and actor.scope.whole:
        return rows
    return rows.filter(_is_own(actor))


def _is_own(actor: Actor) -> Q:
    return Q(department_id__in=actor.scope.department_ids) | Q(department_id=actor.department_id)


def may_write(actor: Actor, answer: StandardAnswer) -> bool:
    """Whether an answer is one of the actor's departments: whoever approves it only reads it."""
    own = {*actor.scope.department_ids, actor.department_id}
    return actor.may(WRITE.code) and answer.department_id in own


def answers_of(actor: Actor) -> list[StandardAnswer]:
    """Give the answers with their versions, the newest version first, in two statements."""
    versions = AnswerVersion.objects.order_by("-number")
    rows = visible_answers(actor).select_related("department", "matter")
    fetched = rows.prefetch_related(Prefetch("versions", versions))
    return list(fetched.order_by("matter__name", "department__name", "name")[:NEWEST])


def get_answer(actor: Actor, answer_id: UUID) -> StandardAnswer:
    """Give an answer with its versions, the newest first, in two statements.

    Raises:
        MissingError: There is none in the actor's area.
    """
    versions = AnswerVersion.objects.order_by("-number")
    rows = visible_answers(actor).select_related("department", "matter")
    found = rows.prefetch_related(Prefetch("versions", versions)).filter(pk=answer_id).first()
    if found is None:
        raise MissingError(_("There is no such standard answer of your department."))
    return found


def get_own_answer(actor: Actor, answer_id: UUID, *, is_locked: bool = False) -> StandardAnswer:
    """Give an answer that the actor's department writes, in one statement.

    Raises:
        MissingError: The department has none such, though its reader may see it to approve it.
    """
    rows = StandardAnswer.objects.filter(_is_own(actor), sub_district_id=actor.tenant_id, ended_at=None)
    rows = rows.select_for_update() if is_locked else rows.select_related("department", "matter")
    found = rows.filter(pk=answer_id).first()
    if found is None:
        raise MissingError(_("There is no such standard answer of your department."))
    return found


def newest_words(answer: StandardAnswer) -> str:
    """Give the words of the newest version, with which the next one begins."""
    texts = AnswerVersion.objects.filter(answer=answer).order_by("-number").values_list("text", flat=True)
    return texts.first() or ""


@dataclass(frozen=True)
class UsedAnswer:
    """What a department answers to a matter, with its places still open."""

    id: UUID
    matter_id: UUID
    department_id: UUID
    matter: str
    name: str
    text: str

    def fits(self, matter_id: UUID, department_id: UUID | None) -> bool:
        """Whether it answers an order of this matter in the hands of this department."""
        return (self.matter_id, self.department_id) == (matter_id, department_id)


def answers_in_use(sub_district_id: UUID, *, of: Collection[tuple[UUID, UUID | None]]) -> list[UsedAnswer]:
    """Give the answers of departments to matters, in one statement: to each matter only those of its department.

    Args:
        sub_district_id: The street.
        of: Matter and leading department of orders.
    """
    rows = AnswerVersion.objects.filter(
        sub_district_id=sub_district_id,
        state=AnswerState.IN_USE,
        answer__matter_id__in={matter_id for matter_id, _lead in of},
        answer__department_id__in={lead for _matter_id, lead in of if lead is not None},
        answer__ended_at=None,
    )
    names = ("id", "matter_id", "department_id", "matter__name", "name")
    found = rows.order_by("answer__matter__name", "answer__name")
    used = [UsedAnswer(*row) for row in found.values_list(*(f"answer__{name}" for name in names), "text")]
    return [answer for answer in used if any(answer.fits(*each) for each in of)]


def versions_to_approve(actor: Actor) -> QuerySet[AnswerVersion]:
    """Give the versions that wait for somebody other than their writer."""
    rows = AnswerVersion.objects.filter(sub_district_id=actor.tenant_id, state=AnswerState.PROPOSED)
    return rows.filter(answer__in=visible_answers(actor)).exclude(writer_id=actor.id)


def answers_offered(
    *, sub_district_id: UUID, matter_id: UUID, department_id: UUID, given: Mapping[str, str]
) -> list[OfferedAnswer]:
    """Give what a department answers to a matter, filled with the words of one order, in one statement.

    Args:
        sub_district_id: The street.
        matter_id: Of the order.
        department_id: Which department answers.
        given: The order's words, by the keys of `core.standard_answers.PLACES`.
    """
    found = answers_in_use(sub_district_id, of=[(matter_id, department_id)])
    return [OfferedAnswer(each.id, each.name, fill_answer(each.text, given)) for each in found]
