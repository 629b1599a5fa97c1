from jiezhi.kit.errors import DomainError, InvalidError


class TooLargeError(DomainError):
    """The body is larger than the interface takes."""

    code = "too_large"
    status = 413


class UnreadableError(DomainError):
    """The body is not what it says."""

    code = "unreadable"
    status = 400


class KeyReusedError(InvalidError):
    """An idempotency key came back with another body."""

    code = "idempotency_key_reused"
