"""Sums over days ahead: intervals of sums can't be added up from those of days, so they are taken from the paths."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from signals.forecasts.backtest import bounds_of
from signals.forecasts.forecast import Forecast
from signals.forecasts.series import Floats

Bounds = Mapping[float, tuple[float, float]]


@dataclass(frozen=True)
class Span:
    """Consecutive days, the last of them ahead.

    Attributes:
        first: The first of them.
        last: The last; the same for a single day.
        known: What is known of it: the count of the days that have been.
        count: What is expected of all of them together.
        bounds: (low, high) by level; the expectation lies within.
    """

    first: date
    last: date
    known: float
    count: float
    bounds: Bounds


def spans_of(forecast: Forecast, levels: tuple[float, ...], begun: Sequence[date] = ()) -> Iterator[Span]:
    """Every run of consecutive days ahead, single days among them, and those that begin on days that have been.

    Args:
        forecast: What was told.
        levels: Of the intervals.
        begun: Days of the history that runs may begin on, such as the first of a month.
    """
    for day in begun:
        known = _since(forecast, day)
        if not np.isnan(known):
            yield from _from(forecast, day, 0, known, levels)
    for start, day in enumerate(forecast.days):
        yield from _from(forecast, day, start, 0.0, levels)


def _from(forecast: Forecast, day: date, start: int, known: float, levels: tuple[float, ...]) -> Iterator[Span]:
    counts = known + np.cumsum(forecast.counts[start:])
    bounds = bounds_of(known + np.cumsum(forecast.paths[:, start:], axis=1), levels)
    for at, last in enumerate(forecast.days[start:]):
        yield Span(day, last, known, float(counts[at]), _around(bounds, at, float(counts[at])))


def _since(forecast: Forecast, day: date) -> float:
    """The count from a day of the history to its end; nan where a day is not known."""
    daily = forecast.told.daily
    return float(daily.counts[(day - daily.start).days :].sum()) if daily.start <= day <= daily.last else float("nan")


def _around(bounds: Mapping[float, tuple[Floats, Floats]], at: int, count: float) -> Bounds:
    return {
        level: (min(float(np.rint(low[at])), count), max(float(np.rint(high[at])), count))
        for level, (low, high) in bounds.items()
    }
