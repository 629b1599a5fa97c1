from jiezhi.kit.errors import InvalidError, StaleError


class WayRefusedError(InvalidError):
    """A way cannot be set up as it was described."""

    code = "way_refused"


class SettledError(StaleError):
    """The message is not one that can be sent again."""

    code = "sending_settled"
