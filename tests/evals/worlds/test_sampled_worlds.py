"""What is planted in a sampled world is in its counts, and nothing else is."""

import numpy as np
import pytest

from evals.worlds.recipe import recipe
from evals.worlds.sample import sample
from evals.worlds.sampled import HOURS, SampledWorld

SEEDS = range(700, 720)


@pytest.fixture(scope="module")
def worlds() -> list[SampledWorld]:
    return [sample(seed, incidents=1 + seed % 2) for seed in SEEDS]


def test_the_same_seed_gives_the_same_world(worlds: list[SampledWorld]) -> None:
    again = sample(SEEDS[0], incidents=1)
    assert np.array_equal(again.counts, worlds[0].counts)
    assert again.dates == worlds[0].dates
    assert not np.array_equal(again.counts.shape, sample(SEEDS[0] + 1, incidents=1).counts.shape)


def test_planted_slices_are_as_the_recipe_says(worlds: list[SampledWorld]) -> None:
    rules = recipe().planted
    for world in worlds:
        for one in world.planted:
            day = one.first // HOURS
            assert 1 <= len(one.slice) <= rules.depth[1]
            assert rules.multiplier[0] <= one.multiplier <= rules.multiplier[1]
            assert one.usual[day] >= rules.least_calls
            assert one.usual[day] <= rules.most_share * world.usual[day].sum()
            assert one.added[:day].sum() == 0
            assert one.added[one.days.stop :].sum() == 0


def test_planted_calls_are_in_the_counts(worlds: list[SampledWorld]) -> None:
    """Over many incidents the struck days have what is usual and what was added, within chance."""
    surplus, variance = 0.0, 0.0
    for world in worlds:
        for one in world.planted:
            alone = [day for day in one.days if day < len(world.dates) and _alone(world, day)]
            seen = sum(int(world.counts[day][:, one.inside].sum()) for day in alone)
            usual = float(sum(one.usual[day] for day in alone))
            surplus += seen - usual - sum(int(one.added[day]) for day in alone)
            variance += usual
    assert abs(surplus) < 4 * np.sqrt(variance)


def _alone(world: SampledWorld, day: int) -> bool:
    return len(world.struck(day)) == 1 and not any(lost == day for lost, _ in world.missing)


def test_missing_hours_are_empty_and_some_worlds_have_them(worlds: list[SampledWorld]) -> None:
    lost = [(world, day, hour) for world in worlds for day, hour in world.missing]
    assert lost
    assert all(world.counts[day, hour].sum() == 0 and day in world.looked for world, day, hour in lost)


def test_events_bring_their_surge_each_time(worlds: list[SampledWorld]) -> None:
    surging = [world for world in worlds if world.surges]
    assert surging
    for world in surging:
        assert world.surges[-1].day in world.looked
        assert len(world.surges) >= 3
        assert world.surges[0].multiplier > 1.2


def test_a_world_as_a_table_adds_up_to_its_counts(worlds: list[SampledWorld]) -> None:
    columns = worlds[0].columns(recipe().dimensions)
    assert int(columns["count"].sum()) == int(worlds[0].counts.sum())
    assert {len(column) for column in columns.values()} == {len(columns["count"])}
    assert str(columns["date"][0]) == worlds[0].dates[0].isoformat()


def test_clean_worlds_have_nothing_planted_in_the_days_looked_at() -> None:
    world = sample(5, incidents=0)
    assert not any(world.struck(day) for day in world.looked if not any(day in one.days for one in world.planted))
    assert all(one.first // HOURS < world.looked.start for one in world.planted)
