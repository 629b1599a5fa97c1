from jiezhi.kit.errors import DomainError


class KeyUsedError(DomainError):
    """A key came back with something else under it."""

    code = "key_used"
    status = 409
