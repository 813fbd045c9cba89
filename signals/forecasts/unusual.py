"""Days that are no pattern: spells of unusual counts are found, set aside, and remembered for how often and how long."""

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
    around = np.array([np.nanmedian(logs[max(0, at - week) : at + week + 1]) for at in range(len(logs))])
    weekday = np.array([np.nanmedian((logs - around)[at % week :: week]) for at in range(min(week, len(logs)))])
    return around + np.resize(weekday, len(logs))


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


def lasting(spells: Sequence[Spell], options: Unusual) -> list[int]:
    """Return where the level changed for good: spells that don't end are no spells."""
    return [spell.first for spell in spells if spell.days >= options.lasting_days]


def outside(spells: Sequence[Spell], length: int) -> NDArray[np.bool_]:
    """Return which days belong to no spell."""
    usual = np.ones(length, dtype=np.bool_)
    for spell in spells:
        usual[spell.first : spell.last + 1] = False
    return usual
