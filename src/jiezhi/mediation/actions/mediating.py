"""The mediation itself: taken on with both sides' consent, sessions, and more time by agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.mediation_terms import terms_on
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.mediation.actions._moves import lock_mediation, move, record, term_end, today_of
from jiezhi.mediation.choices import MediationVerb, Side
from jiezhi.mediation.models import Mediation, Sitting
from jiezhi.mediation.permissions import KEEP
from jiezhi.mediation.queries import mediators_of


@dataclass(frozen=True)
class SittingDraft:
    """A session as it was held.

    Args:
        held_at: When.
        place: Where.
        outcome: A `SittingOutcome`.
        notes: What was said; sealed.
    """

    held_at: datetime
    place: str
    outcome: str
    notes: str = ""


@action
def begin_mediation(
    *, mediation_id: UUID, mediator_ids: Sequence[UUID], both_consent: bool, actor: Actor, at: datetime
) -> Mediation:
    """Take a dispute on: from now on its term runs.

    Nobody is mediated against their will: People's Mediation Law articles 3 and 17.

    Raises:
        InvalidError: A side is missing or does not consent, or no mediator of the list is named.
        MediationStepError: It was taken on already, or has an outcome.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    sides = set(mediation.parties.values_list("side", flat=True))
    if not {Side.APPLICANT, Side.RESPONDENT} <= sides:
        raise InvalidError(_("Enter an applicant and a respondent first."))
    if not both_consent:
        raise InvalidError(
            _("Mediation needs the consent of both sides. Without it, refer the dispute or end it.")
        )
    known = {row.pk: row for row in mediators_of(mediation.sub_district_id)}
    chosen = [known[pk] for pk in dict.fromkeys(mediator_ids) if pk in known]
    if not chosen:
        raise InvalidError(_("Choose at least one mediator from the list."))
    begun_on = today_of(at)
    mediation.begun_on = begun_on
    mediation.last_on = term_end(mediation, begun_on, terms_on(begun_on).mediate_days)
    move(mediation, MediationVerb.BEGIN, actor=actor, at=at)
    record(mediation, MediationVerb.BEGIN)
    mediation.mediators.set(chosen)
    return mediation


@action
def hold_sitting(*, mediation_id: UUID, draft: SittingDraft, actor: Actor, at: datetime) -> Sitting:
    """Note a session and what came of it.

    Raises:
        InvalidError: It lies in the future or before the mediation began, or has no place.
        MediationStepError: The dispute is not being mediated.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    if draft.held_at > at:
        raise InvalidError(_("The session lies in the future. Note it when it has been held."))
    if mediation.begun_on is not None and today_of(draft.held_at) < mediation.begun_on:
        raise InvalidError(
            _("The mediation was taken on on %(day)s: a session cannot lie before it. Correct the day.")
            % {"day": mediation.begun_on.isoformat()}
        )
    if not draft.place.strip():
        raise InvalidError(_("Say where the session was held."))
    move(mediation, MediationVerb.SIT, actor=actor, at=at)
    record(mediation, MediationVerb.SIT)
    return Sitting.objects.create(
        sub_district_id=mediation.sub_district_id,
        mediation=mediation,
        held_at=draft.held_at,
        place=draft.place.strip(),
        outcome=draft.outcome,
        notes=draft.notes.strip(),
    )


@action
def extend_term(
    *, mediation_id: UUID, days: int, both_consent: bool, actor: Actor, at: datetime
) -> Mediation:
    """Give a mediation more time, counted from the end of its term, since both sides agree to it.

    Raises:
        InvalidError: They do not, or agree to more days than can be added at once.
        MediationStepError: The dispute is not being mediated.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    most = terms_on(today_of(at)).extend_days
    if not both_consent or not 0 < days <= most:
        raise InvalidError(_("Both sides have to agree, to %(most)d days at once at most.") % {"most": most})
    if mediation.last_on is not None:
        mediation.last_on = term_end(mediation, mediation.last_on, days)
    words = _("%(days)d more days, agreed by both sides") % {"days": days}
    move(mediation, MediationVerb.EXTEND, note=words, actor=actor, at=at)
    record(mediation, MediationVerb.EXTEND)
    return mediation
