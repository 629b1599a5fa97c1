from jiezhi.kit.errors import DomainError, InvalidError, RefusedError


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


class DigitsRefusedError(RefusedError):
    """The query code is right; the last digits of the telephone number are missing or wrong."""

    code = "digits_refused"
