"""Sample paths: what the days ahead may be, all days together, so that sums over any days have intervals too."""

import numpy as np

from signals.forecasts.habits import Habits, excess_now
from signals.forecasts.model import Fit
from signals.forecasts.series import Floats


def paths_of(fit: Fit, habits: Habits, count: int, rng: np.random.Generator) -> Floats:
    """Draw paths, one a row, one day a column: level and noise, spells, and the noise of counting."""
    root = np.linalg.cholesky(fit.covariance)
    logs = fit.mean + _mirrored(rng, count, len(fit.mean)) @ root.T
    rates = np.exp(logs + _spells(fit, habits, count, len(fit.mean), rng))
    return _counted(rates, rng)


def naive_paths(history: Floats, ahead: int, season: int, count: int, rng: np.random.Generator) -> Floats:
    """Draw paths of a seasonal naive forecast: the same weekday of the last week, off by as much as it was before."""
    differences = history[season:] - history[:-season]
    spread = float(np.sqrt(np.nanmean(differences**2)))
    steps = np.arange(ahead) // season + 1
    last = latest_season(history, season)[np.arange(ahead) % season]
    return np.maximum(last + spread * np.sqrt(steps) * _mirrored(rng, count, ahead), 0)


def latest_season(history: Floats, season: int) -> Floats:
    """Return the latest known count of each weekday, in the order of the days ahead."""
    known = [history[-season + at :: -season] for at in range(season)]
    return np.array([float(days[~np.isnan(days)][0]) if (~np.isnan(days)).any() else np.nan for days in known])


def _mirrored(rng: np.random.Generator, count: int, days: int) -> Floats:
    """Normal draws in pairs of opposite sign: means come out exact with fewer of them."""
    half = rng.standard_normal((count // 2, days))
    return np.concatenate([half, -half])


def _spells(fit: Fit, habits: Habits, count: int, days: int, rng: np.random.Generator) -> Floats:
    """What spells add to the logarithm: one that goes on now, and new ones as often as they have come before."""
    size = np.full(count, excess_now(fit))
    added = np.zeros((count, days))
    if not len(habits.sizes):
        return added
    for day in range(days):
        chance = rng.random(count)
        size = np.where((size != 0) & (chance >= habits.goes_on), 0.0, size)
        begins = (size == 0) & (rng.random(count) < habits.starts)
        size = np.where(begins, rng.choice(habits.sizes, count), size)
        added[:, day] = size
    return added


def _counted(rates: Floats, rng: np.random.Generator) -> Floats:
    return np.maximum(rates + np.sqrt(rates) * rng.standard_normal(rates.shape), 0)
