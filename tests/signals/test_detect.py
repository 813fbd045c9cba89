"""Looking at days: what was planted is found where it is, and nothing where nothing is."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from signals.cube import Cube
from signals.detect import look

Made = Callable[..., Any]
LAST = 49


def alarms(cube: Cube, day: int = LAST, **more: Any) -> list[dict[str, str | None]]:
    return [dict(one.slice) for one in look(cube, cube.first + timedelta(day), **more).alarms]


@pytest.mark.parametrize(
    ("chosen", "factor"),
    [
        ({}, 1.4),
        ({"place": "north"}, 1.6),
        ({"goods": "soap", "pay": "card"}, 2.0),
        ({"place": "west", "goods": "tea", "pay": "cash"}, 4.0),
    ],
)
def test_what_is_planted_is_found_exactly(shop: Made, chosen: Mapping[str, str], factor: float) -> None:
    assert alarms(shop().plant(chosen, LAST, factor).cube()) == [chosen]


def test_a_day_like_others_has_no_alarm(shop: Made) -> None:
    cube = shop().cube()
    assert [alarms(cube, day) for day in range(20, 50)] == [[]] * 30


def test_hours_are_found_too(shop: Made) -> None:
    cube = shop().plant({"place": "south"}, LAST, 3.0, slice(9, 13)).cube()
    (found,) = look(cube, cube.last).alarms
    assert dict(found.slice) == {"place": "south"}
    assert (found.first_hour, found.last_hour, found.ongoing) == (9, 12, False)


def test_a_figure_is_what_the_cube_has(shop: Made) -> None:
    cube = shop().plant({"place": "south"}, LAST, 2.0).cube()
    (found,) = look(cube, cube.last).alarms
    seen = cube.slice({"place": "south"}).total()[LAST, found.first_hour : found.last_hour + 1].sum()
    assert found.observed == seen
    assert found.low < found.expected < found.high < found.observed
    assert found.excess == pytest.approx(seen - found.expected)


@pytest.mark.parametrize("days", [0, 1, 5])
def test_too_little_history_is_said(shop: Made, days: int) -> None:
    cube = shop(days=days + 1).cube()
    assert not look(cube, cube.last).judged


def test_all_zeros_have_no_alarm(shop: Made) -> None:
    cube = shop().cube()
    assert alarms(Cube(cube.first, cube.dimensions, cube.values, cube.codes, np.zeros_like(cube.counts))) == []


def test_a_cube_of_days_has_no_hours(shop: Made) -> None:
    cube = shop(hours=1).plant({"place": "south"}, LAST, 2.0).cube()
    (found,) = look(cube, cube.last).alarms
    assert (dict(found.slice), found.first_hour) == ({"place": "south"}, None)


def test_one_dimension_is_enough(shop: Made) -> None:
    assert alarms(shop(values={"place": ("north", "south")}).plant({"place": "north"}, LAST, 2).cube()) == [
        {"place": "north"}
    ]


def test_a_trend_is_no_incident(shop: Made) -> None:
    assert alarms(shop(trend=0.01).cube()) == []


def test_ids_last(shop: Made) -> None:
    cube = shop().plant({"place": "south"}, LAST, 2.0).cube()
    first, second = (look(cube, cube.last).alarms[0].id for _ in range(2))
    assert first == second
