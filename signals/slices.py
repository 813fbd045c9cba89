"""Every slice of a cube's leaves, up to a number of dimensions deep, each once."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from signals.cube import Cube, Floats, Ints, Value

_DENSE = 1 << 20
"""Up to so many combinations of values a table of them is faster than sorting."""


@dataclass(frozen=True, eq=False)
class Slices:
    """Slices that select different leaves; of those that select the same, the one with the fewest dimensions.

    Attributes:
        cube: What is sliced.
        groups: For each slice, which dimensions it names (a position in ``named``).
        named: Sets of dimensions, the smallest first; the first is empty: everything.
        example: For each slice, a leaf in it: its values of those dimensions are the slice's.
        members: slices × leaves, one where the leaf is in the slice.
    """

    cube: Cube
    groups: Ints
    named: tuple[tuple[int, ...], ...]
    example: Ints
    members: sparse.csr_matrix

    @classmethod
    def of(cls, cube: Cube, deepest: int) -> "Slices":
        """Every slice that names up to ``deepest`` dimensions."""
        several = [position for position, values in enumerate(cube.values) if len(values) > 1]
        named = tuple(chosen for depth in range(deepest + 1) for chosen in combinations(several, depth))
        parts = [_grouped(cube, chosen) for chosen in named]
        sizes = [len(example) for _, example in parts]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        rows = np.concatenate([start + inverse for start, (inverse, _) in zip(starts, parts, strict=False)])
        columns = np.tile(np.arange(cube.leaves), len(named))
        shape = (int(starts[-1]), cube.leaves)
        members = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        keep = _first_of_each(members)
        groups = np.repeat(np.arange(len(named)), sizes)
        return cls(cube, groups[keep], named, np.concatenate([example for _, example in parts])[keep], members[keep])

    @property
    def count(self) -> int:
        """How many slices there are."""
        return len(self.groups)

    @cached_property
    def depth(self) -> Ints:
        """How many dimensions each slice names."""
        return np.array([len(chosen) for chosen in self.named])[self.groups]

    @cached_property
    def surprise(self) -> Floats:
        """For each slice, nats by which the choice of it among all is a surprise: more where there are more."""
        by_depth = np.bincount(self.depth)
        return np.asarray(np.log(by_depth[self.depth] * np.count_nonzero(by_depth)), float)

    def leaves(self, chosen: int) -> Ints:
        """The leaves of a slice."""
        return np.asarray(self.members.indices[self.members.indptr[chosen] : self.members.indptr[chosen + 1]])

    def values(self, chosen: int) -> dict[str, Value]:
        """A slice's values by dimension."""
        codes = self.cube.codes[self.example[chosen]]
        names = self.named[self.groups[chosen]]
        return {self.cube.dimensions[one]: self.cube.values[one][codes[one]] for one in names}

    def find(self, mask: NDArray[np.bool_]) -> int | None:
        """The slice that has these leaves and no others."""
        inside = self.members @ mask.astype(float)
        size = np.diff(self.members.indptr)
        same = np.flatnonzero((inside == mask.sum()) & (size == mask.sum()))
        return int(same[0]) if len(same) else None


def _grouped(cube: Cube, chosen: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Which of the combinations of these dimensions' values each leaf has, and a leaf of each."""
    sizes = [len(cube.values[one]) for one in chosen]
    if prod(sizes) > _DENSE:
        _, example, inverse = np.unique(cube.codes[:, chosen], axis=0, return_index=True, return_inverse=True)
        return inverse.reshape(-1), example
    key = np.zeros(cube.leaves, np.int64)
    for one, size in zip(chosen, sizes, strict=True):
        key = key * size + cube.codes[:, one]
    example = np.full(prod(sizes), -1)
    example[key[::-1]] = np.arange(cube.leaves)[::-1]
    occurs = example >= 0
    return (np.cumsum(occurs) - 1)[key], example[occurs]


def _first_of_each(members: sparse.csr_matrix) -> Ints:
    """The first slice of each set of leaves, told by sums of the leaves' random numbers."""
    numbers = np.random.default_rng(0).random((members.shape[1], 2))
    sums = members @ numbers
    _, first = np.unique(np.round(sums[:, 0] + 1j * sums[:, 1], 9), return_index=True)
    return np.sort(first)
