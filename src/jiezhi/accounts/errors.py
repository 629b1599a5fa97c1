from jiezhi.kit.errors import DomainError


class SignInRefusedError(DomainError):
    """Nobody was signed in; the words never tell whether name, password or a lock was the cause."""

    code = "sign_in_refused"
    status = 422


class CodeRefusedError(DomainError):
    """A code does not fit, was used before, or came too late."""

    code = "code_refused"
    status = 422


class ProviderError(DomainError):
    """The other system did not vouch for anybody in a way that can be trusted."""

    code = "provider_refused"
    status = 422
