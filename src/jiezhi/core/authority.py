"""How a street office may hand work to a department: what the department is to the office decides it.

An own section takes orders. An outpost of another authority takes them by agreement and is asked without one.
A district bureau is called, or the matter goes up to it when it is the bureau's own duty. A utility is asked.
A residents' committee governs itself: it assists only where the responsibility list names it.
"""

from dataclasses import dataclass
from enum import StrEnum


class BodyKind(StrEnum):
    """What a department is to the office, named as in the register of departments."""

    SECTION = "section"
    OUTPOST = "outpost"
    BUREAU = "bureau"
    UTILITY = "utility"
    COMMUNITY = "community"


class HandOver(StrEnum):
    """How an order is handed over."""

    DIRECT = "direct"
    AGREED = "agreed"
    REQUESTED = "requested"
    CALLED = "called"
    TRANSFERRED = "transferred"


class HandOverReason(StrEnum):
    """Why it is handed over this way, or not at all."""

    OWN_SECTION = "own_section"
    AGREEMENT = "agreement"
    NO_AGREEMENT = "no_agreement"
    OWN_DUTY = "own_duty"
    BUREAU = "bureau"
    UTILITY = "utility"
    LISTED = "listed"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True)
class Authority:
    """What the office may do.

    Args:
        modes: the ways that are open, the usual one first; none when the work may not be handed over at all.
        reason: why.
    """

    modes: tuple[HandOver, ...]
    reason: HandOverReason

    @property
    def usual(self) -> HandOver | None:
        """The way that is taken unless another is chosen."""
        return self.modes[0] if self.modes else None


BINDING = frozenset({HandOver.DIRECT, HandOver.AGREED})
"""Ways that oblige the department: what it gives back is reviewed and counted."""


def authority_over(kind: BodyKind, *, has_agreement: bool, is_listed: bool) -> Authority:
    """The ways in which the office may hand work to a department.

    Args:
        kind: what the department is to the office.
        has_agreement: whether an agreement for the matter is in force with it.
        is_listed: whether the responsibility list names it for this matter at this place.

    Examples:
        >>> [str(mode) for mode in authority_over(BodyKind.BUREAU, has_agreement=False, is_listed=True).modes]
        ['transferred', 'called']
        >>> str(authority_over(BodyKind.OUTPOST, has_agreement=False, is_listed=True).usual)
        'requested'
        >>> authority_over(BodyKind.COMMUNITY, has_agreement=True, is_listed=False).modes
        ()
    """
    if kind is BodyKind.SECTION:
        return Authority((HandOver.DIRECT,), HandOverReason.OWN_SECTION)
    if kind is BodyKind.OUTPOST:
        if has_agreement:
            return Authority((HandOver.AGREED,), HandOverReason.AGREEMENT)
        return Authority((HandOver.REQUESTED,), HandOverReason.NO_AGREEMENT)
    if kind is BodyKind.BUREAU:
        if is_listed:
            return Authority((HandOver.TRANSFERRED, HandOver.CALLED), HandOverReason.OWN_DUTY)
        return Authority((HandOver.CALLED, HandOver.TRANSFERRED), HandOverReason.BUREAU)
    if kind is BodyKind.UTILITY:
        return Authority((HandOver.REQUESTED,), HandOverReason.UTILITY)
    if is_listed:
        return Authority((HandOver.DIRECT,), HandOverReason.LISTED)
    return Authority((), HandOverReason.NOT_LISTED)
