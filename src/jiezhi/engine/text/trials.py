"""How well a model read texts it had not seen: shares of right answers, and the margin from which it may be trusted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WANTED = 0.98
"""How often a model must be right where it decides alone."""
SURE = 1.645
"""Standard deviations of a one-sided bound of 95 %."""
TOP = 3


@dataclass(frozen=True)
class Trial:
    """What a trial showed; all shares 0..1.

    Args:
        accuracy: Right at first.
        macro_f1: Mean over the classes of the harmonic mean of precision and recall.
        top3: Right one among the first three.
        coverage: Texts whose margin reaches the chosen one.
        precision: Right among those; 1 where there is none.
        margin: The chosen margin.
        texts: How many were tried.
    """

    accuracy: float
    macro_f1: float
    top3: float
    coverage: float
    precision: float
    margin: float
    texts: int

    def as_dict(self) -> dict[str, float | int]:
        """Give it as it is printed and stored, rounded to five digits."""
        return {
            name: round(value, 5) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def judge(scores: Floats, truth: Ints, *, margin: float) -> Trial:
    """Compare scores with what was true.

    Args:
        scores: One row a text, one column a class.
        truth: Column of the right class of each text; -1 where the model does not know it.
        margin: From which lead of the first class on it would decide alone.
    """
    order = np.argsort(-scores, axis=1)
    said = order[:, 0]
    right = said == truth
    sure = margins_of(scores) >= margin
    return Trial(
        accuracy=float(right.mean()),
        macro_f1=macro_f1(said, truth),
        top3=float((order[:, :TOP] == truth[:, None]).any(axis=1).mean()),
        coverage=float(sure.mean()),
        precision=float(right[sure].mean()) if sure.any() else 1.0,
        margin=float(margin),
        texts=len(truth),
    )


def margins_of(scores: Floats) -> Floats:
    """Give how far the first class is ahead of the second.

    Examples:
        >>> margins_of(np.array([[2.0, -1.0, 0.5]])).tolist()
        [1.5]
    """
    top = np.sort(scores, axis=1)
    return top[:, -1] - top[:, -2]


def macro_f1(said: Ints, truth: Ints) -> float:
    """Give the mean F1 over the classes that stand in the truth or were said.

    Examples:
        >>> macro_f1(np.array([0, 0, 1]), np.array([0, 1, 1]))
        0.6666666666666666
    """
    values = []
    for each in np.union1d(said, truth):
        hits = int(((said == each) & (truth == each)).sum())
        whole = int((said == each).sum()) + int((truth == each).sum())
        values.append(2 * hits / whole)
    return float(np.mean(values))


def margin_for(
    margins: Floats, right: Sequence[bool] | NDArray[np.bool_], *, wanted: float = WANTED
) -> float | None:
    """Give the least margin above which the model is right often enough, surely and not by luck.

    The lower end of Wilson's one-sided 95 % interval has to reach the wanted share.

    Args:
        margins: Of each text of a trial.
        right: Whether the first class was the right one.
        wanted: Share of right answers.

    Returns:
        The margin; None where no margin would do.

    Source:
        E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    order = np.argsort(-margins, kind="stable")
    hits = np.cumsum(np.asarray(right, dtype=np.float64)[order])
    tried = np.arange(1, len(order) + 1, dtype=np.float64)
    fits = np.flatnonzero(lower_bound(hits / tried, tried) >= wanted)
    return float(margins[order[fits[-1]]]) if len(fits) else None


def lower_bound(share: Floats, tried: Floats) -> Floats:
    """Give the lower end of Wilson's one-sided 95 % interval.

    Examples:
        >>> lower_bound(np.array([1.0]), np.array([100.0])).round(3).tolist()
        [0.974]
    """
    part = SURE**2 / tried
    middle = share + part / 2
    spread = SURE * np.sqrt(share * (1 - share) / tried + part / (4 * tried))
    return np.asarray((middle - spread) / (1 + part))


def chance_curve(margins: Floats, right: NDArray[np.bool_], *, rounds: int = 25) -> tuple[float, float]:
    """Fit how often the model is right by its margin: 1 / (1 + exp(-(a + b * margin))), by Newton's method.

    Args:
        margins: Of each text of a trial.
        right: Whether the first class was the right one.
        rounds: Steps; it settles in fewer than ten.

    Returns:
        a and b.

    Source:
        J. Platt, Probabilistic outputs for support vector machines (1999): targets are drawn in from 0 and 1.
    """
    hits = float(right.sum())
    high, low = (hits + 1) / (hits + 2), 1 / (len(right) - hits + 2)
    wanted = np.where(right, high, low)
    design = np.column_stack([np.ones_like(margins), margins])
    curve = np.zeros(2)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(design @ curve, -30, 30)))
        slope = design.T @ (wanted - chance)
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.eye(2) * 1e-6
        curve = curve + np.linalg.solve(bend, slope)
    return float(curve[0]), float(curve[1])
