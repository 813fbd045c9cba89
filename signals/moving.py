"""Dimensions whose shares move: a new value takes over from an old one, and there is no more of anything."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from signals.cube import Cube, Floats, Ints
from signals.level import Level

_DRIFT = 5.0  # standard errors by which a share's median differs between the halves of the history
_PART = 0.05  # and the part of itself
_LEAST = 0.01  # of smaller shares nothing is asked
_TAKEN = 0.5  # a value is new trouble, and no takeover, when all of its kind grow by so much of what it has
_RECENT = 3  # days that tell where a share is heading
_LOOSE = 0.08  # how far a share may jump while too few days tell
_STEP = 1.4826 / np.sqrt(2)  # the standard deviation of a day, from the median step between days
_SURE = 2.5  # standard errors within which today's share is taken as it is


@dataclass(frozen=True)
class Marginal:
    """One dimension's counts.

    Attributes:
        code: Each leaf's value.
        kin: For each value, the group of values that it shares its place with (the versions of one device).
        counts: days × values, the day that is looked at last.
        shares: The same, as shares of the kin.
    """

    code: Ints
    kin: Ints
    counts: Floats
    shares: Floats

    @classmethod
    def of(cls, cube: Cube, dimension: int, daily: Floats) -> "Marginal":
        """Sum up a dimension; ``daily`` is days × leaves."""
        code, size = cube.codes[:, dimension], len(cube.values[dimension])
        kin = _kin(cube, dimension)
        counts = daily @ _one_hot(code, size)
        of_kin = (counts @ _one_hot(kin, size))[:, kin]
        return cls(code, kin, counts, counts / np.maximum(of_kin, 1))

    @property
    def of_kin(self) -> Floats:
        """Counts of each value's kin, by day."""
        return np.asarray((self.counts @ _one_hot(self.kin, len(self.kin)))[:, self.kin])


@dataclass(frozen=True)
class Exposure:
    """How much of each leaf's kind there is, where that moves.

    Attributes:
        history: days × leaves; 1 where nothing moves.
        today: By leaf.
        cell: For each leaf, the group of leaves that differ from it in moving dimensions only.
    """

    history: Floats
    today: Floats
    cell: Ints


def exposure(cube: Cube, daily: Floats, found: Level) -> Exposure | None:
    """Find the dimensions that move, and how; None where all stand still.

    Args:
        cube: What is looked at.
        daily: The days before and, last, the day itself × leaves.
        found: The level of all.
    """
    history, today, still = np.ones((len(daily) - 1, cube.leaves)), np.ones(cube.leaves), []
    for dimension, values in enumerate(cube.values):
        marginal = Marginal.of(cube, dimension, daily)
        if len(values) > 1 and (_drifts(marginal, found.used) or _taken_over(marginal, found)):
            history *= marginal.shares[:-1][:, marginal.code]
            today *= _expected(marginal, found.used)[marginal.code]
        else:
            still.append(dimension)
    if len(still) == len(cube.values):
        return None
    _, cell = np.unique(cube.codes[:, still], axis=0, return_inverse=True)
    return Exposure(history, today, cell.reshape(-1) if still else np.zeros(cube.leaves, int))


def _one_hot(code: Ints, size: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(code)), (np.arange(len(code)), code)), shape=(len(code), size))


def _kin(cube: Cube, dimension: int) -> Ints:
    """The groups of values that a coarser dimension keeps apart; of all such dimensions, the finest."""
    size, best = len(cube.values[dimension]), np.zeros(len(cube.values[dimension]), int)
    for other, values in enumerate(cube.values):
        if len(values) >= size:
            continue
        ends = (cube.codes[:, dimension], size + cube.codes[:, other])
        graph = sparse.coo_matrix((np.ones(cube.leaves), ends), shape=(size + len(values),) * 2)
        groups, labels = sparse.csgraph.connected_components(graph, directed=False)
        if best.max(initial=0) + 1 < groups < size:
            best = np.unique(labels[:size], return_inverse=True)[1]
    return best


def _drifts(marginal: Marginal, used: NDArray[np.bool_]) -> bool:
    days = np.flatnonzero(used)
    early, late = np.array_split(days, 2)
    if not len(early) or not len(late):
        return False
    first, second = (np.median(marginal.shares[half], axis=0) for half in (early, late))
    middle = (first + second) / 2
    steps = np.abs(np.diff(marginal.shares[days], axis=0))
    chance = np.sqrt(middle * (1 - middle) / np.maximum(marginal.of_kin[days].mean(axis=0), 1))
    daily = np.maximum(np.median(steps, axis=0) * _STEP, chance)
    moved = np.abs(second - first)
    error = 1.25 * daily * np.sqrt(4 / len(days))
    return bool(((moved > _DRIFT * error) & (moved > _PART * middle) & (middle > _LEAST)).any())


def _taken_over(marginal: Marginal, found: Level) -> bool:
    """Whether a value that is new has grown at its kin's cost."""
    days = np.flatnonzero(found.used)
    early = days[: len(days) // 2]
    if not len(early):
        return False
    levels = np.append(found.history, found.today)
    usual = marginal.of_kin[early].sum(axis=0) / found.history[early].sum()
    for value in np.flatnonzero((marginal.counts[early].sum(axis=0) == 0) & (marginal.counts[-1] > 0)):
        since = marginal.counts[:, value] > 0
        has, all_have = marginal.counts[since, value].sum(), marginal.of_kin[since, value].sum()
        grown = all_have - usual[value] * levels[since].sum() * marginal.counts[-1].sum() / max(found.today, 1)
        if has > _LEAST * all_have and grown < _TAKEN * has:
            return True
    return False


def _expected(marginal: Marginal, used: NDArray[np.bool_]) -> Floats:
    """Today's shares: as they are, as far as the last days let them be."""
    now, kin = marginal.shares[-1], np.maximum(marginal.of_kin[-1], 1)
    past = marginal.shares[:-1][used]
    heading, error = _heading(past), _error(past)
    young = (past[-2 * _RECENT - 1 :] == 0).any(axis=0) | (len(past) <= 2 * _RECENT)
    error = np.where(young, _LOOSE, error)
    heading = np.where(young & (heading <= 0), now, heading)
    chance = np.maximum(now * (1 - now), 1 / kin) / kin
    weight = error**2 / (error**2 + chance)
    reach = _SURE * np.sqrt(error**2 + chance)
    shares = np.clip(weight * now + (1 - weight) * heading, heading - reach, heading + reach)
    shares = np.maximum(shares, 0)
    sums = np.bincount(marginal.kin, shares, len(shares))[marginal.kin]
    return np.asarray(shares / np.where(sums > 0, sums, 1), float)


def _heading(past: Floats) -> Floats:
    """Where the last days' shares lead to."""
    last, before = past[-_RECENT:], past[-2 * _RECENT : -_RECENT]
    if not len(before):
        return np.asarray(past[-1] if len(past) else np.zeros(past.shape[1]), float)
    drift = (last.mean(axis=0) - before.mean(axis=0)) * (_RECENT + 1) / (2 * _RECENT)
    return np.asarray(last.mean(axis=0) + drift, float)


def _error(past: Floats) -> Floats:
    """How far such predictions were off on the last days."""
    ends = range(max(len(past) - 10, 2 * _RECENT), len(past))
    errors = [past[end] - _heading(past[:end]) for end in ends]
    return np.sqrt(np.mean(np.square(errors), axis=0)) if errors else np.full(past.shape[1], _LOOSE)
