from django.utils.translation import gettext as _

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


def unknown_code() -> CodeUnknownError:
    """Give the error of a code that opens nothing, the same whatever is wrong with it."""
    return CodeUnknownError(
        _("This code opens nothing: it was mistyped, used already or taken back. Ask whoever gave it to you.")
    )
