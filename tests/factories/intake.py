"""Files on their way in."""

from datetime import datetime

from jiezhi.concerns.intakes import MESSAGES
from jiezhi.intake.models import IntakeRun
from jiezhi.intake.running import advance, hand_in
from tests.factories.offices import Office
from tests.intake import tables

REFUSED_ROW = ("9", "网友丁", "", "6月20日", "没有年份", "", "")


def checked_run(office: Office, *, at: datetime, content: bytes | None = None) -> IntakeRun:
    """A file of messages that was looked through; one of its rows cannot be taken."""
    run = hand_in(
        content or tables.xlsx(tables.TITLES, REFUSED_ROW, *tables.ROWS, sheet="留言"),
        kind=MESSAGES.name,
        file_name="留言.xlsx",
        by_worker=False,
        actor=office.dispatcher.actor,
        at=at,
    )
    return advance(run, at=at, by_worker=False)
