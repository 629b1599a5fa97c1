"""Votes of owners on screen: recorded from totals or a list of units, and shown with every step."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiezhi.core.owners_votes import VoteTally, count_units
from jiezhi.core.vote_rules import VoteTopic
from jiezhi.intake.sheets.writing import xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.tables.rows import RefusedRow
from jiezhi.places.queries import estates_of
from jiezhi.property import processes
from jiezhi.property.actions import VoteDraft, record_vote, void_vote
from jiezhi.property.forms import VoidForm, VoteForm
from jiezhi.property.permissions import KEEP, SEE
from jiezhi.property.queries import get_vote, votes_of
from jiezhi.property.standing import area_words, ballot_lines, outcome_of, source_words, step_lines, tally_of
from jiezhi.property.tables.units import empty_list, read_units
from jiezhi.property.views.filling import filled

SHOWN = 100


@needs(SEE)
@require_safe
def vote_list(request: ActorRequest) -> HttpResponse:
    """List the votes of the street's owners."""
    context = {"votes": votes_of(request.actor), "may_keep": request.actor.may(KEEP.code)}
    return render(request, "property/votes.html", context)


@needs(SEE)
@require_safe
def vote(request: ActorRequest, vote_id: UUID) -> HttpResponse:
    """Show a vote: what was said, every step of the reckoning, and what came of it."""
    found = get_vote(request.actor, vote_id)
    outcome = outcome_of(found)
    context = {
        "trail": [{"label": _("Votes of owners"), "url": reverse("property:votes")}],
        "vote": found,
        "ballots": ballot_lines(found),
        "heads": f"{found.heads:,}",
        "area": area_words(found.area_dm2),
        "steps": step_lines(outcome),
        "outcome": outcome,
        "source": source_words(outcome.rule),
        "cannot_be": bool(tally_of(found).faults()),
        "may_keep": request.actor.may(KEEP.code),
    }
    return render(request, "property/vote.html", context)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def void(request: ActorRequest, vote_id: UUID) -> HttpResponse:
    """Make a recorded vote void, with the reason."""
    found, form = get_vote(request.actor, vote_id), VoidForm(request.POST or None)

    def deed() -> None:
        reason = form.cleaned_data["reason"]
        void_vote(vote_id=vote_id, reason=reason, actor=request.actor, at=timezone.now())

    told = _("Void. It stays on show with the reason, and can be recorded anew.")
    if filled(request, form, deed, of=processes.RECORD_VOTE, told=told):
        return redirect("property:vote", vote_id)
    context = {"form": form, "vote": found}
    return render(request, "property/void_vote.html", context, status=422 if form.errors else 200)


@needs(KEEP)
@require_safe
def empty_units(request: ActorRequest) -> HttpResponse:
    """Give an empty list of units with the right titles."""
    del request
    return xlsx_response([empty_list()], file_name="业主表决清单.xlsx")


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_vote(request: ActorRequest) -> HttpResponse:
    """Record a vote: a list of units is counted, or totals are taken as they are."""
    sent, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    first = {"estate": request.GET.get("estate", ""), "unsold_ballot": "absent"}
    form = VoteForm(sent, files, initial=first)
    form.offer(estates_of(request.actor.tenant_id))
    refused: list[RefusedRow] = []
    if filled(
        request, form, lambda: _record(request, form, refused), of=processes.RECORD_VOTE, told=_("Recorded.")
    ):
        return redirect("property:estate", form.cleaned_data["estate"])
    context = {"form": form, "refused": refused[:SHOWN]}
    return render(request, "property/new_vote.html", context, status=422 if form.errors else 200)


def _record(request: ActorRequest, form: VoteForm, refused: list[RefusedRow]) -> None:
    upload, typed = form.upload(), form.cleaned_data
    counted = _counted(upload, refused) if upload else None
    draft = VoteDraft(
        estate_id=typed["estate"],
        title=typed["title"],
        topic=VoteTopic(typed["topic"]),
        ended_on=typed["ended_on"],
        tally=form.tally(counted),
        counted_from=sha256(upload).hexdigest() if upload else "",
    )
    record_vote(draft=draft, actor=request.actor, at=timezone.now())


def _counted(upload: bytes, refused: list[RefusedRow]) -> VoteTally:
    """Count a list; a single wrong row refuses it all, for a count with a hole is none."""
    units, wrong = read_units(upload)
    refused += wrong
    if wrong:
        raise InvalidError(
            _("Nothing was counted: the rows below are wrong. Correct them and choose it again.")
        )
    return count_units(units)
