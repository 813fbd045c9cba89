"""Days that are no pattern: spells of unusual counts are set aside, and remembered for how often and how long."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signals.forecasts.options import Unusual
from signals.forecasts.series import Flags, Floats

MAD_TO_SPREAD = 1.4826


@dataclass(frozen=True)
class Spell:
    """Unusual days in a row.

    Attributes:
        first: Position of its first day.
        last: Position of its last.
        excess: Mean of its days' logarithm above the expected one.
    """

    first: int
    last: int
    excess: float

    @property
    def days(self) -> int:
        """How long it took."""
        return self.last - self.first + 1


def robust_spread(values: Floats) -> float:
    """Return the spread of most of the values, whatever a few of them do."""
    return float(MAD_TO_SPREAD * np.median(np.abs(values - np.median(values)))) if len(values) else 0.0


def rough_level(logs: Floats, week: int) -> Floats:
    """Return each day's level without a model: the middle of the days around it and of its weekday."""
    around = _around(logs, week)
    return around + _weekdays(logs - around, week)


def lasting_steps(logs: Floats, week: int, options: Unusual) -> dict[int, float]:
    """Return on which days the level changed for good, and by how much, whatever a few of the days around do."""
    left = logs - _weekdays(logs - _around(logs, week), week)
    noise = robust_spread(_known(np.diff(left))) / np.sqrt(2)
    found: dict[int, float] = {}
    for _ in range(options.most_steps):
        at, size = _clearest_step(left, options.lasting_days)
        if abs(size) <= options.spread * noise:
            break
        found[at] = found.get(at, 0.0) + size
        left = left - size * (np.arange(len(left)) >= at)
    return found


def _clearest_step(left: Floats, days: int) -> tuple[int, float]:
    """The day that parts its surroundings best, and by how much they differ."""
    if len(left) < 2 * days:
        return 0, 0.0
    windows = np.lib.stride_tricks.sliding_window_view(left, 2 * days)
    before, after = windows[:, :days], windows[:, days:]
    gain = _apart(windows) - _apart(before) - _apart(after)
    best = int(np.argmax(gain))
    return best + days, float(np.median(_known(after[best])) - np.median(_known(before[best])))


def _apart(rows: Floats) -> Floats:
    return np.asarray(np.nansum(np.abs(rows - _middles(rows)[:, None]), axis=1))


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _around(logs: Floats, week: int) -> Floats:
    return _middles(np.lib.stride_tricks.sliding_window_view(np.pad(logs, week, constant_values=np.nan), 2 * week + 1))


def _middles(rows: Floats) -> Floats:
    """The median of each row's known values; nan where there are none."""
    ordered = np.sort(rows, axis=1)  # nan comes last
    known = np.sum(~np.isnan(rows), axis=1)
    take = np.stack([np.maximum(known - 1, 0) // 2, np.minimum(known // 2, rows.shape[1] - 1)], axis=1)
    return np.asarray(np.take_along_axis(ordered, take, axis=1).mean(axis=1))


def _weekdays(values: Floats, week: int) -> Floats:
    rows = np.pad(values, (0, -len(values) % week), constant_values=np.nan).reshape(-1, week)
    return np.resize(_middles(rows.T), len(values))


def spells_of(residuals: Floats, unusual: Flags, options: Unusual) -> list[Spell]:
    """Group unusual days that stand in a row, on one side."""
    found: list[list[int]] = []
    for at in np.flatnonzero(unusual):
        near = bool(found) and at - found[-1][-1] <= options.gap_days + 1
        if near and np.sign(residuals[at]) == np.sign(residuals[found[-1][-1]]):
            found[-1].append(int(at))
        else:
            found.append([int(at)])
    return [Spell(days[0], days[-1], float(np.mean(residuals[days]))) for days in found]


def outside(spells: Sequence[Spell], length: int) -> NDArray[np.bool_]:
    """Return which days belong to no spell."""
    usual = np.ones(length, dtype=np.bool_)
    for spell in spells:
        usual[spell.first : spell.last + 1] = False
    return usual
