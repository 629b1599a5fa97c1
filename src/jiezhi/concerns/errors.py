from jiezhi.kit.errors import DomainError


class AlreadyReceivedError(DomainError):
    """The request has an order already."""

    code = "already_received"


class ReturnWindowClosedError(DomainError):
    """The superior no longer takes this order back."""

    code = "return_window_closed"


class NoObjectionError(DomainError):
    """No objection waits for an answer."""

    code = "no_objection"


class NoCallbackDueError(DomainError):
    """Nobody waits for an answer of the reporter just now."""

    code = "no_callback_due"


class OwnWorkError(DomainError):
    """Somebody wants to ask a reporter about what they did themselves."""

    code = "own_work"


class NotBetterError(DomainError):
    """A model read the street's own texts worse than the one that is or was in use."""

    code = "not_better"


class NotComparedError(DomainError):
    """A street has too few texts to try a model on: only a person can put it to use, knowing that."""

    code = "not_compared"


class NotSureError(DomainError):
    """A request must not be dispatched without a person."""

    code = "not_sure"
