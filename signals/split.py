"""Volume apart from mix apart from rates: a change of an amount that comes of others, split exactly."""

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np

from signals.leaves import Numbers


def split_change(now: Numbers, before: Numbers) -> tuple[float, ...]:
    """Split the change of an amount that comes of others step by step: visits, of these failures, of these calls.

    Each group's amount is a product: the whole of the first, the group's share of it, and at each step what comes of
    one of the step before. What each factor makes of the change is its mean over all orders in which they could have
    changed (Shapley), so the parts add up to the change, whatever is zero.

    Args:
        now: The amounts, a row for each group and a column for each step, the explained one last.
        before: The same groups and steps before.

    Returns:
        What the volume of the first step makes, what the mix of the groups makes, what each further step's rate makes,
        and last what came of nothing: amounts of groups that have none of the step before.
    """
    factors = [_factors(one, other) for one, other in ((now, before), (before, now))]
    count = factors[0].shape[1]
    shares = [_contribution(at, factors[0], factors[1]) for at in range(count)]
    change = float((now[:, -1] - before[:, -1]).sum())
    return (*shares, change - sum(shares))


def _factors(amounts: Numbers, other: Numbers) -> Numbers:
    """The factors whose product is the last amount; a rate of nothing is that of the other window."""
    whole = amounts[:, 0].sum()
    first = np.full(len(amounts), whole)
    share = amounts[:, 0] / whole if whole else np.zeros(len(amounts))
    rates = [_rate(amounts, other, step) for step in range(1, amounts.shape[1])]
    return np.column_stack([first, share, *rates])


def _rate(amounts: Numbers, other: Numbers, step: int) -> Numbers:
    own, others = (_quotient(one[:, step], one[:, step - 1]) for one in (amounts, other))
    return np.where(amounts[:, step - 1] > 0, own, others)


def _quotient(part: Numbers, whole: Numbers) -> Numbers:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)


def _contribution(at: int, now: Numbers, before: Numbers) -> float:
    """What one factor makes of the change of the product's sum over the groups."""
    count = now.shape[1]
    others = [place for place in range(count) if place != at]
    total = 0.0
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        total += weight * sum(_step(at, changed, now, before) for changed in combinations(others, size))
    return total


def _step(at: int, changed: Sequence[int], now: Numbers, before: Numbers) -> float:
    rest = [place for place in range(now.shape[1]) if place != at]
    product = np.prod([now[:, one] if one in changed else before[:, one] for one in rest], axis=0)
    return float((product * (now[:, at] - before[:, at])).sum())
