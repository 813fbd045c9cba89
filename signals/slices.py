"""All slices up to some depth, scored at once by how much better they tell a change than no slice does."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb, log

import numpy as np

from signals.leaves import Leaves, Numbers, Value

Condition = tuple[tuple[str, Value], ...]
"""Dimensions and the value that each must have."""
_MEDIAN_SQUARE = 0.4549
"""The median of the square of a standard normal variable."""
_ENOUGH = 5.0
"""From which expected amount a group tells how much amounts vary."""


@dataclass(frozen=True)
class Found:
    """A slice, and the logarithm of how much better it tells the change, less the cost of its description."""

    conditions: Condition
    evidence: float


@dataclass(frozen=True)
class _Grouping:
    """The slices over one combination of dimensions."""

    places: tuple[int, ...]
    keys: Numbers
    size: int
    cost: float


@dataclass(frozen=True)
class Candidates:
    """The slices of some leaves, up to ``depth`` dimensions each."""

    leaves: Leaves
    depth: int

    def best(self, left: Numbers, spread: float) -> Found | None:
        """The slice that tells most about what is left; None when there is nothing.

        Args:
            left: Which leaves have not been claimed yet.
            spread: How much more amounts vary than counts do.
        """
        now, earlier = self.leaves.now * left, self.leaves.earlier * left
        best: tuple[float, _Grouping, int] | None = None
        for one in self._groupings:
            scores = self._scores(one, now, earlier, spread)
            at = int(np.argmax(scores))
            if best is None or scores[at] > best[0] + 1e-9:
                best = float(scores[at]), one, at
        return Found(self._conditions(best[1], best[2]), best[0]) if best else None

    def spread(self, counts: bool) -> float:
        """How much more the slices' changes vary than counts would, told by the middle one, so that few that moved don't matter."""
        squares = [self._squares(one) for one in self._groupings if len(one.places) < self.depth]
        found = np.concatenate(squares) if squares else np.empty(0)
        least = 1.0 if counts else 1e-9
        return max(float(np.median(found)) / _MEDIAN_SQUARE, least) if len(found) else max(least, 1.0)

    @cached_property
    def _groupings(self) -> list[_Grouping]:
        dimensions = range(len(self.leaves.dimensions))
        places = [found for size in range(1, self.depth + 1) for found in combinations(dimensions, size)]
        return [self._grouping(one) for one in places if self.leaves.size]

    def _grouping(self, places: tuple[int, ...]) -> _Grouping:
        sizes = [len(self.leaves.values[place]) for place in places]
        keys = np.ravel_multi_index([self.leaves.codes[:, place] for place in places], sizes)
        _, first, keys = np.unique(keys, return_index=True, return_inverse=True)
        cost = sum(map(log, sizes)) + log(comb(len(self.leaves.dimensions), len(places)) * self.depth)
        return _Grouping(places, keys.reshape(-1), len(first), cost)

    def _scores(self, grouping: _Grouping, now: Numbers, earlier: Numbers, spread: float) -> Numbers:
        inside = [np.bincount(grouping.keys, one, grouping.size) for one in (now, earlier)]
        whole = [float(one.sum()) for one in (now, earlier)]
        against_rest = _likelihood(inside[0], inside[1], whole[0] - inside[0], whole[1] - inside[1])
        against_itself = _apart(inside[0], inside[1], self.leaves.windows)
        return np.minimum(against_rest, against_itself) / spread - grouping.cost

    def _squares(self, grouping: _Grouping) -> Numbers:
        """The squared standardised changes of slices, as far as they differ from the whole's."""
        leaves = self.leaves
        now, earlier = (np.bincount(grouping.keys, one, grouping.size) for one in (leaves.now, leaves.earlier))
        ratio = float(leaves.now.sum()) / max(float(leaves.earlier.sum()), 1.0)
        expected = earlier * ratio
        enough = expected >= _ENOUGH
        squares = (now - expected) ** 2 / np.where(enough, expected * (1 + ratio), 1.0)
        return np.asarray(squares[enough])

    def _conditions(self, grouping: _Grouping, at: int) -> Condition:
        leaf = int(np.argmax(grouping.keys == at))
        leaves = self.leaves
        return tuple((leaves.dimensions[one], leaves.values[one][leaves.codes[leaf, one]]) for one in grouping.places)


def _likelihood(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> Numbers:
    """The log-likelihood ratio of two by two amounts being two ratios (a to b, c to d) and not one."""
    a, b, c, d = (np.maximum(one, 0.0) for one in (a, b, c, d))
    whole = a + b + c + d
    both = _entropy(a) + _entropy(b) + _entropy(c) + _entropy(d) + _entropy(whole)
    return np.asarray(both - _entropy(a + b) - _entropy(c + d) - _entropy(a + c) - _entropy(b + d))


def _apart(now: Numbers, earlier: Numbers, windows: float) -> Numbers:
    """The log-likelihood ratio of amounts in one window and in several being of two levels and not one."""
    now, earlier = np.maximum(now, 0.0), np.maximum(earlier, 0.0)
    whole = now + earlier
    expected = whole / (1 + windows)
    return np.asarray(_ratio(now, expected) + _ratio(earlier, whole - expected))


def _ratio(seen: Numbers, expected: Numbers) -> Numbers:
    there = seen > 0
    return np.where(there, seen * np.log(np.where(there, seen, 1.0) / np.where(expected > 0, expected, 1.0)), 0.0)


def _entropy(amount: Numbers) -> Numbers:
    return amount * np.log(np.where(amount > 0, amount, 1.0))
