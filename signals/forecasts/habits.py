"""What unusual spells do, learned from those of all series: how often they begin, how long and how big they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.forecasts.model import Fit
from signals.forecasts.options import Unusual
from signals.forecasts.series import Floats
from signals.forecasts.unusual import Spell


@dataclass(frozen=True)
class Habits:
    """How spells behave.

    Attributes:
        starts: The chance that one begins on an ordinary day.
        goes_on: The chance that one goes on another day.
        sizes: Logarithms above or below the ordinary level, one a spell.
        lengths: Days, one for each spell that has ended.
    """

    starts: float
    goes_on: float
    sizes: Floats
    lengths: tuple[int, ...]


def habits_of(fits: Sequence[Fit], options: Unusual) -> Habits:
    """Learn from the histories of several series; what is assumed beforehand counts as days seen."""
    ended = [spell for fit in fits for spell in fit.spells if not ongoing(spell, fit)]
    every = [spell for fit in fits for spell in fit.spells]
    ordinary = sum(len(fit.expected) - sum(spell.days for spell in fit.spells) for fit in fits)
    begun, quiet = options.prior_starts
    more, stopped = options.prior_days
    lasted = more + sum(spell.days - 1 for spell in every)
    return Habits(
        starts=(begun + len(every)) / (begun + quiet + len(every) + ordinary) if every else 0.0,
        goes_on=lasted / (lasted + stopped + len(ended)),
        sizes=np.array([spell.excess for spell in every]),
        lengths=tuple(spell.days for spell in ended),
    )


def ongoing(spell: Spell, fit: Fit) -> bool:
    """Return whether a spell reaches the last day."""
    return spell.last == len(fit.expected) - 1


def excess_now(fit: Fit) -> float:
    """Return the logarithm by which the last day stands above its ordinary level, 0 when it is no unusual day."""
    return next((spell.excess for spell in fit.spells if ongoing(spell, fit)), 0.0)
