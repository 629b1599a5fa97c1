"""What can be done with a mediation on its page: a form for each verb, and the action that it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.actor import Actor
from jiezhi.mediation import actions, forms
from jiezhi.mediation.choices import AgreementForm
from jiezhi.mediation.choices import MediationVerb as V
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.queries import mediators_of
from jiezhi.mediation.workflow import MEDIATION, OPEN

Typed = dict[str, Any]
Given = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """A form and what it becomes.

    Args:
        key: Names it in addresses.
        label: On its button.
        form: What is typed.
        do: Carries it out, given what was typed and who asks.
        verbs: It is offered where the flow allows one of these; without any, while there is no outcome.
        told: What the page says afterwards.
    """

    key: str
    label: str | Promise
    form: type[MeteredForm]
    do: Callable[[UUID, Typed, Actor], object]
    verbs: tuple[V, ...]
    told: str | Promise


def _now(mediation_id: UUID, actor: Actor) -> Given:
    return {"mediation_id": mediation_id, "actor": actor, "at": timezone.now()}


def _party(pk: UUID, typed: Typed, actor: Actor) -> object:
    fields = (typed["side"], typed["party_kind"], typed["name"], typed["phone"], typed["address"])
    return actions.add_party(draft=actions.PartyDraft(*fields), **_now(pk, actor))


def _begin(pk: UUID, typed: Typed, actor: Actor) -> object:
    chosen = [UUID(each) for each in typed["mediators"]]
    return actions.begin_mediation(mediator_ids=chosen, both_consent=typed["both_consent"], **_now(pk, actor))


def _sit(pk: UUID, typed: Typed, actor: Actor) -> object:
    draft = actions.SittingDraft(typed["held_at"], typed["place"], typed["outcome"], typed["notes"])
    return actions.hold_sitting(draft=draft, **_now(pk, actor))


def _extend(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.extend_term(days=typed["days"], both_consent=typed["extend_consent"], **_now(pk, actor))


def _agree(pk: UUID, typed: Typed, actor: Actor) -> object:
    fields = (typed["form"], typed["terms"], typed["effective_on"], typed["perform_until"])
    return actions.agree(draft=actions.AgreementDraft(*fields), **_now(pk, actor))


def _follow(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.follow_up(is_kept=typed["is_kept"], note=typed["follow_note"], **_now(pk, actor))


def _court(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.ask_court(**typed, **_now(pk, actor))


def _decision(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.note_court(**typed, **_now(pk, actor))


def _refer(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.refer(**typed, **_now(pk, actor))


def _end(pk: UUID, typed: Typed, actor: Actor) -> object:
    return actions.end_mediation(**typed, **_now(pk, actor))


DEEDS = {
    deed.key: deed
    for deed in (
        Deed("party", _("Add a party"), forms.PartyForm, _party, (), _("Added; the name is sealed.")),
        Deed("begin", _("Take it on"), forms.BeginForm, _begin, (V.BEGIN,), _("Taken on. Its term runs.")),
        Deed("sitting", _("Note a session"), forms.SittingForm, _sit, (V.SIT,), _("Noted.")),
        Deed(
            "agree",
            _("Note the agreement"),
            forms.AgreeForm,
            _agree,
            (V.AGREE,),
            _("Noted. Print it to be signed."),
        ),
        Deed(
            "extend",
            _("Give more time"),
            forms.ExtendForm,
            _extend,
            (V.EXTEND,),
            _("The term is longer now."),
        ),
        Deed("court", _("The court was asked"), forms.CourtForm, _court, (V.APPLY,), _("Noted.")),
        Deed(
            "decision",
            _("The court decided"),
            forms.DecisionForm,
            _decision,
            (V.CONFIRM, V.DENY),
            _("Noted."),
        ),
        Deed("follow", _("Follow the agreement up"), forms.FollowForm, _follow, (V.FIND_KEPT,), _("Noted.")),
        Deed("refer", _("Refer it to another body"), forms.ReferForm, _refer, (V.REFER,), _("Referred.")),
        Deed("end", _("End without agreement"), forms.EndForm, _end, (V.END,), _("Ended.")),
    )
}


def is_offered(deed: Deed, mediation: Mediation) -> bool:
    """Whether a deed can be done as the mediation stands."""
    if not deed.verbs:
        return mediation.state in OPEN
    return bool(set(deed.verbs) & set(MEDIATION.verbs_from(mediation.state)))


def told_after(deed: Deed, typed: Typed) -> str:
    """Give what the page says after a deed; an agreement by word is in effect already, and nobody signs it."""
    if deed.key == "agree" and typed["form"] == AgreementForm.ORAL:
        return str(_("Noted. It is in effect since it was reached; print the record for the file."))
    return str(deed.told)


def form_for(deed: Deed, mediation: Mediation, typed: Any = None) -> MeteredForm:
    """Give a deed's form, empty or as it was sent."""
    form = deed.form(typed)
    if isinstance(form, forms.BeginForm):
        form.offer(mediators_of(mediation.sub_district_id))
    return form
