"""When a change began: the day, and within a day the hour, but only where they show."""

import numpy as np
import pytest

from signals.onset import began, began_within

DAYS = {
    "a step up": ([10, 11, 9, 10, 30, 31], 10, 31, 4),
    "a step down": ([30, 31, 29, 10, 9], 30, 9, 3),
    "back in between": ([10, 30, 10, 30, 31], 10, 31, 3),
    "always there": ([30, 31, 30], 10, 30, None),
    "over already": ([10, 30, 10], 10, 30, None),
    "nothing": ([], 1, 2, None),
}


@pytest.mark.parametrize("name", DAYS)
def test_the_day(name: str) -> None:
    series, before, now, wanted = DAYS[name]
    assert began(series, before, now) == wanted


USUAL = np.array([0, 0, 5, 20, 40, 60, 60, 50, 40, 30, 10, 2], dtype=float)
HOURS = {
    "from the seventh hour": (np.where(np.arange(12) >= 6, USUAL * 2, USUAL), 6),
    "all day": (USUAL * 2, None),
    "not at all": (USUAL, None),
}


@pytest.mark.parametrize("name", HOURS)
def test_the_hour(name: str) -> None:
    now, wanted = HOURS[name]
    assert began_within(list(now), list(USUAL)) == wanted


def test_a_slice_that_was_not_there_before_began_with_its_first_hour() -> None:
    assert began_within([0, 0, 9, 8, 7], [0, 0, 0, 0, 0]) is None
    assert began_within([], []) is None
