"""Sums over days ahead: intervals of sums can't be added up from those of days, so they are taken from the paths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from signals.forecasts.backtest import bounds_of
from signals.forecasts.forecast import Forecast
from signals.forecasts.series import Floats

Bounds = Mapping[float, tuple[float, float]]


@dataclass(frozen=True)
class Span:
    """Consecutive days ahead.

    Attributes:
        first: The first of them.
        last: The last; the same for a single day.
        count: What is expected of all of them together.
        bounds: (low, high) by level; the expectation lies within.
    """

    first: date
    last: date
    count: float
    bounds: Bounds


def spans_of(forecast: Forecast, levels: tuple[float, ...]) -> Iterator[Span]:
    """Every run of consecutive days ahead, single days among them."""
    running = np.cumsum(forecast.paths, axis=1)
    before = np.zeros((len(running), 1))
    sums = np.concatenate([[0.0], np.cumsum(forecast.counts)])
    for start in range(len(forecast.days)):
        until = running[:, start:] - before
        before = running[:, start : start + 1]
        bounds = bounds_of(until, levels)
        for end in range(start, len(forecast.days)):
            count = float(sums[end + 1] - sums[start])
            yield Span(forecast.days[start], forecast.days[end], count, _around(bounds, end - start, count))


def _around(bounds: Mapping[float, tuple[Floats, Floats]], at: int, count: float) -> Bounds:
    return {
        level: (min(float(np.rint(low[at])), count), max(float(np.rint(high[at])), count))
        for level, (low, high) in bounds.items()
    }
