"""The working calendar of a year on screen."""

from datetime import MAXYEAR, MINYEAR

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import MissingError
from jiezhi.organisation import actions
from jiezhi.organisation.calendars import hours_of, missing_years, year_of
from jiezhi.organisation.choices import DayKind
from jiezhi.organisation.forms.lists import DayForm, HoursForm
from jiezhi.organisation.holidays import published_years
from jiezhi.organisation.permissions import KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.views.filling import require_valid


@needs(SEE_LISTS)
@never_cache
@require_GET
def year(request: ActorRequest, number: int | None = None) -> HttpResponse:
    """Show a year as twelve small months."""
    today, street = timezone.localdate(), request.actor.tenant_id
    chosen = number if number is not None else today.year
    if not MINYEAR < chosen < MAXYEAR:
        raise MissingError(_("There is no such year. Choose another one."))
    hours = hours_of(street)
    times = {f"time{place}": each for place, each in enumerate(each for pair in hours[:2] for each in pair)}
    found = year_of(street, chosen)
    context = {
        "year": found,
        "hours": hours,
        "missing_years": missing_years(street, on=today),
        "weekdays": [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
        "can_fill": chosen in published_years(),
        "may_keep": request.actor.may(KEEP_LISTS.code),
        "day_form": DayForm(),
        "hours_form": HoursForm(initial=times),
        "tab": "calendar",
    }
    return render(request, "organisation/calendar.html", context)


@needs(KEEP_LISTS)
@require_POST
def day(request: ActorRequest) -> HttpResponse:
    """Enter a day."""
    form = DayForm(request.POST)
    require_valid(form)
    typed = form.cleaned_data | {"kind": DayKind(form.cleaned_data["kind"])}
    kept = actions.keep_day(**typed, actor=request.actor, at=timezone.now())
    messages.success(request, _("%(day)s is entered.") % {"day": kept.on.isoformat()})
    return redirect("organisation:year", kept.on.year)


@needs(KEEP_LISTS)
@require_POST
def clear(request: ActorRequest, number: int) -> HttpResponse:
    """Take a day out."""
    form = DayForm(request.POST)
    form.fields["kind"].required = False
    require_valid(form)
    actions.clear_day(on=form.cleaned_data["on"], actor=request.actor, at=timezone.now())
    return redirect("organisation:year", number)


@needs(KEEP_LISTS)
@require_POST
def fill(request: ActorRequest, number: int) -> HttpResponse:
    """Enter the published days of a year."""
    new = actions.fill_year(year=number, actor=request.actor, at=timezone.now())
    told = ngettext("%(n)d day was entered.", "%(n)d days were entered.", new) % {"n": new}
    messages.success(request, told)
    return redirect("organisation:year", number)


@needs(KEEP_LISTS)
@require_POST
def hours(request: ActorRequest) -> HttpResponse:
    """Set the working hours."""
    form = HoursForm(request.POST)
    require_valid(form)
    actions.set_working_hours(hours=form.hours(), actor=request.actor, at=timezone.now())
    messages.success(request, _("The working hours are set. Limits that were promised stay as they are."))
    return redirect("organisation:calendar")
