"""Forecasts of made-up series whose truth is known."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from signals.forecasts.forecast import Forecast, Model, Reason, forecast
from signals.forecasts.options import options
from signals.forecasts.series import Daily, Floats, Planned
from signals.forecasts.spans import spans_of
from signals.forecasts.standing import State, standing_of

START = date(2026, 9, 14)  # a Monday
AHEAD = options().horizon_days
WEEK = np.array([1, 1, 1, 1, 1, 0.8, 0.6])


def ordinary(days: int = 70, level: float = 1000, noise: float = 0.02, seed: int = 1, growth: float = 0) -> Floats:
    rng = np.random.default_rng(seed)
    rates = level * np.resize(WEEK, days) * rng.normal(1, noise, days) * np.exp(growth * np.arange(days) / 365)
    return rng.poisson(rates).astype(np.float64)


def told(counts: Floats, planned: Sequence[Planned] = ()) -> Forecast:
    return forecast([Daily("x", START, counts, planned)])["x"]


def test_the_weekly_shape_and_the_level_are_told_within_two_percent() -> None:
    found = told(ordinary())
    assert found.model is Model.LEVEL
    truth = 1000 * np.resize(WEEK, AHEAD)
    assert np.abs(found.counts / truth - 1).mean() < 0.02
    assert found.days[0] == START + timedelta(days=70)


def test_one_outage_is_no_pattern() -> None:
    counts = ordinary()
    broken = counts.copy()
    broken[62] *= 1.6  # a Sunday
    with_outage, without = told(broken), told(counts)
    assert [(spell.first, spell.last) for spell in with_outage.told.fit.spells if spell.excess > 0.3] == [(62, 62)]
    assert np.abs(with_outage.counts / without.counts - 1).max() < 0.05


def test_a_change_that_lasts_is_the_new_level() -> None:
    counts = ordinary()
    counts[50:] *= 1.5
    assert np.abs(told(counts).counts / (1500 * np.resize(WEEK, AHEAD)) - 1).mean() < 0.05


def test_a_holiday_that_history_has_seen_is_told_as_it_was() -> None:
    holidays = [START + timedelta(days=at) for at in (10, 31, 52, 74)]
    counts = ordinary()
    counts[[10, 31, 52]] *= 0.5
    found = told(counts, [Planned(day, "holiday") for day in holidays])
    assert found.counts[4] == pytest.approx(500, rel=0.08)
    assert found.counts[3] == pytest.approx(1000, rel=0.05)


def test_a_holiday_that_history_has_not_seen_makes_the_interval_wide() -> None:
    found = told(ordinary(), [Planned(START + timedelta(days=72), "holiday")])
    width = np.quantile(found.paths, 0.95, axis=0) - np.quantile(found.paths, 0.05, axis=0)
    assert width[2] > 3 * width[1]
    assert found.counts[2] < found.counts[1]


def test_an_event_that_came_once_leaves_its_day_unusual() -> None:
    counts = ordinary()
    counts[-1] *= 1.4
    mailing = [Planned(START + timedelta(days=at), "mailing") for at in (69, 72)]
    assert standing_of(told(counts, mailing), 0.9).state is State.HIGH
    assert (told(counts, mailing).counts == told(counts).counts).all()


def test_an_event_that_came_often_is_told_as_it_was() -> None:
    counts = ordinary()
    mailings = [START + timedelta(days=at) for at in (9, 30, 51, 72)]
    counts[[9, 30, 51]] *= 1.3
    assert told(counts, [Planned(day, "mailing") for day in mailings]).counts[2] > 1.15 * told(counts).counts[2]


def test_an_event_of_another_series_does_nothing() -> None:
    events = [Planned(START + timedelta(days=at), "holiday", "y") for at in (10, 72)]
    series = [Daily("x", START, ordinary(), [event for event in events if event.about in (None, "x")])]
    assert (forecast(series)["x"].counts == told(ordinary()).counts).all()


@pytest.mark.parametrize("days", [0, 1, 7, 13])
def test_of_too_little_history_nothing_is_told(days: int) -> None:
    assert forecast([Daily("x", START, ordinary(days))]) == {}


def test_of_nothing_but_zeros_nothing_is_told() -> None:
    assert forecast([Daily("x", START, np.zeros(70))]) == {}


def test_with_little_history_the_same_weekday_is_told_and_said() -> None:
    found = told(ordinary(21))
    assert (found.model, found.reason) == (Model.GATE, Reason.UNTRIED)
    assert (found.counts[:7] == ordinary(21)[-7:]).all()


def test_a_model_that_is_no_better_than_last_week_is_not_used() -> None:
    """Every weekday goes its own way: the last one is the best that can be told."""
    rng = np.random.default_rng(5)
    walks = 1000 * np.exp(np.cumsum(rng.normal(0, 0.25, (10, 7)), axis=0))
    found = told(np.rint(walks.reshape(-1)))
    assert found.record is not None
    assert (found.model, found.reason) == (Model.GATE, Reason.NO_BETTER)


def test_days_that_are_not_known_are_left_out() -> None:
    counts = ordinary()
    counts[[20, 40, 41]] = np.nan
    assert np.abs(told(counts).counts / told(ordinary()).counts - 1).max() < 0.03


def test_small_counts_stay_whole_and_not_negative() -> None:
    found = told(ordinary(level=3))
    assert found.paths.min() >= 0
    assert found.counts.sum() == pytest.approx(3 * np.resize(WEEK, AHEAD).sum(), rel=0.25)


def test_the_same_history_gives_the_same_figures() -> None:
    assert (told(ordinary()).paths == told(ordinary()).paths).all()


def test_the_whole_is_the_sum_of_its_parts() -> None:
    parts = [Daily(name, START, ordinary(seed=seed)) for seed, name in enumerate("ab")]
    found = forecast([*parts, Daily("all", START, parts[0].counts + parts[1].counts)], "all")
    assert (found["all"].counts == found["a"].counts + found["b"].counts).all()


def test_sums_have_intervals_of_their_own() -> None:
    found = told(ordinary())
    spans = {(span.first, span.last): span for span in spans_of(found, (0.8, 0.9))}
    assert len(spans) == AHEAD * (AHEAD + 1) // 2
    week = spans[found.days[0], found.days[6]]
    days = [spans[day, day] for day in found.days[:7]]
    assert week.count == sum(day.count for day in days)
    low, high = week.bounds[0.9]
    assert 0 < high - low < sum(day.bounds[0.9][1] - day.bounds[0.9][0] for day in days)
    assert all(low <= span.count <= high for span in spans.values() for low, high in span.bounds.values())


@pytest.mark.parametrize(("factor", "state"), [(1.0, State.USUAL), (1.4, State.HIGH), (0.6, State.LOW)])
def test_the_last_day_is_usual_high_or_low(factor: float, state: State) -> None:
    counts = ordinary()
    counts[[20, 30, 31]] *= 1.5  # earlier spells, of one and of two days
    counts[-1] = round(1000 * WEEK[6] * factor)
    standing = standing_of(told(counts), 0.9)
    assert standing.state is state
    assert standing.usual == pytest.approx(600, rel=0.05)
    if state is not State.USUAL:
        assert standing.longest == 2
        assert standing.since == START + timedelta(days=69)
        assert standing.back is not None
        assert standing.back_by is not None
        assert standing.since < standing.back <= standing.back_by


def test_an_unusual_day_goes_on_as_often_as_earlier_ones_did() -> None:
    counts = ordinary()
    for at in (10, 20, 30, 40):
        counts[at : at + 3] *= 1.5
    counts[-1] *= 1.5
    assert told(counts).counts[0] > 1.15 * told(ordinary()).counts[0]


@pytest.mark.slow
def test_nine_days_in_ten_lie_within_the_interval() -> None:
    inside: list[np.bool_] = []
    for seed in range(30):
        counts = ordinary(98, seed=seed, growth=0.1)
        found = told(counts[:70])
        low, high = np.quantile(found.paths, [0.05, 0.95], axis=0)
        inside += list((low[:28] <= counts[70:]) & (counts[70:] <= high[:28]))
    assert 0.86 < float(np.mean(inside)) < 0.94


@pytest.mark.slow
def test_the_gate_tells_what_statsforecast_tells() -> None:
    models = pytest.importorskip("statsforecast.models")
    counts = ordinary()
    theirs = models.SeasonalNaive(season_length=7).forecast(y=counts, h=AHEAD)["mean"]
    assert (told(counts).told.last_season == theirs).all()


def test_more_than_is_kept_is_not_looked_at() -> None:
    short = options().model_copy(update={"most_days": 70})
    old = np.concatenate([np.full(30, 99_999.0), ordinary()])
    longer = Daily("x", START - timedelta(days=30), old)
    found = forecast([longer], chosen=short)["x"]
    assert found.told.daily.start == START
