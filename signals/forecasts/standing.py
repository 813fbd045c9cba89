"""Where a series stands on its last day: within what is usual, above or below it, and when that should be over."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, log
from statistics import NormalDist

import numpy as np

from signals.forecasts.forecast import Forecast
from signals.forecasts.habits import Habits
from signals.forecasts.model import HALF


class State(StrEnum):
    """The last day against what was to be expected of it."""

    USUAL = "usual"
    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True)
class Standing:
    """Where a series stands.

    Attributes:
        state: Whether the last day is within the interval of what is usual.
        count: The last day's count.
        usual: What was to be expected of it, told from the other days.
        low: The lower bound of that.
        high: And the upper one.
        since: The first day of the unusual spell; None when the day is usual.
        back: By when it is over as likely as not, as far as earlier spells tell; None when the day is usual.
        back_by: By when it is over with the interval's probability.
        spells: How many earlier spells that is told from.
        longest: How many days the longest of them took; 0 without any.
    """

    state: State
    count: float
    usual: float
    low: float
    high: float
    since: date | None
    back: date | None
    back_by: date | None
    spells: int
    longest: int


def standing_of(forecast: Forecast, level: float) -> Standing:
    """Tell where a series stands on its last day.

    Args:
        forecast: What was told of it.
        level: Of the interval that counts as usual.
    """
    told = forecast.told
    count, center, spread = told.daily.counts[-1], told.fit.expected[-1], told.fit.spread[-1]
    reach = NormalDist().inv_cdf((1 + level) / 2) * spread
    low, high = (float(max(np.rint(np.exp(center + side) - HALF), 0)) for side in (-reach, reach))
    state = State.HIGH if count > high else State.LOW if count < low else State.USUAL
    unusual = state is not State.USUAL
    return Standing(
        state=state,
        count=float(count),
        usual=float(max(np.rint(np.exp(center) - HALF), 0)),
        low=low,
        high=high,
        since=_since(forecast) if unusual else None,
        back=_over(forecast, told.habits, 0.5) if unusual else None,
        back_by=_over(forecast, told.habits, level) if unusual else None,
        spells=len(told.habits.lengths),
        longest=max(told.habits.lengths, default=0),
    )


def _since(forecast: Forecast) -> date:
    daily, fit = forecast.told.daily, forecast.told.fit
    last = len(daily.counts) - 1
    first = next((spell.first for spell in fit.spells if spell.last == last), last)
    return daily.start + timedelta(days=first)


def _over(forecast: Forecast, habits: Habits, probability: float) -> date:
    """The first day by which a spell is over with a probability: each day it goes on with the same chance."""
    days = max(1, ceil(log(1 - probability) / log(habits.goes_on)))
    return forecast.as_of + timedelta(days=days)
