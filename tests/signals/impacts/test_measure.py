"""The measure of shipped actions: what it says of made-up days, by case; what it may not do to any."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from signals.impacts.measure import Shipped, Verdict, measure
from signals.impacts.others import Group, yardsticks

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "measures.yml").read_text())
WEEK = np.array([1.1, 1.05, 1.0, 1.0, 1.0, 0.9, 0.9])
CHOSEN = {"journey_type": "billing", "segment": "MAPD New"}


def shipped(case: dict[str, Any], seed: int = 5) -> Shipped:
    rng = np.random.default_rng(seed)
    days = case["before"] + case["after"]
    level = WEEK[np.arange(days) % 7] * rng.normal(1, 0.05, days)
    kept = np.where(np.arange(days) >= case["before"], case["keeps"], 1.0)
    drift = np.exp(case.get("drift", 0.0) * np.arange(days))

    def draw(usual: float) -> Any:
        return rng.poisson(usual * level).astype(float)

    exposed = rng.poisson(case["calls"] * level * kept * drift).astype(float)
    cells = [("billing", "Spanish"), ("pharmacy", "MAPD New"), ("pharmacy", "Spanish")]
    groups = [Group({"journey_type": one, "segment": other}, draw(case["others"] / 3)) for one, other in cells]
    held = draw(case["held_back"]) if "held_back" in case else None
    return Shipped(CHOSEN, exposed, groups, case["before"], held)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases(case: dict[str, Any]) -> None:
    found = measure(shipped(case))
    assert found.verdict == case["verdict"]
    if "share" in case:
        low, high = case["share"]
        assert found.share is not None
        assert low <= found.share <= high
    if "needed" in case:
        assert found.days_needed is not None
        assert case["needed"][0] <= found.days_needed <= case["needed"][1]
    else:
        assert found.days_needed is None


def test_calls_saved_are_those_that_would_have_come() -> None:
    action = shipped(CASES[0])
    found = measure(action)
    assert found.share is not None
    assert found.saved is not None
    measured = action.exposed[action.shipped + 3 :].sum()
    assert found.saved / (found.saved + measured) == pytest.approx(found.share)
    assert found.low_saved is not None
    assert found.high_saved is not None
    assert found.low_saved < found.saved < found.high_saved


def test_a_day_that_tells_nothing_changes_nothing() -> None:
    action = shipped(CASES[0])
    usable = np.ones(len(action.exposed), np.bool_)
    usable[[10, 55]] = False
    spoiled = action.exposed.copy()
    spoiled[[10, 55]] *= 3
    whole, some = (measure(replace(action, exposed=calls, usable=usable)) for calls in (spoiled, action.exposed))
    assert whole.share == some.share
    assert whole.days_before == CASES[0]["before"] - 1


def test_more_days_make_it_surer() -> None:
    short, long = (measure(shipped({**CASES[0], "after": days})) for days in (10, 40))
    assert short.low is not None
    assert short.high is not None
    assert long.low is not None
    assert long.high is not None
    assert long.high - long.low < short.high - short.low


def test_a_promise_too_small_to_be_seen_yet_is_too_early() -> None:
    action = shipped(CASES[1])
    assert measure(replace(action, promised=0.2)).verdict is Verdict.NO_EFFECT_SEEN
    assert measure(replace(action, promised=0.001)).verdict is Verdict.TOO_EARLY


def test_yardsticks_share_what_the_slice_has() -> None:
    found = {one.name: one for one in yardsticks(CHOSEN, shipped(CASES[0]).others, None, 20)}
    assert {name: one.groups for name, one in found.items()} == {
        "all": 3,
        "journey_type": 1,
        "segment": 1,
        "journey_type*segment": 3,
    }


def test_a_segment_that_grows_everywhere_is_no_harm_of_the_action() -> None:
    case = {**CASES[1], "calls": 1500, "others": 6000}
    action = shipped(case)
    grown = np.exp(0.02 * np.clip(np.arange(len(action.exposed)) - action.shipped, 0, None))
    others = [
        replace(one, counts=one.counts * grown if one.values["segment"] == "MAPD New" else one.counts)
        for one in action.others
    ]
    found = measure(replace(action, exposed=action.exposed * grown, others=others))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0 <= found.high
