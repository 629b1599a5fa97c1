"""The timer of mediations: terms that come to their end are reminded of, once."""

from datetime import datetime, timedelta

from django.utils import timezone

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.mediation.actions import remind_of_term
from jiezhi.mediation.queries import terms_near


@every(timedelta(hours=1))
def remind_of_terms(at: datetime) -> None:
    """Remind of mediations and of agreements that can be put before the court; a bounded number each time."""
    for mediation_id, street_id, is_for_court in list(terms_near(today=timezone.localdate(at))):
        job = system_job("mediation.terms", sub_district_id=street_id, permissions=frozenset())
        remind_of_term(mediation_id=mediation_id, is_for_court=is_for_court, actor=job, at=at)
