"""A cube of counts: days × hours × leaves, where a leaf is a combination of values that occurs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SignalError, did_you_mean

Value = str | None
Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
HOURS = 24


@dataclass(frozen=True, eq=False)
class Cube:
    """Counts of something, by day, hour and any number of dimensions.

    Attributes:
        first: The first day; days follow without gaps, those without rows are zero.
        dimensions: Their names.
        values: The values of each dimension that occur, None among them where a row has none.
        codes: leaves × dimensions, positions in ``values``.
        counts: days × hours × leaves; one hour a day in a cube that knows days only.
    """

    first: date
    dimensions: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    codes: Ints
    counts: Ints

    @classmethod
    def of(
        cls,
        columns: Mapping[str, NDArray[Any]],
        *,
        date: str,
        count: str,
        dimensions: Sequence[str],
        hour: str | None = None,
    ) -> "Cube":
        """Make a cube of columns of equal length; rows of the same day, hour and values are added up.

        Args:
            columns: Arrays by name.
            date: The column of days: datetime64, dates or ISO text.
            count: The column of counts, whole and not negative.
            dimensions: The columns to slice by.
            hour: The column of hours 0 to 23, if there is one.

        Raises:
            SignalError: A column is missing, or holds what it must not.
        """
        wanted = [date, count, *dimensions, *([hour] if hour else [])]
        for name in wanted:
            _must_have(columns, name)
        days = _days(columns[date], date)
        counts = _whole(columns[count], count)
        if (counts < 0).any():
            raise SignalError(f"column {count} has negative counts.", "Counts say how often something happened.")
        hours = _hours(columns[hour], hour) if hour else np.zeros(len(days), int)
        coded = [_coded(columns[name]) for name in dimensions]
        codes, leaf = _leaves([position for _, position in coded], len(days))
        first, filled = _filled(days, hours, leaf, counts, (HOURS if hour else 1, len(codes)))
        return cls(first, tuple(dimensions), tuple(values for values, _ in coded), codes, filled)

    @classmethod
    def of_leaves(
        cls,
        leaves: Mapping[str, NDArray[Any]],
        leaf: Ints,
        *,
        days: NDArray[np.datetime64],
        hours: Ints,
        counts: Ints,
    ) -> "Cube":
        """Make a cube of hours of its leaves, and of counts that say which leaf each is of: far less to read.

        Args:
            leaves: The values of each dimension, one row a leaf.
            leaf: The position of each count's leaf.
            days: The day of each count.
            hours: Its hour, 0 to 23.
            counts: Whole and not negative.
        """
        coded = [_coded(values) for values in leaves.values()]
        rows = len(next(iter(leaves.values()), ()))
        codes, place = _leaves([position for _, position in coded], rows)
        first, filled = _filled(days, hours, place[leaf], counts, (HOURS, len(codes)))
        return cls(first, tuple(leaves), tuple(values for values, _ in coded), codes, filled)

    @property
    def days(self) -> int:
        """How many days there are."""
        return int(self.counts.shape[0])

    @property
    def hours(self) -> int:
        """How many hours a day has: 24, or 1 where only days are known."""
        return int(self.counts.shape[1])

    @property
    def leaves(self) -> int:
        """How many combinations of values occur."""
        return int(self.counts.shape[2])

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(self.days - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day."""
        return tuple(self.first + timedelta(day) for day in range(self.days))

    @cached_property
    def daily(self) -> Ints:
        """Counts by day × leaf."""
        daily: Ints = self.counts.sum(axis=1, dtype=np.int64)
        return daily

    def total(self) -> Ints:
        """Counts by day × hour."""
        total: Ints = self.counts.sum(axis=2, dtype=np.int64)
        return total

    def position(self, day: date) -> int:
        """The position of a day.

        Raises:
            SignalError: The cube does not have it.
        """
        position = (day - self.first).days
        if not 0 <= position < self.days:
            has = f"It has {self.first} to {self.last}." if self.days else "It is empty."
            raise SignalError(f"the cube has no {day}.", has)
        return position

    def where(self, chosen: Mapping[str, Value]) -> NDArray[np.bool_]:
        """Which leaves have all these values; none, where a value does not occur.

        Raises:
            SignalError: There is no such dimension.
        """
        mask = np.ones(self.leaves, bool)
        for name, value in chosen.items():
            dimension = self._dimension(name)
            values = self.values[dimension]
            mask &= self.codes[:, dimension] == (values.index(value) if value in values else -1)
        return mask

    def slice(self, chosen: Mapping[str, Value]) -> "Cube":
        """The part of the cube that has all these values."""
        mask = self.where(chosen)
        return replace(self, codes=self.codes[mask], counts=self.counts[:, :, mask])

    def until(self, day: date) -> "Cube":
        """The cube up to this day, included."""
        return replace(self, counts=self.counts[: self.position(day) + 1])

    def _dimension(self, name: str) -> int:
        if name not in self.dimensions:
            known = f"There are {', '.join(self.dimensions)}." if self.dimensions else "There are none."
            raise SignalError(f"there is no dimension {name}.", did_you_mean(name, self.dimensions) or known)
        return self.dimensions.index(name)


