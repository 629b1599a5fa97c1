from jiezhi.kit.errors import DomainError


class OtherAccountError(DomainError):
    """It was written by one account and is sent in the session of another."""

    code = "other_account"
    status = 409


class PartlyTakenError(DomainError):
    """Of a joint visit some tasks were done and others were not possible: what is left goes under a new key."""

    code = "key_used"
    status = 409


class KeyUsedError(DomainError):
    """A key came back with something else under it."""

    code = "key_used"
    status = 409
