"""What went wrong, in words for the person who must now do something about it."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule of the domain says no.

    Args:
        message: What happened, why, and what to do next, translated for the reader.
        facts: Plain values that machines may need (ids, limits); never personal data.
    """

    code: str = "refused"
    status: int = 409

    def __init__(self, message: str, *, facts: Mapping[str, str | int | None] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.facts = dict(facts or {})


class MissingError(DomainError):
    """There is no such thing, or it lies outside the reader's area: both look the same from outside."""

    code = "missing"
    status = 404


class RefusedError(DomainError):
    """The thing is within the reader's area, but this deed is not theirs."""

    code = "not_permitted"
    status = 403


class StaleError(DomainError):
    """Somebody else was quicker: what the reader saw is no longer so."""

    code = "stale"
    status = 409


class InvalidError(DomainError):
    """What was entered cannot be accepted as it is."""

    code = "invalid"
    status = 422
