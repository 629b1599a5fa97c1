from jiezhi.kit.errors import DomainError


class PictureError(DomainError):
    """An upload that is not kept; the message says what the sender can do."""
