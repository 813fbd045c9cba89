"""Where and how hard planted incidents strike."""

from dataclasses import dataclass

import numpy as np

from evals.worlds.leaves import Leaves, Slice
from evals.worlds.rates import Rates, codes_of, whole
from evals.worlds.recipe import Planting, Range
from evals.worlds.sampled import HOURS, Planted
from pipeline.generate.portions import Flags, Floats, Ints


@dataclass(frozen=True)
class Planter:
    """Plants incidents into a world's counts.

    Attributes:
        leaves: The leaves.
        rates: The world before chance.
        dimensions: By which a slice may be named.
        rules: What incidents are like.
        missing: Hours without rows, in which nothing is seen.
        rng: The world's randomness.
    """

    leaves: Leaves
    rates: Rates
    dimensions: tuple[str, ...]
    rules: Planting
    missing: tuple[tuple[int, int], ...]
    rng: np.random.Generator

    def plant(self, counts: Ints, day: int) -> Planted:
        """Add the calls of an incident that begins on a day, and tell what was added."""
        chosen = self.slice_of(day)
        inside = self.leaves.within(chosen)
        first = day * HOURS + whole(self.rules.starts, self.rng)
        hours = min(round(_log_uniform(self.rules.hours, self.rng)), len(counts) * HOURS - first)
        multiplier = _log_uniform(self.rules.multiplier, self.rng)
        usual = self.rates.expected[:, inside].sum(axis=1)
        added = np.zeros(len(counts), dtype=np.int64)
        for hour in range(first, first + hours):
            added[hour // HOURS] += self._strike(counts, hour, inside, multiplier)
        return Planted(chosen, first, hours, multiplier, inside, added, usual)

    def _strike(self, counts: Ints, hour: int, inside: Flags, multiplier: float) -> int:
        day, clock = divmod(hour, HOURS)
        if (day, clock) in self.missing:
            return 0
        usual = self.rates.expected[day, inside] * hour_shape(self.leaves)[clock]
        extra = self.rng.poisson((multiplier - 1) * usual)
        counts[day, clock, inside] += extra
        return int(extra.sum())

    def slice_of(self, day: int) -> Slice:
        """Draw slices until one is large enough, not too large, and not as good as another one."""
        weights = self.rates.expected[day]
        while True:
            chosen = self._any(weights)
            inside = self.leaves.within(chosen)
            if self._fits(weights, inside) and self._distinct(weights, chosen):
                return chosen

    def _any(self, weights: Floats) -> Slice:
        depth = whole(self.rules.depth, self.rng)
        leaf = int(self.rng.choice(len(weights), p=weights / weights.sum()))
        names = self.rng.choice(self.dimensions, depth, replace=False)
        values = {str(name): self.leaves.columns[str(name)][leaf] for name in sorted(names)}
        return {name: value for name, value in values.items() if value is not None}

    def _fits(self, weights: Floats, inside: Flags) -> bool:
        held = weights[inside].sum()
        return bool(self.rules.least_calls <= held <= self.rules.most_share * weights.sum())

    def _distinct(self, weights: Floats, chosen: Slice) -> bool:
        """Whether no slice with a dimension more or less is nearly the same."""
        held = weights[self.leaves.within(chosen)].sum()
        less = [{name: chosen[name] for name in chosen if name != dropped} for dropped in chosen]
        shares = [held / weights[self.leaves.within(wider)].sum() for wider in less]
        return not any(self.rules.distinct < share < 1 - _SAME for share in (*shares, *self._largest(weights, chosen)))

    def _largest(self, weights: Floats, chosen: Slice) -> list[float]:
        """The share that the commonest value of every other dimension has of the slice."""
        inside = weights * self.leaves.within(chosen)
        others = [name for name in self.dimensions if name not in chosen]
        return [float(np.bincount(codes_of(self.leaves, name), inside).max() / inside.sum()) for name in others]


_SAME = 1e-6


def hour_shape(leaves: Leaves) -> Floats:
    """Each hour's share of a day's calls."""
    shape = np.asarray(leaves.world.hours.calls, dtype=np.float64)
    return np.asarray(shape / shape.sum())


def _log_uniform(between: Range, rng: np.random.Generator) -> float:
    return float(np.exp(rng.uniform(*np.log(between))))
