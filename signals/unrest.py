"""By how much more than chance days vary: everything together, and the values of each dimension besides."""

import numpy as np

from signals.cube import Cube, Floats
from signals.level import Level
from signals.slices import Slices

_KEPT = 0.95
_KEPT_MEAN = 0.759  # the mean of the lowest 95 % of a chi-squared distribution
_LEAST = 5.0  # of fewer expected counts a day nothing is learned
_LARGEST = 0.25  # the largest dispersion
_STEPS = 24


def unrest(cube: Cube, daily: Floats, expected: Floats, found: Level) -> Floats:
    """Each dimension's dispersion: the part that its values' days vary by, of their squared expectation.

    Args:
        cube: What is looked at.
        daily: The days before × leaves.
        expected: What was expected of them.
        found: The level of all: which days are a guide, and what all had in common.
    """
    seen, usual = daily[found.used], expected[found.used]
    common = seen.sum(axis=1) / np.maximum(usual.sum(axis=1), 1e-9)
    usual = usual * common[:, None]
    return np.array([_of(cube, dimension, seen, usual) for dimension in range(len(cube.dimensions))])


def of_slices(slices: Slices, by_dimension: Floats) -> Floats:
    """Each slice's dispersion: what its dimensions add."""
    named = np.array([sum(by_dimension[one] for one in chosen) for chosen in slices.named], float)
    return np.asarray(named[slices.groups])


def _of(cube: Cube, dimension: int, seen: Floats, usual: Floats) -> float:
    code, size = cube.codes[:, dimension], len(cube.values[dimension])
    one_hot = np.zeros((len(code), size))
    one_hot[np.arange(len(code)), code] = 1
    counts, means = seen @ one_hot, usual @ one_hot
    enough = means > _LEAST
    if size < 2 or enough.sum() < 2 * size:
        return 0.0
    squared, mean = np.square(counts - means)[enough], means[enough]
    low, high = 0.0, _LARGEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _trimmed(squared / (mean + middle * mean**2)) > 1 else (low, middle)
    return low


def _trimmed(ratios: Floats) -> float:
    kept = np.partition(ratios, int(_KEPT * len(ratios)) - 1)[: int(_KEPT * len(ratios))]
    return float(kept.mean()) / _KEPT_MEAN
