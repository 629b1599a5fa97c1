from jiezhi.kit.errors import DomainError


class FileRefusedError(DomainError):
    """A file cannot be read as a table; the message says what to do with it."""

    code = "file_refused"
    status = 422


class RunStateError(DomainError):
    """The run is not where this can be done with it."""

    code = "run_state"
    status = 409


class RowRefusedError(ValueError):
    """A row cannot be taken.

    Args:
        column: Name of the column that is at fault, as its kind calls it.
        reason: One of the kind's reasons.
    """

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason
