"""What every verb shares: lock the mediation, move it by the flow's table, and write a line of its history."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.mediation_terms import last_day
from jiezhi.core.workflow import IllegalStepError
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.outbox import emit
from jiezhi.mediation.choices import MediationState, MediationVerb
from jiezhi.mediation.errors import MediationStepError
from jiezhi.mediation.events import MediationEnded
from jiezhi.mediation.models import Mediation, MediationEntry
from jiezhi.mediation.queries import MEDIATION, visible_mediations
from jiezhi.mediation.workflow import MEDIATION as FLOW
from jiezhi.mediation.workflow import OUTCOMES
from jiezhi.organisation.calendars import working_calendar
from jiezhi.workorders.actions import resume_order


def lock_mediation(actor: Actor, mediation_id: UUID) -> Mediation:
    """Lock a mediation within the actor's area until the deed is done.

    Raises:
        MissingError: No such mediation there.
    """
    rows = visible_mediations(actor).select_for_update(of=("self",))
    found = rows.filter(pk=mediation_id).first()
    if found is None:
        raise MissingError(_("There is no such mediation in your area."))
    return found


def move(mediation: Mediation, verb: MediationVerb, *, note: str = "", actor: Actor, at: datetime) -> None:
    """Move a locked mediation and store it with its history line; an outcome lets the order it came from go on.

    Raises:
        MediationStepError: The flow does not allow it now.
    """
    before = mediation.state
    try:
        mediation.state = FLOW.target_of(verb, before)
    except IllegalStepError as error:
        raise MediationStepError(
            _("“%(verb)s” is not possible while the mediation is “%(state)s”. Look at it again.")
            % {"verb": verb.label, "state": MediationState(before).label}
        ) from error
    if verb in OUTCOMES and mediation.outcome_at is None:
        mediation.outcome_at = at
    mediation.save()
    MediationEntry.objects.create(
        sub_district_id=mediation.sub_district_id,
        mediation=mediation,
        at=at,
        verb=verb,
        from_state=before,
        to_state=mediation.state,
        who=actor.label,
        note=note,
    )


def record(mediation: Mediation, verb: MediationVerb) -> None:
    """Leave the audit row of a step."""
    audit.record("mediation.moved", kind=MEDIATION, id=mediation.pk, facts={"verb": verb.value})


def tell_outcome(mediation: Mediation, words: str, *, actor: Actor, at: datetime) -> None:
    """Let the order that a mediation came from go on with the outcome, and tell of it."""
    if mediation.order_id is not None:
        resume_order(order_id=mediation.order_id, note=words, actor=actor, at=at)
    emit(
        MediationEnded(
            mediation_id=mediation.pk,
            sub_district_id=mediation.sub_district_id,
            committee_id=mediation.committee_id,
            order_id=mediation.order_id,
            number=mediation.number,
            state=mediation.state,
        )
    )


def term_end(mediation: Mediation, begin: date, days: int) -> date:
    """Give the last day of a term, which never ends on a day off of the street's calendar."""
    calendar = working_calendar(mediation.sub_district_id, since=begin)
    return last_day(begin, days, calendar.is_workday)


def today_of(at: datetime) -> date:
    """Give the local day of a moment."""
    return timezone.localdate(at)
