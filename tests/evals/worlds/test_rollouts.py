"""Sampled roll-outs have the effect that they say, and none where they say none."""

import numpy as np
import pytest

from evals.worlds.recipe import recipe
from evals.worlds.rollouts import Rollout, roll_out

SEEDS = range(300, 316)


@pytest.fixture(scope="module")
def rollouts() -> list[Rollout]:
    return [roll_out(seed, works=True) for seed in SEEDS]


def test_the_same_seed_is_the_same_rollout(rollouts: list[Rollout]) -> None:
    again = roll_out(SEEDS[0], works=True)
    assert np.array_equal(again.exposed, rollouts[0].exposed)
    assert again.slice == rollouts[0].slice


def test_nothing_is_saved_before_shipping_and_about_the_effect_after(rollouts: list[Rollout]) -> None:
    assert all(one.saved[: one.shipped].sum() == 0 for one in rollouts)
    ramp = recipe().rollouts.ramp_days[1]
    for one in rollouts:
        late = slice(one.shipped + ramp, None)
        would_be = one.exposed[late].sum() + one.saved[late].sum()
        noise = np.sqrt(one.effect * (1 - one.effect) / would_be)
        assert one.saved[late].sum() / would_be == pytest.approx(one.effect, abs=4.5 * noise)


def test_held_back_members_are_as_many_as_the_share_leaves(rollouts: list[Rollout]) -> None:
    for one in rollouts:
        before = slice(0, one.shipped)
        both = one.exposed[before].sum() + one.held_back[before].sum()
        noise = np.sqrt(max(one.share * (1 - one.share), 1e-9) / both)
        assert one.exposed[before].sum() / both == pytest.approx(one.share, abs=4.5 * noise)
    assert {one.share for one in rollouts} == set(recipe().rollouts.exposed.of)


def test_everybody_else_is_untouched_and_named_once(rollouts: list[Rollout]) -> None:
    assert all(one.untouched.shape[0] == len(one.dates) and one.untouched.min() >= 0 for one in rollouts)
    assert all(one.untouched.shape[1] >= 5 for one in rollouts)


def test_one_that_does_not_work_saves_nothing() -> None:
    one = roll_out(7, works=False)
    assert one.effect == 0
    assert one.saved.sum() == 0
    assert one.exposed[one.shipped :].sum() > 0
