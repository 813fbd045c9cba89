"""Daily counts, and what is planned: what a forecast is made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Planned:
    """Something that was known beforehand.

    Attributes:
        day: When.
        kind: What kind of thing; days of one kind are taken to do alike.
        about: The series that it touches; None: all of them.
    """

    day: date
    kind: str
    about: str | None = None


@dataclass(frozen=True)
class Daily:
    """The counts of consecutive whole days.

    Attributes:
        name: Whose counts they are.
        start: The first day.
        counts: One number a day; nan where a day is not known.
        planned: What was and is planned, past and to come, as far as it touches this series.
    """

    name: str
    start: date
    counts: Floats
    planned: Sequence[Planned] = ()

    @property
    def last(self) -> date:
        """The last day."""
        return self.start + timedelta(days=len(self.counts) - 1)

    @property
    def known(self) -> Flags:
        """Which days have a count."""
        return ~np.isnan(self.counts)

    def days(self, ahead: int) -> tuple[date, ...]:
        """The next ``ahead`` days after the last."""
        return tuple(self.last + timedelta(days=step) for step in range(1, ahead + 1))

    def until(self, length: int) -> "Daily":
        """The same series as it stood after its first ``length`` days."""
        return replace(self, counts=self.counts[:length])

    def latest(self, most: int) -> "Daily":
        """The last ``most`` days of it."""
        cut = max(0, len(self.counts) - most)
        return replace(self, start=self.start + timedelta(days=cut), counts=self.counts[cut:])
