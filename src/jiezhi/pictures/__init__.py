"""Pictures from outside: decoded in a child, encoded anew without metadata, kept once by content."""

from jiezhi.kit.models import StoredPicture
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import attach_pictures, store_picture, sweep_unattached
from jiezhi.pictures.showing import picture_response

__all__ = [
    "PictureError",
    "StoredPicture",
    "attach_pictures",
    "picture_response",
    "store_picture",
    "sweep_unattached",
]
