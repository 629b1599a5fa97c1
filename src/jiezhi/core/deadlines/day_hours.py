"""The working intervals of one workday and how time passes in them."""

from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property
from typing import Self

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True)
class DayHours:
    """The working intervals of one day, as time since midnight.

    Args:
        intervals: begin and end of each interval, in order and apart.

    Raises:
        ValueError: there are none, or they overlap or are out of order.
    """

    intervals: tuple[tuple[timedelta, timedelta], ...]

    def __post_init__(self) -> None:
        if not self.intervals:
            raise ValueError("A working calendar needs at least one interval of working hours.")
        before = _NOTHING
        for begin, end in self.intervals:
            if end <= begin or begin < before:
                raise ValueError("Working hours must be in order, apart, and end after they begin.")
            before = end

    @classmethod
    def from_times(cls, hours: tuple[tuple[time, time], ...]) -> Self:
        """Working hours written as times of day; an end of 00:00 means 24:00.

        Args:
            hours: begin and end of each interval on the local clock.

        Examples:
            >>> DayHours.from_times(((time(0), time(0)),)).length
            datetime.timedelta(days=1)
        """
        return cls(tuple((since_midnight(begin), since_midnight(end) or _DAY) for begin, end in hours))

    @cached_property
    def length(self) -> timedelta:
        """The working time of a whole workday."""
        return sum((end - begin for begin, end in self.intervals), _NOTHING)

    @property
    def closing(self) -> timedelta:
        """When the office closes, as time since midnight."""
        return self.intervals[-1][1]

    def worked_by(self, moment: timedelta) -> timedelta:
        """The working time that has passed on a workday by this moment.

        Args:
            moment: time since midnight.

        Examples:
            >>> office = DayHours.from_times(((time(9), time(12)), (time(13), time(17))))
            >>> office.worked_by(timedelta(hours=14)) == timedelta(hours=4)
            True
        """
        return sum((min(moment, end) - begin for begin, end in self.intervals if begin < moment), _NOTHING)

    def reached_at(self, worked: timedelta) -> timedelta:
        """The first moment, as time since midnight, by which this much of a workday has passed.

        Args:
            worked: working time, above nothing and at most a whole day's.

        Examples:
            >>> office = DayHours.from_times(((time(9), time(12)), (time(13), time(17))))
            >>> office.reached_at(timedelta(hours=3)) == timedelta(hours=12)
            True
        """
        for begin, end in self.intervals:
            if worked <= end - begin:
                return begin + worked
            worked -= end - begin
        return self.closing


def since_midnight(moment: time) -> timedelta:
    """How long after midnight a time of day is.

    Args:
        moment: a time on the local clock.

    Examples:
        >>> since_midnight(time(9, 30)) == timedelta(hours=9.5)
        True
    """
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
