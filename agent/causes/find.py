"""From the groups of two windows to what explains the change between them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from agent.causes.plan import earlier_windows, weight
from agent.causes.stages import Stage
from agent.columns import column
from agent.engine import Cell, Result
from agent.model import SemanticModel
from agent.plan import Plan
from pipeline.errors import LeakageError

if TYPE_CHECKING:
    from signals.causes import Explained, Part
    from signals.leaves import Row

Where = tuple[tuple[str, Cell], ...]
"""Dimensions and the value that each has."""


class CausesError(LeakageError):
    """A part of a change is not what its rows add up to."""

    phase = "explain"


@dataclass(frozen=True)
class Cause:
    """A part of a change: the rows that it is made of, and what they add up to.

    Attributes:
        kind: ``part`` for a slice, ``rest`` for everything outside the slices, ``whole`` for all.
        where: What describes it.
        behind: What nearly all of its change shares besides.
        without: The slices that were taken out of it.
        now: The measure in the window.
        before: The measure in an earlier window, of several their mean.
        share: Its change as a fraction of the whole's; None where the whole did not change.
        telling: Whether its change is more than chance.
    """

    kind: str
    where: Where
    behind: Where
    without: tuple[Where, ...]
    now: Decimal
    before: Decimal
    share: Decimal | None
    telling: bool

    @property
    def change(self) -> Decimal:
        """How much it changed."""
        return self.now - self.before


@dataclass(frozen=True)
class Causes:
    """What a change is made of."""

    measure: str
    whole: Cause
    parts: tuple[Cause, ...]
    rest: Cause
    steady: tuple[Cause, ...]
    windows: float
    stages: tuple[Stage, ...] = ()

    @property
    def rows(self) -> tuple[Cause, ...]:
        """The parts and the rest, which add up to the whole."""
        return (*self.parts, self.rest) if self.rest.now or self.rest.before else self.parts


def find_causes(plan: Plan, results: Mapping[str, Result], model: SemanticModel) -> Causes | None:
    """Find what explains the change that a plan for causes asks about; None where there is nothing earlier.

    Args:
        plan: The plan.
        results: The results of its queries.
        model: The semantic model.

    Raises:
        CausesError: A part does not add up.
    """
    from signals.causes import Search, explain_change  # numpy: only where something is explained
    from signals.leaves import leaves_of

    before = [results[name] for name in earlier_windows(plan)]
    if not any(one.rows for one in before):
        return None
    if any(one.truncated for one in (results["rows"], *before)):
        raise CausesError("there are too many groups to look for causes in.", "Ask for one slice, or by one dimension.")
    measure, windows = plan.measures[0], weight(plan)
    form = model.measure[measure].format
    described = model.intents[plan.intent].behind
    search = Search(counts=form is None or form.type == "number", described=frozenset(described))
    leaves = leaves_of(plan.dimensions, _rows(results["rows"]), [_rows(one) for one in before], windows)
    return _Summing(plan, results, windows).causes(measure, explain_change(leaves, search))


def _rows(result: Result) -> "Iterator[Row]":
    return ((row[:-1], float(str(row[-1] or 0))) for row in result.rows)


@dataclass(frozen=True)
class _Summing:
    """Adds up, from the results' own cells, what the search has found."""

    plan: Plan
    results: Mapping[str, Result]
    windows: float

    def causes(self, measure: str, found: "Explained") -> Causes:
        whole = self._cause("whole", (), (), (), None, abs(found.change) > _NOISE * found.noise)
        parts: list[Cause] = []
        for part in found.parts:
            parts.append(self._part(part, tuple(one.where for one in parts), whole))
        taken = tuple(one.where for one in parts)
        telling = abs(found.rest_change) > _NOISE * found.rest_noise
        rest = self._cause("rest", (), (), taken, whole, telling)
        self._check(whole, (*parts, rest))
        steady = tuple(self._cause("steady", one.conditions, (), (), whole, False) for one in found.steady)
        return Causes(measure, whole, tuple(parts), rest, steady, self.windows)

    def _part(self, part: "Part", without: tuple[Where, ...], whole: Cause) -> Cause:
        return self._cause("part", part.conditions, part.behind, without, whole, True)

    def _cause(
        self, kind: str, where: Where, behind: Where, without: tuple[Where, ...], whole: Cause | None, telling: bool
    ) -> Cause:
        now = self._sum("rows", where, without)
        earlier = sum((self._sum(name, where, without) for name in earlier_windows(self.plan)), Decimal(0))
        before = earlier / Decimal(str(self.windows))
        moved = whole.change if whole else now - before
        share = (now - before) / moved if moved else None
        return Cause(kind, where, behind, without, now, before, share, telling)

    def _sum(self, query: str, where: Where, without: tuple[Where, ...]) -> Decimal:
        result, total = self.results[query], Decimal(0)
        wanted = _placed(where, result)
        taken = [_placed(one, result) for one in without]
        for row in result.rows:
            if _has(row, wanted) and not any(_has(row, one) for one in taken):
                total += Decimal(str(row[-1] or 0))
        return total

    def _check(self, whole: Cause, parts: tuple[Cause, ...]) -> None:
        for name in ("now", "before"):
            if abs(sum(getattr(one, name) for one in parts) - getattr(whole, name)) > _ROUNDING:
                raise CausesError("the parts of a change do not add up to it.", "Please report this question.")


