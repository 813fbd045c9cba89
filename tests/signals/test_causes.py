"""What explains a change: parts that add up, the planted slice first, and nothing where only chance moved."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from signals.causes import Explained, Search, explain_change
from signals.leaves import Leaves, leaves_of

SIZES = {"journey": 3, "segment": 4, "device": 4, "step": 5, "error": 8}
WEEKS, A_DAY = 4, 12000
NAMES = tuple(SIZES)
GRID = np.indices(tuple(SIZES.values())).reshape(len(SIZES), -1).T


def usual(seed: int) -> np.ndarray:
    """What each leaf has on an ordinary day."""
    shares = np.ones(1)
    for size in SIZES.values():
        shares = np.multiply.outer(shares, np.random.default_rng([seed, size]).dirichlet(np.full(size, 3.0)))
    return shares.reshape(-1) * A_DAY


def inside(where: Mapping[str, int]) -> np.ndarray:
    """Which leaves have some values."""
    return np.all([GRID[:, NAMES.index(name)] == value for name, value in where.items()], axis=0)


def sampled(expected: np.ndarray, now: np.ndarray, seed: int, noise: float = 0.012) -> Leaves:
    """Counts of a day and of the same weekday in the weeks before, each day with a level of its own."""
    random = np.random.default_rng([seed, 1])
    days = [np.random.default_rng([seed, 2, week]).poisson(expected * random.normal(1, noise)) for week in range(WEEKS)]
    return leaves_of(NAMES, rows(random.poisson(now * random.normal(1, noise))), [rows(day) for day in days])


def rows(counts: np.ndarray) -> Iterator[tuple[tuple[Any, ...], float]]:
    return ((tuple(group), float(count)) for group, count in zip(GRID.tolist(), counts, strict=True) if count)


def planted(seed: int, least: float = 6.0, sign: int = 1) -> tuple[Leaves, dict[str, int]]:
    """A world in which one slice changed, by at least so many standard deviations of its count."""
    random, expected = np.random.default_rng([seed, 3]), usual(seed)
    for _ in range(1000):
        named = random.choice(len(NAMES), random.integers(1, 4), replace=False)
        where = {NAMES[place]: int(random.integers(SIZES[NAMES[place]])) for place in sorted(named)}
        there = inside(where)
        before = expected[there].sum()
        extra = random.uniform(least, 2 * least) * np.sqrt(before * (1 + 1 / WEEKS))
        if sign > 0 or extra < before:
            break
    return sampled(expected, expected * np.where(there, 1 + sign * extra / before, 1), seed), where


def whole(explained: Explained) -> float:
    return sum(part.change for part in explained.parts) + explained.rest_change


@pytest.mark.slow
@pytest.mark.parametrize("sign", [1, -1])
def test_the_planted_slice_comes_first_and_parts_add_up(sign: int) -> None:
    found = 0
    for seed in range(40):
        leaves, where = planted(seed, sign=sign)
        explained = explain_change(leaves)
        assert whole(explained) == pytest.approx(explained.change)
        found += bool(explained.parts) and dict(explained.parts[0].conditions) == where
    assert found >= 36


@pytest.mark.slow
def test_nothing_is_claimed_where_chance_alone_moved() -> None:
    worlds = [explain_change(sampled(usual(seed), usual(seed) * 1.03, seed)) for seed in range(60)]
    assert sum(bool(one.parts) for one in worlds) <= 6  # at 5 %, 6 or fewer of 60 in 97 of 100 runs
    assert all(one.change == pytest.approx(one.rest_change) for one in worlds if not one.parts)


def test_a_rise_of_everything_is_no_slice() -> None:
    explained = explain_change(sampled(usual(7), usual(7) * 1.4, 7))
    assert (explained.parts, explained.rest_change) == ((), explained.change)
    assert explained.change > 2 * explained.noise


def simple(*groups: tuple[tuple[str, ...], float, tuple[float, ...]]) -> Leaves:
    earlier = [[(group, before[week]) for group, _, before in groups if before] for week in range(WEEKS)]
    return leaves_of(("device", "code"), [(group, now) for group, now, _ in groups], earlier)


LEVEL = (100.0, 110.0, 95.0, 105.0)


def test_a_slice_that_was_not_there_before() -> None:
    leaves = simple(
        (("ios", "old"), 100, LEVEL), (("ios", "new"), 80, ()), (("web", "old"), 103, LEVEL), (("web", "new"), 0, ())
    )
    part = explain_change(leaves).parts[0]
    assert (part.conditions, part.behind, part.before) == ((("code", "new"),), (("device", "ios"),), 0)


def test_nothing_before_at_all() -> None:
    leaves = simple((("ios", "a"), 50, ()), (("web", "b"), 70, ()))
    explained = explain_change(leaves)
    assert (explained.before, explained.change, whole(explained)) == (0, 120, 120)


def test_nothing_at_all() -> None:
    explained = explain_change(leaves_of(("device",), [], [[], []]))
    assert (explained.change, explained.parts, explained.steady) == (0, (), ())


def test_what_an_earlier_window_alone_had_is_no_fall() -> None:
    echo = simple(
        (("ios", "a"), 101, (100.0, 310.0, 95.0, 105.0)), (("web", "a"), 1000, (990.0, 1010.0, 1005.0, 995.0))
    )
    assert explain_change(echo).parts == ()


def test_what_moved_besides_and_what_did_not() -> None:
    leaves = simple(
        (("ios", "x"), 400, LEVEL), (("web", "y"), 101, LEVEL), (("tv", "y"), 104, LEVEL), (("tv", "z"), 99, LEVEL)
    )
    explained = explain_change(leaves)
    assert explained.parts[0].conditions == (("device", "ios"),)
    assert explained.parts[0].behind == (("code", "x"),)
    assert {one.conditions[0][1] for one in explained.steady} == {"web", "tv", "y", "z"}


def test_a_dimension_that_only_describes_is_no_part() -> None:
    swapped = simple((("ios", "old"), 20, LEVEL), (("ios", "new"), 85, ()), (("web", "old"), 100, LEVEL))
    assert explain_change(swapped).parts
    assert explain_change(swapped, Search(described=frozenset({"code"}))).parts == ()


def test_amounts_in_dollars_vary_as_their_counts_do() -> None:
    leaves, where = planted(3)
    dollars = Leaves(leaves.dimensions, leaves.values, leaves.codes, leaves.now * 8, leaves.each * 8, leaves.windows)
    assert [dict(part.conditions) for part in explain_change(dollars, Search(counts=False)).parts][:1] == [where]
    null = sampled(usual(5), usual(5), 5)
    dollars = Leaves(null.dimensions, null.values, null.codes, null.now * 8, null.each * 8, null.windows)
    assert explain_change(dollars, Search(counts=False)).parts == ()


def test_windows_of_other_lengths_are_put_on_one() -> None:
    leaves = leaves_of(("device",), [(("ios",), 30.0)], [[(("ios",), 62.0)]], windows=31 / 15)
    assert explain_change(leaves).before == pytest.approx(30)
