"""News of notices: a letter is to be sent."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MailDue:
    """A notice waits to be sent by e-mail."""

    notice_id: UUID
