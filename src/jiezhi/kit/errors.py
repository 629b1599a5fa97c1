"""Refusals that explain themselves."""

from typing import Any


class DomainError(Exception):
    """A rule of the domain said no: what happened, why, and what to do next, in the reader's language."""

    def __init__(
        self, code: str, message: str, facts: dict[str, Any] | None = None, status: int = 400
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts or {}
        self.status = status
