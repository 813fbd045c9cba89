"""A slice's own ways: the weekdays, hours and unrest that it has besides those of all."""

from dataclasses import dataclass, replace

import numpy as np

from signals.baseline import Baseline, Past
from signals.cube import Floats, Ints
from signals.scan import Place
from signals.slices import Slices

_ALWAYS = 1000.0  # counts by which a slice's own level in a window is drawn to the model's
_WEEKDAY = 400.0  # and its weekday's
_LEAST = 1.0  # what is expected at least: a first call of a slice that had none is no incident
_SURE = 2.0  # standard errors of unrest that are put down to chance


@dataclass(frozen=True)
class Own:
    """What the days before say of a single slice."""

    slices: Slices
    past: Past
    usual: Baseline

    def closer(self, place: Place) -> Place:
        """The place, with an expectation and a dispersion that know the slice's own past."""
        used = self.usual.level.used
        hours = place.window.start + np.flatnonzero(self.usual.shape[place.window.start : place.window.end])
        leaves = self.slices.leaves(place.slice)
        seen = self._seen(place, hours)[used]
        part = float(self.usual.shape[hours].sum())
        fitted = self.usual.past[:, leaves].sum(axis=1)[used] * part
        always = (seen.sum() + _ALWAYS) / (fitted.sum() + _ALWAYS)
        same = self._same_weekday()[used]
        weekday = (seen[same].sum() + _WEEKDAY) / (always * fitted[same].sum() + _WEEKDAY)
        expected = max(place.expected * always * weekday, _LEAST)
        fitted = fitted * always
        variance = fitted + place.dispersion * fitted**2 + 0.05
        unrest = float((np.square(seen - fitted) / variance).mean())
        excess = max(unrest / (1 + _SURE * np.sqrt(2 / len(seen))), 1.0)
        total = excess * (expected + place.dispersion * expected**2)
        dispersion = max((total - expected) / expected**2, place.dispersion)
        return replace(place, expected=expected, dispersion=float(dispersion))

    def _seen(self, place: Place, hours: Ints) -> Floats:
        leaves = self.slices.leaves(place.slice)
        if len(hours) == self.past.counts.shape[1]:
            return np.asarray(self.past.daily[:, leaves].sum(axis=1), float)
        return np.asarray(self.past.counts[:, hours][:, :, leaves].sum(axis=(1, 2)), float)

    def _same_weekday(self) -> Floats:
        days = np.arange(len(self.past.daily), 0, -1)
        return np.asarray(days % 7 == 0)
