"""How faults are written down: where they arose and of what kind, never what they say.

The message of an error may quote a resident: a broken constraint on PostgreSQL prints the whole row.
"""

import logging
import traceback
from types import TracebackType

ErrorTold = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class FaultFormatter(logging.Formatter):
    """Writes a traceback without the messages of its errors."""

    def formatException(self, ei: ErrorTold) -> str:  # noqa: N802 - Python's own name
        """Give the places of the program that an error passed, the cause first, each with the kind of its error."""
        told: list[str] = []
        error = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            told.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(told))
