from jiezhi.kit.errors import DomainError


class AnsweredAlreadyError(DomainError):
    """Somebody has answered the emergency."""

    code = "answered_already"


class RosterClashError(DomainError):
    """A turn of duty ends before it begins, or stands twice."""

    code = "roster_clash"
    status = 422
