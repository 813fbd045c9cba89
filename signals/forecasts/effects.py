"""What moves a day's level, as columns with what is assumed of each: weekday, growth, planned events, lasting steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from signals.forecasts.options import Assumed, Assumptions
from signals.forecasts.series import Daily, Floats

WEEK = 7
YEAR = 365.25


@dataclass(frozen=True)
class Effects:
    """One column an effect, one row a day of the history and of the days ahead.

    Attributes:
        columns: The design matrix.
        means: What each effect is taken to be beforehand, on the logarithmic scale.
        spreads: And how far from that it may be (standard deviations).
    """

    columns: Floats
    means: Floats
    spreads: Floats


def effects_of(daily: Daily, ahead: int, assumed: Assumptions, steps: Sequence[int] = ()) -> Effects:
    """Lay out the effects of a series.

    Args:
        daily: The series.
        ahead: How many days after its last.
        assumed: What is known beforehand.
        steps: Positions of the days on which the level changed for good.
    """
    length = len(daily.counts) + ahead
    days = [daily.start + timedelta(days=position) for position in range(length)]
    found = [(np.ones(length), assumed.level), (_years(length, len(daily.counts)), assumed.growth_per_year)]
    found += [(_weekday(days, number), assumed.weekday) for number in range(WEEK)]
    found += [((np.arange(length) >= step).astype(np.float64), assumed.step) for step in steps]
    found += _events(daily, days, assumed)
    columns, beforehand = zip(*found, strict=True)
    return Effects(
        np.stack(columns, axis=1),
        np.array([item.mean for item in beforehand]),
        np.array([item.spread for item in beforehand]),
    )


def _years(length: int, now: int) -> Floats:
    return (np.arange(length) - now) / YEAR


def _weekday(days: Sequence[date], number: int) -> Floats:
    return np.array([day.weekday() == number for day in days], dtype=np.float64)


def _events(daily: Daily, days: Sequence[date], assumed: Assumptions) -> list[tuple[Floats, Assumed]]:
    """One effect a kind of event, and a kind about another series apart from the same kind about this one."""
    kinds = sorted({(event.kind, event.about or "") for event in daily.planned if days[0] <= event.day <= days[-1]})
    dates = {kind: {event.day for event in daily.planned if (event.kind, event.about or "") == kind} for kind in kinds}
    return [
        (np.array([day in dates[kind] for day in days], dtype=np.float64), assumed.kinds.get(kind[0], assumed.event))
        for kind in kinds
    ]
