"""What was found becomes an incident: since when, how grave, and what the calendar and people say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from signals.baseline import Baseline, Past
from signals.cube import Cube
from signals.explain import Explained
from signals.incident import Event, Incident, Opinion, Severity, Status, Verdict
from signals.occasions import Occasion
from signals.options import Options
from signals.scan import tail
from signals.slices import Slices

_FITS = 0.5  # an event fits when so much of the excess is where it strikes
_NIGHT = 0.15  # what lacks no more of a day than this goes on over midnight
_LIKE = 1.5  # what people accepted may come again up to so many times as large
_TOLD = 1.05  # an event that does less is not told of


@dataclass(frozen=True)
class Known:
    """What is known beside the counts.

    Attributes:
        day: The day that is looked at.
        events: The calendar.
        verdicts: What people said.
        earlier: What earlier looks found.
        options: The thresholds.
    """

    day: date
    events: Sequence[Event]
    verdicts: Sequence[Verdict]
    earlier: Sequence[Incident]
    options: Options


@dataclass(frozen=True)
class Reporter:
    """Makes incidents of what was found on one day."""

    slices: Slices
    past: Past
    usual: Baseline
    known: Known

    def incident(self, found: Explained) -> Incident:
        """What was found, with all that is known of it."""
        place, cube = found.place, self.past.cube
        hourly = cube.hours > 1
        mask = np.zeros(cube.leaves, bool)
        mask[self.slices.leaves(place.slice)] = True
        before = self._before(mask, place.window.start)
        excess = place.observed - place.expected
        low, high = interval(place.expected, place.dispersion, self.known.options.interval)
        return Incident(
            slice=dict(before.slice) if before else self.slices.values(place.slice),
            day=self.known.day,
            first_day=before.first_day if before else self.known.day,
            first_hour=(before.first_hour if before else place.window.start) if hourly else None,
            last_hour=place.window.end - 1 if hourly else None,
            ongoing=place.window.end == self.past.hours,
            observed=round(place.observed),
            expected=place.expected,
            low=low,
            high=high,
            p_value=found.chance,
            score=place.ratio,
            status=self._status(mask, excess),
            severity=self._severity(excess),
            event=self._suspect(found, before.first_day if before else self.known.day),
        )

    def expected(self, occasion: Occasion) -> Incident | None:
        """The surge that an event explains; None where there is none to tell of."""
        if occasion.lift is None or occasion.lift < _TOLD:
            return None
        past, inside = self.past, occasion.leaves
        there = self.usual.shape > 0
        observed = int(past.cube.counts[past.day][there][:, inside].sum())
        expected = float(self.usual.leaf[inside].sum() * self.usual.shape.sum() / occasion.lift)
        dispersion = max(self.usual.spread**2, 1e-6)
        low, high = interval(expected, dispersion, self.known.options.interval)
        if observed <= high:
            return None
        hourly = past.cube.hours > 1
        chance = float(tail(np.array(float(observed)), np.array(expected), np.array(dispersion)))
        return Incident(
            slice=dict(occasion.event.slice),
            day=self.known.day,
            first_day=self.known.day,
            first_hour=0 if hourly else None,
            last_hour=past.hours - 1 if hourly else None,
            ongoing=True,
            observed=observed,
            expected=expected,
            low=low,
            high=high,
            p_value=chance,
            score=0.0,
            status=Status.EXPECTED,
            severity=self._severity(observed - expected),
            event=occasion.event,
        )

    def _before(self, mask: NDArray[np.bool_], start: int) -> Incident | None:
        """The incident of the day before that this one goes on."""
        if self.usual.shape[:start].sum() > _NIGHT:
            return None
        same = (
            one for one in going_on(self.known, self.usual) if np.array_equal(self.past.cube.where(one.slice), mask)
        )
        return next(same, None)

    def _status(self, mask: NDArray[np.bool_], excess: float) -> Status:
        accepted = (Opinion.EXPECTED, Opinion.FALSE_ALARM)
        for verdict in self.known.verdicts:
            alike = verdict.opinion in accepted and excess <= _LIKE * verdict.excess
            if alike and np.array_equal(self.past.cube.where(verdict.slice), mask):
                return Status.ACCEPTED
        return Status.OPEN

    def _severity(self, excess: float) -> Severity:
        share = excess / max(self.usual.level.today, 1)
        medium, high = self.known.options.severity
        return Severity.HIGH if share >= high else Severity.MEDIUM if share >= medium else Severity.LOW

    def _suspect(self, found: Explained, first_day: date) -> Event | None:
        """The event just before that strikes where the excess is; of several, the one that says most, the latest."""
        fitting = [event for event in self.known.events if self._may_have_caused(event, first_day)]
        told = [
            (len(struck), event.day, event) for event in fitting if self._fits(struck := self._struck(event), found)
        ]
        return max(told, key=lambda one: one[:2], default=(0, first_day, None))[2]

    def _may_have_caused(self, event: Event, first_day: date) -> bool:
        options, ago = self.known.options, (first_day - event.day).days
        if event.kind in options.never_expected:
            return 0 <= ago <= options.suspect_days
        return ago == 0 and not any(one.event is event and (one.lift or 1) < 1 for one in self.past.occasions)

    def _struck(self, event: Event) -> dict[str, str | None]:
        """Where an event strikes: its slice, and the values that its description names."""
        return _named_in(event.description, self.past.cube) | dict(event.slice)

    def _fits(self, struck: dict[str, str | None], found: Explained) -> bool:
        inside = self.past.cube.where(struck)
        return bool(found.excess[inside].sum() >= _FITS * found.excess.sum())


def going_on(known: Known, usual: Baseline) -> list[Incident]:
    """The incidents of the day before that lasted until its end."""
    yesterday = known.day - timedelta(1)
    return [
        one
        for one in known.earlier
        if one.day == yesterday
        and one.status is not Status.EXPECTED
        and (one.last_hour is None or usual.profile[one.last_hour + 1 :].sum() <= _NIGHT)
    ]


def interval(expected: float, dispersion: float, share: float) -> tuple[float, float]:
    """The bounds between which so large a share of ordinary days lies."""
    size = 1 / max(dispersion, 1e-9)
    low, high = stats.nbinom.interval(share, size, size / (size + max(expected, 1e-9)))
    return float(low), float(high)


def _named_in(description: str, cube: Cube) -> dict[str, str | None]:
    """The values of the cube that a text names, each as a word of its own; a dimension's longest."""
    found: dict[str, str | None] = {}
    for dimension, values in zip(cube.dimensions, cube.values, strict=True):
        for value in sorted(filter(None, values), key=len):
            if re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w-]|\.\w)", description, re.IGNORECASE):
                found[dimension] = value
    return found
