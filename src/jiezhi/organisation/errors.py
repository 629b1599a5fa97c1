from jiezhi.kit.errors import DomainError


class ListGapError(DomainError):
    """The responsibility list names nobody for a matter at a place: a fault of the list."""

    code = "list_gap"


class ListTieError(DomainError):
    """The responsibility list names several leads for a matter at a place: a fault of the list."""

    code = "list_tie"


class CalendarMissingError(DomainError):
    """The working calendar has no opening hours, so no time can be promised."""

    code = "calendar_missing"
