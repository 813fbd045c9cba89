"""The days ahead of several series, as sample paths: by the model, or by the gate that it must beat."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from signals.forecasts.habits import Habits, habits_of
from signals.forecasts.model import Fit, fit
from signals.forecasts.options import Options
from signals.forecasts.paths import latest_season, naive_paths, paths_of
from signals.forecasts.series import Daily, Floats


@dataclass(frozen=True)
class Told:
    """What was told of one series.

    Attributes:
        daily: Its history, as far as it was looked at.
        fit: What the history says.
        paths: The model's paths, one a row, one day a column.
        naive: The gate's.
        last_season: What the gate tells: the same weekday's latest count, day by day.
        habits: How spells behave, all series together.
    """

    daily: Daily
    fit: Fit
    paths: Floats
    naive: Floats
    last_season: Floats
    habits: Habits


def enough(daily: Daily, options: Options) -> bool:
    """Return whether there is enough history to tell anything."""
    return int(daily.known.sum()) >= options.least_days and bool(np.nanmax(daily.counts) > 0)


def look_ahead(
    series: Sequence[Daily], ahead: int, options: Options, count: int, whole: str | None = None
) -> Mapping[str, Told]:
    """Tell the days ahead of every series that has enough history.

    Args:
        series: The series; what is unusual is learned from all of them together.
        ahead: How many days.
        options: What is assumed.
        count: How many paths.
        whole: The series that the others add up to: its mean is theirs, its spread its own.
    """
    recent = [daily.latest(options.most_days) for daily in series if enough(daily, options)]
    fits = [fit(daily, ahead, options) for daily in recent]
    habits = habits_of(fits, options.unusual)
    told = {
        daily.name: _told(daily, found, habits, ahead, options, count)
        for daily, found in zip(recent, fits, strict=True)
    }
    if whole in told and len(told) > 1:
        parts = sum(one.paths.mean(axis=0) for name, one in told.items() if name != whole)
        told[whole] = replace(told[whole], paths=moved(told[whole].paths, np.asarray(parts)))
    return told


def moved(paths: Floats, means: Floats) -> Floats:
    """Scale each day's paths so that their mean is another one."""
    return np.asarray(paths * (means / np.maximum(paths.mean(axis=0), _TINY)))


_TINY = 1e-9


def _told(daily: Daily, found: Fit, habits: Habits, ahead: int, options: Options, count: int) -> Told:
    rng = np.random.default_rng([options.seed, zlib.crc32(daily.name.encode()), daily.last.toordinal()])
    paths = paths_of(found, habits, count, rng)
    season = options.backtest.season_days
    naive = naive_paths(daily.counts, ahead, season, count, rng)
    last = latest_season(daily.counts, season)[np.arange(ahead) % season]
    return Told(daily, found, paths, naive, last, habits)
