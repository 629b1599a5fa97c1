"""News for ourselves: a message is to be brought to a program."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class LetterDue:
    """A message waits to be sent."""

    letter_id: UUID
