"""When a change began: the day or the hour from which on a series keeps to its new level."""

from collections.abc import Sequence

import numpy as np

_CLEAR = 3.0
"""From which log-likelihood ratio a part of a day tells more than the whole day does, and from how many standard
deviations of a count two levels can be told apart."""


def began(series: Sequence[float], before: float, now: float) -> int | None:
    """The place from which on a series lies nearer to the new level than to the old, to its end.

    Args:
        series: Amounts in the order of time, the last ones of the time that is explained.
        before: The level of an earlier day.
        now: The level that is explained.

    Returns:
        The place; None where the end is no nearer to the new level, or the whole series is, and where the levels are
        too near to be told apart by single amounts.
    """
    if abs(now - before) < _CLEAR * np.sqrt(max(now, before, 0.0)):
        return None
    middle = (before + now) / 2
    away = [at for at, amount in enumerate(series) if (amount > middle) is not (now > before)]
    start = (away[-1] if away else -1) + 1
    return start if 0 < start < len(series) else None


def began_within(now: Sequence[float], before: Sequence[float]) -> int | None:
    """The place in a day from which on it differs from earlier days, where that tells more than the whole day does.

    Args:
        now: Amounts of the day's hours.
        before: The mean of the same hours before.
    """
    seen, usual = (np.asarray(one, dtype=float) for one in (now, before))
    fits = np.array([_fit(seen[:at], usual[:at], 1.0) + _fit(seen[at:], usual[at:]) for at in range(len(seen))])
    best = int(np.argmax(fits)) if len(fits) else 0
    active = np.flatnonzero(usual + seen)
    first = int(active[0]) if len(active) else 0
    return best if best > first and fits[best] - fits[0] > _CLEAR else None


def _fit(seen: np.ndarray, usual: np.ndarray, ratio: float | None = None) -> float:
    """The Poisson log-likelihood, but for a constant, of amounts at a ratio to the usual; at the best one when None."""
    total, expected = float(seen.sum()), float(usual.sum())
    if not expected:
        return 0.0
    ratio = total / expected if ratio is None else ratio
    return total * float(np.log(ratio)) - ratio * expected if ratio else -0.0
