"""``leakage eval --set forecast``: the rolling backtest on sampled worlds, against SeasonalNaive."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from evals.graded import Cell, Graded, Sheet, Size, Tell, gate_of, rules_of
from evals.intervals import Share
from evals.processes import spread
from evals.worlds.recipe import Recipe, recipe
from evals.worlds.sample import sample
from evals.worlds.sampled import SampledWorld
from pipeline.generate.holidays import holiday_name
from signals.forecasts.backtest import Checked, backtest
from signals.forecasts.options import options
from signals.forecasts.series import Daily, Planned

WHOLE = "all"


class Outcome(NamedTuple):
    """One day of one series, told in time.

    Attributes:
        series: Whose.
        horizon: How many days ahead.
        error: The forecast's, in units of the change from week to week.
        naive_error: The gate's.
        inside: By level, whether the day lay within the interval.
    """

    series: str
    horizon: int
    error: float
    naive_error: float
    inside: dict[float, bool]


def grade(size: Size, tell: Tell, *, held_out: bool) -> Graded:
    """Sample worlds, tell their past days in time, and compare with what came."""
    base = recipe().seeds["held_out" if held_out else "tuning"] + _APART
    seeds = range(base, base + rules_of("forecast").sizes[size]["worlds"])
    told = spread(outcomes, seeds, tell, "forecasting sampled worlds")
    return graded([one for world in told for one in world], size, held_out=held_out)


_APART = 50_000
"""Seeds of their own, apart from the other sets'."""


def outcomes(seed: int) -> list[Outcome]:
    """Sample a world and tell its past days from the days before them."""
    world = sample(seed, incidents=seed % 2, rules=_long(recipe()))
    return [_outcome(one) for one in backtest(series_of(world), options(), WHOLE)]


def _long(rules: Recipe) -> Recipe:
    days = int(rules_of("forecast").options["days"][0])
    return rules.model_copy(update={"days": rules.days.model_copy(update={"history": (days, days)})})


def series_of(world: SampledWorld) -> list[Daily]:
    """The calls of each journey and of all, and the planned days."""
    daily = world.counts.sum(axis=1).astype(np.float64)
    for day, _ in world.missing:
        daily[day] = np.nan
    parts = {name: world.leaves.within({"journey_type": name}) for name in world.leaves.world.leaking}
    counts = {name: daily[:, inside].sum(axis=1) for name, inside in parts.items()} | {WHOLE: daily.sum(axis=1)}
    planned = tuple(_planned(world))
    return [Daily(name, world.dates[0], one, planned=_touching(planned, name)) for name, one in counts.items()]


def _planned(world: SampledWorld) -> list[Planned]:
    calendar = world.leaves.world.calendar
    holidays = [Planned(day, calendar.holiday_event) for day in world.dates if holiday_name(day, calendar.holidays)]
    return holidays + [Planned(world.dates[one.day], one.type, one.journey) for one in world.surges]


def _touching(planned: Sequence[Planned], name: str) -> tuple[Planned, ...]:
    return tuple(one for one in planned if name == WHOLE or one.about in (None, name))


def _outcome(one: Checked) -> Outcome:
    inside = {level: low <= one.actual <= high for level, (low, high) in one.bounds.items()}
    error, naive = abs(one.actual - one.told) / one.scale, abs(one.actual - one.naive) / one.scale
    return Outcome(one.series, one.horizon, error, naive, inside)


def graded(told: Sequence[Outcome], size: Size, *, held_out: bool) -> Graded:
    """Sum up the outcomes."""
    rules = rules_of("forecast")
    mase, naive = _mean(one.error for one in told), _mean(one.naive_error for one in told)
    figures = {
        "mase": mase,
        "naive_mase": naive,
        "gain": 1 - mase / naive if mase is not None and naive else None,
        **{f"coverage_{level * 100:.0f}": covered(told, level).value for level in rules.options["levels"]},
    }
    sheets = (_sheet("By series", _by_series(told)), _sheet("By days ahead", _by_horizon(told)))
    gate = gate_of(figures, rules.gate[size])
    return Graded(name="forecast", size=size, held_out=held_out, figures=figures, sheets=sheets, gate=gate)


def covered(told: Sequence[Outcome], level: float) -> Share:
    """Days that lay within their interval."""
    return Share(part=sum(one.inside[level] for one in told), whole=len(told))


def _mean(values: Iterable[float]) -> float | None:
    every = list(values)
    return float(np.mean(every)) if every else None


def _by_series(told: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    names = dict.fromkeys(one.series for one in told)
    return {name: [one for one in told if one.series == name] for name in names}


def _by_horizon(told: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    bounds = [int(day) for day in rules_of("forecast").options["horizons"]]
    ranges = [range(low, high) for low, high in zip(bounds, (*bounds[1:], 10_000), strict=True)]
    return {f"from {part.start}": [one for one in told if one.horizon in part] for part in ranges}


def _sheet(title: str, parts: dict[str, list[Outcome]]) -> Sheet:
    levels = rules_of("forecast").options["levels"]
    heads = ("", "days told", "MASE", "SeasonalNaive", *(f"within {level * 100:.0f} %" for level in levels))
    return Sheet(title=title, columns=heads, rows=tuple(_row(name, some) for name, some in parts.items() if some))


def _row(name: str, some: Sequence[Outcome]) -> tuple[Cell, ...]:
    mase, naive = (
        f"{_mean(errors):.3f}" for errors in ((one.error for one in some), (one.naive_error for one in some))
    )
    levels = rules_of("forecast").options["levels"]
    return (name, len(some), mase, naive, *(f"{(covered(some, level).value or 0) * 100:.1f} %" for level in levels))
