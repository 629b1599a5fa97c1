"""What chains count towards collaboration: the steps that were due, each by the department that did it."""

from django.db.models import Count, DateField
from django.db.models.functions import TruncMonth

from jiezhi.chains.models import ChainStep
from jiezhi.chains.queries import visible_chains
from jiezhi.kit.measure import Figure, Figures, Question, Split
from jiezhi.kit.measure_parts import register_part
from jiezhi.workorders.outcomes import outcomes

_COLUMNS = {
    Split.COMMUNITY: "order__community_id",
    Split.DEPARTMENT: "order__lead_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}


def steps_due(question: Question) -> Figures:
    """Give of the steps due in the period and decided the share done in time; one statement.

    A step that waits for others has no limit yet, so nobody is late with it.
    """
    known = outcomes(question.at, order="order__")
    on_time, late = known["on_time"], known["late"]
    counts = {"part": Count("id", filter=on_time), "whole": Count("id", filter=on_time | late)}
    rows = ChainStep.objects.filter(
        chain__in=visible_chains(question.actor),
        order__due_at__date__gte=question.first_on,
        order__due_at__date__lte=question.last_on,
    ).order_by()
    if question.split is Split.NONE:
        found = rows.aggregate(**counts)
        return {None: Figure.of(found["part"], found["whole"])}
    column = _COLUMNS[question.split]
    groups = rows.annotate(month_on=TruncMonth("order__due_at", output_field=DateField())).values(column)
    return {row.pop(column): Figure.of(row["part"], row["whole"]) for row in groups.annotate(**counts)}


register_part("collaboration_done", "steps", steps_due)
