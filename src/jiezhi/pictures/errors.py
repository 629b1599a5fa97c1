from collections.abc import Mapping

from jiezhi.kit.errors import DomainError


class PictureError(DomainError):
    """An upload that is not kept; the message says what the sender can do."""

    def __init__(
        self,
        code: str,
        message: str,
        facts: Mapping[str, str | int | None] | None = None,
        *,
        status: int = 422,
    ) -> None:
        super().__init__(message, facts=facts)
        self.code = code
        self.status = status
