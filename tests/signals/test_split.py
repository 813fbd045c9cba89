"""Volume, mix and rates add up to the change, and each says what it should where it alone changed."""

import numpy as np
import pytest

from signals.split import split_change

BEFORE = np.array([[1000.0, 100.0, 40.0], [3000.0, 150.0, 30.0]])
CASES = {
    "volume": (BEFORE * 1.2, (14.0, 0, 0, 0)),
    "mix": (BEFORE * np.array([[2.0], [2 / 3]]), (0, 30.0, 0, 0)),
    "first rate": (BEFORE * np.array([1, 1.5, 1.5]), (0, 0, 35.0, 0)),
    "second rate": (BEFORE * np.array([1, 1, 1.5]), (0, 0, 0, 35.0)),
    "nothing": (BEFORE, (0, 0, 0, 0)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_alone_changed_is_all_of_the_change(name: str) -> None:
    now, wanted = CASES[name]
    *shares, nothing = split_change(now, BEFORE)
    assert shares == pytest.approx(wanted, abs=1e-9)
    assert nothing == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_add_up_whatever_is_zero(seed: int) -> None:
    random = np.random.default_rng(seed)
    now, before = (random.poisson(3, (6, 3)).astype(float) for _ in range(2))
    assert sum(split_change(now, before)) == pytest.approx(now[:, -1].sum() - before[:, -1].sum())


def test_what_comes_of_nothing_is_said_apart() -> None:
    now = np.array([[10.0, 5.0], [0.0, 7.0]])
    assert split_change(now, np.array([[10.0, 5.0], [0.0, 0.0]]))[-1] == pytest.approx(7)
    assert split_change(np.zeros((0, 3)), np.zeros((0, 3)))[-1] == 0
