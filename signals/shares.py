"""Shares that drift: whether they do, and where they are heading."""

import numpy as np
from numpy.typing import NDArray

from signals.cube import Floats, Ints

_DRIFT = 5.0  # standard errors by which a share's median differs between the halves of the history
_PART = 0.05  # and the part of itself
_RECENT = 3  # days that tell where a share is heading
_TOLD = 10  # days that tell how far such predictions are off
_LOOSE = 0.08  # how far a share may jump while too few days tell
_SURE = 2.5  # standard errors within which today's share is taken as it is
_STEP = 1.4826 / np.sqrt(2)  # the standard deviation of a day, from the median step between days
_MEDIAN = 1.25  # the standard error of a median, in those of a mean


def drift(shares: Floats, errors: Floats, asked: NDArray[np.bool_]) -> float:
    """In standard errors, by how much the share that moves most has moved; 0 where none has.

    Args:
        shares: days × values.
        errors: Their standard errors by chance.
        asked: Which values are asked of.
    """
    first, second = (np.median(half, axis=0) for half in np.array_split(shares, 2))
    middle, moved = (first + second) / 2, np.abs(second - first)
    steps = np.median(np.abs(np.diff(shares, axis=0)), axis=0) * _STEP
    error = _MEDIAN * np.maximum(steps, np.median(errors, axis=0)) * np.sqrt(4 / len(shares))
    sure = np.where(asked & (moved > _PART * middle), moved / error, 0)
    most = float(sure.max(initial=0))
    return most if most > _DRIFT else 0.0


def expected(shares: Floats, chance: Floats, weights: Floats, kin: Ints, used: NDArray[np.bool_]) -> Floats:
    """Today's shares: as they are, as far as the last days let them be.

    Args:
        shares: days × values, today last.
        chance: Today's standard errors by chance.
        weights: What each value counts for among its kin.
        kin: The group of each value; a group's shares, weighed, come to one.
        used: Which of the days before are a guide.
    """
    now, past = shares[-1], shares[:-1][used]
    heading, error = _heading(past), _error(past)
    young = (past[-2 * _RECENT - 1 :] == 0).any(axis=0) | (len(past) <= 2 * _RECENT)
    error = np.where(young, _LOOSE, error)
    heading = np.where(young & (heading <= 0), now, heading)
    weight = error**2 / (error**2 + chance**2)
    reach = _SURE * np.hypot(error, chance)
    likely = np.clip(weight * now + (1 - weight) * heading, np.maximum(heading - reach, 0), heading + reach)
    sums = np.bincount(kin, likely * weights, len(likely))[kin]
    return np.asarray(likely / np.where(sums > 0, sums, 1), float)


def _heading(past: Floats) -> Floats:
    """Where the last days' shares lead to."""
    last, before = past[-_RECENT:], past[-2 * _RECENT : -_RECENT]
    if not len(before):
        return np.asarray(past[-1] if len(past) else np.zeros(past.shape[1]), float)
    slope = (last.mean(axis=0) - before.mean(axis=0)) * (_RECENT + 1) / (2 * _RECENT)
    return np.asarray(last.mean(axis=0) + slope, float)


def _error(past: Floats) -> Floats:
    """How far such predictions were off on the last days."""
    ends = range(max(len(past) - _TOLD, 2 * _RECENT), len(past))
    errors = [past[end] - _heading(past[:end]) for end in ends]
    return np.sqrt(np.mean(np.square(errors), axis=0)) if errors else np.full(past.shape[1], _LOOSE)
