"""How sampled worlds differ and what is planted in them: ``worlds.yml``, read strictly."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field

from evals.suite import Strict

Range = tuple[float, float]
Whole = tuple[int, int]
Seeds = Literal["tuning", "held_out"]


class Choice(Strict):
    """Values of which one is taken, each with equal chance."""

    of: tuple[float, ...] = Field(min_length=1)


class Days(Strict):
    """How long worlds are, and when they end."""

    history: Whole
    looked: int = Field(gt=0)
    last: tuple[date, date]


class MixShift(Strict):
    """A segment or device that grows at the cost of the others."""

    chance: float
    factor: Range
    days: int


class Missing(Strict):
    """Hours without any row."""

    chance: float
    hours: Whole
    start: Whole = Field(alias="from")


class Surge(Strict):
    """An event that comes again and again and always brings calls."""

    chance: float
    every: Whole
    multiplier: Range
    type: str


class Differences(Strict):
    """How worlds differ from each other."""

    volume: Choice
    noise: Choice
    slice_noise: Choice
    growth_per_year: Choice
    release_age: Whole
    mix_shift: MixShift
    missing: Missing
    event: Surge


class Planting(Strict):
    """What planted incidents are like."""

    depth: Whole
    multiplier: Range
    hours: Range
    starts: Whole
    least_calls: float
    most_share: float
    distinct: float
    history: Whole


class Rollouts(Strict):
    """What shipped actions are like."""

    history: Whole
    after: Whole
    depth: Whole
    least_calls: float
    most_share: float
    exposed: Choice
    effect: Range
    ramp_days: Whole


class Recipe(Strict):
    """The whole file."""

    dimensions: tuple[str, ...]
    seeds: dict[Seeds, int]
    days: Days
    worlds: Differences
    planted: Planting
    rollouts: Rollouts


@cache
def recipe() -> Recipe:
    """The recipe that comes with the package."""
    return Recipe.model_validate(yaml.safe_load((files("evals") / "worlds.yml").read_text()))
