from jiezhi.kit.errors import DomainError


class MeetingStepError(DomainError):
    """The meeting does not allow this in its present state."""

    code = "meeting_step"


class MeetingDayError(DomainError):
    """It is too early or too late for this."""

    code = "meeting_day"


class MinutesIncompleteError(DomainError):
    """The minutes say nothing about a topic of the agenda."""

    code = "minutes_incomplete"
    status = 422


class AcceptanceUsedError(DomainError):
    """Assigned work can be refused once, and only when it is reported done."""

    code = "acceptance_used"
