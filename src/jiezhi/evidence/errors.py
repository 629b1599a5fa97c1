from jiezhi.kit.errors import DomainError, InvalidError, RefusedError, StaleError


class OwnWishError(RefusedError):
    """Nobody decides on what they asked for themselves."""

    code = "own_wish"


class DecidedError(StaleError):
    """There is no wish that waits."""

    code = "exclusion_decided"


class GroundError(InvalidError):
    """An exclusion needs the rule it rests on."""

    code = "ground_missing"


class TypesettingError(DomainError):
    """The document cannot be set on this machine."""

    code = "typesetting"
    status = 503
