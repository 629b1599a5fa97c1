"""The slip of a request: what its reporter takes home on paper, with the query code in letters and as a QR code.

The address in the QR code carries the code behind `#`: a browser never sends that part, so that the code is in no log,
no history of the office's server and no referrer.
"""

from dataclasses import dataclass
from datetime import datetime

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from jiezhi.concerns.codes import code_for
from jiezhi.concerns.models import Concern
from jiezhi.concerns.standing import spoken_time, standing_of
from jiezhi.core.masking import without_personal
from jiezhi.core.numbers import format_code
from jiezhi.workorders.choices import OrderState

GIST_CHARS = 80
QUIET = 4
"""Modules of white around a QR code. Source: ISO/IEC 18004:2015, 6.3.8."""


@dataclass(frozen=True)
class QrCode:
    """A QR code as one path of an SVG.

    Args:
        side: Modules from edge to edge, the white margin included.
        path: The black modules, one run a row at a time.
    """

    side: int
    path: str


@dataclass(frozen=True)
class Slip:
    """What is printed.

    Args:
        number: Of the request.
        code_groups: The query code in groups of four.
        gist: The beginning of what was said, numbers of persons masked.
        submitted_at: When it came in.
        promise: Until when, in words; empty while no department has it.
        asks_digits: Whether the last digits of the telephone number are asked besides the code.
        address: Where the code is entered.
        qr: The same address with the code behind `#`.
    """

    number: str
    code_groups: tuple[str, ...]
    gist: str
    submitted_at: datetime
    promise: str
    asks_digits: bool
    address: str
    qr: QrCode


def slip_of(concern: Concern, *, address: str, at: datetime) -> Slip:
    """Give the slip of a request, for whoever holds its code or has just entered it.

    Args:
        concern: With its order.
        address: The page that takes query codes, with scheme and host.
        at: Now, for what is late.
    """
    code = code_for(concern.submission_key)
    return Slip(
        number=concern.number,
        code_groups=tuple(format_code(code).split("-")),
        gist=gist_of(concern.words),
        submitted_at=concern.submitted_at,
        promise=_promise_of(concern, at=at),
        asks_digits=bool(concern.phone_index),
        address=address,
        qr=qr_code(f"{address}#{code}"),
    )


def gist_of(words: str) -> str:
    """Give the beginning of what was said on one line, without numbers that reach or identify a person."""
    line = " ".join(without_personal(words).split())
    return line if len(line) <= GIST_CHARS else f"{line[: GIST_CHARS - 1]}…"


def qr_code(text: str) -> QrCode:
    """Draw a text as a QR code that survives a fold or a drop of rain: 15 per cent may be unreadable (level M)."""
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    drawn.add_data(text)
    drawn.make(fit=True)
    rows = drawn.get_matrix()
    runs = [_runs(row, height) for height, row in enumerate(rows)]
    return QrCode(side=len(rows), path="".join(runs))


def _runs(row: list[bool], height: int) -> str:
    """Give the black modules of a row as rectangles, neighbours joined: a third of the bytes of single ones."""
    path, start = [], None
    for place, is_black in enumerate([*row, False]):
        if is_black and start is None:
            start = place
        elif not is_black and start is not None:
            path.append(f"M{start} {height}h{place - start}v1h-{place - start}z")
            start = None
    return "".join(path)


def _promise_of(concern: Concern, *, at: datetime) -> str:
    if concern.order is None or concern.order.due_at is None or concern.order.state == OrderState.CLOSED:
        return ""
    standing = standing_of(concern, (), at=at)
    return standing.promise or spoken_time(concern.order.due_at)
