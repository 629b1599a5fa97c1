"""An agreement, the court that confirms it, and whether it was kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.mediation_terms import terms_on
from jiezhi.core.numbers import order_number
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import next_value
from jiezhi.kit.errors import InvalidError
from jiezhi.mediation.actions._moves import lock_mediation, move, record, tell_outcome, term_end, today_of
from jiezhi.mediation.choices import MediationVerb
from jiezhi.mediation.models import Mediation, MediationAgreement
from jiezhi.mediation.permissions import KEEP


@dataclass(frozen=True)
class AgreementDraft:
    """What both sides agreed.

    Args:
        form: An `AgreementForm`.
        terms: In words; sealed.
        effective_on: The day on which all had signed, or had agreed by word.
        perform_until: By when it is to be carried out.
    """

    form: str
    terms: str
    effective_on: date
    perform_until: date


@action
def agree(*, mediation_id: UUID, draft: AgreementDraft, actor: Actor, at: datetime) -> MediationAgreement:
    """Note an agreement under its number; the order it came from goes on with it.

    Raises:
        InvalidError: It says nothing, or its days cannot be.
        MediationStepError: The dispute is not being mediated.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    if not draft.terms.strip():
        raise InvalidError(_("Write down what both sides agreed."))
    begun_on = mediation.begun_on or draft.effective_on
    if not begun_on <= draft.effective_on <= today_of(at) or draft.perform_until < draft.effective_on:
        raise InvalidError(
            _(
                "The agreement is made between the beginning and today, and carried out after it. Correct the days."
            )
        )
    serial = next_value(
        sub_district_id=mediation.sub_district_id, series=f"agreement-{draft.effective_on:%Y%m%d}"
    )
    number = order_number("XY", draft.effective_on, serial)
    move(mediation, MediationVerb.AGREE, note=number, actor=actor, at=at)
    record(mediation, MediationVerb.AGREE)
    days = terms_on(draft.effective_on).confirm_days
    agreement = MediationAgreement.objects.create(
        sub_district_id=mediation.sub_district_id,
        mediation=mediation,
        number=number,
        form=draft.form,
        terms=draft.terms.strip(),
        effective_on=draft.effective_on,
        perform_until=draft.perform_until,
        confirm_until=term_end(mediation, draft.effective_on, days),
    )
    words = _("Mediation %(number)s reached an agreement (%(agreement)s).")
    tell_outcome(mediation, words % {"number": mediation.number, "agreement": number}, actor=actor, at=at)
    return agreement


@action
def ask_court(*, mediation_id: UUID, court: str, applied_on: date, actor: Actor, at: datetime) -> Mediation:
    """Note that both sides together asked the court to confirm the agreement.

    Raises:
        InvalidError: No court, or outside the term.
        MediationStepError: There is no agreement to confirm.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    move(mediation, MediationVerb.APPLY, note=court.strip(), actor=actor, at=at)
    record(mediation, MediationVerb.APPLY)
    agreement = mediation.agreement
    if not court.strip():
        raise InvalidError(_("Say which court was asked."))
    if not agreement.effective_on <= applied_on <= min(agreement.confirm_until, today_of(at)):
        raise InvalidError(
            _("The court can be asked from %(from)s to %(until)s, and not in the future.")
            % {"from": agreement.effective_on.isoformat(), "until": agreement.confirm_until.isoformat()}
        )
    agreement.court, agreement.applied_on = court.strip(), applied_on
    agreement.save(update_fields=["court", "applied_on"])
    return mediation


@action
def note_court(
    *, mediation_id: UUID, is_confirmed: bool, court_number: str, decided_on: date, actor: Actor, at: datetime
) -> Mediation:
    """Note what the court decided, under its number.

    Raises:
        InvalidError: No number, or before it was asked.
        MediationStepError: It is not before the court.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    verb = MediationVerb.CONFIRM if is_confirmed else MediationVerb.DENY
    move(mediation, verb, note=court_number.strip(), actor=actor, at=at)
    record(mediation, verb)
    agreement = mediation.agreement
    asked_on = agreement.applied_on or agreement.effective_on
    if not court_number.strip() or not asked_on <= decided_on <= today_of(at):
        raise InvalidError(
            _("Enter the number of the decision, and a day between the application and today.")
        )
    agreement.court_number, agreement.decided_on = court_number.strip(), decided_on
    agreement.save(update_fields=["court_number", "decided_on"])
    return mediation


@action
def follow_up(*, mediation_id: UUID, is_kept: bool, note: str = "", actor: Actor, at: datetime) -> Mediation:
    """Note whether an agreement was kept: signed is one thing, kept is another.

    Raises:
        MediationStepError: There is no agreement, or it is before the court, or was followed up.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    mediation.followed_at = at
    verb = MediationVerb.FIND_KEPT if is_kept else MediationVerb.FIND_BROKEN
    move(mediation, verb, note=note.strip(), actor=actor, at=at)
    record(mediation, verb)
    return mediation
