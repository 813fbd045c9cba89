"""Made-up cubes: a shop's complaints by place, goods and way of payment, with what is planted in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

import numpy as np
import pytest

from signals.cube import Cube, Value

FIRST = date(2026, 3, 2)  # a Monday
SHAPE = np.array([1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 12, 12, 12, 11, 10, 9, 8, 6, 5, 4, 2, 1], float)


@dataclass
class Shop:
    """Counts that are drawn when they are asked for."""

    days: int = 50
    a_day: float = 2000
    seed: int = 1
    hours: int = 24
    trend: float = 0.0
    values: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "place": ("north", "south", "east", "west"),
            "goods": ("tea", "rice", "oil", "salt", "soap"),
            "pay": ("cash", "card", "credit"),
        }
    )

    def __post_init__(self) -> None:
        self.leaves = list(product(*self.values.values()))
        weights = np.prod([[1 + len(name) % 3 for name in leaf] for leaf in self.leaves], axis=1)
        level = np.array([0.7 if (day % 7) > 4 else 1 for day in range(self.days)])
        level = level * np.exp(self.trend * np.arange(self.days))
        shape = SHAPE / SHAPE.sum() if self.hours == 24 else np.ones(1)
        self.rates = self.a_day * level[:, None, None] * shape[:, None] * (weights / weights.sum())

    def plant(self, chosen: Mapping[str, Value], day: int, factor: float, hours: slice = slice(None)) -> "Shop":
        inside = [
            all(dict(zip(self.values, leaf, strict=True))[name] == one for name, one in chosen.items())
            for leaf in self.leaves
        ]
        self.rates[day, hours, np.array(inside)] *= factor
        return self

    def cube(self) -> Cube:
        counts = np.random.default_rng(self.seed).poisson(self.rates)
        names = tuple(self.values)
        codes = np.array(
            [[self.values[name].index(one) for name, one in zip(names, leaf, strict=True)] for leaf in self.leaves]
        )
        return Cube(FIRST, names, tuple(self.values.values()), codes, counts)


@pytest.fixture
def shop() -> Callable[..., Shop]:
    return Shop
