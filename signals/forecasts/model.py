"""The model: the logarithm of a count is its effects plus a slowly drifting level plus noise, all of them normal.

With normal assumptions everything follows in closed form: which noise and drift the history makes most likely, how far
each day lies from what all the others say, and the joint distribution of the days ahead.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dtrsv

from signals.forecasts.effects import Effects, effects_of
from signals.forecasts.options import Options
from signals.forecasts.series import Daily, Flags, Floats
from signals.forecasts.unusual import Spell, lasting_steps, outside, robust_spread, rough_level, spells_of

ROUNDS = 3
HALF = 0.5


@dataclass(frozen=True)
class Fit:
    """What a series' history says.

    Attributes:
        mean: The expected logarithm of each day ahead.
        covariance: Of the days ahead, with their noise, but without that of counting.
        expected: The expected logarithm of each day of the history, told from the other days.
        spread: And how far from it a day usually lies.
        spells: Unusual days that were left out.
    """

    mean: Floats
    covariance: Floats
    expected: Floats
    spread: Floats
    spells: list[Spell]


@dataclass(frozen=True)
class _Noise:
    """Standard deviations of a day's noise, and of the level's step from one day to the next."""

    day: float
    drift: float


Positions = NDArray[np.intp]


def fit(daily: Daily, ahead: int, options: Options) -> Fit:
    """Learn a series and tell the days ahead; days that are no pattern are set aside first.

    Args:
        daily: The series, at least a week of it.
        ahead: How many days to tell.
        options: What is assumed.
    """
    logs = np.log(daily.counts + HALF)
    week = options.backtest.season_days
    steps = lasting_steps(logs, week, options.unusual)
    effects = effects_of(daily, ahead, options.assumed, sorted(steps))
    level = logs - np.sum([size * (np.arange(len(logs)) >= at) for at, size in steps.items()] or [0.0 * logs], axis=0)
    rough = level - rough_level(level, week)
    spells = _first_look(rough, daily.known & ~effects.eventful[: len(logs)], options)
    for _ in range(ROUNDS):
        usual = outside(spells, len(logs)) & daily.known
        learned = _Learned.of(logs, usual, effects, robust_spread(rough[usual]), options)
        residuals = logs - learned.expected
        unusual = daily.known & (np.abs(residuals) > options.unusual.spread * learned.spread)
        found = spells_of(residuals, unusual, options.unusual)
        if found == spells:
            break
        spells = found
    return Fit(*learned.ahead(len(logs)), learned.expected, learned.spread, spells)


def _first_look(rough: Floats, plain: Flags, options: Options) -> list[Spell]:
    limit = options.unusual.spread * max(robust_spread(rough[plain]), options.least_noise)
    return spells_of(rough, plain & (np.abs(rough) > limit), options.unusual)


@dataclass(frozen=True)
class _Learned:
    """The history's equations, solved."""

    whole: Floats
    usual: Flags
    weights: Floats
    inverse: Floats
    center: Floats
    expected: Floats
    spread: Floats

    @classmethod
    def of(cls, logs: Floats, usual: Flags, effects: Effects, rough: float, options: Options) -> "_Learned":
        center = float(np.mean(logs[usual])) + effects.columns @ effects.means
        left = (logs - center[: len(logs)])[usual]
        counting = 1 / np.exp(np.median(logs[usual]))
        noise = _likeliest(left, usual, effects, rough, counting, options)
        return cls._solved(logs, usual, effects, noise, counting, center)

    @classmethod
    def _solved(
        cls, logs: Floats, usual: Flags, effects: Effects, noise: _Noise, counting: float, center: Floats
    ) -> "_Learned":
        whole = _covariance(effects, noise)
        at = np.flatnonzero(usual)
        own = whole[np.ix_(at, at)] + counting * np.eye(len(at))
        inverse = np.asarray(np.linalg.inv(own), dtype=np.float64)
        weights = inverse @ (logs[at] - center[at])
        expected, variance = _from_others(logs, at, whole, inverse, weights, center, counting)
        return cls(whole, usual, weights, inverse, center, expected, np.sqrt(variance))

    def ahead(self, now: int) -> tuple[Floats, Floats]:
        """The days after the history: expected logarithm and covariance."""
        at = np.flatnonzero(self.usual)
        across = self.whole[now:, at]
        mean = self.center[now:] + across @ self.weights
        return mean, self.whole[now:, now:] - across @ self.inverse @ across.T


def _likeliest(
    left: Floats, usual: Flags, effects: Effects, spread: float, counting: float, options: Options
) -> _Noise:
    around = np.sqrt(max(spread**2, counting, options.least_noise**2))
    candidates = [
        _Noise(np.sqrt(max((around * multiple) ** 2 - counting, options.least_noise**2)), around * multiple * share)
        for multiple, share in product(options.noise_multiples, options.drift_shares)
    ]
    at = np.flatnonzero(usual)
    shared = _shared(effects)[np.ix_(at, at)]
    walk = np.minimum.outer(at, at) + 1.0
    eye = np.eye(len(at))

    def likelihood(noise: _Noise) -> float:
        lower = np.linalg.cholesky(shared + noise.drift**2 * walk + (noise.day**2 + counting) * eye)
        return float(-HALF * np.sum(dtrsv(lower, left, lower=1) ** 2) - np.log(np.diag(lower)).sum())

    return max(candidates, key=likelihood)


def _shared(effects: Effects) -> Floats:
    scaled = effects.columns * effects.spreads
    return np.asarray(scaled @ scaled.T, dtype=np.float64)


def _covariance(effects: Effects, noise: _Noise) -> Floats:
    days = np.arange(len(effects.columns))
    walk = np.minimum.outer(days, days) + 1.0
    return _shared(effects) + noise.drift**2 * walk + noise.day**2 * np.eye(len(days))


def _from_others(
    logs: Floats, at: Positions, whole: Floats, inverse: Floats, weights: Floats, center: Floats, counting: float
) -> tuple[Floats, Floats]:
    """What all other days say of each: a day in use is left out, a day set aside is told from those in use."""
    length = len(logs)
    across = whole[:length, at]
    expected = center[:length] + across @ weights
    variance = np.diag(whole)[:length] + counting - np.einsum("ij,jk,ik->i", across, inverse, across)
    own = 1 / np.diag(inverse)
    expected[at] = logs[at] - weights * own
    variance[at] = own
    return expected, variance
