"""What grading against made-up truth amounts to: figures, tables of them, a gate. Every set of grades reports so."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field

from evals.report import Gate
from evals.suite import Bound, Strict

Tell = Callable[[str, int, int], None]
Size = Literal["small", "full"]
Cell = str | int | float | None


class Sheet(Strict):
    """A table of a report.

    Attributes:
        title: What it shows.
        columns: Heads.
        rows: Cells, as they are to be read.
        note: What to know when reading it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


class Graded(Strict):
    """What a set of grades amounts to.

    Attributes:
        name: Which set.
        size: The small fixed part, or all.
        held_out: Whether these are the worlds that nobody tunes on.
        figures: Every figure, by name; None where there is nothing to make it of.
        sheets: The same for people.
        gate: The conditions, and whether they hold.
    """

    name: str
    size: Size
    held_out: bool
    figures: Mapping[str, float | None]
    sheets: tuple[Sheet, ...]
    gate: tuple[Gate, ...]

    @property
    def passed(self) -> bool:
        """Whether every condition holds."""
        return all(one.holds for one in self.gate)


class SetRules(Strict):
    """How much a set grades, and what it must reach."""

    sizes: Mapping[Size, Mapping[str, int]]
    gate: Mapping[Size, Mapping[str, Bound]]
    options: Mapping[str, tuple[float, ...]] = Field(default_factory=dict)


@cache
def rules_of(name: str) -> SetRules:
    """The rules of a set, from ``grades.yml``."""
    return SetRules.model_validate(yaml.safe_load((files("evals") / "grades.yml").read_text())[name])


def gate_of(figures: Mapping[str, float | None], bounds: Mapping[str, Bound]) -> tuple[Gate, ...]:
    """Hold figures against their bounds; a figure that there is nothing to make of fails."""
    return tuple(_gate(name, figures.get(name), bound) for name, bound in bounds.items())


def _gate(name: str, value: float | None, bound: Bound) -> Gate:
    least, most = (float(one) if one is not None else None for one in (bound.least, bound.most))
    holds = value is not None and (least is None or value >= least) and (most is None or value <= most)
    return Gate(name=name, value=value if value is not None else float("nan"), least=least, most=most, holds=holds)
