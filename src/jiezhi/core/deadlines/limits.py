"""Limits: how long a step or a whole order may take, and how urgency shortens it.

A limit is an amount of one unit. The unit says which clock counts: working time stands still at night, at
weekends and on public holidays; natural time never stands still. The amounts are the office's own, kept as
rows; nothing here claims to be a standard's table.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class LimitUnit(StrEnum):
    """What a limit is counted in.

    Minutes and hours run from the moment of the start; days leave out the day of the start (see
    `WorkingCalendar.add`).
    """

    WORKING_MINUTES = "working_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_HOURS = "natural_hours"
    NATURAL_DAYS = "natural_days"

    @property
    def counts_working_time(self) -> bool:
        """Whether this unit's clock stands still outside working hours.

        Examples:
            >>> LimitUnit.WORKING_DAYS.counts_working_time, LimitUnit.NATURAL_DAYS.counts_working_time
            (True, False)
        """
        return self in {LimitUnit.WORKING_MINUTES, LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS}

    @property
    def counts_whole_days(self) -> bool:
        """Whether the day of the start is left out and the limit ends with a day.

        Examples:
            >>> LimitUnit.NATURAL_DAYS.counts_whole_days, LimitUnit.NATURAL_HOURS.counts_whole_days
            (True, False)
        """
        return self in {LimitUnit.WORKING_DAYS, LimitUnit.NATURAL_DAYS}


@dataclass(frozen=True)
class Limit:
    """An amount of time in one unit, such as five working days.

    Args:
        amount: how many of the unit; at least 1.
        unit: what is counted.

    Raises:
        ValueError: the amount is 0 or negative.

    Examples:
        >>> Limit(5, LimitUnit.WORKING_DAYS).amount
        5
    """

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"A limit needs an amount of at least 1, not {self.amount}.")


class Urgency(StrEnum):
    """Three tiers of urgency, from the everyday to danger."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"


DEFAULT_FACTORS: Mapping[Urgency, Fraction] = MappingProxyType(
    {Urgency.NORMAL: Fraction(1), Urgency.URGENT: Fraction(1, 2), Urgency.EMERGENCY: Fraction(1, 4)}
)


def scale_limit(
    limit: Limit, urgency: Urgency, factors: Mapping[Urgency, Fraction] = DEFAULT_FACTORS
) -> Limit:
    """The limit that holds at this urgency, in the same unit.

    The amount is rounded up and never falls below one of the unit: an office cannot work half a counted day.
    A matter whose emergencies must be quicker than a day therefore needs its limit in hours.

    Args:
        limit: the limit at normal urgency.
        urgency: the tier.
        factors: what part of the limit each tier leaves; fractions, so that nothing is lost in rounding.

    Raises:
        ValueError: a factor is not above zero.

    Examples:
        >>> scale_limit(Limit(5, LimitUnit.WORKING_DAYS), Urgency.URGENT).amount
        3
        >>> scale_limit(Limit(1, LimitUnit.NATURAL_DAYS), Urgency.EMERGENCY).amount
        1
    """
    factor = factors[urgency]
    if factor <= 0:
        raise ValueError(f"The factor of {urgency} must be above 0, not {factor}.")
    return replace(limit, amount=max(1, math.ceil(limit.amount * factor)))