_NOISE = 2.0
"""A change within so many standard deviations is chance."""
_ROUNDING = Decimal("1e-6")


def _placed(where: Where, result: Result) -> tuple[tuple[int, Cell], ...]:
    return tuple((result.columns.index(name), value) for name, value in where)


def _has(row: tuple[Cell, ...], where: tuple[tuple[int, Cell], ...]) -> bool:
    return all(row[place] == value for place, value in where)


def summed(causes: Causes, named: Mapping[str, str], weeks: int) -> dict[str, Result]:
    """What was found as results that facts can point into: ``total``, ``parts``, ``steady``, ``stages``.

    Args:
        causes: What was found.
        named: The name of each part, by kind and place.
        weeks: How many earlier windows there are.
    """
    measure = causes.measure
    columns = ("slice", measure, *(column(measure, role) for role in ("before", "change", "share")))
    groups = {"parts": causes.rows, "steady": causes.steady}
    results = {
        name: Result(columns, tuple(_row(one, named[f"{name}{at}"]) for at, one in enumerate(group)), False, 0.0)
        for name, group in groups.items()
    }
    stages = tuple((one.kind, one.measure, one.change) for one in causes.stages)
    results["stages"] = Result(("kind", "of", column(measure, "change")), stages, False, 0.0)
    whole = causes.whole
    fraction = whole.change / whole.before if whole.before else None
    total = (measure, *(column(measure, role) for role in ("before", "change", "change_pct")), "weeks")
    row = (whole.now, whole.before, whole.change, fraction, weeks)
    return results | {"total": Result(total, (row,), False, 0.0)}


def _row(one: Cause, name: str) -> tuple[Cell, ...]:
    return name, one.now, one.before, one.change, one.share


def largest(plan: Plan, results: Mapping[str, Result], named: Callable[[str, Cell], str]) -> Result:
    """The largest value of each dimension, where there is nothing earlier to compare with; the greatest first."""
    rows, measure = results["rows"], plan.measures[0]
    found: list[tuple[Cell, ...]] = []
    for place, name in enumerate(plan.dimensions):
        sums: dict[Cell, Decimal] = {}
        for row in rows.rows:
            sums[row[place]] = sums.get(row[place], Decimal(0)) + Decimal(str(row[-1] or 0))
        known = {value: amount for value, amount in sums.items() if value is not None}
        if len(sums) > 1 and known:
            top = max(known, key=lambda value: known[value])
            found.append((named(name, top), known[top]))
    found.sort(key=lambda row: -Decimal(str(row[1])))
    return Result(("slice", measure), tuple(found[:_LARGEST]), False, 0.0)


_LARGEST = 4
"""How many of them are named."""
