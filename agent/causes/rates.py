"""A change of a rate: explained by its two amounts, slice by slice, each with its own rate and its weight."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.causes.plan import earlier_windows
from agent.engine import Cell, Result
from agent.plan import Plan

if TYPE_CHECKING:
    from signals.leaves import Leaves

Amounts = tuple[Decimal, Decimal]
"""A numerator and a denominator."""


@dataclass(frozen=True)
class Rate:
    """A rate's amounts in the window and, summed, in the earlier ones."""

    now: Amounts
    before: Amounts

    def rates(self) -> tuple[Decimal, Decimal]:
        """The rate in the window and before; where one has no denominator it is as the other."""
        now, before = (part / whole if whole else None for part, whole in (self.now, self.before))
        either = next((one for one in (now, before) if one is not None), Decimal(0))
        return now if now is not None else either, before if before is not None else either

    def contribution(self, whole: "Rate") -> Decimal:
        """What a slice adds to the change of the whole's rate: by its own rate, and by its weight among the others.

        Over disjoint slices that make the whole these add up to the whole's change.
        """
        weights = [own[1] / all_[1] if all_[1] else Decimal(0) for own, all_ in self._beside(whole)]
        own, every = self.rates(), whole.rates()
        by_rate = (weights[0] + weights[1]) / 2 * (own[0] - own[1])
        return by_rate + (own[0] + own[1] - every[0] - every[1]) / 2 * (weights[0] - weights[1])

    def _beside(self, whole: "Rate") -> tuple[tuple[Amounts, Amounts], ...]:
        return (self.now, whole.now), (self.before, whole.before)


def rate_leaves(plan: Plan, results: Mapping[str, Result], left_out: Collection[str]) -> "Leaves":
    """The numerators of the finest groups, beside what the earlier rates make of today's denominators.

    Args:
        plan: The plan, whose last two measures are the numerator and the denominator.
        results: The results of its queries.
        left_out: Dimensions not to tell groups apart by: of a new version there is no earlier rate.
    """
    from signals.leaves import leaves_of

    places = [place for place, name in enumerate(plan.dimensions) if name not in left_out]
    now, *earlier = (_groups(results[name], places) for name in ("rows", *earlier_windows(plan)))
    parts, wholes = ([amounts[at] for one in earlier for amounts in one.values()] for at in (0, 1))
    usual = sum(parts) / sum(wholes) if sum(wholes) else 0.0
    expected = [[(group, whole * _rate(one.get(group), usual)) for group, (_, whole) in now.items()] for one in earlier]
    named = [plan.dimensions[place] for place in places]
    return leaves_of(named, [(group, part) for group, (part, _) in now.items()], expected)


def _groups(result: Result, places: Sequence[int]) -> dict[tuple[Cell, ...], tuple[float, float]]:
    found: dict[tuple[Cell, ...], tuple[float, float]] = {}
    for row in result.rows:
        group = tuple(row[place] for place in places)
        part, whole = found.get(group, (0.0, 0.0))
        found[group] = part + float(str(row[-2] or 0)), whole + float(str(row[-1] or 0))
    return found


def _rate(amounts: tuple[float, float] | None, usual: float) -> float:
    return amounts[0] / amounts[1] if amounts and amounts[1] else usual
