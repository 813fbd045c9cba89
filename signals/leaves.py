"""Two windows of an additive measure over the finest groups of some dimensions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
Value = Any
"""A value of a dimension; None where it is missing."""
Row = tuple[tuple[Value, ...], float]
"""The values of a group's dimensions, and the measure."""


@dataclass(frozen=True)
class Leaves:
    """The finest groups, each with its measure in the window and in each of the earlier windows.

    Attributes:
        dimensions: The dimensions' names.
        values: The values that occur, a dimension each.
        codes: For each group the place of its value in ``values``, a column each dimension.
        now: The measure in the window.
        each: The measure in the earlier windows, a column each.
        windows: How many windows of the same length the earlier ones are together; a fraction when lengths differ.
    """

    dimensions: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    codes: Numbers
    now: Numbers
    each: Numbers
    windows: float

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.now)

    @cached_property
    def earlier(self) -> Numbers:
        """The measure in all earlier windows together."""
        return np.asarray(self.each.sum(axis=1))

    @cached_property
    def before(self) -> Numbers:
        """The mean of the earlier windows."""
        return np.asarray(self.earlier / self.windows)

    def sums(self, where: Numbers) -> tuple[float, float]:
        """The measure of some groups in the window, and its mean in the earlier ones."""
        return float(self.now[where].sum()), float(self.before[where].sum())

    def by(self, place: int, where: Numbers) -> tuple[Numbers, Numbers]:
        """The same for each value of a dimension."""
        size, codes = len(self.values[place]), self.codes[where, place]
        now, before = (np.bincount(codes, one[where], size) for one in (self.now, self.before))
        return now, before

    def inside(self, conditions: Iterable[tuple[str, Value]]) -> Numbers:
        """Which groups have all of some values."""
        found = np.ones(self.size, dtype=bool)
        for name, value in conditions:
            place = self.dimensions.index(name)
            found &= self.codes[:, place] == self.values[place].index(value)
        return found


def leaves_of(
    dimensions: Sequence[str], now: Iterable[Row], earlier: Sequence[Iterable[Row]], windows: float | None = None
) -> Leaves:
    """Bring several windows' groups together; one that a window lacks has none of the measure there.

    Args:
        dimensions: The dimensions' names, in the order of the rows' values.
        now: The groups in the window.
        earlier: The groups in each of the earlier windows.
        windows: How many windows as long as the first the earlier ones are; as many as there are when None.
    """
    found: dict[tuple[Value, ...], list[float]] = {}
    for place, rows in enumerate((now, *earlier)):
        for group, amount in rows:
            found.setdefault(group, [0.0] * (len(earlier) + 1))[place] += float(amount)
    groups = sorted(found, key=lambda group: tuple(map(_sortable, group)))
    amounts = np.array([found[group] for group in groups], dtype=float).reshape(len(groups), len(earlier) + 1)
    codes, values = _coded(groups, len(dimensions))
    return Leaves(tuple(dimensions), values, codes, amounts[:, 0], amounts[:, 1:], windows or float(len(earlier)))


def _coded(groups: Sequence[tuple[Value, ...]], dimensions: int) -> tuple[Numbers, tuple[tuple[Value, ...], ...]]:
    """The groups' values as their places among all values, and these."""
    values = tuple(tuple(sorted({group[at] for group in groups}, key=_sortable)) for at in range(dimensions))
    places = [{value: at for at, value in enumerate(one)} for one in values]
    codes = [[places[at][value] for at, value in enumerate(group)] for group in groups]
    return np.array(codes, dtype=np.int64).reshape(len(groups), dimensions), values


def _sortable(value: Value) -> tuple[str, str]:
    return ("", "") if value is None else (type(value).__name__, str(value))
