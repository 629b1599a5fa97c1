"""The pictures, made smaller, each with the digest of the kept one."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from jiezhi.evidence.brief.lines import moment
from jiezhi.kit.models import StoredPicture
from jiezhi.pictures import disk

SHRUNK_PX = 1200
"""Longer side of a picture in the document: a page wide at 150 dots an inch."""
SHRUNK_QUALITY = 80


@dataclass(frozen=True)
class Shot:
    """A picture: its file in the document's folder, and the digest of the kept one."""

    file: str
    sha256: str
    taken: str
    whose: str
    is_there: bool


def shots(pictures: Iterable[StoredPicture], whose: str) -> list[tuple[Shot, bytes | None]]:
    """Give pictures with their files; None for a file that is missing."""
    found = []
    for row in pictures:
        image = shrunk(row)
        shot = Shot(f"{row.pk}.jpg", row.sha256, moment(row.created_at), whose, image is not None)
        found.append((shot, image))
    return found


def shrunk(picture: StoredPicture) -> bytes | None:
    """Give a kept picture made smaller, or None when its file is missing."""
    path = disk.path_of(picture.sha256)
    if not path.exists():
        return None
    with Image.open(path, formats=["JPEG"]) as image:
        small = image.convert("RGB")
        small.thumbnail((SHRUNK_PX, SHRUNK_PX))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=SHRUNK_QUALITY)
    return out.getvalue()
