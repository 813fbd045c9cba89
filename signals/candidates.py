"""All slices up to some depth, scored at once by how much better they tell a change than no slice does."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb, log

import numpy as np

from signals.leaves import Leaves, Numbers, Value

Condition = tuple[tuple[str, Value], ...]
"""Dimensions and the value that each must have."""
_MEDIAN = {2: 0.4549, 3: 1.3863, 4: 2.366}
"""The median of chi-square over so many windows."""
_TIE = 1e-9
_BEYOND = 2.0
"""From which log-likelihood ratio a slice is beyond the nearest of its earlier windows: two standard deviations."""
_ENOUGH = 5.0
"""From which expected amount a group tells how much amounts vary."""


@dataclass(frozen=True)
class Found:
    """A slice, and how unlikely chance made its change: minus the logarithm, less the cost of its description."""

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
    """The slices of some leaves, up to ``depth`` dimensions each, ``left_out`` never among them."""

    leaves: Leaves
    depth: int
    left_out: frozenset[str] = frozenset()

    def best(self, left: Numbers, spread: float) -> Found | None:
        """The slice that tells most about what is left; None when none tells anything.

        Args:
            left: Which leaves have not been claimed yet.
            spread: How much more amounts vary than counts do.
        """
        best: tuple[float, _Grouping, int] | None = None
        for one in self._groupings:
            scores = self._scores(one, left, spread)
            if best is None or scores.max() > best[0]:
                scores = np.where(self._unseen(one, left, spread), scores, -np.inf)
            at = int(np.argmax(scores))
            if scores[at] > (best[0] + _TIE if best else -np.inf):
                best = float(scores[at]), one, at
        return Found(self._conditions(best[1], best[2]), best[0]) if best else None

    def spread(self, counts: bool) -> float:
        """How much more amounts vary from window to window than counts would: that of the middle one of all slices.

        Told by the earlier windows where there are several, so that what is to be explained does not count.
        """
        squares = [self._squares(one) for one in self._groupings if len(one.places) < self.depth]
        found = np.concatenate(squares) if squares else np.empty(0)
        least = 1.0 if counts else 1e-9
        return max(float(np.median(found)), least) if len(found) else max(least, 1.0)

    @cached_property
    def _searched(self) -> list[int]:
        """The places of the dimensions that slices are looked for in."""
        return [at for at, name in enumerate(self.leaves.dimensions) if name not in self.left_out]

    @cached_property
    def _groupings(self) -> list[_Grouping]:
        places = [found for size in range(1, self.depth + 1) for found in combinations(self._searched, size)]
        return [self._grouping(one) for one in places if self.leaves.size]

    def _grouping(self, places: tuple[int, ...]) -> _Grouping:
        sizes = [len(self.leaves.values[place]) for place in places]
        keys = np.ravel_multi_index([self.leaves.codes[:, place] for place in places], sizes)
        _, first, keys = np.unique(keys, return_index=True, return_inverse=True)
        cost = sum(map(log, sizes)) + log(comb(len(self._searched), len(places)) * self.depth)
        return _Grouping(places, keys.reshape(-1), len(first), cost)

    def _scores(self, grouping: _Grouping, left: Numbers, spread: float) -> Numbers:
        """How unlikely chance makes each slice's change, both against the rest's and against its own level before."""
        amounts = [one * left for one in (self.leaves.now, self.leaves.earlier)]
        inside = [np.bincount(grouping.keys, one, grouping.size) for one in amounts]
        whole = [float(one.sum()) for one in amounts]
        against_rest = _likelihood(inside[0], inside[1], whole[0] - inside[0], whole[1] - inside[1])
        against_itself = _apart(inside[0], inside[1], self.leaves.windows)
        return _surprise(np.minimum(against_rest, against_itself) / spread) - grouping.cost

    def _unseen(self, grouping: _Grouping, left: Numbers, spread: float) -> Numbers:
        """Whether no earlier window had what a slice has now: where one had, that one was unusual."""
        now = np.bincount(grouping.keys, self.leaves.now * left, grouping.size)
        scale = self.leaves.each.shape[1] / self.leaves.windows
        each = [np.bincount(grouping.keys, one * left, grouping.size) * scale for one in self.leaves.each.T]
        nearest = np.clip(now, np.min(each, axis=0), np.max(each, axis=0))
        return np.asarray(_apart(now, nearest, 1.0) / spread > _BEYOND)

    def _squares(self, grouping: _Grouping) -> Numbers:
        """How much more each slice varies over the windows than counts do, as far as it differs from the whole."""
        leaves = self.leaves
        if leaves.each.shape[1] == 1:
            return self._squares_of_two(grouping)
        seen = np.column_stack([np.bincount(grouping.keys, one, grouping.size) for one in leaves.each.T])
        weights = leaves.each.sum(axis=0) / max(float(leaves.each.sum()), 1.0)
        expected = seen.sum(axis=1, keepdims=True) * weights
        enough = expected.min(axis=1) >= _ENOUGH
        squares = ((seen - expected)[enough] ** 2 / expected[enough]).sum(axis=1)
        return np.asarray(squares / _MEDIAN[seen.shape[1]])

    def _squares_of_two(self, grouping: _Grouping) -> Numbers:
        """The same where one earlier window is all there is: how far slices are from what the middle one does."""
        now, earlier = (
            np.bincount(grouping.keys, one, grouping.size) for one in (self.leaves.now, self.leaves.earlier)
        )
        enough = earlier >= _ENOUGH
        if not enough.any():
            return np.empty(0)
        ratio = max(float(np.median(now[enough] / earlier[enough])), _TIE)
        expected = earlier[enough] * ratio
        return np.asarray((now[enough] - expected) ** 2 / (expected * (1 + ratio)) / _MEDIAN[2])

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


def _surprise(likelihood: Numbers) -> Numbers:
    """The negative logarithm of how likely chance alone gives such a likelihood ratio: that of a chi-square tail."""
    large = np.maximum(likelihood, 1.0)
    return np.where(likelihood > 1, large + np.log(np.pi * large) / 2 - np.log1p(-1 / (2 * large)), likelihood)


def _entropy(amount: Numbers) -> Numbers:
    return amount * np.log(np.where(amount > 0, amount, 1.0))
