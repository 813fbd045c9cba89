"""How unusual every slice is in every window of a day."""

from collections.abc import Sequence
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

    def best(self, most: int) -> list[Place]:
        """The best window of each of the best slices that may be sure to be unusual, the best slice first."""
        seen, usual = _cumulated(self.observed), _cumulated(self.expected)
        every = windows(self.observed.shape[1])
        inside = np.array([(one.start, one.end) for one in every if one.end <= self.hours])
        observed, expected = (table[:, inside[:, 1]] - table[:, inside[:, 0]] for table in (seen, usual))
        known = [one for one in every if one.end <= self.hours]
        return self._of(known, observed, expected, most)

    def best_slices(self, window: Window, most: int) -> list[Place]:
        """The best slices of one window, the best first."""
        hours = slice(window.start, window.end)
        observed, expected = (table[:, hours].sum(axis=1)[:, None] for table in (self.observed, self.expected))
        return self._of([window], observed, expected, most)

    def best_window(self, slice_: int) -> Window:
        """The hours in which a slice is most unusual, whatever their number."""
        seen, usual = (_cumulated(table[[slice_]])[0, : self.hours + 1] for table in (self.observed, self.expected))
        observed, expected = (line[None, :] - line[:, None] for line in (seen, usual))
        gain = np.triu(ratio(observed, expected, np.array(0.0)), 1)
        start, end = np.unravel_index(int(gain.argmax()), gain.shape)
        return Window(int(start), int(end))

    def _of(self, known: Sequence[Window], observed: Floats, expected: Floats, most: int) -> list[Place]:
        """The best of places, slices × windows; every slice once."""
        variance = expected + self.dispersion[:, None] * expected**2
        which, window = np.nonzero((observed - expected > _WORTH * np.sqrt(variance)) & (observed > 0))
        counts = observed[which, window], expected[which, window]
        surprise = self.surprise[which] + np.array([surprise_of(one, self.observed.shape[1]) for one in known])[window]
        sure = ratio(*counts, self.dispersion[which]) > surprise - _PROMISING
        score = np.where(sure, ratio(*counts, np.zeros(len(which))) - surprise, -np.inf)
        order = np.argsort(-score, kind="stable")[: int(sure.sum())]
        _, first = np.unique(which[order], return_index=True)
        return [
            Place(
                int(which[one]),
                known[window[one]],
                float(counts[0][one]),
                float(counts[1][one]),
                float(self.dispersion[which[one]]),
                float(surprise[one]),
            )
            for one in order[np.sort(first)[:most]]
        ]


def _cumulated(table: Floats) -> Floats:
    return np.hstack([np.zeros((len(table), 1)), np.cumsum(table, axis=1)])
