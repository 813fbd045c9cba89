"""Values written otherwise that mean the same: what real sources do, and the pipeline must see through."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipeline.generate.portions import Ints
from pipeline.generate.vocabulary import NONE, words


@dataclass(frozen=True)
class Spelling:
    """Writes words, some of them otherwise.

    Attributes:
        share: How often a word is written otherwise.
        languages: Other ways of writing languages.
        rng: The source of randomness.
    """

    share: float
    languages: dict[str, tuple[str, ...]]
    rng: np.random.Generator

    def write(self, names: tuple[str, ...], numbers: Ints) -> pa.Array:
        """Return the words that ``numbers`` stand for; null for NONE."""
        odd = np.flatnonzero((self.rng.random(len(numbers)) < self.share) & (numbers != NONE))
        if not len(odd):
            return words(names, numbers)
        others = [self._others(name) for name in names]
        count = np.array([len(ways) for ways in others])
        first = len(names) + np.cumsum(count) - count
        chosen = numbers.copy()
        drawn = (self.rng.random(len(odd)) * count[numbers[odd]]).astype(np.int64)
        chosen[odd] = first[numbers[odd]] + drawn
        return words((*names, *(way for ways in others for way in ways)), chosen)

    def _others(self, name: str) -> tuple[str, ...]:
        return self.languages.get(name) or (name.upper(), f" {name}", f"{name} ")
