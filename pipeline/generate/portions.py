"""Dividing whole numbers by weights without losing any."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def portions(total: int, weights: Sequence[float] | Floats | Ints) -> Ints:
    """Divide ``total`` by ``weights``: whole numbers that add up to it (largest remainder, earlier ones first)."""
    parts = np.asarray(weights, dtype=np.float64)
    if total == 0 or parts.sum() <= 0:
        return np.zeros(len(parts), dtype=np.int64)
    exact = parts * (total / parts.sum())
    whole: Ints = np.floor(exact + 1e-9).astype(np.int64)
    largest_first = np.argsort(whole - exact, kind="stable")
    whole[largest_first[: total - whole.sum()]] += 1
    return whole


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Draw ``size`` positions of ``weights``, each as often as its weight says."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn: Ints = np.searchsorted(bounds, rng.random(size) * bounds[-1], side="right").astype(np.int64)
    return drawn
