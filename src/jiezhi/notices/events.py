"""News of notices: something is to be sent."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MailDue:
    """A notice waits to be sent by e-mail."""

    notice_id: UUID


@dataclass(frozen=True)
class SendingDue:
    """Something waits to be sent to one recipient by short message or robot."""

    sending_id: UUID
