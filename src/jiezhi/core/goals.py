"""How far a figure is on its way from where it began to its target."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Way:
    """A straight way from a baseline to a target over a phase.

    Args:
        baseline: The value when the phase began; None when nobody measured it.
        target: The value at its end.
        begins_on: First day of the phase.
        ends_on: Last day of the phase.
    """

    baseline: float | None
    target: float
    begins_on: date
    ends_on: date

    def due_by(self, on: date) -> float | None:
        """Give the value that would be on the way on a day; None without a baseline.

        Before the phase it is the baseline, after it the target.

        Examples:
            >>> way = Way(0.45, 0.70, date(2026, 1, 1), date(2026, 12, 31))
            >>> way.due_by(date(2025, 1, 1)), way.due_by(date(2027, 1, 1)), round(way.due_by(date(2026, 7, 2)), 3)
            (0.45, 0.7, 0.575)
        """
        if self.baseline is None:
            return None
        days = (self.ends_on - self.begins_on).days
        gone = min(max((on - self.begins_on).days, 0), days)
        return self.baseline + (self.target - self.baseline) * (gone / days if days else 1.0)

    def gap(self, value: float, *, higher_is_better: bool) -> float:
        """Give how much is missing to the target; negative when it is passed.

        Examples:
            >>> Way(None, 0.7, date(2026, 1, 1), date(2026, 12, 31)).gap(0.75, higher_is_better=True) < 0
            True
        """
        return (self.target - value) if higher_is_better else (value - self.target)

    def is_behind(self, value: float, on: date, *, higher_is_better: bool) -> bool:
        """Whether a value is short of what would be on the way; without a baseline never before the end.

        Examples:
            >>> way = Way(0.45, 0.70, date(2026, 1, 1), date(2026, 12, 31))
            >>> way.is_behind(0.5, date(2026, 7, 2), higher_is_better=True)
            True
        """
        due = self.due_by(on)
        if due is None:
            due = self.target if on >= self.ends_on else value
        return value < due if higher_is_better else value > due
