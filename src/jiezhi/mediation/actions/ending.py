"""A dispute goes to another body, or ends without agreement; and terms that come to their end are reminded of."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.outbox import emit
from jiezhi.mediation.actions._moves import lock_mediation, move, record, tell_outcome, today_of
from jiezhi.mediation.choices import MediationState, MediationVerb, OtherBody
from jiezhi.mediation.events import TermNear
from jiezhi.mediation.models import Mediation, Referral
from jiezhi.mediation.permissions import KEEP
from jiezhi.mediation.queries import MEDIATION
from jiezhi.workorders.brief import BriefWords, require_clean_brief

_OF_REASON = BriefWords(
    empty=gettext_lazy("Say in a sentence why the mediation ends."),
    longer=gettext_lazy("That is longer than %(limit)d characters. Shorten it."),
    personal=gettext_lazy(
        "The reason holds what looks like a number or address of a person (%(found)s). Take it out: "
        "the reason is not sealed, and the parties' own data have fields of their own."
    ),
)


@action
def refer(
    *,
    mediation_id: UUID,
    body: str,
    body_name: str,
    referred_on: date,
    receipt: str,
    actor: Actor,
    at: datetime,
) -> Referral:
    """Refer a dispute to another body with its receipt; the order it came from goes on with that.

    Raises:
        InvalidError: The body has no name, or the day lies in the future.
        MediationStepError: There is an outcome that leaves nothing to refer.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    name = body_name.strip()
    if not name or referred_on > today_of(at):
        raise InvalidError(
            _("Name the body, and the day on which it was given the dispute, today at the latest.")
        )
    move(mediation, MediationVerb.REFER, note=name, actor=actor, at=at)
    record(mediation, MediationVerb.REFER)
    referral = Referral.objects.create(
        sub_district_id=mediation.sub_district_id,
        mediation=mediation,
        body=body,
        body_name=name,
        referred_on=referred_on,
        receipt=receipt.strip(),
    )
    words = _("Mediation %(number)s was referred: %(body)s.")
    facts = {"number": mediation.number, "body": f"{OtherBody(body).label} {name}"}
    tell_outcome(mediation, words % facts, actor=actor, at=at)
    return referral


@action
def end_mediation(*, mediation_id: UUID, reason: str, actor: Actor, at: datetime) -> Mediation:
    """End a mediation without agreement; the parties are told that other ways are open to them.

    Raises:
        InvalidError: No reason, or it holds what looks like personal data.
        MediationStepError: There is an outcome already.
        MissingError: No such mediation in the actor's area.
    """
    require(actor, KEEP)
    mediation = lock_mediation(actor, mediation_id)
    move(mediation, MediationVerb.END, note=require_clean_brief(reason, said=_OF_REASON), actor=actor, at=at)
    record(mediation, MediationVerb.END)
    words = _("Mediation %(number)s ended without agreement.") % {"number": mediation.number}
    tell_outcome(mediation, words, actor=actor, at=at)
    return mediation


@action
def remind_of_term(*, mediation_id: UUID, is_for_court: bool, actor: Actor, at: datetime) -> bool:
    """Remind once of a term that comes to its end, with the day it began and its last one. True when it was told."""
    mediation = lock_mediation(actor, mediation_id)
    agreement = mediation.agreement if is_for_court else None
    wanted = MediationState.AGREED if is_for_court else MediationState.UNDER_WAY
    is_due = mediation.state == wanted
    audit.record("mediation.reminded", kind=MEDIATION, id=mediation.pk, facts={"is_due": is_due})
    if not is_due or mediation.begun_on is None or mediation.last_on is None:
        return False
    if agreement is not None:
        begun_on, last_on, agreement.reminded_on = (
            agreement.effective_on,
            agreement.confirm_until,
            today_of(at),
        )
        agreement.save(update_fields=["reminded_on"])
    else:
        begun_on, last_on = mediation.begun_on, mediation.last_on
        mediation.reminded_on = last_on
        mediation.save(update_fields=["reminded_on"])
    emit(
        TermNear(
            mediation_id=mediation.pk,
            sub_district_id=mediation.sub_district_id,
            committee_id=mediation.committee_id,
            number=mediation.number,
            is_for_court=is_for_court,
            begun_on=begun_on,
            last_on=last_on,
        )
    )
    return True
