"""The list of orders as a table to be taken away."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.intake.sheets.streaming import stream_xlsx, streamed_xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.workorders.actions import note_export
from jiezhi.workorders.exporting import WIDTHS, export_rows, export_titles, ticked_ids
from jiezhi.workorders.filter_forms import filter_of, plain_query
from jiezhi.workorders.permissions import VIEW


@needs(VIEW)
@require_http_methods(["GET", "POST"])
def export(request: ActorRequest) -> StreamingHttpResponse:
    """Give all orders of the list that the address narrows, or those that are sent as ticked; with a trace of it."""
    query, at = plain_query(request.GET.urlencode()), timezone.now()
    ticked = ticked_ids(request.POST.getlist("order")) if request.method == "POST" else None
    note_export(query=query, ticked=ticked, actor=request.actor, at=at)
    wanted, sort = filter_of(query), request.GET.get("sort", "")
    rows = export_rows(request.actor, wanted, ticked=ticked, at=at, sort=sort)
    name = _("Work orders")
    parts = stream_xlsx(name, export_titles(), rows, widths=WIDTHS)
    return streamed_xlsx_response(parts, file_name=f"{name} {timezone.localdate(at):%Y-%m-%d}.xlsx")
