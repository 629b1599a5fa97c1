"""Each month's figures are fixed on the 20th of the next; those of earlier months once, when they are missing."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from jiezhi.assessment.actions import freeze_month
from jiezhi.assessment.frozen import month_figures
from jiezhi.assessment.queries import months_fixed
from jiezhi.insight.periods import last_months, month_of
from jiezhi.kit.actor import system_job
from jiezhi.kit.measure import Question
from jiezhi.kit.worker import every
from jiezhi.places.queries import all_sub_districts
from jiezhi.workorders.measures import orders_in

SETTLES = timedelta(days=19)
"""How long a month may still be called back and reported done before its figures are fixed: to the 20th of the next.

An order that is done counts at once and one that is not only when its limit has passed, so a month that is fixed while
many limits lie ahead looks better than it was. By the 20th all but the longest have passed; how many have not is kept
and printed beside the rates.
"""
MONTHS = 12


@every(timedelta(hours=1))
def freeze_due_months(at: datetime) -> None:
    """Fix what is due, the earliest month first, so that each can be set beside what was fixed of the one before."""
    for street in all_sub_districts():
        freeze_months_of(street.pk, at=at)


def freeze_months_of(sub_district_id: UUID, *, at: datetime) -> None:
    """Fix the months of one street that are over and not fixed yet; one without orders is left alone."""
    actor = system_job("assessment.freeze", sub_district_id=sub_district_id, permissions=frozenset())
    months = last_months(timezone.localdate(at - SETTLES), MONTHS + 1)[1:]
    fixed = months_fixed(sub_district_id)
    with translation.override(settings.LANGUAGE_CODE):
        for month_on in reversed(months):
            if month_on not in fixed:
                month = month_of(month_on, date.max)
                if not orders_in(Question(actor, month.first_on, month.last_on, at)).exists():
                    continue
                figures = month_figures(actor, month_on, at=at)
                freeze_month(month_on=month_on, figures=figures, actor=actor, at=at)
