"""Sampled roll-outs: an action is shipped to a slice of a world, and saves a known share of its calls, or none."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from evals.worlds.leaves import Slice
from evals.worlds.planting import Planter
from evals.worlds.rates import Rates, taken, whole
from evals.worlds.recipe import Recipe, recipe
from evals.worlds.sample import sample
from evals.worlds.sampled import SampledWorld
from pipeline.generate.portions import Floats, Ints


@dataclass(frozen=True)
class Rollout:
    """Calls by day of those who got the action, of those in its slice who did not, and of everybody else.

    Attributes:
        dates: The days, oldest first.
        slice: Where it was shipped.
        shipped: The place of the first day with it.
        share: How many of the slice's members get it; 1: all.
        effect: The share of their calls that it saves once all have it; 0: none.
        exposed: Daily calls of those who get it, before and after.
        held_back: Daily calls of the slice's others; none where all get it.
        untouched: Daily calls outside the slice, a column for each journey and segment.
        groups: What the calls of each column of ``untouched`` have in common.
        saved: The calls that it saved, by day: the truth.
        planned: The places of days on which the calendar has an event.
    """

    dates: tuple[date, ...] = field(repr=False)
    slice: Slice
    shipped: int
    share: float
    effect: float
    exposed: Ints = field(repr=False)
    held_back: Ints = field(repr=False)
    untouched: Ints = field(repr=False)
    groups: tuple[Slice, ...] = field(repr=False)
    saved: Ints = field(repr=False)
    planned: tuple[int, ...] = ()


def roll_out(seed: int, *, works: bool, rules: Recipe | None = None) -> Rollout:
    """Sample a world and ship an action in it.

    Args:
        seed: Same seed and rules: the same roll-out.
        works: Whether it saves any calls.
        rules: How worlds and roll-outs differ; the packaged recipe unless another is given.
    """
    rules = rules or recipe()
    rng = np.random.default_rng([seed, _PURPOSE])
    before, after = whole(rules.rollouts.history, rng), whole(rules.rollouts.after, rng)
    world = sample(seed, 0, _quiet(rules, before, after))
    chosen = _slice(world, rules, rng)
    share = taken(rules.rollouts.exposed, rng)
    effect = float(rng.uniform(*rules.rollouts.effect)) if works else 0.0
    daily = world.counts.sum(axis=1)
    inside = world.leaves.within(chosen)
    exposed = rng.binomial(daily[:, inside].sum(axis=1), share)
    held_back = daily[:, inside].sum(axis=1) - exposed
    saved = rng.binomial(exposed, effect * _reached(len(daily), before, whole(rules.rollouts.ramp_days, rng)))
    groups, untouched = _untouched(world, daily, chosen)
    planned = tuple(surge.day for surge in world.surges)
    return Rollout(
        world.dates, chosen, before, share, effect, exposed - saved, held_back, untouched, groups, saved, planned
    )


_PURPOSE = 2


def _quiet(rules: Recipe, before: int, after: int) -> Recipe:
    """Worlds of the wanted length in which nothing strikes and no hour is missing."""
    days = rules.days.model_copy(update={"history": (before, before), "looked": after})
    missing = rules.worlds.missing.model_copy(update={"chance": 0.0})
    worlds = rules.worlds.model_copy(update={"missing": missing})
    planted = rules.planted.model_copy(update={"history": (0, 0)})
    return rules.model_copy(update={"days": days, "worlds": worlds, "planted": planted})


def _slice(world: SampledWorld, rules: Recipe, rng: np.random.Generator) -> Slice:
    """Draw a slice as large as roll-outs have it; versions are not shipped to."""
    wanted = {name: getattr(rules.rollouts, name) for name in ("depth", "least_calls", "most_share")}
    names = tuple(name for name in rules.dimensions if name != _VERSION)
    rates = Rates(world.dates, world.usual, world.surges, {})
    return Planter(world.leaves, rates, names, rules.planted.model_copy(update=wanted), (), rng).slice_of(0)


_VERSION = "app_version"


def _reached(days: int, shipped: int, ramp: int) -> Floats:
    """The share of those who are to get it that have it, by day."""
    since = np.arange(days) - shipped + 1
    return np.clip(since / (ramp + 1), 0, 1)


def _untouched(world: SampledWorld, daily: Ints, chosen: Slice) -> tuple[tuple[Slice, ...], Ints]:
    """Daily calls outside the slice by journey and segment, and what each column is."""
    journey, segment = (world.leaves.columns[name] for name in ("journey_type", "segment"))
    outside = ~world.leaves.within(chosen)
    groups = sorted(set(zip(journey[outside], segment[outside], strict=True)))
    inside = [outside & (journey == one) & (segment == other) for one, other in groups]
    named = tuple({"journey_type": one, "segment": other} for one, other in groups)
    return named, np.column_stack([daily[:, group].sum(axis=1) for group in inside])
