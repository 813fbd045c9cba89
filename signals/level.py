"""The level of everything, day by day: trend, weekdays and what is left to chance."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.cube import Floats, Ints

_ROUNDS = 12
_WEEKDAYS = 7
# Prior standard deviations of the logarithm: of the level (none to speak of), the trend over the window, a weekday.
_PRIOR = (10.0, 0.3, *(0.3,) * _WEEKDAYS)
_FAR = 4.0
"""A day so many standard deviations off is no guide to others."""
_SPREAD = 0.05
"""The spread to begin with."""
_MEDIAN = 0.455
"""Of a chi-squared distribution."""
_USUAL, _KNOWN = 0.02, 20
"""Days usually spread by so much; that weighs as much as so many days' own spread."""
_UNSURE = 12.0
"""Far in the tail, a variance that n days tell of counts as 1 + this / n times itself (as Student's t does)."""


@dataclass(frozen=True)
class Level:
    """What a day is expected to have, in all.

    Attributes:
        history: For each day before: the fitted total, had all its hours been there.
        today: The total that is expected of the day.
        used: Which days before were a guide.
        spread: The share of the expected total that days vary by, beyond what counts do by chance.
        doubt: The standard error of ``today``, as a share of it.
    """

    history: Floats
    today: float
    used: NDArray[np.bool_]
    spread: float
    doubt: float


def level(totals: Floats, share: Floats, weekdays: Ints, usable: NDArray[np.bool_]) -> Level:
    """Fit a level, a trend and weekdays to totals; counts are Poisson with a spread of days besides.

    Args:
        totals: Of the days before, the oldest first.
        share: Of each of them, the share of a day's hours that is in.
        weekdays: Of the days before and the day itself, 0 to 6.
        usable: Which of the days before may be a guide.
    """
    days = len(totals)
    time = np.linspace(-1, 0, days + 1)
    design = np.column_stack([np.ones(days + 1), time, *(weekdays == one for one in range(_WEEKDAYS))]).astype(float)
    used, spread = usable.copy(), 0.0
    fitted, doubt = np.full(days + 1, float(totals[usable].mean()) if usable.any() else 0.0), 0.0
    for spread_of in (_typical, _spread):
        if not used.any() or totals[used].sum() == 0:
            break
        fitted, doubt, spread = _fitted(design, totals, share, used, spread_of)
        far = np.abs(totals - fitted[:-1] * share) > _FAR * _deviation(fitted[:-1] * share, spread)
        used = usable & ~far if (usable & ~far).sum() * 2 > usable.sum() else used
    return Level(fitted[:-1], float(fitted[-1]), used, spread, doubt)


def _fitted(
    design: Floats,
    totals: Floats,
    share: Floats,
    used: NDArray[np.bool_],
    spread_of: Callable[[Floats, Floats, int], float],
) -> tuple[Floats, float, float]:
    """A ridge Poisson regression; the totals fitted, the last one's standard error, the days' spread."""
    rows, seen, offset = design[:-1][used], totals[used], np.log(np.maximum(share[used], 1e-9))
    ridge = np.diag(1 / np.square(_PRIOR))
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(max(seen.sum() / share[used].sum(), 1e-9))
    start, spread = weights.copy(), _SPREAD
    for _ in range(_ROUNDS):
        mean = np.exp(rows @ weights + offset)
        variance = mean / (1 + spread**2 * mean)
        slope = rows.T @ (variance * (seen / mean - 1)) - ridge @ (weights - start)
        curve = rows.T @ (variance[:, None] * rows) + ridge
        weights = weights + np.linalg.solve(curve, slope)
        spread = spread_of(seen, np.exp(rows @ weights + offset), design.shape[1] - 1)
    last = design[-1]
    return np.exp(design @ weights), float(np.sqrt(last @ np.linalg.solve(curve, last))), spread


def _typical(seen: Floats, mean: Floats, taken: int) -> float:
    """The spread of most days, whatever a few wild ones do."""
    freedom = max(len(seen) - taken, 1) / len(seen)
    squared = float(np.median(np.square(seen / mean - 1))) / _MEDIAN / freedom - float(np.mean(1 / mean))
    return float(np.sqrt(max(squared, 0)))


def _spread(seen: Floats, mean: Floats, taken: int) -> float:
    """The days' spread that chance leaves unexplained; more of it the fewer days it is learned from."""
    freedom = max(len(seen) - taken, 1) / len(seen)
    squared = max(float(np.square(seen / mean - 1).mean()) / freedom - float(np.mean(1 / mean)), 0)
    drawn = (len(seen) * squared + _KNOWN * _USUAL**2) / (len(seen) + _KNOWN)
    return float(np.sqrt(drawn * (1 + _UNSURE / len(seen))))


def _deviation(mean: Floats, spread: float) -> Floats:
    return np.sqrt(mean + (spread * mean) ** 2 + 1)
