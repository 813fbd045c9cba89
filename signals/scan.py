"""How unusual every slice is in every window of a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from signals.cube import Floats

LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16)
_WORTH = 3.0
"""Standard deviations above the expectation from which a place is worth a closer look."""


_PROMISING = 2.0
"""Nats that a ratio may lack of the surprise: it overstates how likely chance is."""


@dataclass(frozen=True, order=True)
class Window:
    """Hours of a day, ``start`` to ``end`` without the latter."""

    start: int
    end: int


@dataclass(frozen=True)
class Place:
    """A slice and a window, and what is there.

    Attributes:
        slice: The slice's position.
        window: The hours.
        observed: The count.
        expected: What was to be expected.
        dispersion: The negative binomial's: its variance is the mean and so many times its square.
        surprise: Nats by which choosing this slice and window among all is a surprise.
    """

    slice: int
    window: Window
    observed: float
    expected: float
    dispersion: float
    surprise: float

    @property
    def ratio(self) -> float:
        """The log likelihood ratio of more than expected."""
        return float(ratio(np.array(self.observed), np.array(self.expected), np.array(self.dispersion)))

    @property
    def score(self) -> float:
        """How much of what is there it explains, when the choice of the place is paid for, in nats.

        Days vary by more than chance, but all parts of a slice together: of several places that are sure to be
        unusual, the one whose counts it explains best is the one.
        """
        return float(ratio(np.array(self.observed), np.array(self.expected), np.array(0.0))) - self.surprise

    @property
    def promising(self) -> bool:
        """Whether it may be sure to be unusual."""
        return self.ratio > self.surprise - _PROMISING

    @property
    def chance(self) -> float:
        """A bound on how likely a day without incidents has the like of it anywhere."""
        one = tail(np.array(self.observed), np.array(self.expected), np.array(self.dispersion))
        return float(min(one * np.exp(self.surprise), 1.0))


def ratio(observed: Floats, expected: Floats, dispersion: Floats) -> Floats:
    """The log likelihood ratio of more than expected, under a negative binomial; 0 where there is no more."""
    observed, expected = np.maximum(observed, 0.0), np.maximum(expected, 1e-9)
    size = 1 / np.maximum(dispersion, 1e-9)
    gain = special.xlogy(observed, observed / expected) - (observed + size) * np.log1p(
        (observed - expected) / (expected + size)
    )
    return np.where(observed > expected, gain, 0.0)


def tail(observed: Floats, expected: Floats, dispersion: Floats) -> Floats:
    """The probability of so many or more."""
    size = 1 / np.maximum(dispersion, 1e-9)
    expected = np.maximum(expected, 1e-9)
    return np.asarray(special.betainc(np.maximum(observed, 1e-9), size, expected / (expected + size)), float)


@cache
def windows(hours: int) -> tuple[Window, ...]:
    """The windows of a day that are looked at: the whole day first."""
    parts = {Window(end - length, end) for end in range(1, hours + 1) for length in LENGTHS if length <= end}
    starts = {Window(0, end) for end in range(1, hours + 1)}
    return (Window(0, hours), *sorted((parts | starts) - {Window(0, hours)}))


def surprise_of(window: Window, hours: int) -> float:
    """The whole day has half of the attention, the other windows share the rest."""
    others = len(windows(hours)) - 1
    whole = window == Window(0, hours)
    return float(np.log(2 if others else 1) if whole else np.log(2 * others))


@dataclass(frozen=True)
class Field:
    """Counts and expectations of every slice, hour by hour.

    Attributes:
        observed: slices × hours.
        expected: The same.
        dispersion: By slice.
        surprise: By slice.
        hours: How many hours are in.
    """

    observed: Floats
    expected: Floats
    dispersion: Floats
    surprise: Floats
    hours: int

    def places(self) -> Iterator[Place]:
        """Every place that is worth a closer look."""
        seen, usual = _cumulated(self.observed), _cumulated(self.expected)
        for window in windows(self.observed.shape[1]):
            if window.end <= self.hours:
                observed = seen[:, window.end] - seen[:, window.start]
                expected = usual[:, window.end] - usual[:, window.start]
                yield from self._worth(window, observed, expected)

    def best_slices(self, window: Window, most: int) -> list[Place]:
        """The best slices of one window, the best first."""
        observed, expected = (
            table[:, window.start : window.end].sum(axis=1) for table in (self.observed, self.expected)
        )
        return sorted(self._worth(window, observed, expected), key=lambda place: -place.score)[:most]

    def best_window(self, slice_: int) -> Window:
        """The hours in which a slice is most unusual, whatever their number."""
        seen, usual = (_cumulated(table[[slice_]])[0, : self.hours + 1] for table in (self.observed, self.expected))
        observed, expected = (line[None, :] - line[:, None] for line in (seen, usual))
        gain = np.triu(ratio(observed, expected, np.array(0.0)), 1)
        start, end = np.unravel_index(int(gain.argmax()), gain.shape)
        return Window(int(start), int(end))

    def _worth(self, window: Window, observed: Floats, expected: Floats) -> Iterator[Place]:
        more = observed - expected
        variance = expected + self.dispersion * expected**2
        for one in np.flatnonzero((more > _WORTH * np.sqrt(variance)) & (observed > 0)):
            surprise = float(self.surprise[one]) + surprise_of(window, self.observed.shape[1])
            yield Place(
                int(one), window, float(observed[one]), float(expected[one]), float(self.dispersion[one]), surprise
            )


def _cumulated(table: Floats) -> Floats:
    return np.hstack([np.zeros((len(table), 1)), np.cumsum(table, axis=1)])


def best(places: Iterable[Place], most: int) -> list[Place]:
    """The best place of each of the best slices, the best first."""
    found: dict[int, Place] = {}
    for place in sorted((place for place in places if place.promising), key=lambda place: -place.score):
        found.setdefault(place.slice, place)
        if len(found) == most:
            break
    return list(found.values())
