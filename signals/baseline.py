"""What a day is expected to have, leaf by leaf and hour by hour, from the days before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from signals.cube import Cube, Floats, Ints
from signals.incident import Incident, Opinion, Status, Verdict
from signals.level import Level, level
from signals.moving import Exposure, exposure
from signals.occasions import Occasion
from signals.unrest import unrest

_HALF_LIFE = 21.0  # days: how fast the past fades
_USUAL = 10.0  # an hour in which so many are expected does not pass without any
_SHAPE = 20_000.0  # counts of other weekdays that an hour's share on this one is pulled by
_CELL = 2.0  # days of its cell's history that a young leaf borrows


@dataclass(frozen=True)
class Past:
    """The days that tell what is usual.

    Attributes:
        cube: Those days and, last, the day itself; leaves without counts in them are left out.
        day: The position of the day.
        hours: How many of its hours are in.
        counts: The days before × hours × leaves, without the excess of known incidents.
        usable: Which of them may be a guide.
        occasions: The day's events.
    """

    cube: Cube
    day: int
    hours: int
    counts: Floats | Ints
    usable: NDArray[np.bool_]
    occasions: Sequence[Occasion] = ()

    @cached_property
    def daily(self) -> Floats:
        """Counts of the days before, days × leaves."""
        return np.asarray(self.counts.sum(axis=1, dtype=np.float64))


def without(cube: Cube, incidents: Sequence[Incident], verdicts: Sequence[Verdict]) -> Floats | Ints:
    """The counts of all days but the last, with what incidents added taken out, and new levels taken in."""
    counts: Floats | Ints = cube.counts[:-1]
    if incidents or verdicts:
        counts = counts.astype(np.float64)
    stays = [verdict.slice for verdict in verdicts if verdict.opinion in (Opinion.FALSE_ALARM, Opinion.NEW_NORMAL)]
    for incident in incidents:
        at = (incident.day - cube.first).days
        added = incident.excess > 0 and incident.status is not Status.EXPECTED and incident.slice not in stays
        if 0 <= at < len(counts) and added:
            block = np.ix_(_hours_of(incident, cube.hours), cube.where(incident.slice))
            has = float(counts[at][block].sum())
            counts[at][block] *= 1 - min(incident.excess / max(has, 1), 1)
    for verdict in verdicts:
        if verdict.opinion is Opinion.NEW_NORMAL:
            _raise(counts, (verdict.day - cube.first).days, cube.where(verdict.slice), verdict.excess)
    return counts


def _raise(counts: Floats | Ints, since: int, inside: NDArray[np.bool_], by: float) -> None:
    """Bring the days before a new level to it."""
    before = counts[: max(since, 0)]
    usual = before[:, :, inside].sum() / max(len(before), 1)
    if usual > 0:
        before[:, :, inside] *= 1 + by / usual


def _hours_of(incident: Incident, hours: int) -> Ints:
    start = incident.first_hour if incident.first_hour is not None and incident.first_day == incident.day else 0
    return np.arange(start, hours if incident.last_hour is None else incident.last_hour + 1)


@dataclass(frozen=True)
class Baseline:
    """What is expected of a day.

    Attributes:
        leaf: The expected counts by leaf, of a whole day.
        profile: The share of a day that each hour has.
        shape: The same, but 0 where an hour is missing or not in yet.
        borne: Counts of history, by leaf, that the expectation rests on.
        past: The expected counts of the days before, days × leaves.
        level: The level of all.
        spread: The share of what is expected that it varies by beyond chance.
        unrest: Each dimension's own dispersion besides.
        missing: Hours without any counts that usually have many.
    """

    leaf: Floats
    profile: Floats
    shape: Floats
    borne: Floats
    past: Floats
    level: Level
    spread: float
    unrest: Floats
    missing: tuple[int, ...]


def baseline(past: Past) -> Baseline:
    """Learn from the days before."""
    cube, day = past.cube, past.day
    present = cube.counts[day, : past.hours].sum(axis=0, dtype=np.int64)
    profile = _profile(past)
    there = _there(past.counts.sum(axis=2, dtype=np.float64), profile)
    weekdays = np.array([date.weekday() for date in cube.dates])
    found = level(past.daily.sum(axis=1), there @ profile, weekdays, past.usable & (there @ profile > 0.5))
    missing = _missing(cube.counts[day].sum(axis=1, dtype=np.int64)[: past.hours], profile * found.today)
    shape = profile.copy()
    shape[past.hours :] = 0
    shape[list(missing)] = 0
    moves = exposure(cube, np.vstack([past.daily, present]), found, there @ profile)
    leaf, before, borne = _leaves(past.daily, found, there @ profile, moves)
    for occasion in past.occasions:
        leaf = leaf * np.where(occasion.leaves, occasion.lift or 1.0, 1.0)
    spread = float(np.hypot(found.spread, found.doubt))
    restless = unrest(cube, past.daily, before, found)
    return Baseline(leaf, profile, shape, borne, before, found, spread, restless, missing)


def _leaves(daily: Floats, found: Level, share: Floats, moves: Exposure | None) -> tuple[Floats, Floats, Floats]:
    """Each leaf's expectation, that of the days before, and the counts that it rests on."""
    weights = np.where(found.used, 0.5 ** (np.arange(len(daily), 0, -1) / _HALF_LIFE), 0)
    units = found.history * share
    seen, days = weights @ daily, (weights * units)
    usual = days.sum()
    if moves is None:
        rate = seen / max(usual, 1e-9)
        leaf, before = rate * found.today, np.outer(found.history * share, rate)
    else:
        exposed = days @ moves.history
        cells = int(moves.cell.max()) + 1
        of_cell = np.bincount(moves.cell, seen, cells) / np.maximum(np.bincount(moves.cell, exposed, cells), 1e-9)
        borrowed = _CELL * usual / max(found.used.sum(), 1)
        rate = (seen + borrowed * of_cell[moves.cell]) / (exposed + borrowed)
        leaf, before = rate * found.today * moves.today, rate * units[:, None] * moves.history
    borne = seen * weights.sum() / max(np.square(weights).sum(), 1e-9)
    return leaf, before, borne


def _profile(past: Past) -> Floats:
    """The share of each hour, on weekdays like this one as far as they differ from others."""
    totals = past.counts.sum(axis=2, dtype=np.float64)[past.usable]
    if not totals.sum():
        return np.full(past.cube.hours, 1 / past.cube.hours)
    kinds = np.array([_kind(date) for date in past.cube.dates[:-1]])[past.usable]
    every = totals.sum(axis=0) / totals.sum()
    same = totals[kinds == _kind(past.cube.dates[past.day])].sum(axis=0)
    return np.asarray((same + _SHAPE * every) / (same.sum() + _SHAPE), float)


def _kind(date: date) -> int:
    return max(date.weekday() - 4, 0)


def _there(totals: Floats, profile: Floats) -> Floats:
    """Days × hours: 0 where an hour has nothing though it usually has much."""
    usual = np.outer(totals.sum(axis=1), profile)
    return np.where((totals == 0) & (usual > _USUAL), 0.0, 1.0)


def _missing(present: Ints, usual: Floats) -> tuple[int, ...]:
    if len(usual) == 1:
        return ()
    return tuple(int(hour) for hour in np.flatnonzero((present == 0) & (usual[: len(present)] > _USUAL)))
