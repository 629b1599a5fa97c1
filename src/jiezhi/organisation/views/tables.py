"""The responsibility list as a table file: fetched, and brought into a draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiezhi.intake.sheets.writing import xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.actions import bring_lines
from jiezhi.organisation.forms.files import BringForm
from jiezhi.organisation.permissions import KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.queries import get_version, lines_in_force, lines_of
from jiezhi.organisation.tables.lines import TableRead, list_sheet, read_list, street_names
from jiezhi.organisation.tables.rows import RefusedRow
from jiezhi.organisation.views.filling import carried_out

SHOWN = 200


@needs(SEE_LISTS)
@require_GET
def in_force_table(request: ActorRequest) -> HttpResponse:
    """Give the list in force as a table file."""
    today = timezone.localdate()
    sheet = list_sheet(lines_in_force(request.actor.tenant_id, today))
    return xlsx_response([sheet], file_name=f"责任清单-{today:%Y%m%d}.xlsx")


@needs(SEE_LISTS)
@require_GET
def version_table(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Give a version as a table file."""
    version = get_version(request.actor, version_id)
    name = f"责任清单-第{version.number}版.xlsx"
    return xlsx_response([list_sheet(lines_of(version))], file_name=name)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Bring a table file into a draft; with a wrong row nothing is changed, unless the keeper wants the good ones."""
    version = get_version(request.actor, version_id)
    form = BringForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    refused: list[RefusedRow] = []
    done = carried_out(form, lambda: _take(request, version_id, form, refused))
    if done is not None:
        messages.success(request, _told(*done, left=len(refused)))
        return redirect("organisation:version", version_id)
    back = {"back": reverse("organisation:version", args=[version.pk]), "back_title": version.title}
    context = {"form": form, "refused": refused[:SHOWN], "tab": "versions"} | back
    return render(request, "organisation/bring.html", context, status=422 if form.errors else 200)


def _take(
    request: ActorRequest, version_id: UUID, form: BringForm, refused: list[RefusedRow]
) -> tuple[int, int]:
    read = read_list(form.upload(), street_names(request.actor.tenant_id))
    refused += read.refused
    _require_good(read, form)
    drop_others = form.cleaned_data["drop_others"]
    dropped = bring_lines(
        version_id=version_id,
        drafts=read.drafts,
        drop_others=drop_others,
        actor=request.actor,
        at=timezone.now(),
    )
    return len(read.drafts), dropped


def _told(taken: int, dropped: int, *, left: int) -> str:
    told = ngettext("%(n)d row is in the draft.", "%(n)d rows are in the draft.", taken) % {"n": taken}
    if dropped:
        words = ngettext(" %(n)d line was taken out.", " %(n)d lines were taken out.", dropped)
        told += words % {"n": dropped}
    if left:
        told += ngettext(" %(n)d row was left out.", " %(n)d rows were left out.", left) % {"n": left}
    return told


def _require_good(read: TableRead, form: BringForm) -> None:
    if read.refused and not form.cleaned_data["take_good"]:
        raise InvalidError(
            _("Nothing was changed: the rows below are wrong. Correct them and choose the file again.")
        )
    if read.refused and form.cleaned_data["drop_others"]:
        raise InvalidError(
            _(
                "Wrong rows and lines to be taken out do not go together: a wrong row would take its own line out."
            )
        )
