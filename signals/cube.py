"""Counts by day, hour and slice: what detection, causes, forecasts and measured effects are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Slice = Mapping[str, str]
"""Which cells are meant: a value for each of some dimensions; empty for all of them."""


@dataclass(frozen=True)
class Cube:
    """Counts in sparse form: one row a day, hour and leaf slice that has any; a cell without a row counts 0.

    Attributes:
        dates: Every day from the first to the last, in order and without gaps.
        dimensions: What the counts are sliced by.
        levels: The values of each dimension; a missing value is the empty text.
        day: Each row's place in ``dates``; shape (rows,).
        codes: Each row's place in ``levels``, a column a dimension; shape (rows, dimensions).
        count: What is counted: calls, failures, sessions; shape (rows,).
        hour: Each row's hour, 0 to 23; None for a cube of whole days; shape (rows,).
        unseen: Hours that the source did not deliver, as (day, hour) places: they are no zeros. The hours after
            the last one delivered of a day that is not over are among them.
    """

    dates: tuple[date, ...]
    dimensions: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    day: Ints
    codes: Ints
    count: Floats
    hour: Ints | None = None
    unseen: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def place(self) -> dict[date, int]:
        """The place of each day in ``dates``."""
        return {day: place for place, day in enumerate(self.dates)}

    def inside(self, slice_: Slice) -> NDArray[np.bool_]:
        """Which rows lie in a slice; shape (rows,)."""
        kept = np.ones(len(self.day), dtype=bool)
        for name, value in slice_.items():
            axis = self.dimensions.index(name)
            if value not in self.levels[axis]:
                return np.zeros(len(self.day), dtype=bool)
            kept &= self.codes[:, axis] == self.levels[axis].index(value)
        return kept

    def by_day(self, slice_: Slice | None = None) -> Floats:
        """The counts of a slice, a number a day; shape (days,)."""
        kept = self.inside(slice_ or {})
        counts = np.bincount(self.day[kept], weights=self.count[kept], minlength=len(self.dates))
        return counts.astype(np.float64)

    def by_hour(self, slice_: Slice | None = None) -> Floats:
        """The counts of a slice by day and hour, NaN where unseen; shape (days, 24).

        Raises:
            ValueError: The cube has whole days only.
        """
        if self.hour is None:
            raise ValueError("this cube has no hours")
        kept = self.inside(slice_ or {})
        flat = np.bincount(
            self.day[kept] * 24 + self.hour[kept], weights=self.count[kept], minlength=len(self.dates) * 24
        )
        table = flat.reshape(len(self.dates), 24).astype(np.float64)
        for place in self.unseen:
            table[place] = np.nan
        return table
