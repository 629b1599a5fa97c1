"""The photos of a request that is being written."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiezhi.concerns.queries import unsent_picture
from jiezhi.faces.portal.draft import MOST_PICTURES, Draft, find_draft, keep_draft
from jiezhi.faces.portal.forms import PhotosForm
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.faces.portal.views.request import INVALID, go_on, show, to_step, with_draft
from jiezhi.kit.access import public
from jiezhi.kit.errors import MissingError
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import store_picture
from jiezhi.pictures.showing import picture_response


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
@with_draft("photos")
def photos(request: StreetRequest, draft: Draft) -> HttpResponseBase:
    """Step 3. A photo that cannot be kept says so at its field; the others stay."""
    if request.method != "POST":
        return _show(request, draft, PhotosForm())
    gone = request.POST.get("remove", "")
    kept = tuple(picture_id for picture_id in draft.picture_ids if picture_id != gone)
    form = PhotosForm(request.POST, request.FILES)
    kept, status = _store_chosen(request, form, kept)
    draft = replace(draft, picture_ids=kept)
    if status:
        keep_draft(request, draft)
        return _show(request, draft, form, status=status)
    if "next" in request.POST:
        return go_on(request, draft.having("photos"))
    keep_draft(request, draft)
    return to_step(request, "photos")


@public
@require_safe
@of_street
def photo(request: StreetRequest, picture_id: UUID) -> HttpResponse:
    """Show a photo to the browser whose draft it belongs to."""
    draft = find_draft(request)
    if draft is None or str(picture_id) not in draft.picture_ids:
        raise MissingError(_("This picture is no longer there. Choose it again."))
    return picture_response(unsent_picture(sub_district_id=request.street.pk, picture_id=picture_id))


def _store_chosen(
    request: StreetRequest, form: PhotosForm, kept: tuple[str, ...]
) -> tuple[tuple[str, ...], int]:
    status = 0
    for name in form.fields:
        for upload in request.FILES.getlist(name):
            if len(kept) >= MOST_PICTURES:
                form.add_error(
                    name, _("At most %(limit)d photos. Remove one first.") % {"limit": MOST_PICTURES}
                )
                return kept, INVALID
            try:
                picture = store_picture(upload, sub_district_id=request.street.pk, at=datetime.now(UTC))
            except PictureError as error:
                form.add_error(name, error.message)
                status = error.status
            else:
                kept = (*kept, str(picture.pk))
    return kept, status


def _show(request: StreetRequest, draft: Draft, form: PhotosForm, *, status: int = 200) -> HttpResponse:
    context = {"draft": draft, "form": form, "limit": MOST_PICTURES}
    context["is_full"] = len(draft.picture_ids) >= MOST_PICTURES
    return show(request, "photos", context, status=status)
