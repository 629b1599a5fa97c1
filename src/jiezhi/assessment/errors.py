from jiezhi.kit.errors import DomainError, InvalidError, RefusedError, StaleError


class WeightsError(InvalidError):
    """Weights that cannot be a version."""

    code = "weights"


class PastWeightsError(InvalidError):
    """A version may not begin in the past: what was, keeps the weights of its time."""

    code = "weights_past"


class OwnObjectionError(RefusedError):
    """Nobody decides on an objection of their own."""

    code = "own_objection"


class ObjectionError(StaleError):
    """There is no such objection that waits, or one waits already."""

    code = "objection"


class ReasonError(InvalidError):
    """A reason is missing, or holds somebody's number."""

    code = "reason"


class BroughtError(StaleError):
    """A version of the superior's count that nothing can be brought into, or that was taken back already."""

    code = "superior_count"


class BriefError(DomainError):
    """The document cannot be made on this machine."""

    code = "brief"
    status = 503
