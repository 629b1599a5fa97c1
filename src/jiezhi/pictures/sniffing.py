"""What an upload is, told by its first bytes: names and declared types are a stranger's word."""

from django.utils.translation import gettext as _

from jiezhi.pictures.errors import PictureError

# ISO base media files name their brand in bytes 8 to 12; these hold HEIF and AVIF pictures.
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))


def refuse_unless_picture(head: bytes) -> None:
    """Let JPEG, PNG and WebP pass, by content.

    Raises:
        PictureError: the upload is empty, a picture of another kind, or no picture.
    """
    if not head:
        raise PictureError(
            "picture_empty", _("The file is empty. It may not have been sent completely: choose it again.")
        )
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise PictureError(
            "picture_heic",
            _(
                "This is a HEIC picture, which cannot be read here. On an iPhone choose Settings > Camera > "
                "Formats > Most Compatible, or send a screenshot of the picture."
            ),
        )
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise PictureError(
            "picture_gif", _("Animated pictures (GIF) are not kept. Send a photo as JPEG or PNG.")
        )
    raise PictureError(
        "picture_unknown",
        _("This is not a picture that can be read here. Send a photo as JPEG, PNG or WebP."),
    )
