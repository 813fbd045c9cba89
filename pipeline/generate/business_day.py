"""Business days: local midnights, hours of the day and daylight saving, in UTC seconds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.generate.portions import Ints, pick

HOUR = 3600


@dataclass(frozen=True)
class BusinessDay:
    """One day of the plan's wall clock; 23 or 25 hours long when the clocks change.

    Attributes:
        date: The day.
        back: How many days it lies before the last.
        zone: The business time zone.
    """

    date: date
    back: int
    zone: ZoneInfo

    def before(self, back: int) -> "BusinessDay":
        """Return the day that lies ``back`` days before this one."""
        return BusinessDay(self.date - timedelta(days=back), self.back + back, self.zone)

    @cached_property
    def start(self) -> int:
        """The local midnight that begins the day, in seconds since 1970 UTC."""
        return _moment(self.date, time(), self.zone)

    @cached_property
    def end(self) -> int:
        """The local midnight that ends the day; itself not in the day."""
        return _moment(self.date + timedelta(days=1), time(), self.zone)

    @cached_property
    def wall_hours(self) -> Ints:
        """The hour that the wall clock shows in each hour of the day: one is missing or twice when clocks change."""
        starts = range(self.start, self.end, HOUR)
        return np.array([datetime.fromtimestamp(moment, self.zone).hour for moment in starts], dtype=np.int64)

    def at(self, wall: time) -> int:
        """Return the moment at which the wall clock shows ``wall``."""
        return _moment(self.date, wall, self.zone)

    def moments(self, rng: np.random.Generator, shape: tuple[float, ...], size: int) -> Ints:
        """Draw moments of the day, each hour as often as ``shape`` says for what the wall clock shows."""
        hours = pick(rng, np.asarray(shape)[self.wall_hours], size)
        return self.start + hours * HOUR + rng.integers(0, HOUR, size)


def _moment(day: date, wall: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, wall, zone).timestamp())


def business_days(end: date, days: int, zone: ZoneInfo) -> tuple[BusinessDay, ...]:
    """Return ``days`` business days, the last of them ``end``, oldest first."""
    return tuple(BusinessDay(end - timedelta(days=back), back, zone) for back in reversed(range(days)))
