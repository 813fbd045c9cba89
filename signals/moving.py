"""Dimensions whose shares move: a new value takes over from an old one, and there is no more of anything."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from signals.cube import Cube, Floats, Ints
from signals.level import Level
from signals.shares import drift, expected

_TAKEN = 0.5  # a value is new trouble, and no takeover, when all of its kind grow by so much of what it has
_FEWEST = 4  # days that a movement shows on
_LEAST = 0.01  # of smaller shares nothing is asked


@dataclass(frozen=True)
class Exposure:
    """How much of each leaf's kind there is, where that moves.

    Attributes:
        history: days × leaves; 1 where nothing moves.
        today: By leaf.
        cell: For each leaf, the group of leaves that differ from it only in dimensions that have young values.
    """

    history: Floats
    today: Floats
    cell: Ints


@dataclass(frozen=True)
class Marginal:
    """One dimension's counts beside what the model has of them; the day that is looked at last.

    Attributes:
        code: Each leaf's value.
        kin: For each value, the group of values that it shares its place with (the versions of one device).
        counts: days × values.
        model: The same, as modelled.
    """

    code: Ints
    kin: Ints
    counts: Floats
    model: Floats

    @classmethod
    def of(cls, cube: Cube, dimension: int, daily: Floats, model: Floats) -> "Marginal":
        """Sum up a dimension; ``daily`` and ``model`` are days × leaves."""
        code, size = cube.codes[:, dimension], len(cube.values[dimension])
        kin = _kin(cube, dimension)
        one_hot = _one_hot(code, size)
        counts, modelled = daily @ one_hot, model @ one_hot
        return cls(code, kin, counts, modelled)

    def of_kin(self, counts: Floats) -> Floats:
        """Counts of each value's kin."""
        return np.asarray((counts @ _one_hot(self.kin, len(self.kin)))[..., self.kin])

    @property
    def apart(self) -> bool:
        """Whether another dimension keeps its values apart; their shares are then taken as they are."""
        return bool(self.kin.max(initial=0) > 0)

    @property
    def shares(self) -> Floats:
        """Each value's share of its kin, against the model's."""
        seen = self.counts / np.maximum(self.of_kin(self.counts), 1)
        if self.apart:
            return np.asarray(seen)
        usual = self.model / np.maximum(self.of_kin(self.model), 1e-9)
        return np.asarray(seen / np.where(usual > 1e-6, usual, 1))

    def young(self, found: Level) -> NDArray[np.bool_]:
        """Which values occur today, and did not in the first half of the history."""
        days = np.flatnonzero(found.used)
        early = self.counts[days[: len(days) // 2]].sum(axis=0)
        return np.asarray((early == 0) & (self.counts[-1] > 0))

    @property
    def weights(self) -> Floats:
        """What each value counts for among its kin, today."""
        last = self.model[-1]
        return np.ones_like(last) if self.apart else np.asarray(last / np.maximum(self.of_kin(last), 1e-9))

    @property
    def errors(self) -> Floats:
        """The shares' standard errors by chance."""
        kin = np.maximum(self.of_kin(self.counts), 1)
        part = np.clip(self.counts / kin, 1 / kin, 1)
        return np.asarray(self.shares * np.sqrt((1 - part) / (part * kin)) + 1e-12)


def exposure(cube: Cube, daily: Floats, found: Level, share: Floats) -> Exposure | None:
    """Find the dimensions that move, and how; None where all stand still.

    The one that moves most is followed first: others may only seem to move because of it.

    Args:
        cube: What is looked at.
        daily: The days before and, last, the day itself × leaves.
        found: The level of all.
        share: Of each day before, the share of its hours that is in.
    """
    exposed, still = np.ones_like(daily), [one for one, values in enumerate(cube.values) if len(values) > 1]
    units = np.append(found.history * share, found.today)[:, None]
    used = np.append(found.used, [False])
    moving: list[int] = []
    young: list[int] = []
    while still:
        rate = daily[used].sum(axis=0) / np.maximum((units * exposed)[used].sum(axis=0), 1e-9)
        marginals = [Marginal.of(cube, one, daily, rate * units * exposed) for one in still]
        drifts = [_moves(one, found) for one in marginals]
        most = int(np.argmax(drifts))
        if drifts[most] <= 0:
            break
        one = marginals[most]
        exposed[:-1] *= one.shares[:-1][:, one.code]
        exposed[-1] *= expected(one.shares, one.errors[-1], one.weights, one.kin, found.used)[one.code]
        moving.append(still.pop(most))
        young += [moving[-1]] if one.young(found).any() else []
    return Exposure(exposed[:-1], exposed[-1], _cells(cube, young)) if moving else None


def _cells(cube: Cube, young: list[int]) -> Ints:
    kept = [one for one in range(len(cube.dimensions)) if one not in young]
    if not kept:
        return np.zeros(cube.leaves, int)
    return np.asarray(np.unique(cube.codes[:, kept], axis=0, return_inverse=True)[1].reshape(-1))


def _moves(marginal: Marginal, found: Level) -> float:
    """How surely a dimension moves; 0 where it does not."""
    days = np.flatnonzero(found.used)
    if len(days) < _FEWEST:
        return 0.0
    part = marginal.counts[days].sum(axis=0) / np.maximum(marginal.of_kin(marginal.counts[days]).sum(axis=0), 1)
    sure = drift(marginal.shares[days], marginal.errors[days], part > _LEAST)
    return max(sure, 1e6 if _taken_over(marginal, found) else 0.0)


def _one_hot(code: Ints, size: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(code)), code, np.arange(len(code) + 1)), shape=(len(code), size))


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


def _taken_over(marginal: Marginal, found: Level) -> bool:
    """Whether a value that is new has grown at its kin's cost."""
    days = np.flatnonzero(found.used)
    early = days[: len(days) // 2]
    levels = np.append(found.history, found.today)
    of_kin = marginal.of_kin(marginal.counts)
    usual = of_kin[early].sum(axis=0) / found.history[early].sum()
    for value in np.flatnonzero(marginal.young(found)):
        since = marginal.counts[:, value] > 0
        has, all_have = marginal.counts[since, value].sum(), of_kin[since, value].sum()
        grown = all_have - usual[value] * levels[since].sum() * marginal.counts[-1].sum() / max(found.today, 1)
        if has > _LEAST * all_have and grown < _TAKEN * has:
            return True
    return False
