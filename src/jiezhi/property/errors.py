from jiezhi.kit.errors import DomainError


class ContractOverlapsError(DomainError):
    """Another contract of the estate holds for the same days."""

    code = "contract_overlaps"
    status = 409


class CallClosedError(DomainError):
    """What a company was asked is answered or withdrawn already."""

    code = "call_closed"
    status = 409


class CodeUnknownError(DomainError):
    """A code opens nothing: mistyped, used already, or withdrawn."""

    code = "code_unknown"
    status = 422
