"""What is looked at before a file is opened: its size, and what an archive claims to hold."""

import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from jiezhi.intake.errors import FileRefusedError

MOST_BYTES = 64 << 20
MOST_PARTS = 2_000
MOST_UNPACKED = 512 << 20
MOST_RATIO = 200
"""A real workbook packs ten to thirty times; a bomb three hundred times and more."""
SMALL_UNPACKED = 4 << 20
"""Below this no ratio does harm: a sheet of blanks packs well."""
HEAD = 4096


def pass_gate(upload: bytes) -> None:
    """Refuse what would cost more to open than a table is worth.

    Raises:
        FileRefusedError: Empty, too large, packed beyond reason, or carrying a document type.
    """
    if not upload.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise FileRefusedError(_("The file is empty. Export it again where it comes from."))
    if len(upload) > MOST_BYTES:
        raise FileRefusedError(
            _("The file has more than %(limit)d MB. Divide it, for example by months.")
            % {"limit": MOST_BYTES >> 20}
        )
    if upload[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        _pass_archive(upload)


def _pass_archive(upload: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(upload)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            is_bomb = unpacked > SMALL_UNPACKED and unpacked > MOST_RATIO * len(upload)
            if not parts:
                raise FileRefusedError(_("The file is empty. Export it again where it comes from."))
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or is_bomb:
                raise FileRefusedError(
                    _(
                        "The file holds far more than a table. Open it, copy the table into a new file, and send that."
                    )
                )
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefusedError(
                    _("The file is locked by a password. Save it without one, and send that.")
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")) and _has_document_type(archive, part):
                    raise FileRefusedError(
                        _(
                            "The file is built in a way no spreadsheet needs. Save it anew as xlsx, and send that."
                        )
                    )
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
    ) as error:
        raise FileRefusedError(
            _("The file is damaged or was not sent completely. Save it anew, and send it again.")
        ) from error


def _has_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as opened:
        head = opened.read(HEAD)
    plain = head.replace(b"\x00", b"").lower()
    return b"<!doctype" in plain or b"<!entity" in plain
