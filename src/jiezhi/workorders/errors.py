from jiezhi.kit.errors import DomainError


class WrongStepError(DomainError):
    """The order's flow does not allow this verb in its present state."""

    code = "wrong_step"


class AlreadyReopenedError(DomainError):
    """Each reporter reopens an order once by right; after that somebody must look at it with other eyes."""

    code = "already_reopened"


class ExtensionRefusedError(DomainError):
    """More time cannot be asked for now."""

    code = "extension_refused"


class PhotoMissingError(DomainError):
    """The matter asks for a picture that shows the thing done."""

    code = "photo_missing"
    status = 422


class NotListedError(DomainError):
    """A residents' committee is to get work that the responsibility list does not give it."""

    code = "not_listed"


class WayNotOpenError(DomainError):
    """The department may not be given work in the way that was chosen."""

    code = "way_not_open"


class MergeRefusedError(DomainError):
    """Two orders cannot be put together."""

    code = "merge_refused"


class PartRefusedError(DomainError):
    """A merge can no longer be undone."""

    code = "part_refused"


class SupportsOpenError(DomainError):
    """The lead reports done while supports are open, and gives no reason."""

    code = "supports_open"
    status = 422


class SupportRefusedError(DomainError):
    """A department cannot be brought in to this order."""

    code = "support_refused"
