"""The stages that a measure comes of: how much of a change is volume, how much mix, how much each stage's rate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agent.causes.plan import earlier_windows, weight
from agent.engine import Cell, Result
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.plan import Plan, Window

STAGE = "stage"
"""How the queries for the stages are named."""
_SLICED = 3
"""By how many dimensions a mix is told at most."""


@dataclass(frozen=True)
class Stage:
    """What one factor makes of a change: ``volume`` or ``mix`` of a measure, or its ``rate`` on the one before it."""

    kind: str
    measure: str
    per: str | None
    change: Decimal


def stage_plans(plan: Plan, model: SemanticModel) -> dict[str, Plan]:
    """The measures that a plan's measure comes of, by day and slice; none where a view lacks what is asked."""
    measure, window = plan.measures[0], plan.window
    chain = model.about_measure(measure).comes_of
    filtered = {one.dimension for one in plan.filters}
    views = [_view(name, filtered, model) for name in chain]
    if not chain or window is None or plan.hours is not None or None in views:
        return {}
    held = [view for view in views if view]
    named = [name for name in plan.dimensions if all(name in view.dimension for view in held)][:_SLICED]
    first = min(one.start for one in earlier_windows(plan).values())
    span = Window(start=first, end=window.end)
    return {
        f"{STAGE}_{name}": plan.model_copy(
            update={
                "analysis": None,
                "also": {},
                "window": span,
                "view": view.name,
                "measures": (name,),
                "dimensions": (model.about_view(view.name).grains["day"], *named),
            }
        )
        for name, view in zip(chain, held, strict=True)
    }


def _view(measure: str, filtered: set[str], model: SemanticModel) -> MetricView | None:
    """The first view that has a measure by hours, and the dimensions that a question is restricted by."""
    found = (view for view in model.views_with(measure, *filtered) if "hour" in model.about_view(view.name).grains)
    return next(found, None)


def stages_of(plan: Plan, results: Mapping[str, Result], model: SemanticModel) -> tuple[Stage, ...]:
    """How much of a change the volume, the mix and each rate make; nothing where the stages were not asked for."""
    import numpy as np

    from signals.split import split_change

    chain = [name for name in model.about_measure(plan.measures[0]).comes_of if f"{STAGE}_{name}" in results]
    if not chain:
        return ()
    named = results[f"{STAGE}_{chain[0]}"].columns[1:-1]
    sides = [_side(plan, chain, named, results, earlier) for earlier in (False, True)]
    groups = sorted({group for side in sides for group in side}, key=str)
    now, before = (np.array([side.get(group, [0.0] * (len(chain) + 1)) for group in groups]) for side in sides)
    shares = split_change(now, before / weight(plan)) if groups else ()
    return tuple(_stages((*chain, plan.measures[0]), shares))


def _stages(chain: tuple[str, ...], shares: tuple[float, ...]) -> Iterator[Stage]:
    if shares:
        volume, mix, *rates, nothing = (Decimal(str(one)) for one in shares)
        yield Stage("volume", chain[0], None, volume)
        yield Stage("mix", chain[0], None, mix)
        for place, rate in enumerate(rates, 1):
            yield Stage("rate", chain[place], chain[place - 1], rate)
        if abs(nothing) > Decimal("1e-6"):
            yield Stage("unmatched", chain[-1], chain[-2], nothing)


def _side(
    plan: Plan, chain: list[str], named: tuple[str, ...], results: Mapping[str, Result], earlier: bool
) -> dict[tuple[Cell, ...], list[float]]:
    """The amounts of each group at each stage, in the window or in all earlier ones."""
    windows = list(earlier_windows(plan).values()) if earlier else [plan.window] if plan.window else []
    found: dict[tuple[Cell, ...], list[float]] = defaultdict(lambda: [0.0] * (len(chain) + 1))
    for place, name in enumerate(chain):
        for day, *group, amount in results[f"{STAGE}_{name}"].rows:
            if isinstance(day, date) and any(one.start <= day <= one.end for one in windows):
                found[tuple(group)][place] += float(str(amount or 0))
    for query in earlier_windows(plan) if earlier else ("rows",):
        result = results[query]
        places = [result.columns.index(name) for name in named]
        for row in result.rows:
            found[tuple(row[place] for place in places)][-1] += float(str(row[-1] or 0))
    return found
