"""The forecast's grades: outcomes in, figures out; and the series that worlds become."""

import numpy as np
import pytest

from evals.sets.forecast import WHOLE, Outcome, graded, outcomes, series_of
from evals.worlds.sample import sample


def told(error: float, naive: float, *, inside: bool, series: str = "a", horizon: int = 1) -> Outcome:
    return Outcome(series, horizon, error, naive, {0.8: inside, 0.9: inside})


def test_figures_are_means_over_all_days_told() -> None:
    some = [told(0.5, 1.0, inside=True), told(1.0, 1.5, inside=True, horizon=9), told(0.6, 0.5, inside=False)]
    figures = graded(some, "small", held_out=False).figures
    assert figures["mase"] == pytest.approx(0.7)
    assert figures["gain"] == pytest.approx(0.3)
    assert figures["coverage_90"] == pytest.approx(2 / 3)


def test_a_forecast_like_the_gate_or_intervals_too_wide_do_not_pass() -> None:
    def day(error: float, place: int) -> Outcome:
        return told(error, 1.0, inside=place % 10 != 0)

    assert graded([day(0.9, place) for place in range(100)], "small", held_out=False).passed
    assert not graded([day(1.0, place) for place in range(100)], "small", held_out=False).passed
    assert not graded([told(0.5, 1.0, inside=True)] * 100, "small", held_out=False).passed
    assert not graded([], "small", held_out=False).passed


def test_a_world_becomes_one_series_a_journey_and_their_sum() -> None:
    world = next(one for one in (sample(seed, 0) for seed in range(40)) if one.missing)
    series = {one.name: one for one in series_of(world)}
    parts = [one.counts for name, one in series.items() if name != WHOLE]
    assert np.allclose(series[WHOLE].counts, np.sum(parts, axis=0), equal_nan=True)
    assert np.isnan(series[WHOLE].counts[world.missing[0][0]])
    assert np.nansum(series[WHOLE].counts) <= world.counts.sum()


@pytest.mark.slow
def test_days_are_told_at_every_horizon_for_every_series() -> None:
    found = outcomes(11)
    assert {one.series for one in found} == {"billing", "id_card", "pharmacy", WHOLE}
    assert {one.horizon for one in found} >= set(range(1, 22))
    assert all(one.error >= 0 and set(one.inside) == {0.8, 0.9} for one in found)
