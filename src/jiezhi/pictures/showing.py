"""Give a kept picture to a browser. Who may see it is the caller's to decide, before."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiezhi.kit.models import StoredPicture
from jiezhi.pictures import disk
from jiezhi.pictures.errors import PictureError


def picture_response(picture: StoredPicture) -> HttpResponse:
    """Give the picture as an answer that a browser shows and nothing else: no scripts, no guessing, no cache.

    Raises:
        PictureError: the file is missing, for instance after a restore without uploads.
    """
    try:
        content = disk.path_of(picture.sha256).read_bytes()
    except FileNotFoundError:
        raise PictureError(
            "picture_file_missing",
            _("The file of this picture is missing. Tell the operator: it may be in the backup."),
            {"picture_id": str(picture.pk)},
            status=404,
        ) from None
    return HttpResponse(
        content,
        content_type=picture.content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'inline; filename="{picture.pk}{disk.SUFFIX}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        },
    )
