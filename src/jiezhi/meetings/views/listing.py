"""The list of series, and setting one up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.meetings import actions
from jiezhi.meetings.actions import SeriesDraft
from jiezhi.meetings.forms import SeriesForm
from jiezhi.meetings.permissions import KEEP, SEE
from jiezhi.meetings.queries import SeriesSummary, series_summaries
from jiezhi.meetings.standing import rule_words
from jiezhi.meetings.views.filling import fill
from jiezhi.organisation.queries import departments_of
from jiezhi.workorders.choices import OrderState


@needs(SEE)
def series_list(request: ActorRequest) -> HttpResponse:
    """Show every series with its next meeting, what was missed, and what became of the assigned work."""
    at = timezone.now()
    rows = [_row(summary) for summary in series_summaries(request.actor, at=at)]
    return render(request, "meetings/list.html", {"rows": rows, "may_keep": request.actor.may(KEEP.code)})


@needs(KEEP)
def set_up(request: ActorRequest) -> HttpResponse:
    """Set up a series."""
    form = SeriesForm(request.POST or None, initial={"since_on": timezone.localdate()})
    form.offer(departments_of(request.actor.tenant_id))

    def deed() -> None:
        series = actions.set_up_series(draft=_draft(form), actor=request.actor, at=timezone.now())
        messages.success(request, _("“%(title)s” is set up.") % {"title": series.title})

    status = 200
    if request.method == "POST":
        status = fill(form, deed)
        if not status:
            return redirect("meetings:list")
    return render(request, "meetings/set_up.html", {"form": form}, status=status)


@needs(KEEP)
def end(request: ActorRequest, series_id: UUID) -> HttpResponse:
    """End a series."""
    if request.method == "POST":
        series = actions.end_series(series_id=series_id, actor=request.actor, at=timezone.now())
        messages.success(request, _("“%(title)s” has ended.") % {"title": series.title})
    return redirect("meetings:list")


def _draft(form: SeriesForm) -> SeriesDraft:
    typed = form.cleaned_data
    return SeriesDraft(
        title=typed["title"],
        rule=form.rule(),
        begins=typed["begins"],
        place=typed["place"],
        lead_id=typed["lead"],
        member_ids=frozenset(typed["members"]),
        since_on=typed["since_on"],
    )


def _row(summary: SeriesSummary) -> dict[str, Any]:
    work = summary.work
    states = [(OrderState(state).label, count) for state, count in work.by_state.items()]
    on_time = None if work.on_time_share is None else round(work.on_time_share * 100)
    return {"summary": summary, "rule": rule_words(summary.series), "states": states, "on_time": on_time}
