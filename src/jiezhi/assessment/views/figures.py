"""Figures by month, area, department and matter; and what each of them means."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiezhi.assessment.figures import MONTHS, MOST_MEASURES, SPLITS, as_csv, figure_page, read_wanted
from jiezhi.assessment.permissions import SEE
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.measure import Split, every_measure
from jiezhi.kit.ui.unmet import unmet_filter


@require_safe
@needs(SEE)
def figures(request: ActorRequest) -> HttpResponse:
    """Show the chosen figures as a table and as bars."""
    asked, split, months = _asked(request)
    wanted = read_wanted(asked, split, months)
    told = [*_unmet(asked, split, months), *_too_many(asked)]
    now = timezone.now()
    context = {
        "page": figure_page(request.actor, wanted, at=now),
        "measures": every_measure(),
        "splits": [(each.value, _label(each)) for each in SPLITS],
        "months": MONTHS,
        "most": MOST_MEASURES,
        "unmet": told,
    }
    return render(request, "assessment/figures.html", context)


@require_safe
@needs(SEE)
def table(request: ActorRequest) -> HttpResponse:
    """Give the same as a file."""
    page = figure_page(request.actor, read_wanted(*_asked(request)), at=timezone.now())
    response = HttpResponse(as_csv(page), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response


@require_safe
@needs(SEE)
def measures(request: ActorRequest) -> HttpResponse:
    """Say what each figure means, once."""
    return render(request, "assessment/measures.html", {"measures": every_measure()})


def _asked(request: ActorRequest) -> tuple[list[str], str, str]:
    return request.GET.getlist("measure"), request.GET.get("split", ""), request.GET.get("months", "")


def _label(split: Split) -> str:
    labels = {
        Split.MONTH: _("Month"),
        Split.COMMUNITY: _("Community"),
        Split.DEPARTMENT: _("Department"),
        Split.MATTER: _("Matter"),
    }
    return labels[split]


def _too_many(asked: list[str]) -> list[str]:
    known = {measure.key for measure in every_measure()}
    if len(known.intersection(asked)) <= MOST_MEASURES:
        return []
    return [
        _("Choose %(most)d figures at most: the first %(most)d of yours are shown.") % {"most": MOST_MEASURES}
    ]


def _unmet(asked: list[str], split: str, months: str) -> list[str]:
    unmet = []
    if set(asked) - {measure.key for measure in every_measure()}:
        unmet.append(_("Figures"))
    if split not in ("", *(each.value for each in SPLITS)):
        unmet.append(_("Broken down by"))
    if months not in ("", *map(str, MONTHS)):
        unmet.append(_("How many months"))
    return [unmet_filter(label) for label in unmet]
