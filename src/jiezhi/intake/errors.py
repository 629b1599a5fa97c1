from jiezhi.kit.errors import DomainError


class FileRefusedError(DomainError):
    """A file cannot be read as a table; the message says what to do with it."""

    code = "file_refused"
    status = 422
