"""How many calls each leaf of a sampled world is to have on each day, before chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evals.worlds.leaves import Leaves
from evals.worlds.recipe import Choice, Recipe, Whole
from evals.worlds.sampled import Surge
from pipeline.generate.holidays import holiday_name
from pipeline.generate.portions import Floats, Ints

DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Rates:
    """A world before chance.

    Attributes:
        dates: Its days.
        expected: Calls by day and leaf.
        surges: Events that are in them.
        facts: What was drawn for it.
    """

    dates: tuple[date, ...]
    expected: Floats
    surges: tuple[Surge, ...]
    facts: dict[str, float | str]


def rates_of(leaves: Leaves, recipe: Recipe, rng: np.random.Generator) -> Rates:
    """Draw a world's days, size, trend, noise, mix and events."""
    dates = _dates(recipe, rng)
    facts: dict[str, float | str] = {
        name: taken(getattr(recipe.worlds, name), rng) for name in ("volume", "noise", "slice_noise", "growth_per_year")
    }
    expected = ordinary(leaves, dates, facts, rng, whole(recipe.worlds.release_age, rng))
    expected *= _slice_noise(leaves, len(dates), float(facts["slice_noise"]), rng)
    _shift(leaves, expected, recipe, facts, rng)
    surges = _surges(leaves, expected, recipe, rng)
    return Rates(dates, expected, surges, facts)


def ordinary(
    leaves: Leaves, dates: tuple[date, ...], facts: Mapping[str, float | str], rng: np.random.Generator, age: int = 0
) -> Floats:
    """Draw what each leaf is expected to have on each day when nothing special happens.

    Args:
        leaves: The leaves.
        dates: The days.
        facts: The volume, noise and yearly growth.
        rng: The world's randomness.
        age: How many days after the world file's last day the last of ``dates`` lies: releases are so much older.
    """
    back = np.arange(len(dates) - 1, -1, -1, dtype=np.float64)
    levels = _levels(leaves, dates, back, facts, rng)
    return np.asarray(leaves.calls * leaves.adopted(back - age) * levels[:, None])


def whole(between: Whole, rng: np.random.Generator) -> int:
    """Draw a whole number between two, both included."""
    return int(rng.integers(between[0], between[1] + 1))


def taken(choice: Choice, rng: np.random.Generator) -> float:
    """Draw one of some values."""
    return choice.of[int(rng.integers(len(choice.of)))]


def _dates(recipe: Recipe, rng: np.random.Generator) -> tuple[date, ...]:
    days = whole(recipe.days.history, rng) + recipe.days.looked
    earliest, latest = recipe.days.last
    last = earliest + timedelta(whole((0, (latest - earliest).days), rng))
    return tuple(last - timedelta(back) for back in reversed(range(days)))


def _levels(
    leaves: Leaves, dates: tuple[date, ...], back: Floats, facts: Mapping[str, float | str], rng: np.random.Generator
) -> Floats:
    """How much happens on each day, compared with an ordinary weekday at the end: as the generator has it."""
    world = leaves.world
    weekday = np.array([world.history.weekday_level[day.weekday()] for day in dates])
    holidays = [holiday_name(day, world.calendar.holidays) for day in dates]
    quiet = np.array([world.history.holiday_level if name else 1.0 for name in holidays])
    growth = (1 + float(facts["growth_per_year"])) ** (-back / DAYS_OF_YEAR)
    noise = rng.normal(1, float(facts["noise"]), len(dates))
    return np.asarray(weekday * quiet * growth * noise * float(facts["volume"]))


def _slice_noise(leaves: Leaves, days: int, spread: float, rng: np.random.Generator) -> Floats:
    """Days on which a segment or an error is a little commoner for no reason."""
    noise = np.ones((days, len(leaves)))
    for dimension in ("segment", "error_code") if spread else ():
        codes = codes_of(leaves, dimension)
        noise *= rng.normal(1, spread, (days, int(codes.max()) + 1))[:, codes]
    return noise


def codes_of(leaves: Leaves, dimension: str) -> Ints:
    """The values of a dimension as numbers."""
    return np.unique(leaves.columns[dimension].astype(str), return_inverse=True)[1]


def _shift(
    leaves: Leaves, expected: Floats, recipe: Recipe, facts: dict[str, float | str], rng: np.random.Generator
) -> None:
    """Let one segment or device grow slowly at the cost of the others."""
    rules = recipe.worlds.mix_shift
    if rng.random() >= rules.chance:
        return
    dimension = ("segment", "device_type")[int(rng.integers(2))]
    value = str(rng.choice(np.unique(leaves.columns[dimension].astype(str))))
    totals = expected.sum(axis=1, keepdims=True)
    reached = np.clip((np.arange(len(expected)) - len(expected) + rules.days) / rules.days, 0, 1)
    expected[:, leaves.within({dimension: value})] *= (rng.uniform(*rules.factor) ** reached)[:, None]
    expected *= totals / expected.sum(axis=1, keepdims=True)
    facts["mix_shift"] = f"{dimension}={value}"


def _surges(leaves: Leaves, expected: Floats, recipe: Recipe, rng: np.random.Generator) -> tuple[Surge, ...]:
    """Let an event come every few weeks, the last time on a day that is looked at."""
    rules = recipe.worlds.event
    if rng.random() >= rules.chance:
        return ()
    journey = str(rng.choice(list(leaves.world.leaking)))
    usual, last = rng.uniform(*rules.multiplier), len(expected) - 1 - int(rng.integers(recipe.days.looked))
    days = range(last, -1, -whole(rules.every, rng))
    surges = tuple(Surge(day, rules.type, journey, float(usual)) for day in reversed(days))
    for surge in surges:
        expected[surge.day, leaves.within({"journey_type": journey})] *= surge.multiplier
    return surges
