from jiezhi.kit.errors import DomainError, RefusedError


class TokenRefusedError(DomainError):
    """No token, or none that is good: the words never tell whether it was wrong, expired or revoked."""

    code = "token_refused"
    status = 401


class ScopeMissingError(RefusedError):
    """The token is good, but not for this."""

    code = "scope_missing"


class NetworkRefusedError(RefusedError):
    """The token may not be used from where it came."""

    code = "network_refused"


class TooManyCallsError(DomainError):
    """The program called more often than it may."""

    code = "too_many_calls"
    status = 429
