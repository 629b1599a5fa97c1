"""Decode and encode anew, in a child process.

A child costs about 0.09 s of processor time for start and Pillow; a bomb or a decoder's fault ends with it.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import PIL
from django.conf import settings
from django.utils.translation import gettext as _

from jiezhi.pictures import reencode
from jiezhi.pictures.errors import PictureError

_CHILD = str(Path(reencode.__file__))
_LIBRARIES = str(Path(PIL.__file__).parents[1])
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class FreshPicture:
    """A JPEG made here, so nothing of the sender's file is in it but the pixels."""

    content: bytes
    width_px: int
    height_px: int


def decode(upload: bytes) -> FreshPicture:
    """Give the upload's pixels as a new JPEG, upright and no larger than `PICTURE_MAX_SIDE_PX`.

    Raises:
        PictureError: too many pixels, too costly to decode, or broken.
    """
    limits = [str(settings.PICTURE_MAX_PIXELS), str(settings.PICTURE_MAX_SIDE_PX)]
    command = [sys.executable, "-I", "-S", _CHILD, _LIBRARIES, *limits]
    try:
        child = subprocess.run(  # noqa: S603
            command, input=upload, capture_output=True, timeout=_TIMEOUT_S, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise _too_costly() from None
    if child.returncode == reencode.TOO_MANY_PIXELS:
        raise PictureError(
            "picture_pixels",
            _("The picture has more than %(millions)d million pixels. Send a smaller one or a screenshot.")
            % {"millions": settings.PICTURE_MAX_PIXELS // 1_000_000},
        )
    if child.returncode == reencode.TOO_COSTLY or child.returncode < 0:
        raise _too_costly()
    if child.returncode:
        raise PictureError(
            "picture_broken",
            _("The picture is damaged or was not sent completely. Choose it again, or take another."),
        )
    size, _line_end, content = child.stdout.partition(b"\n")
    width, height = size.split()
    return FreshPicture(content, int(width), int(height))


def _too_costly() -> PictureError:
    return PictureError(
        "picture_costly",
        _("The picture takes too much memory or time to read. Send a screenshot of it instead."),
    )
