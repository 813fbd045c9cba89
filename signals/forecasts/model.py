"""The model: the logarithm of a count is its effects plus a slowly drifting level plus noise, all of them normal.

With normal assumptions everything follows in closed form: which noise and drift the history makes most likely, how far each
day lies from what all the others say, and the joint distribution of the days ahead.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.linalg import cho_solve, cholesky

from signals.forecasts.effects import Effects, effects_of
from signals.forecasts.options import Options
from signals.forecasts.series import Daily, Flags, Floats
from signals.forecasts.unusual import Spell, lasting, outside, robust_spread, rough_level, spells_of

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


def fit(daily: Daily, ahead: int, options: Options) -> Fit:
    """Learn a series and tell the days ahead; days that are no pattern are set aside first.

    Args:
        daily: The series, at least a week of it.
        ahead: How many days to tell.
        options: What is assumed.
    """
    logs = np.log(daily.counts + HALF)
    spells, steps = _first_look(logs, daily.known, options)
    for _ in range(ROUNDS):
        usual = outside(spells, len(logs)) & daily.known
        effects = effects_of(daily, ahead, options.assumed, steps)
        learned = _Learned.of(logs, usual, effects, options)
        residuals = logs - learned.expected
        unusual = daily.known & (np.abs(residuals) > options.unusual.spread * learned.spread)
        found = spells_of(residuals, unusual, options.unusual)
        steps = sorted({*steps, *lasting(found, options.unusual)})
        again = [spell for spell in found if spell.first not in steps]
        if again == spells:
            break
        spells = again
    return Fit(*learned.ahead(len(logs)), learned.expected, learned.spread, spells)


def _first_look(logs: Floats, known: Flags, options: Options) -> tuple[list[Spell], list[int]]:
    rough = logs - rough_level(logs, options.backtest.season_days)
    limit = options.unusual.spread * max(robust_spread(rough[known]), options.least_noise)
    found = spells_of(rough, known & (np.abs(rough) > limit), options.unusual)
    steps = lasting(found, options.unusual)
    return [spell for spell in found if spell.first not in steps], steps


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
    def of(cls, logs: Floats, usual: Flags, effects: Effects, options: Options) -> "_Learned":
        center = float(np.mean(logs[usual])) + effects.columns @ effects.means
        left = (logs - center[: len(logs)])[usual]
        counting = 1 / np.exp(np.median(logs[usual]))
        rough = robust_spread((logs - rough_level(logs, options.backtest.season_days))[usual])
        noise = _likeliest(left, usual, effects, _least(rough, counting, options), counting, options)
        return cls._solved(logs, usual, effects, noise, counting, center)

    @classmethod
    def _solved(
        cls, logs: Floats, usual: Flags, effects: Effects, noise: _Noise, counting: float, center: Floats
    ) -> "_Learned":
        whole = _covariance(effects, noise)
        at = np.flatnonzero(usual)
        own = whole[np.ix_(at, at)] + (counting) * np.eye(len(at))
        inverse = cho_solve((cholesky(own, lower=True), True), np.eye(len(at)))
        weights = inverse @ (logs[at] - center[at])
        expected, variance = _from_others(logs, at, whole, inverse, weights, center, counting)
        return cls(whole, usual, weights, inverse, center, expected, np.sqrt(variance))

    def ahead(self, now: int) -> tuple[Floats, Floats]:
        """The days after the history: expected logarithm and covariance."""
        at = np.flatnonzero(self.usual)
        across = self.whole[now:, at]
        mean = self.center[now:] + across @ self.weights
        return mean, self.whole[now:, now:] - across @ self.inverse @ across.T


def _least(rough: float, counting: float, options: Options) -> float:
    """The spread to begin with: what is seen, less what counting alone explains."""
    return float(np.sqrt(max(rough**2 - counting, options.least_noise**2)))


def _likeliest(
    left: Floats, usual: Flags, effects: Effects, spread: float, counting: float, options: Options
) -> _Noise:
    candidates = [
        _Noise(spread * multiple, spread * multiple * share)
        for multiple, share in product(options.noise_multiples, options.drift_shares)
    ]
    at = np.flatnonzero(usual)
    shared = _shared(effects)[np.ix_(at, at)]
    walk = np.minimum.outer(at, at) + 1.0
    eye = np.eye(len(at))

    def likelihood(noise: _Noise) -> float:
        lower = cholesky(shared + noise.drift**2 * walk + (noise.day**2 + counting) * eye, lower=True)
        return float(-HALF * left @ cho_solve((lower, True), left) - np.log(np.diag(lower)).sum())

    return max(candidates, key=likelihood)


def _shared(effects: Effects) -> Floats:
    scaled = effects.columns * effects.spreads
    return np.asarray(scaled @ scaled.T, dtype=np.float64)


def _covariance(effects: Effects, noise: _Noise) -> Floats:
    days = np.arange(len(effects.columns))
    walk = np.minimum.outer(days, days) + 1.0
    return _shared(effects) + noise.drift**2 * walk + noise.day**2 * np.eye(len(days))


def _from_others(
    logs: Floats, at: Floats, whole: Floats, inverse: Floats, weights: Floats, center: Floats, counting: float
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
