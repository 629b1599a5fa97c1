from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RunDue:
    """A file waits to be looked at, or for its next part to be brought in."""

    run_id: UUID
