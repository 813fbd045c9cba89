"""The sampler agrees with the generator of rows, run through the real build: means, shapes, dispersion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import deltalake
import numpy as np
import pytest
import yaml
from scipy import stats

from evals.worlds.leaves import Leaves, leaves_of
from evals.worlds.planting import hour_shape
from evals.worlds.rates import ordinary
from evals.worlds.sample import counts_of
from pipeline.build import build
from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.generate.world import World, load_world
from pipeline.settings import load_settings

pytestmark = pytest.mark.slow

DAYS, VOLUME, LAST = 44, 0.1, date(2026, 11, 23)
EXACT = 8  # the last days of generated data add up to given sums
LEAST_P = 1e-4
KEYS = ("journey_type", "segment", "device_type", "app_version", "failure_type", "step", "error_code")


@dataclass(frozen=True)
class Generated:
    """The cube that the build made of generated rows, on the sampler's leaves: days × hours × leaves."""

    counts: np.ndarray
    elsewhere: int
    leaves: Leaves
    dates: tuple[date, ...]


@pytest.fixture(scope="module")
def world() -> World:
    return load_world().model_copy(update={"incidents": ()})


@pytest.fixture(scope="module")
def generated(world: World, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    home = tmp_path_factory.mktemp("rows")
    settings = load_settings(home=home, journey_key_secret="any")
    request = Request(days=DAYS, end=LAST, volume=VOLUME, dirty=0)
    generate(request, settings.landing, home / "key", world=_without_incidents(home))
    build(settings)
    return _cube(deltalake.DeltaTable(home / "tables/gold/leakage_hourly").to_pyarrow_table().to_pylist(), world)


def _without_incidents(home: Path) -> Path:
    content = yaml.safe_load((Path(__file__).parents[3] / "pipeline/generate/world.yml").read_text())
    file = home / "world.yml"
    file.write_text(yaml.safe_dump(content | {"incidents": []}, sort_keys=False))
    return file


def _cube(rows: Sequence[dict[str, Any]], world: World) -> Generated:
    leaves = leaves_of(world)
    places = {key: place for place, key in enumerate(zip(*(leaves.columns[name] for name in KEYS), strict=True))}
    dates = tuple(LAST - timedelta(back) for back in reversed(range(EXACT, DAYS)))
    counts, elsewhere = np.zeros((len(dates), 24, len(leaves)), dtype=np.int64), 0
    for row in (row for row in rows if row["leakage_date"] in dates):
        leaf = places.get(tuple(row[name] for name in KEYS))
        if leaf is None:
            elsewhere += row["leaked_calls"]
        else:
            counts[dates.index(row["leakage_date"]), row["leakage_hour"], leaf] += row["leaked_calls"]
    return Generated(counts, elsewhere, leaves, dates)


def expected(leaves: Leaves, dates: tuple[date, ...], seed: int = 1, noise: float = 0.0) -> np.ndarray:
    facts = {"volume": VOLUME, "noise": noise, "growth_per_year": leaves.world.history.growth_per_year}
    return ordinary(leaves, dates, facts, np.random.default_rng(seed), age=-EXACT)


def sampled(leaves: Leaves, dates: tuple[date, ...], seed: int) -> np.ndarray:
    noise = leaves.world.history.noise
    return counts_of(leaves, expected(leaves, dates, seed, noise), np.random.default_rng(seed))


def p_of_shares(counts: np.ndarray, rates: np.ndarray) -> float:
    """How likely counts like these are when their shares are those of the rates."""
    kept = rates * counts.sum() / rates.sum() >= 5
    seen, wanted = np.append(counts[kept], counts[~kept].sum()), np.append(rates[kept], rates[~kept].sum())
    some = wanted > 0
    return float(stats.chisquare(seen[some], wanted[some] * seen[some].sum() / wanted[some].sum()).pvalue)


def by(leaves: Leaves, values: np.ndarray, *names: str) -> np.ndarray:
    keys = np.array(["|".join(str(leaves.columns[name][leaf]) for name in names) for leaf in range(len(leaves))])
    places = np.unique(keys, return_inverse=True)[1]
    return np.bincount(places, values)


def test_every_generated_call_is_on_a_leaf_that_the_sampler_knows(generated: Generated) -> None:
    assert generated.elsewhere <= 0.002 * generated.counts.sum()


def test_the_level_agrees(generated: Generated) -> None:
    rates = expected(generated.leaves, generated.dates)
    assert generated.counts.sum() == pytest.approx(rates.sum(), rel=0.02)


@pytest.mark.parametrize(
    "names",
    [(name,) for name in KEYS]
    + [("journey_type", "segment"), ("segment", "device_type"), ("device_type", "app_version"), ("step", "error_code")]
    + [("journey_type", "failure_type", "error_code"), ("segment", "step"), KEYS],
    ids="+".join,
)
def test_shares_agree(generated: Generated, names: tuple[str, ...]) -> None:
    counts = by(generated.leaves, generated.counts.sum(axis=(0, 1)), *names)
    rates = by(generated.leaves, expected(generated.leaves, generated.dates).sum(axis=0), *names)
    assert p_of_shares(counts, rates) > LEAST_P


def test_hours_agree(generated: Generated) -> None:
    assert p_of_shares(generated.counts.sum(axis=(0, 2)), hour_shape(generated.leaves)) > LEAST_P


def test_days_agree(generated: Generated) -> None:
    """Weekdays, growth and holidays: each day is as large as expected, but for the noise of a whole day."""
    rates = expected(generated.leaves, generated.dates).sum(axis=1)
    ratios = generated.counts.sum(axis=(1, 2)) / rates
    assert np.abs(ratios - 1).max() < 5 * generated.leaves.world.history.noise
    assert ratios.std() == pytest.approx(generated.leaves.world.history.noise, rel=0.5)


def test_versions_are_taken_up_alike_day_by_day(generated: Generated) -> None:
    rates = expected(generated.leaves, generated.dates)
    for version in {"7.3.0", "7.0.0", "6.9.0"}:
        inside = generated.leaves.within({"app_version": version})
        counts, wanted = generated.counts.sum(axis=1)[:, inside].sum(axis=1), rates[:, inside].sum(axis=1)
        assert p_of_shares(counts, wanted) > LEAST_P


@pytest.mark.parametrize("names", [("journey_type",), ("segment",), ("device_type", "error_code"), KEYS], ids="+".join)
def test_dispersion_agrees(generated: Generated, names: tuple[str, ...]) -> None:
    """How much daily counts scatter about their rates lies within what sampled worlds show."""
    rates = expected(generated.leaves, generated.dates)

    def scatter(counts: np.ndarray) -> float:
        daily = np.array([by(generated.leaves, row, *names) for row in counts.sum(axis=1)])
        wanted = np.array([by(generated.leaves, row, *names) for row in rates])
        some = wanted > 0.2
        return float(((daily - wanted)[some] ** 2 / wanted[some]).mean())

    ours = [scatter(sampled(generated.leaves, generated.dates, seed)) for seed in range(40)]
    middle, spread = np.mean(ours), np.std(ours)
    assert scatter(generated.counts) == pytest.approx(middle, abs=4.5 * spread)


def test_these_tests_can_fail(generated: Generated, world: World) -> None:
    """A world with a tenth more Spanish speakers, or with busier evenings, is told apart."""
    rates = expected(generated.leaves, generated.dates).sum(axis=0)
    rates[generated.leaves.within({"segment": "Spanish"})] *= 1.1
    counts = generated.counts.sum(axis=(0, 1))
    assert p_of_shares(by(generated.leaves, counts, "segment"), by(generated.leaves, rates, "segment")) < LEAST_P
    hours = hour_shape(generated.leaves)
    hours[18:] *= 1.1
    assert p_of_shares(generated.counts.sum(axis=(0, 2)), hours) < LEAST_P
