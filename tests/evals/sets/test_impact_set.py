"""The grades of measured actions: outcomes in, figures out; and a roll-out that becomes one."""

import numpy as np
import pytest

from evals.sets.impact import Outcome, graded, outcome, shipped
from evals.worlds.rollouts import roll_out
from signals.impacts.measure import Verdict

SEEN = Outcome(False, 0.2, Verdict.SAVED, 0.1, 0.3)
MISSED = Outcome(True, 0.2, Verdict.SAVED, 0.25, 0.3)
NOTHING = Outcome(False, 0.0, Verdict.NO_EFFECT_SEEN, -0.1, 0.1)
INVENTED = Outcome(True, 0.0, Verdict.WORSE, -0.2, -0.1)


def test_figures_are_shares_of_their_own_roll_outs() -> None:
    found = graded([SEEN] * 9 + [MISSED] + [NOTHING] * 19 + [INVENTED], "small", held_out=False)
    assert found.figures == pytest.approx(
        {"coverage": 0.9, "null_coverage": 0.95, "claimed": 1.0, "claimed_of_nothing": 0.05, "median_width": 0.2}
    )
    assert found.passed


def test_invented_effects_intervals_that_miss_and_nothing_at_all_do_not_pass() -> None:
    assert not graded([SEEN] * 10 + [NOTHING] * 8 + [INVENTED] * 2, "small", held_out=False).passed
    assert not graded([SEEN] * 8 + [MISSED] * 2 + [NOTHING] * 10, "small", held_out=False).passed
    assert not graded([], "small", held_out=False).passed


def test_what_was_held_back_is_known_only_where_something_was() -> None:
    rolled = [roll_out(seed, works=True) for seed in range(400, 408)]
    assert {one.share < 1 for one in rolled} == {True, False}
    for one in rolled:
        action = shipped(one)
        assert (action.held_back is not None) is (one.share < 1)
        assert np.sum([group.counts for group in action.others]) == one.untouched.sum()
        assert action.usable is not None
        assert (~action.usable).sum() == len(one.planned)


def test_one_that_works_is_seen_to_work() -> None:
    found = outcome((401, True))
    assert found.verdict is Verdict.SAVED
    assert found.low is not None
    assert found.low > 0
