"""What the dispatcher is proposed for a request: matter, department and brief, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import suggestions_of
from jiezhi.core.briefs import brief_from
from jiezhi.core.wording import WordingIndex
from jiezhi.faces.desk.forms import DecisionForm, ReplyForm, uuid_of
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department, Matter, ResponsibilitySupport
from jiezhi.organisation.queries import LeadChoice, departments_of, lead_for, matters_of, profile_of
from jiezhi.places.queries import Spot, communities_of
from jiezhi.workorders.authority import Way, way_to
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import UrgencyTier

HINTS = 3
"""Of each kind: what the office's model reads, and what the keywords of matters point to."""


@dataclass(frozen=True)
class Hint:
    """A matter that the wording points to, and the words that do.

    Args:
        matter: Which.
        words: What of the request speaks for it.
        key: Chooses it; empty for what stands beside the first three.
        is_chosen: Whether it stands in the form.
        is_learnt: Whether the office's model reads it, by what people decided before.
        chance: How often the model was right where it was as sure as here; only for its first.
    """

    matter: Matter
    words: tuple[str, ...]
    key: str
    is_chosen: bool
    is_learnt: bool = False
    chance: float | None = None


@dataclass(frozen=True)
class Decision:
    """What stands beside a request that is to be confirmed.

    Args:
        form: Filled in, so that confirming is one key.
        hints: Up to three matters that the model reads, where one does, and up to three that keywords point to.
        matter: The chosen one, if any.
        lead: Whom the responsibility list names for it, and why.
        way: How it will be handed to the department that stands in the form.
        reply_form: Only for matters that an answer settles.
        asks_place: The reporter only described the place, so the dispatcher may name the community.
        supports: Whom the list names beside that department, and what they do: they are asked in the same deed.
    """

    form: DecisionForm
    hints: tuple[Hint, ...]
    matter: Matter | None
    lead: LeadChoice | None
    way: Way | None
    reply_form: ReplyForm | None
    asks_place: bool = False
    supports: tuple[ResponsibilitySupport, ...] = ()

    @property
    def proposed(self) -> tuple[Hint, ...]:
        """The three with a key."""
        return tuple(hint for hint in self.hints if hint.key)

    @property
    def beside(self) -> tuple[Hint, ...]:
        """What keywords point to besides the three."""
        return tuple(hint for hint in self.hints if not hint.key)


def decision_for(
    concern: Concern,
    *,
    actor: Actor,
    at: datetime,
    typed: Mapping[str, str] | None = None,
    failed: DecisionForm | None = None,
    failed_reply: ReplyForm | None = None,
) -> Decision:
    """Propose a decision, in three statements, one more without a place and one more with supports.

    What the wording points to is worked out here where it has not been yet, without storing it.

    Args:
        concern: The request.
        actor: Who decides.
        at: Now.
        typed: What was chosen and written so far; a change of matter asks the list again.
        failed: A form that could not be taken: it is shown as it was sent, with the version that is true now.
        failed_reply: The same for an answer.
    """
    sent = failed or failed_reply
    typed = typed if typed is not None else (sent.data if sent else None)
    matters = matters_of(actor.tenant_id)
    if not concern.suggestions:
        # The worker may not have come to it yet: that nothing is kept does not say that nothing fits.
        index = WordingIndex([profile_of(each) for each in matters])
        concern.suggestions = suggestions_of(index, concern.words)
    matter = _chosen(matters, concern, typed)
    departments = departments_of(actor.tenant_id)
    lead = way = chosen = None
    on = timezone.localdate(at)
    if matter is not None:
        spot = spot_of(concern, named=uuid_of((typed or {}).get("community")))
        level = str((typed or {}).get("urgency") or _urgency(concern))
        lead = lead_for(matter=matter, spot=spot, on=on, level=level)
        keeps = failed is not None or "keeps_department" in (typed or {})
        chosen = _department(departments, lead, uuid_of((typed or {}).get("department")) if keeps else None)
        way = way_to(chosen, matter=matter, spot=spot, on=on, choice=lead) if chosen else None
    form = failed or DecisionForm(initial=_initial(concern, matter, chosen, typed or {}))
    if failed is None and typed is not None:
        form.carried = typed
    form.offer(matters, departments)
    if way is not None and way.mode is not None and way.others:
        form.offer_ways((way.mode, *way.others))
        form.initial["way"] = way.mode
    if concern.community_id is None:
        form.offer_place(communities_of(actor.tenant_id))
    reply_form = failed_reply
    if matter is not None and matter.flow == FlowName.ENQUIRY and reply_form is None:
        reply_form = ReplyForm(initial={"matter": matter.pk, "version": concern.version})
    beside = lead.supports_beside(chosen.pk) if lead is not None and chosen is not None else ()
    hints, asks_place = _hints(concern, matters, matter), concern.community_id is None
    return Decision(form, hints, matter, lead, way, reply_form, asks_place, beside)


def spot_of(concern: Concern, *, named: UUID | None = None) -> Spot:
    """Give the place of a request, or the community that the dispatcher names for it."""
    return Spot(
        concern.community_id or named, concern.grid_cell_id, concern.estate_id, concern.lon, concern.lat
    )


def _chosen(matters: list[Matter], concern: Concern, typed: Mapping[str, str] | None) -> Matter | None:
    by_id = {matter.pk: matter for matter in matters}
    if typed is not None:
        return by_id.get(uuid_of(typed.get("matter")) or UUID(int=0))
    found = (by_id.get(uuid_of(hint["matter_id"]) or UUID(int=0)) for hint in concern.suggestions)
    return next((matter for matter in found if matter is not None), None)


def _urgency(concern: Concern) -> UrgencyTier:
    return UrgencyTier.EMERGENCY if concern.danger else UrgencyTier.NORMAL


def _department(departments: list[Department], lead: LeadChoice, wanted: UUID | None) -> Department | None:
    """Give whom the form names: the department that was chosen for this matter, or the one that the list names."""
    return next((row for row in departments if row.pk == wanted), lead.department)


def _initial(
    concern: Concern, matter: Matter | None, department: Department | None, typed: Mapping[str, str]
) -> dict[str, object]:
    return {
        "matter": matter.pk if matter else None,
        "department": department.pk if department else None,
        "urgency": typed.get("urgency") or _urgency(concern),
        "community": typed.get("community") or None,
        "brief": typed["brief"] if "brief" in typed else brief_from(concern.words)[:LONGEST_BRIEF],
        "version": concern.version,
    }


def _hints(concern: Concern, matters: list[Matter], chosen: Matter | None) -> tuple[Hint, ...]:
    by_id = {str(matter.pk): matter for matter in matters}
    known = [hint for hint in concern.suggestions if hint["matter_id"] in by_id]
    learnt = [hint for hint in known if hint.get("learnt")][:HINTS]
    shown = learnt + [hint for hint in known if not hint.get("learnt")][:HINTS]
    return tuple(
        Hint(
            matter=by_id[hint["matter_id"]],
            words=tuple(hint["words"]),
            key=str(number) if number <= HINTS else "",
            is_chosen=chosen is not None and str(chosen.pk) == hint["matter_id"],
            is_learnt=bool(hint.get("learnt")),
            chance=hint.get("chance"),
        )
        for number, hint in enumerate(shown, start=1)
    )
