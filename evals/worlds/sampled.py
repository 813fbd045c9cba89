"""A sampled world: its counts, and the truth about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.worlds.leaves import Leaves, Slice
from pipeline.generate.portions import Flags, Floats, Ints

HOURS = 24


@dataclass(frozen=True)
class Planted:
    """An incident as it was planted.

    Attributes:
        slice: Where it strikes.
        first: Its first hour, counted from the world's first midnight.
        hours: For how long.
        multiplier: What it does to the calls of its slice.
        inside: The leaves that it strikes.
        added: The calls that it brought, by day.
        usual: The calls that its slice ordinarily has, by day.
    """

    slice: Slice
    first: int
    hours: int
    multiplier: float
    inside: Flags = field(repr=False)
    added: Ints = field(repr=False)
    usual: Floats = field(repr=False)

    @property
    def days(self) -> range:
        """The days on which it strikes."""
        return range(self.first // HOURS, -(-(self.first + self.hours) // HOURS))

    def strength(self, day: int) -> float:
        """Signal to noise on a day: the calls that it brought by the root of the day's ordinary calls in its slice."""
        return float(self.added[day] / np.sqrt(max(self.usual[day], 1.0)))


@dataclass(frozen=True)
class Surge:
    """An event of the calendar, and what it ordinarily does.

    Attributes:
        day: On which day.
        type: What happens.
        journey: Whose calls it brings.
        multiplier: What it does to them.
    """

    day: int
    type: str
    journey: str
    multiplier: float


@dataclass(frozen=True)
class SampledWorld:
    """Counts of every day, hour and leaf with the truth behind them.

    Attributes:
        seed: What it was sampled from.
        leaves: The leaves.
        dates: The days, oldest first.
        counts: Calls by day, hour and leaf.
        usual: Expected calls by day and leaf without incidents.
        looked: The days to be looked at.
        planted: The incidents.
        surges: The calendar's events.
        missing: Hours without rows, as (day, hour).
        facts: How this world differs from others.
    """

    seed: int
    leaves: Leaves = field(repr=False)
    dates: tuple[date, ...] = field(repr=False)
    counts: Ints = field(repr=False)
    usual: Floats = field(repr=False)
    looked: range
    planted: tuple[Planted, ...]
    surges: tuple[Surge, ...]
    missing: tuple[tuple[int, int], ...]
    facts: Mapping[str, float | str]

    def struck(self, day: int) -> list[Planted]:
        """The incidents of a day that brought any calls."""
        return [one for one in self.planted if day in one.days and one.added[day] > 0]

    def columns(self, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
        """The counts as a table: date, hour, the dimensions, count; a row for each cell that is not empty."""
        day, hour, leaf = np.nonzero(self.counts)
        dates = np.array(self.dates, dtype="datetime64[D]")
        values = {name: self.leaves.columns[name][leaf] for name in names}
        return {"date": dates[day], "hour": hour, **values, "count": self.counts[day, hour, leaf]}
