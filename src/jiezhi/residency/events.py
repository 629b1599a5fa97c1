"""News of residents who sign in: ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PhoneCodeAsked:
    """A code is to be sent to the number that asked for it."""

    phone_code_id: UUID
