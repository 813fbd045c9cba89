"""The grades of causes: explanations in, figures out; and what worlds' days become."""

import numpy as np
import pytest

from evals.sets.causes import Explanation, Job, explained, graded, leaves_of, ordinary
from evals.worlds.sample import sample


def said(named: int | None, strength: float | None = 9.0, parts: int = 1, *, plain: bool = True) -> Explanation:
    depth = 0 if strength is None else 2
    return Explanation(strength=strength, depth=depth, plain=plain, named=named, parts=parts, sums=True, share=1.0)


def test_figures_are_of_strong_incidents_and_of_plain_clean_days() -> None:
    told = [said(1), said(1), said(2), said(None), said(None, strength=3)]
    told += [said(None, None, 0), said(None, None, 2), said(None, None, 3, plain=False)]
    figures = graded(told, "full", held_out=False).figures
    assert figures == {"named_first": 0.5, "named": 0.75, "sums": 1.0, "claimed_of_nothing": 0.5}


def test_parts_that_do_not_add_up_never_pass() -> None:
    good = [said(1), said(None, None, 0)]
    assert graded(good, "full", held_out=False).passed
    bad = [*good, said(1).model_copy(update={"sums": False})]
    assert [one.name for one in graded(bad, "full", held_out=False).gate if not one.holds] == ["sums"]


def test_a_day_of_a_world_becomes_leaves_with_all_its_calls() -> None:
    world = sample(3, incidents=1)
    day = world.looked.stop - 1
    leaves = leaves_of(world, day, [day - 7, day - 14])
    assert leaves.now.sum() == world.counts[day].sum()
    assert np.array_equal(leaves.each.sum(axis=0), world.counts[[day - 7, day - 14]].sum(axis=(1, 2)))
    one = next(iter(world.planted)).slice
    inside = world.leaves.within(one)
    assert leaves.now[leaves.inside(tuple(one.items()))].sum() == world.counts[day][:, inside].sum()


@pytest.mark.slow
def test_a_strong_planted_slice_is_named_and_days_are_ordinary_ones() -> None:
    told = [one for seed in range(500, 506) for one in explained(Job(seed=seed, incidents=1))]
    strong = [one for one in told if (one.strength or 0) >= 12]
    assert strong
    assert sum(one.named == 1 for one in strong) >= len(strong) / 2
    assert all(one.sums for one in told)
    world = next(one for one in (sample(seed, 0) for seed in range(40)) if one.missing)
    assert not ordinary(world, world.missing[0][0])