def _must_have(columns: Mapping[str, NDArray[Any]], name: str) -> None:
    if name not in columns:
        has = f"There are {', '.join(columns)}."
        raise SignalError(f"there is no column {name}.", did_you_mean(name, columns) or has)


def _days(given: NDArray[Any], name: str) -> NDArray[np.datetime64]:
    try:
        days = np.asarray(given).astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise SignalError(f"column {name} has what is no date: {error}.", "Dates look like 2026-11-23.") from error
    if np.isnat(days).any():
        raise SignalError(f"column {name} has rows without a date.", "Every count belongs to a day.")
    return days


def _whole(given: NDArray[Any], name: str) -> Ints:
    try:
        numbers = np.asarray(given).astype(float)
    except (ValueError, TypeError) as error:
        raise SignalError(f"column {name} has what is no number: {error}.") from error
    if not np.isfinite(numbers).all() or (numbers != np.floor(numbers)).any():
        raise SignalError(f"column {name} has what is no whole number.", "The detector works on counts.")
    return numbers.astype(np.int64)


def _hours(given: NDArray[Any], name: str) -> Ints:
    hours = _whole(given, name)
    if ((hours < 0) | (hours >= HOURS)).any():
        raise SignalError(f"column {name} has hours outside 0 to {HOURS - 1}.")
    return hours


def _coded(given: NDArray[Any]) -> tuple[tuple[Value, ...], Ints]:
    """The values that occur, in order, None last; and each row's position among them."""
    found: dict[Value, int] = {}
    rows = np.fromiter((found.setdefault(_value(one), len(found)) for one in given.tolist()), np.int64, len(given))
    ordered = sorted(found, key=lambda value: (value is None, value or ""))
    place = np.empty(len(found), np.int64)
    place[[found[value] for value in ordered]] = np.arange(len(found))
    return tuple(ordered), place[rows] if len(found) else rows


def _value(one: object) -> Value:
    missing = one is None or one != one  # NaN differs from itself
    return None if missing else str(one)


def _leaves(positions: Sequence[Ints], rows: int) -> tuple[Ints, Ints]:
    """The combinations that occur, and each row's."""
    if not positions:
        return np.zeros((min(rows, 1), 0), np.int64), np.zeros(rows, np.int64)
    codes, leaf = np.unique(np.column_stack(positions), axis=0, return_inverse=True)
    return codes, leaf.reshape(-1)


def _filled(
    days: NDArray[np.datetime64], hours: Ints, leaf: Ints, counts: Ints, shape: tuple[int, int]
) -> tuple[date, Ints]:
    """The first day, and counts by day × hour × leaf."""
    start = days.min() if len(days) else np.datetime64("1970-01-01", "D")
    place = (days - start).astype(int)
    whole = (int(place.max(initial=-1)) + 1, *shape)
    filled = np.zeros(whole, np.int64)
    if len(days):
        np.add.at(filled.reshape(-1), np.ravel_multi_index((place, hours, leaf), whole), counts)
    return start.astype(object), _compact(filled)


def _compact(counts: Ints) -> Ints:
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
