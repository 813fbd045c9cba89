"""What moves a day's level, as columns with what is assumed of each: weekday, growth, planned events, lasting steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from signals.forecasts.options import Assumed, Assumptions
from signals.forecasts.series import Daily, Flags, Floats

WEEK = 7
YEAR = 365.25


@dataclass(frozen=True)
class Effects:
    """One column an effect, one row a day of the history and of the days ahead.

    Attributes:
        columns: The design matrix.
        means: What each effect is taken to be beforehand, on the logarithmic scale.
        spreads: And how far from that it may be (standard deviations).
        eventful: Which days have an effect of an event.
    """

    columns: Floats
    means: Floats
    spreads: Floats
    eventful: Flags


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
    events = _events(daily, days, assumed)
    found += events
    columns, beforehand = zip(*found, strict=True)
    return Effects(
        np.stack(columns, axis=1),
        np.array([item.mean for item in beforehand]),
        np.array([item.spread for item in beforehand]),
        np.sum([column for column, _ in events] or [np.zeros(length)], axis=0) > 0,
    )


def _years(length: int, now: int) -> Floats:
    return (np.arange(length) - now) / YEAR


def _weekday(days: Sequence[date], number: int) -> Floats:
    return np.array([day.weekday() == number for day in days], dtype=np.float64)


def _events(daily: Daily, days: Sequence[date], assumed: Assumptions) -> list[tuple[Floats, Assumed]]:
    """One effect a kind of event, and a kind about another series apart from the same kind about this one.

    A kind that has come too seldom to learn from is left out, unless something is assumed of it: its days are ordinary.
    """
    dates: dict[tuple[str, str], set[date]] = {}
    for event in daily.planned:
        if days[0] <= event.day <= days[-1]:
            dates.setdefault((event.kind, event.about or ""), set()).add(event.day)
    return [
        (np.array([day in dates[kind] for day in days], dtype=np.float64), assumed.kinds.get(kind[0], assumed.event))
        for kind in sorted(dates)
        if kind[0] in assumed.kinds or sum(day <= daily.last for day in dates[kind]) >= assumed.least_events
    ]
