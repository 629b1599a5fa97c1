from jiezhi.kit.errors import DomainError


class ListGapError(DomainError):
    """The responsibility list names nobody for a matter at a place: a fault of the list."""

    code = "list_gap"


class ListTieError(DomainError):
    """The responsibility list names several leads for a matter at a place: a fault of the list."""

    code = "list_tie"


class CalendarMissingError(DomainError):
    """A street has no working hours: no deadline can be promised."""

    code = "calendar_missing"


class VersionStateError(DomainError):
    """A version of the list is not where the deed needs it to be."""

    code = "version_state"


class SameHandError(DomainError):
    """Two persons are needed, and this would be one: who submitted approves, who asks grants, or for oneself."""

    code = "same_hand"
    status = 403


class UnfinishedDraftError(DomainError):
    """A draft names several leads for one matter, or leaves gaps that nobody has spoken to."""

    code = "unfinished_draft"


class DutiesApartError(DomainError):
    """One person would hold duties that are kept apart."""

    code = "duties_apart"
