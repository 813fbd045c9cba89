"""Which few slices explain what is unusual: the best one first, then what is left without it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from signals.baseline import Baseline
from signals.cube import Floats
from signals.own import Own
from signals.scan import Field, Place, best
from signals.slices import Slices
from signals.unrest import of_slices

_CLOSER = 24
"""So many of the best places are looked at closely."""
_GOING_ON = 4.0
"""Nats by which it is a surprise that what was unusual yesterday still is."""
_FURTHER = 9
"""By how much less chance each further slice may be explained: most days have one incident at most."""


@dataclass(frozen=True)
class Explained:
    """A slice that explains part of what is unusual.

    Attributes:
        place: Where, with what is expected without it.
        chance: How likely a day without incidents has the like of it anywhere.
        excess: By leaf, how many more there are than expected; 0 outside of the slice.
    """

    place: Place
    chance: float
    excess: Floats


class Explanation:
    """Takes the best slice, then what is left without it.

    Args:
        slices: All that can be named.
        usual: What is expected.
        present: leaves × hours of the day.
        own: What is known of single slices' own ways.
        hours: How many hours are in.
        going_on: Slices that were unusual until the end of the day before: that they still are is no surprise.
    """

    def __init__(
        self, slices: Slices, usual: Baseline, present: Floats, own: Own, hours: int, going_on: Sequence[int] = ()
    ) -> None:
        self.slices, self.usual, self.present, self.own, self.hours = slices, usual, present, own, hours
        self.expected = np.outer(usual.leaf, usual.shape)
        self.observed = slices.members @ np.where(usual.shape > 0, present, 0)
        self.taken: set[int] = set()
        self.surprise = slices.surprise.copy()
        self.surprise[list(going_on)] = _GOING_ON
        borne = slices.members @ usual.borne
        self.dispersion = usual.spread**2 + of_slices(slices, usual.unrest) + 1 / (borne + 0.5) + self._doubt()

    def explain(self, alarm_rate: float, most: int) -> Iterator[Explained]:
        """The slices, the one that explains most first."""
        for before in range(most):
            found = self._next(alarm_rate / (1 + before * _FURTHER))
            if found is None:
                return
            yield found
            self._account_for(found.place)

    def _doubt(self) -> Floats:
        """What the day's events may do otherwise than those before."""
        total = np.maximum(self.slices.members @ self.usual.leaf, 1e-9)
        parts = [
            np.square(self.slices.members @ np.where(one.leaves, self.usual.leaf, 0) / total * one.doubt)
            for one in self.own.past.occasions
        ]
        return np.sum(parts, axis=0) if parts else np.zeros(self.slices.count)

    def _field(self) -> Field:
        expected = self.slices.members @ self.expected
        return Field(self.observed, expected, self.dispersion, self.surprise, self.hours)

    def _next(self, alarm_rate: float) -> Explained | None:
        field = self._field()
        closer = [self.own.closer(place) for place in best(field.places(), _CLOSER)]
        sure = [place for place in closer if place.chance < alarm_rate and place.slice not in self.taken]
        if not sure:
            return None
        found = max(sure, key=lambda place: place.score)
        place = self._exact(field, found)
        return Explained(place, found.chance, self._excess(place))

    def _excess(self, place: Place) -> Floats:
        hours = slice(place.window.start, place.window.end)
        excess = (self.present - self.expected)[:, hours].sum(axis=1)
        inside = np.zeros(len(excess), bool)
        inside[self.slices.leaves(place.slice)] = True
        return np.where(inside, excess, 0.0)

    def _exact(self, field: Field, found: Place) -> Place:
        """Move to the window and slice that fit best, in turn."""
        for _ in range(3):
            window = field.best_window(found.slice)
            rivals = [self.own.closer(place) for place in field.best_slices(window, _CLOSER)]
            if not rivals:
                return found
            better = max(rivals, key=lambda place: place.score)
            if (better.slice, better.window) == (found.slice, found.window):
                return better
            found = better
        return found

    def _account_for(self, place: Place) -> None:
        """From now on, what was found is expected."""
        leaves, hours = self.slices.leaves(place.slice), slice(place.window.start, place.window.end)
        self.taken.add(place.slice)
        usual = self.usual.leaf[leaves][:, None] * self.usual.shape[hours]
        more = place.observed - float(self.expected[leaves, hours].sum())
        self.expected[leaves, hours] += usual * more / max(float(usual.sum()), 1e-9)
