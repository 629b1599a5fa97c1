from jiezhi.kit.errors import DomainError


class SignInRefusedError(DomainError):
    """Nobody was signed in; the words never tell whether name, password or a lock was the cause."""

    code = "sign_in_refused"
    status = 422
