"""Verbs on models that read requests: keep one, put it to use, take it back; and what may happen by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions.receiving import Confirmation, confirm_concern, spot_of
from jiezhi.concerns.choices import ClassifierState, ConcernState, SelfDispatch
from jiezhi.concerns.classifiers import dispatches_itself, get_classifier, live_classifier
from jiezhi.concerns.comparing import LEAST_TRIED, Comparison, comparison_of
from jiezhi.concerns.errors import NotBetterError, NotComparedError, NotSureError
from jiezhi.concerns.models import Classifier, Concern, DispatchSwitch
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.core.briefs import brief_from
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_matter, lead_for, require_lead
from jiezhi.workorders.authority import way_to
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import HandOverMode
from jiezhi.workorders.models import WorkOrder

CLASSIFIER = "concerns.classifier"
SWITCH = "concerns.dispatch_switch"


@dataclass(frozen=True)
class NewClassifier:
    """A model whose files lie in their folder already.

    Args:
        id: Names the folder.
        source: Name of the file it learnt from; empty for the office's own requests.
        card: As it stands beside the arrays.
        matters: Class to id of the street's own matter.
    """

    id: UUID
    source: str
    card: dict[str, Any]
    matters: dict[str, str]


@action
def keep_classifier(*, new: NewClassifier, actor: Actor, at: datetime) -> Classifier:
    """Keep a model that was learnt; it reads nothing before somebody puts it to use."""
    require(actor, KEEP_LISTS)
    hold(f"concerns.classifier:{actor.tenant_id}")
    last = Classifier.objects.filter(sub_district_id=actor.tenant_id).aggregate(last=Max("number"))["last"]
    kept = Classifier.objects.create(
        id=new.id,
        sub_district_id=actor.tenant_id,
        number=(last or 0) + 1,
        source=new.source[:120],
        card=new.card,
        macro_f1=new.card["scores"]["macro_f1"],
        matters=new.matters,
        learnt_at=at,
    )
    audit.record(
        "concerns.classifier_kept",
        kind=CLASSIFIER,
        id=kept.pk,
        facts={"number": kept.number, "macro_f1": f"{kept.macro_f1:.3f}", "texts": new.card["texts"]},
    )
    return kept


@action
def put_classifier_live(
    *, classifier_id: UUID, knowingly: bool = False, actor: Actor, at: datetime
) -> Classifier:
    """Let a model read every new request in place of the one before it, if it reads the street's own texts no worse.

    It and the one that is in use, or was last, read the same texts, from which neither learnt; its card keeps how well.

    Args:
        classifier_id: The model.
        knowingly: A person puts it to use although the street has too few texts to compare it.
        actor: Who puts it to use.
        at: Now.

    Raises:
        InvalidError: It knows no matter of this street.
        NotBetterError: It reads the same texts worse.
        NotComparedError: There are too few texts, and nobody said that it is known.
    """
    require(actor, KEEP_LISTS)
    hold(f"concerns.classifier:{actor.tenant_id}")
    new, old = get_classifier(actor, classifier_id), live_classifier(actor.tenant_id)
    if not new.matters:
        raise InvalidError(
            _(
                "None of the classes of this model is a matter of your street, so it would suggest nothing. Give the "
                "matters the codes or names of the classes, and learn again."
            )
        )
    comparison = comparison_of(new)
    _refuse(comparison, knowingly=knowingly and actor.is_staff)
    if old is not None and old.pk != new.pk:
        old.state, old.ended_at = ClassifierState.ENDED, at
        old.save(update_fields=["state", "ended_at"])
    new.state, new.live_at, new.live_by, new.ended_at = ClassifierState.LIVE, at, actor.label, None
    new.card = new.card | {"comparison": comparison.as_dict(at)}
    new.save(update_fields=["state", "live_at", "live_by", "ended_at", "card"])
    audit.record(
        "concerns.classifier_put_live",
        kind=CLASSIFIER,
        id=new.pk,
        facts={"number": new.number, "before": old.number if old else None} | _facts(comparison),
    )
    return new


def _refuse(comparison: Comparison, *, knowingly: bool) -> None:
    """Refuse a model that reads worse, and one of which nobody can tell unless a person takes it upon themselves."""
    if comparison.new is not None and comparison.old is not None and comparison.is_worse:
        raise NotBetterError(
            _(
                "Of %(texts)d requests of your street that neither had learnt from, this model read worse (%(new).3f) "
                "than model %(number)d (%(old).3f), which is or was in use. Learn again with more or better texts."
            )
            % {
                "texts": comparison.texts,
                "new": comparison.new.macro_f1,
                "old": comparison.old.macro_f1,
                "number": comparison.against,
            }
        )
    if comparison.needs_knowing and not knowingly:
        raise NotComparedError(
            _(
                "Your street has %(texts)d sorted requests that this model and the one before it did not learn from; "
                "%(least)d are needed to tell whether it reads no worse. What its card says was measured on other "
                "texts. Sort more requests first, or put it to use knowing that it was not compared."
            )
            % {"texts": comparison.texts, "least": LEAST_TRIED},
            facts={"texts": comparison.texts, "least": LEAST_TRIED},
        )


def _facts(comparison: Comparison) -> dict[str, str | int | bool | None]:
    """Give what the record keeps: on how many texts was compared with which, and that nothing was, if so."""
    marks = {"macro_f1": comparison.new, "macro_f1_before": comparison.old}
    return {
        "tried_on": comparison.texts,
        "against": comparison.against,
        "uncompared": comparison.needs_knowing,
    } | {name: f"{mark.macro_f1:.3f}" for name, mark in marks.items() if mark is not None}


@action
def take_classifier_back(*, classifier_id: UUID, actor: Actor, at: datetime) -> Classifier:
    """Let a model read no more; requests are read by the keywords of the matters again."""
    require(actor, KEEP_LISTS)
    hold(f"concerns.classifier:{actor.tenant_id}")
    taken = get_classifier(actor, classifier_id)
    if taken.state == ClassifierState.LIVE:
        taken.state, taken.ended_at = ClassifierState.ENDED, at
        taken.save(update_fields=["state", "ended_at"])
    audit.record(
        "concerns.classifier_taken_back", kind=CLASSIFIER, id=taken.pk, facts={"number": taken.number}
    )
    return taken


@action
def switch_self_dispatch(*, is_on: bool, actor: Actor, at: datetime) -> DispatchSwitch:
    """Say whether requests that the model is sure of go out without a person; what waits already stays with people."""
    require(actor, KEEP_LISTS)
    switch, _made = DispatchSwitch.objects.update_or_create(
        sub_district_id=actor.tenant_id,
        defaults={"is_on": is_on, "changed_at": at, "changed_by": actor.label},
    )
    if not is_on:
        waiting = Concern.objects.filter(sub_district_id=actor.tenant_id, self_dispatch=SelfDispatch.SURE)
        waiting.update(self_dispatch=SelfDispatch.LEFT)
    audit.record("concerns.self_dispatch_switched", kind=SWITCH, id=actor.tenant_id, facts={"is_on": is_on})
    return switch


@action
def dispatch_by_itself(*, concern_id: UUID, actor: Actor, at: datetime) -> WorkOrder:
    """Confirm a request that the model is sure of, as a person would, to a section of the office alone.

    Raises:
        NotSureError: It must not go out by itself: switched off, dangerous, decided already, or not ours to order.
        DomainError: Whatever keeps a person from confirming it.
    """
    require(actor, RECEIVE)
    rows = Concern.objects.select_for_update(of=("self",)).filter(
        sub_district_id=actor.tenant_id, pk=concern_id
    )
    concern = rows.get()
    sure = next((hint for hint in concern.suggestions if hint.get("is_sure")), None)
    is_open = concern.state == ConcernState.SUBMITTED and concern.self_dispatch == SelfDispatch.SURE
    if sure is None or not is_open or concern.danger or not dispatches_itself(actor.tenant_id):
        raise NotSureError(_("This request is left to the dispatcher."))
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=UUID(sure["matter_id"]))
    spot, on = spot_of(concern), timezone.localdate(at)
    choice = lead_for(matter=matter, spot=spot, on=on, level=Confirmation.urgency.value)
    lead = require_lead(choice, matter)
    if way_to(lead, matter=matter, spot=spot, on=on, choice=choice).mode != HandOverMode.DIRECT:
        raise NotSureError(_("%(lead)s is asked by a person, never by the program.") % {"lead": lead.name})
    decided = Confirmation(matter_id=matter.pk, brief=brief_from(concern.words)[:LONGEST_BRIEF])
    order = confirm_concern(
        concern_id=concern.pk, confirmation=decided, seen_version=concern.version, actor=actor, at=at
    )
    Concern.objects.filter(pk=concern.pk).update(self_dispatch=SelfDispatch.DONE)
    audit.record(
        "concerns.dispatched_by_itself",
        kind=PICTURE_OWNER,
        id=concern.pk,
        facts={"order": order.number, "chance": sure.get("chance")},
    )
    return order


@action
def leave_to_dispatcher(*, concern_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Note that a request could not go out by itself: a person decides, as for every other.

    Args:
        concern_id: The request.
        reason: Code of what stood in the way.
        actor: The job.
        at: Now.
    """
    require(actor, RECEIVE)
    waiting = Concern.objects.filter(sub_district_id=actor.tenant_id, pk=concern_id)
    waiting.filter(self_dispatch=SelfDispatch.SURE).update(self_dispatch=SelfDispatch.LEFT)
    audit.record("concerns.left_to_dispatcher", kind=PICTURE_OWNER, id=concern_id, facts={"reason": reason})
