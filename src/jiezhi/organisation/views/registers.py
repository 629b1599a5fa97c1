"""Matters and the duty list as table files: fetched, and brought in as a whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiezhi.intake.sheets.writing import xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation import actions
from jiezhi.organisation.forms.files import FileForm
from jiezhi.organisation.permissions import KEEP_LISTS, SEE_LISTS
from jiezhi.organisation.queries import duties_of, matter_tree
from jiezhi.organisation.tables.duties import DutiesRead, duty_sheet, read_duties
from jiezhi.organisation.tables.matters import MattersRead, matter_sheet, read_matters
from jiezhi.organisation.tables.rows import RefusedRow
from jiezhi.organisation.views.filling import carried_out

SHOWN = 200


@dataclass(frozen=True)
class Register:
    """A list of the street that a file can be brought into."""

    tab: str
    title: Promise
    read: Callable[[bytes, Actor], MattersRead | DutiesRead]
    bring: Callable[..., int]


MATTERS = Register("matters", gettext_lazy("Matters"), read_matters, actions.bring_matters)
DUTIES = Register("duties", gettext_lazy("Duty list"), read_duties, actions.bring_duties)


@needs(SEE_LISTS)
@require_GET
def matters_table(request: ActorRequest) -> HttpResponse:
    """Give the matters as a table file."""
    return xlsx_response(
        [matter_sheet(matter_tree(request.actor))], file_name=f"事项清单-{timezone.localdate():%Y%m%d}.xlsx"
    )


@needs(SEE_LISTS)
@require_GET
def duties_table(request: ActorRequest) -> HttpResponse:
    """Give the duty list as a table file."""
    return xlsx_response(
        [duty_sheet(duties_of(request.actor))], file_name=f"履职事项清单-{timezone.localdate():%Y%m%d}.xlsx"
    )


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def bring_matters(request: ActorRequest) -> HttpResponse:
    """Bring a table file into the matters."""
    return _bring(request, MATTERS)


@needs(KEEP_LISTS)
@never_cache
@require_http_methods(["GET", "POST"])
def bring_duties(request: ActorRequest) -> HttpResponse:
    """Bring a table file into the duty list."""
    return _bring(request, DUTIES)


def _bring(request: ActorRequest, register: Register) -> HttpResponse:
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    refused: list[RefusedRow] = []
    back = reverse(f"organisation:{register.tab}")
    read = carried_out(form, lambda: _take(request.actor, register, form, refused))
    if read is not None:
        messages.success(request, _told(read))
        return redirect(back)
    context: dict[str, Any] = {"form": form, "refused": refused[:SHOWN], "tab": register.tab}
    context |= {"back": back, "back_title": register.title}
    status = 422 if form.errors else 200
    return render(request, "organisation/bring_register.html", context, status=status)


def _take(
    actor: Actor, register: Register, form: FileForm, refused: list[RefusedRow]
) -> MattersRead | DutiesRead:
    read = register.read(form.upload(), actor)
    refused += read.refused
    if read.refused:
        raise InvalidError(
            _("Nothing was changed: the rows below are wrong. Correct them and choose the file again.")
        )
    if read.brought:
        register.bring(brought=read.brought, actor=actor, at=timezone.now())
    return read


def _told(read: MattersRead | DutiesRead) -> str:
    taken, same = len(read.brought), read.same
    if not taken:
        return _("Nothing was changed: the file says what we have.")
    written = ngettext("%(n)d row was written.", "%(n)d rows were written.", taken) % {"n": taken}
    kept = ngettext("%(n)d row says what we have.", "%(n)d rows say what we have.", same) % {"n": same}
    return f"{written} {kept}"
