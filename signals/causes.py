"""Why a measure changed between two windows: few disjoint slices and the rest, which add up to the change."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from signals.candidates import Candidates, Condition, Found
from signals.leaves import Leaves, Numbers, Value

MOST_DEEP = 3
"""How many dimensions describe a slice at most."""


@dataclass(frozen=True)
class Search:
    """How slices are looked for.

    Attributes:
        alarm: How likely any slice at all may be claimed where only chance moved them.
        parts: The most slices to claim.
        depth: The most dimensions that describe one.
        counts: Whether the measure counts things, so that it varies at least as counts do.
        described: Dimensions whose values replace one another, as versions do: no slice is looked for in them; they
            only tell what a slice's change shares.
    """

    alarm: float = 0.05
    parts: int = 5
    depth: int = MOST_DEEP
    counts: bool = True
    described: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """A slice that changed by more than chance, without the slices before it.

    Attributes:
        conditions: The dimensions and values that describe it.
        behind: Further dimensions and values that nearly all of its change shares.
        now: The measure in the window.
        before: The mean of the earlier windows.
        share: Its change as a fraction of the whole change; None where the whole did not change.
        evidence: How unlikely chance made its change: minus the logarithm, less the cost of its description.
    """

    conditions: Condition
    behind: Condition
    now: float
    before: float
    share: float | None
    evidence: float

    @property
    def change(self) -> float:
        """How much it changed."""
        return self.now - self.before


@dataclass(frozen=True)
class Explained:
    """What a change is made of: ``parts`` and ``rest`` add up to it.

    Attributes:
        now: The measure in the window.
        before: The mean of the earlier windows.
        parts: The slices that moved by more than chance, the one that tells most first.
        rest_now: The measure outside all parts.
        rest_before: The same in the earlier windows.
        rest_noise: The standard deviation of the rest's change, were it chance alone.
        noise: That of the whole change.
        steady: Large slices outside the parts that did not move.
    """

    now: float
    before: float
    parts: tuple[Part, ...]
    rest_now: float
    rest_before: float
    rest_noise: float
    noise: float
    steady: tuple[Part, ...]

    @property
    def change(self) -> float:
        """How much the whole changed."""
        return self.now - self.before

    @property
    def rest_change(self) -> float:
        """How much changed outside the parts."""
        return self.rest_now - self.rest_before


def explain_change(leaves: Leaves, search: Search | None = None) -> Explained:
    """Find the slices that explain a change.

    Slices are claimed one after the other, each by how much likelier the counts are if it has a ratio of its own
    (and not the ratio of everything else, nor its own earlier level), less the length of its description: that keeps
    the chance of any wrong claim, over all slices looked at, below ``alarm``.
    """
    return _Explaining(leaves, search or Search()).explained


class _Explaining:
    def __init__(self, leaves: Leaves, search: Search) -> None:
        self._leaves = leaves
        self._search = search
        self._candidates = Candidates(leaves, search.depth, search.described)
        self._spread = self._candidates.spread(search.counts)

    @cached_property
    def explained(self) -> Explained:
        leaves, left = self._leaves, np.ones(self._leaves.size, dtype=bool)
        parts: list[Part] = []
        while len(parts) < self._search.parts:
            found = self._candidates.best(left, self._spread)
            if found is None or found.evidence < -float(np.log(self._search.alarm)):
                break
            inside = left & leaves.inside(found.conditions)
            parts.append(self._part(found, inside))
            left &= ~inside
        now, before = leaves.sums(left)
        whole_now, whole_before = leaves.sums(np.ones_like(left))
        return Explained(
            now=whole_now,
            before=whole_before,
            parts=tuple(parts),
            rest_now=now,
            rest_before=before,
            rest_noise=self._noise(before),
            noise=self._noise(whole_before),
            steady=self._steady(left, whole_now),
        )

    def _part(self, found: Found, inside: Numbers) -> Part:
        now, before = self._leaves.sums(inside)
        whole_now, whole_before = self._leaves.sums(np.ones_like(inside))
        change = whole_now - whole_before
        share = (now - before) / change if change else None
        return Part(found.conditions, self._behind(found, inside), now, before, share, found.evidence)

    def _noise(self, before: float) -> float:
        """The standard deviation of a change that is chance alone: of its parts, and of whole windows together."""
        own = self._spread * max(before, 1.0) + self._level * before**2
        return float(np.sqrt(own * (1 + 1 / self._leaves.windows)))

    @cached_property
    def _level(self) -> float:
        """How much whole windows vary together, as a fraction squared, beyond what their parts do."""
        totals = self._leaves.each.sum(axis=0)
        if len(totals) < _SEVERAL or not totals.mean():
            return 0.0
        return max(float(totals.var(ddof=1) - self._spread * totals.mean()), 0.0) / float(totals.mean()) ** 2

    def _behind(self, found: Found, inside: Numbers) -> Condition:
        named = {name for name, _ in found.conditions}
        told = (self._shared(place, inside) for place, name in enumerate(self._leaves.dimensions) if name not in named)
        return tuple(one for one in told if one)

    def _shared(self, place: int, inside: Numbers) -> tuple[str, Value] | None:
        """The value of a dimension that nearly all of a slice's change has, and more of it than elsewhere."""
        leaves = self._leaves
        now, before = leaves.by(place, inside)
        moved = now - before
        top = int(np.argmax(np.abs(moved)))
        if not moved.sum() or not _NEARLY_ALL[0] <= moved[top] / moved.sum() <= _NEARLY_ALL[1]:
            return None
        elsewhere = leaves.by(place, ~inside)[0]
        usual = elsewhere[top] / elsewhere.sum() if elsewhere.sum() else 0.0
        alone = np.count_nonzero(now + before) == 1
        if not alone and now[top] / max(now.sum(), 1.0) < _LIFT * usual:
            return None
        return leaves.dimensions[place], leaves.values[place][top]

    def _steady(self, left: Numbers, whole: float) -> tuple[Part, ...]:
        """Values of one dimension, untouched by any part, that are large and did not move."""
        found = []
        for place, name in enumerate(self._leaves.dimensions):
            if name in self._search.described:
                continue
            touched = self._leaves.by(place, ~left)[0] + self._leaves.by(place, ~left)[1]
            now, before = self._leaves.by(place, left)
            for at, value in enumerate(self._leaves.values[place]):
                still = abs(now[at] - before[at]) < self._noise(before[at])
                if not touched[at] and still and now[at] >= _LARGE * whole:
                    found.append(Part(((name, value),), (), float(now[at]), float(before[at]), None, 0.0))
        return tuple(sorted(found, key=lambda one: -one.now))


_NEARLY_ALL = (0.8, 1.2)
"""Between which fractions of a slice's change a value's must lie to stand for it."""
_SEVERAL = 3
"""So many windows tell how much they vary together."""
_LIFT = 1.5
"""How much more frequent than elsewhere such a value must be."""
_LARGE = 0.1
"""From which fraction of the whole a slice that did not move is worth a word."""
