"""What is measured of joint meetings, from live rows: whether they are held, and what becomes of what they assign."""

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.kit.measure_parts import register_part
from jiezhi.meetings.models import Assignment, JointMeeting
from jiezhi.meetings.queries import ORDER, visible_series
from jiezhi.workorders.outcomes import outcomes

ABOUT = "meetings"
_HELD_BY = {Split.DEPARTMENT: "series__lead_id", Split.MONTH: "month_of_it"}
_ASSIGNED_BY = {
    Split.COMMUNITY: "order__community_id",
    Split.DEPARTMENT: "order__lead_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_of_it",
}


def meetings_held(question: Question) -> Figures:
    """Give which part of the meetings whose day lies in the period was held, in one statement.

    By department it is the series' lead; meetings belong to no community and to no matter.
    """
    if question.split is not Split.NONE and question.split not in _HELD_BY:
        return {}
    rows = JointMeeting.objects.filter(
        series__in=visible_series(question.actor),
        meets_on__gte=question.first_on,
        meets_on__lte=question.last_on,
    )
    rows = rows.annotate(month_of_it=TruncMonth("meets_on"))
    return _shares(rows, _HELD_BY.get(question.split, ""), part=Q(held_at__isnull=False), whole=Q())


def assigned_on_time(question: Question) -> Figures:
    """Give which part of the work assigned in the period was done in time, of what is done or late; one statement."""
    rows = _assigned(question).filter(
        order__opened_on__gte=question.first_on, order__opened_on__lte=question.last_on
    )
    return _done_in_time(question, rows.annotate(month_of_it=TruncMonth("order__opened_on")))


def assigned_due(question: Question) -> Figures:
    """Give which part of the assigned work due in the period was done in time, of what is decided; one statement."""
    rows = _assigned(question).filter(
        order__due_at__date__gte=question.first_on, order__due_at__date__lte=question.last_on
    )
    month_of_it = TruncMonth("order__due_at", output_field=DateField())
    return _done_in_time(question, rows.annotate(month_of_it=month_of_it))


def _assigned(question: Question) -> QuerySet[Assignment]:
    return Assignment.objects.filter(topic__meeting__series__in=visible_series(question.actor))


def _done_in_time(question: Question, rows: QuerySet[Assignment]) -> Figures:
    known = outcomes(question.at, order=ORDER)
    on_time, late = known["on_time"], known["late"]
    return _shares(rows, _ASSIGNED_BY.get(question.split, ""), part=on_time, whole=on_time | late)


def _shares(
    rows: QuerySet[JointMeeting] | QuerySet[Assignment], column: str, *, part: Q, whole: Q
) -> Figures:
    counts = {"part": Count("id", filter=part), "whole": Count("id", filter=whole) if whole else Count("id")}
    if not column:
        return {None: _figure(rows.aggregate(**counts))}
    return {row.pop(column): _figure(row) for row in rows.order_by().values(column).annotate(**counts)}


def _figure(counts: dict[str, int]) -> Figure:
    return Figure.of(counts["part"], counts["whole"])


register_part("collaboration_done", "assigned", assigned_due)
HELD = register_measure(
    Measure(
        key="meetings_held",
        splits=(Split.MONTH, Split.DEPARTMENT),
        about=ABOUT,
        label=_("Meetings held"),
        sentence=_("Of the joint meetings whose day lies in the period, how many were held."),
        unit=Unit.SHARE,
        source=_("Joint meetings"),
        formula=_("meetings whose minutes were begun ÷ meetings whose day lies in the period"),
        sensitivity=_("A meeting of the last two weeks may still get its minutes."),
        higher_is_better=True,
        empty=_("No joint meeting was due in this period."),
        compute=meetings_held,
    )
)
ASSIGNED_ON_TIME = register_measure(
    Measure(
        key="assigned_on_time",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Assigned work done in time"),
        sentence=_(
            "Of the work that meetings assigned in the period and that is done or over its limit by now, how much was "
            "done in time."
        ),
        unit=Unit.SHARE,
        source=_("Work orders assigned by meetings"),
        formula=_(
            "assigned orders done at or before the limit ÷ (assigned orders done + those still open whose limit has "
            "passed)"
        ),
        sensitivity=_(
            "Open orders whose limit lies ahead are not in it yet, so it moves until they are done or late."
        ),
        higher_is_better=True,
        empty=_("No work assigned in this period is done or late yet."),
        compute=assigned_on_time,
    )
)
