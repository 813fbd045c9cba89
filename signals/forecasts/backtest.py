"""The rolling backtest: what would have been told on earlier days, beside what came, and whether it beats the gate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from signals.forecasts.ahead import Told, look_ahead
from signals.forecasts.options import Options
from signals.forecasts.series import Daily, Floats


@dataclass(frozen=True)
class Checked:
    """One day told in time, and what came.

    Attributes:
        series: Whose.
        origin: The last day that was known.
        day: The day told.
        actual: What came.
        told: The model's mean.
        bounds: The model's intervals, (low, high) by level.
        naive: The gate's forecast.
        scale: Mean absolute change from week to week in the history that was known; errors are measured in it.
    """

    series: str
    origin: date
    day: date
    actual: float
    told: float
    bounds: Mapping[float, tuple[float, float]]
    naive: float
    scale: float

    @property
    def horizon(self) -> int:
        """How many days ahead."""
        return (self.day - self.origin).days


@dataclass(frozen=True)
class Record:
    """How a model has done.

    Attributes:
        days: How many days were told.
        origins: On how many days.
        mase: Mean absolute error in units of the change from one week to the next.
        naive_mase: The gate's.
        coverage: Share of the days inside the interval, by level.
        error_share: Four days in five came this near to what was told, as a share of it.
    """

    days: int
    origins: int
    mase: float
    naive_mase: float
    coverage: Mapping[float, float]
    error_share: float

    @property
    def gain(self) -> float:
        """By what share the model's error is smaller than the gate's."""
        return 1 - self.mase / self.naive_mase if self.naive_mase else 0.0


def backtest(series: Sequence[Daily], options: Options, whole: str | None = None) -> list[Checked]:
    """Tell the past: every few days, from what was known then, as far as it has come by now.

    Args:
        series: The series, all ending on the same day.
        options: How far back, and how often.
        whole: The series that the others add up to.
    """
    lengths = _lengths(series, options)
    return [checked for length in lengths for checked in _from_origin(series, length, options, whole)]


def record_of(checked: Sequence[Checked]) -> Record | None:
    """Sum up how a model has done; None when nothing could be told in time."""
    if not checked:
        return None
    told = np.array([item.told for item in checked])
    actual = np.array([item.actual for item in checked])
    scale = np.array([item.scale for item in checked])
    naive = np.array([item.naive for item in checked])
    return Record(
        days=len(checked),
        origins=len({item.origin for item in checked}),
        mase=float(np.mean(np.abs(actual - told) / scale)),
        naive_mase=float(np.mean(np.abs(actual - naive) / scale)),
        coverage={level: _coverage(checked, level) for level in checked[0].bounds},
        error_share=float(np.quantile(np.abs(actual - told) / np.maximum(told, 1), _MOST)),
    )


_MOST = 0.8


def _coverage(checked: Sequence[Checked], level: float) -> float:
    inside = [item.bounds[level][0] <= item.actual <= item.bounds[level][1] for item in checked]
    return float(np.mean(inside))


def beats_gate(record: Record | None, options: Options) -> bool:
    """Return whether a model may be used: it was tried often enough, and its error is smaller."""
    return record is not None and record.origins >= options.backtest.least_origins and record.mase < record.naive_mase


def bounds_of(paths: Floats, levels: Sequence[float]) -> dict[float, tuple[Floats, Floats]]:
    """Return the interval of each column at each level."""
    cuts = sorted({edge for level in levels for edge in _edges(level)})
    found = dict(zip(cuts, np.quantile(paths, cuts, axis=0), strict=True))
    return {level: (found[_edges(level)[0]], found[_edges(level)[1]]) for level in levels}


def _edges(level: float) -> tuple[float, float]:
    return round((1 - level) / 2, 6), round((1 + level) / 2, 6)


def _lengths(series: Sequence[Daily], options: Options) -> list[int]:
    """How many days were known at each origin, oldest first."""
    rolling = options.backtest
    longest = max((len(daily.counts) for daily in series), default=0)
    first = max(rolling.least_train_days, longest - rolling.days)
    return list(range(longest - rolling.latest_days_ago, first - 1, -rolling.every_days))[::-1]


def _from_origin(series: Sequence[Daily], length: int, options: Options, whole: str | None) -> Iterator[Checked]:
    known = [daily.until(length) for daily in series]
    ahead = min(options.backtest.days_ahead, max(len(daily.counts) for daily in series) - length)
    told = look_ahead(known, ahead, options, options.backtest.paths, whole)
    for daily in series:
        if daily.name in told:
            yield from _compared(daily, told[daily.name], length, options)


def _compared(daily: Daily, told: Told, length: int, options: Options) -> Iterator[Checked]:
    bounds = bounds_of(told.paths, options.levels)
    scale = weekly_change(told.daily.counts, options.backtest.season_days)
    origin = daily.start + timedelta(days=length - 1)
    for step, actual in enumerate(daily.counts[length : length + told.paths.shape[1]]):
        if not np.isnan(actual):
            yield Checked(
                series=daily.name,
                origin=origin,
                day=origin + timedelta(days=step + 1),
                actual=float(actual),
                told=float(told.paths[:, step].mean()),
                bounds={level: (float(low[step]), float(high[step])) for level, (low, high) in bounds.items()},
                naive=float(told.last_season[step]),
                scale=scale,
            )


def weekly_change(counts: Floats, season: int) -> float:
    """Return the mean absolute difference of days a season apart, at least one count: what MASE measures in."""
    return max(float(np.nanmean(np.abs(counts[season:] - counts[:-season]))), 1.0)
