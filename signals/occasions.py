"""What events of the calendar do: learned from earlier ones of the same kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from signals.cube import Cube, Floats, Ints
from signals.incident import Event
from signals.options import Options

_WEEKS = (-2, -1, 1, 2)  # the same weekdays around an event are what the day would have been
_DOUBT = 0.08  # how far an event of a kind may do other than the ones before, while few are known
_KNOWN = 2.0  # so many events weigh as much as that


@dataclass(frozen=True)
class Occasion:
    """An event on the day that is looked at, and what its kind usually does.

    Attributes:
        event: The event.
        leaves: Where it strikes.
        lift: What its kind has multiplied counts by; None when none was seen before.
        doubt: How far this one may differ, as a share.
    """

    event: Event
    leaves: NDArray[np.bool_]
    lift: float | None
    doubt: float


def lift_of(cube: Cube, event: Event, others: frozenset[tuple[object, ...]]) -> float | None:
    """What an event multiplied the counts of its slice by; None when the days around it don't tell."""
    inside = cube.where(event.slice)
    at = (event.day - cube.first).days
    around = [at + 7 * weeks for weeks in _WEEKS]
    usual = [
        float(cube.daily[day, inside].sum())
        for day in around
        if 0 <= day < cube.days - 1 and (event.day + timedelta(day - at), *_key(event)) not in others
    ]
    usual = [count for count in usual if count > 0]
    return float(cube.daily[at, inside].sum() / np.median(usual)) if usual and 0 <= at < cube.days else None


def occasions(cube: Cube, events: Sequence[Event], options: Options) -> list[Occasion]:
    """The events of the cube's last day, with what their kinds did before."""
    found = []
    for event in events:
        if event.day == cube.last:
            before = [one for one in events if one.day < event.day and _key(one) == _key(event)]
            lifts = [] if event.kind in options.never_expected else _lifts(cube, before, events)
            found.append(_occasion(cube, event, lifts))
    return found


def ordinary(cube: Cube, counts: Floats | Ints, first: int, events: Sequence[Event], options: Options) -> Floats | Ints:
    """The counts (days × hours × leaves, the first of them at ``first`` of the cube) as they were without events."""
    days = _days(events)
    for event in (one for one in events if one.kind not in options.never_expected):
        at = (event.day - cube.first).days - first
        if 0 <= at < len(counts):
            lift = lift_of(cube, event, days)
            if lift is not None and lift > 0:
                counts = counts.astype(np.float64) if counts.dtype.kind != "f" else counts
                counts[at][:, cube.where(event.slice)] /= lift
    return counts


def _occasion(cube: Cube, event: Event, lifts: Sequence[float]) -> Occasion:
    lift = float(np.mean(lifts)) if lifts else None
    spread = float(np.var(lifts)) if len(lifts) > 1 else 0.0
    doubt = np.sqrt((_KNOWN * _DOUBT**2 + len(lifts) * spread) / (_KNOWN + len(lifts)))
    return Occasion(event, cube.where(event.slice), lift, float(doubt) if lifts else 0.0)


def _lifts(cube: Cube, before: Sequence[Event], events: Sequence[Event]) -> list[float]:
    days = _days(events)
    return [lift for event in before if (lift := lift_of(cube, event, days)) is not None and lift > 0]


def _days(events: Sequence[Event]) -> frozenset[tuple[object, ...]]:
    return frozenset((event.day, *_key(event)) for event in events)


def _key(event: Event) -> tuple[object, ...]:
    return (event.kind, tuple(sorted(event.slice.items())))
