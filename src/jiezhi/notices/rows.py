"""What the screens show of notices, and of messages: recipient, words, state and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.masking import mask_phone
from jiezhi.kit.links import link_to
from jiezhi.notices.choices import REPEATABLE, MailState, Reason, SendingState, WayKind
from jiezhi.notices.kinds import is_urgent, outside_words_of, words_of
from jiezhi.notices.models import Notice, Sending, WayOut

MANY = 5
"""So many notices of one kind on one day stand in one line: fewer are read faster than opened."""
TONES = {
    SendingState.WAITING: "info",
    SendingState.SENT: "ok",
    SendingState.DELIVERED: "ok",
    SendingState.REFUSED: "bad",
    SendingState.UNCERTAIN: "warn",
    SendingState.GIVEN_UP: "bad",
    SendingState.STOPPED: "plain",
}
MAIL_STATES = {
    MailState.WAITING: (SendingState.WAITING, Reason.NONE),
    MailState.SENT: (SendingState.SENT, Reason.NONE),
    MailState.FAILED: (SendingState.WAITING, Reason.AWAY),
}


@dataclass(frozen=True)
class SendingRow:
    """One message to one recipient.

    Args:
        id: For what can be done about it; None for a letter, which the outbox alone tries again.
        recipient: A member of staff, a group, or "the resident".
        masked: Their number with its middle left out.
        has_number: Whether there is one to show.
        way: By what.
        words: What it tells, as it leaves the house.
        url: Where that is shown.
        more: How many further things a gathered message tells.
        written_at: When it was written.
        state: In words.
        tone: Of the state.
        why: Why it is so; empty when there is nothing to say.
        may_repeat: Whether it can be sent again.
    """

    id: UUID | None
    recipient: str
    masked: str
    has_number: bool
    way: str
    words: str
    url: str
    more: int
    written_at: datetime
    state: str
    tone: str
    why: str
    may_repeat: bool


def sending_row(sending: Sending) -> SendingRow:
    """Give a message as the screens show it; its lines, recipient and way are read before."""
    lines = sorted(sending.lines.all(), key=lambda line: line.pk)
    first = lines[0] if lines else None
    phone = sending.wish.phone if sending.wish is not None else ""
    state = SendingState(sending.state)
    return SendingRow(
        id=sending.pk,
        recipient=_recipient(sending),
        masked=mask_phone(phone),
        has_number=bool(phone) or sending.reader_id is not None,
        way=str(WayKind(sending.way_kind).label),
        words=outside_words_of(first.kind, first.facts) if first else "",
        url=link_to(first.about_kind, first.about_id) if first else "",
        more=max(0, len(lines) - 1),
        written_at=sending.written_at,
        state=str(state.label),
        tone=TONES[state],
        why=_why(sending),
        may_repeat=state in REPEATABLE,
    )


def letter_row(notice: Notice) -> SendingRow:
    """Give a letter as the screens show it."""
    state, reason = MAIL_STATES[MailState(notice.mail_state)]
    return SendingRow(
        id=None,
        recipient=notice.reader.name,
        masked="",
        has_number=False,
        way=_("E-mail"),
        words=words_of(notice.kind, notice.facts),
        url=link_to(notice.about_kind, notice.about_id),
        more=0,
        written_at=notice.told_at,
        state=str(state.label),
        tone=TONES[state],
        why=str(reason.label),
        may_repeat=False,
    )


def merged_rows(sendings: Iterable[Sending], letters: Iterable[Notice]) -> list[SendingRow]:
    """Give messages and letters together, the newest first."""
    rows = [*map(sending_row, sendings), *map(letter_row, letters)]
    return sorted(rows, key=lambda row: row.written_at, reverse=True)


def _recipient(sending: Sending) -> str:
    if sending.reader is not None:
        return sending.reader.name
    if sending.wish_id is not None:
        return _("The resident")
    return group_of(sending.way)


def group_of(way: WayOut) -> str:
    """Give whose group a robot speaks to."""
    whose = way.department.name if way.department is not None else _("whole street")
    return f"{way.name} · {whose}"


def _why(sending: Sending) -> str:
    if not sending.reason:
        return ""
    why = str(Reason(sending.reason).label)
    if sending.state == SendingState.WAITING and sending.send_after > timezone.now():
        until = f"{timezone.localtime(sending.send_after):%m-%d %H:%M}"
        return _("%(why)s, until %(until)s") % {"why": why, "until": until}
    return _("%(why)s (%(code)s)") % {"why": why, "code": sending.code} if sending.code else why


@dataclass(frozen=True)
class NoticeRow:
    """A notice as the list shows it."""

    notice: Notice
    words: str
    url: str


@dataclass(frozen=True)
class NoticeLine:
    """What stands in the list as one line, the newest first.

    Args:
        rows: One notice, or `MANY` and more of one kind and day, all new or all read.
    """

    rows: tuple[NoticeRow, ...]

    @property
    def first(self) -> NoticeRow:
        """The newest one, which speaks for all."""
        return self.rows[0]

    @property
    def is_gathered(self) -> bool:
        """Whether more than one stands behind it."""
        return len(self.rows) > 1

    @property
    def is_undelivered(self) -> bool:
        """Whether one of them did not go out by e-mail."""
        return any(row.notice.mail_state == MailState.FAILED for row in self.rows)

    @property
    def others(self) -> int:
        """How many besides the one that speaks."""
        return len(self.rows) - 1


def notice_lines(notices: Sequence[Notice]) -> list[NoticeLine]:
    """Put notices into lines; what is gathered stands where its newest one would, and what is urgent stands alone.

    Args:
        notices: The newest first.
    """
    alike: dict[tuple[object, ...], list[NoticeRow]] = {}
    rows = [
        NoticeRow(row, words_of(row.kind, row.facts), link_to(row.about_kind, row.about_id))
        for row in notices
    ]
    for row in rows:
        alike.setdefault(_kind_and_day(row.notice), []).append(row)
    lines = []
    for row in rows:
        group = alike[_kind_and_day(row.notice)]
        if len(group) < MANY or is_urgent(row.notice.kind):
            lines.append(NoticeLine((row,)))
        elif group[0] is row:
            lines.append(NoticeLine(tuple(group)))
    return lines


def _kind_and_day(notice: Notice) -> tuple[object, ...]:
    return notice.kind, timezone.localdate(notice.told_at), notice.read_at is None
