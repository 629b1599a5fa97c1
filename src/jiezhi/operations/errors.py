from jiezhi.kit.errors import MissingError, StaleError


class NoSuchDeliveryError(MissingError):
    """There is no message of this number among those that could not be delivered."""


class NoSuchFaultError(MissingError):
    """There is no fault of this number."""


class NothingToTryError(StaleError):
    """Nothing waits to be tried again: somebody was quicker."""
