"""Sampling worlds: counts drawn from the generator's rates, and trouble planted in them."""

from functools import cache

import numpy as np

from evals.worlds.leaves import Leaves, leaves_of
from evals.worlds.planting import Planter, hour_shape
from evals.worlds.rates import codes_of, rates_of, whole
from evals.worlds.recipe import Recipe, recipe
from evals.worlds.sampled import HOURS, Planted, SampledWorld
from pipeline.generate.portions import Floats, Ints
from pipeline.generate.world import load_world


@cache
def usual_leaves() -> Leaves:
    """The leaves of the world file that comes with the package."""
    return leaves_of(load_world())


def sample(seed: int, incidents: int, rules: Recipe | None = None, leaves: Leaves | None = None) -> SampledWorld:
    """Sample a world.

    Args:
        seed: Same seed, incidents and rules: the same world.
        incidents: How many strike on the days that are looked at.
        rules: How worlds differ; the packaged recipe unless another is given.
        leaves: The finest slices; the packaged world file's unless others are given.
    """
    rules, leaves = rules or recipe(), leaves or usual_leaves()
    rng = np.random.default_rng([seed, incidents])
    rates = rates_of(leaves, rules, rng)
    looked = range(len(rates.dates) - rules.days.looked, len(rates.dates))
    counts = counts_of(leaves, rates.expected, rng)
    missing = _missing(rules, looked, rng)
    planter = Planter(leaves, rates, rules.dimensions, rules.planted, missing, rng)
    planted = _planted(planter, counts, looked, incidents)
    for day, hour in missing:
        counts[day, hour] = 0
    return SampledWorld(
        seed, leaves, rates.dates, counts, rates.expected, looked, planted, rates.surges, missing, rates.facts
    )


def counts_of(leaves: Leaves, expected: Floats, rng: np.random.Generator) -> Ints:
    """Draw counts as the generator does: a journey's total of a day is given, its parts and hours are chance."""
    counts = np.zeros((len(expected), HOURS, len(leaves)), dtype=np.int64)
    journeys = codes_of(leaves, "journey_type")
    for journey in range(int(journeys.max()) + 1):
        inside = np.flatnonzero(journeys == journey)
        usual = expected[:, inside]
        totals = usual.sum(axis=1)
        daily = rng.multinomial(np.rint(totals).astype(np.int64), usual / totals[:, None])
        counts[:, :, inside] = np.moveaxis(rng.multinomial(daily, hour_shape(leaves)), 1, 2)
    return counts


def _planted(planter: Planter, counts: Ints, looked: range, incidents: int) -> tuple[Planted, ...]:
    """Plant into the days that are looked at, and a few into those before, which nobody has explained."""
    before = [int(planter.rng.integers(looked.start)) for _ in range(whole(planter.rules.history, planter.rng))]
    within = sorted(int(planter.rng.integers(looked.start, looked.stop)) for _ in range(incidents))
    return tuple(planter.plant(counts, day) for day in (*sorted(before), *within))


def _missing(rules: Recipe, looked: range, rng: np.random.Generator) -> tuple[tuple[int, int], ...]:
    """Lose some hours of one day that is looked at."""
    lost = rules.worlds.missing
    if rng.random() >= lost.chance:
        return ()
    day = int(rng.integers(looked.start, looked.stop))
    first, hours = whole(lost.start, rng), whole(lost.hours, rng)
    return tuple((day, hour) for hour in range(first, min(first + hours, HOURS)))
