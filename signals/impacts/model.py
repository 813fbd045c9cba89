"""A step in a series among its own unrest: how large, and how sure, whatever the unrest is like."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import brentq
from scipy.stats import norm

from signals.impacts.options import Options
from signals.impacts.others import Flags, Floats

_WEEK = 7


@dataclass(frozen=True)
class Unrest:
    """What a series does by itself, besides the chance of counts: standard deviations of its logarithm."""

    day: float
    walk: float
    trend: float


@dataclass(frozen=True)
class Days:
    """The days of a series.

    Attributes:
        place: Each one's number; days may be missing.
        stepped: Whether it has the step.
        variance: What chance does to it.
    """

    place: Floats
    stepped: Flags
    variance: Floats


@dataclass(frozen=True)
class Step:
    """How large the step is, under one kind of unrest.

    Attributes:
        mean: Expected.
        deviation: Its standard deviation.
        evidence: The logarithm of how well this unrest tells the series.
        unrest: Which.
    """

    mean: float
    deviation: float
    evidence: float
    unrest: Unrest


def unrests(options: Options, *, steady: bool = False) -> list[tuple[Unrest, float]]:
    """Every kind of unrest that is weighed, with the logarithm of its weight beforehand.

    Args:
        options: What is assumed.
        steady: Only those without trend and wandering.
    """
    walks, trends = (options.walk_spreads[:1], options.trend_spreads[:1]) if steady else _moving(options)
    every = [Unrest(*one) for one in product(options.day_spreads, walks, trends)]
    return [(one, _steadiness(one) * float(np.log(options.steady_weight))) for one in every]


def _moving(options: Options) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return options.walk_spreads, options.trend_spreads


def _steadiness(one: Unrest) -> int:
    return (one.walk == 0) + (one.trend == 0)


def steps(values: Floats, days: Days, options: Options, *, steady: bool = False) -> list[Step]:
    """Find the step in a series under every kind of unrest.

    Args:
        values: The series, on a logarithmic scale.
        days: Its days.
        options: What is assumed.
        steady: Whether it is known to have neither trend nor wandering.
    """
    return [_step(values, days, options, unrest, weight) for unrest, weight in unrests(options, steady=steady)]


def _step(values: Floats, days: Days, options: Options, unrest: Unrest, weight: float) -> Step:
    root = np.linalg.cholesky(covariance(days, unrest, options))
    seen = solve_triangular(root, np.column_stack([values, days.stepped.astype(np.float64)]), lower=True)
    y, d = seen[:, 0], seen[:, 1]
    precision = d @ d + options.effect_spread**-2
    mean = float(d @ y / precision)
    fit = -0.5 * (y @ y - mean**2 * precision) - np.log(np.diag(root)).sum()
    doubt = -0.5 * np.log(precision * options.effect_spread**2)
    return Step(mean, float(precision**-0.5), float(fit + doubt + weight), unrest)


def covariance(days: Days, unrest: Unrest, options: Options) -> Floats:
    """How days vary together, the step apart."""
    time = days.place - days.place[0]
    same_weekday = (days.place[:, None] - days.place[None, :]) % _WEEK == 0
    return np.asarray(
        options.level_spread**2
        + np.diag(days.variance + unrest.day**2)
        + options.weekday_spread**2 * same_weekday
        + unrest.walk**2 * np.minimum(time[:, None], time[None, :])
        + unrest.trend**2 * np.outer(time - time.mean(), time - time.mean())
    )


def deviation(days: Days, unrest: Unrest, options: Options) -> float:
    """How sure a step would be, were there such days."""
    root = np.linalg.cholesky(covariance(days, unrest, options))
    seen = solve_triangular(root, days.stepped.astype(np.float64), lower=True)
    return float((seen @ seen + options.effect_spread**-2) ** -0.5)


@dataclass(frozen=True)
class Mixed:
    """A step whatever the unrest: each kind weighs as much as it tells the series."""

    means: Floats
    deviations: Floats
    weights: Floats

    @classmethod
    def of(cls, found: list[Step]) -> "Mixed":
        """Weigh steps by their evidence."""
        evidence = np.array([one.evidence for one in found])
        weights = np.exp(evidence - evidence.max())
        means, deviations = (np.array([getattr(one, name) for one in found]) for name in ("mean", "deviation"))
        return cls(means, deviations, weights / weights.sum())

    @property
    def mean(self) -> float:
        """Expected."""
        return float(self.weights @ self.means)

    def quantile(self, share: float) -> float:
        """The value that the step lies below with this chance."""
        wide = 12 * self.deviations.max()
        low, high = float(self.means.min() - wide), float(self.means.max() + wide)
        return float(brentq(lambda value: self._below(value) - share, low, high))

    def _below(self, value: float) -> float:
        return float(self.weights @ norm.cdf((value - self.means) / self.deviations))

    def bounds(self, level: float) -> tuple[float, float]:
        """The interval that it lies in with this chance."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)
