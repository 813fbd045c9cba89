"""The typed plan that a question becomes, in the semantic model's words."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.model_file import Comparator

FREE = "free"
"""The intent of a question that simply names measures, slices and a window."""


class Part(BaseModel):
    """A part of a plan: immutable, and nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(Part):
    """Whole days, both ends included; not complete when its last day is not over."""

    start: date
    end: date
    complete: bool = True

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.end - self.start).days + 1

    def before(self) -> "Window":
        """The window of the same length that ends the day before this one starts."""
        return Window(start=self.start - timedelta(self.days), end=self.start - timedelta(1))


class Filter(Part):
    """Keep the rows whose dimension has (or has not) one of the values; without values, those that have any."""

    dimension: str
    values: tuple[str, ...]
    keep: bool = True


class Threshold(Part):
    """Keep the groups whose measure compares so."""

    measure: str
    op: Comparator
    value: Decimal


class Order(Part):
    """Sort by a measure or a dimension."""

    by: str
    descending: bool = False


class Plan(Part):
    """What to compute. ``also`` holds the side queries of the same question (totals, the period before) by name."""

    intent: str = FREE
    view: str
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    window: Window | None = None
    comparison: Literal["previous"] | None = None
    order: tuple[Order, ...] = ()
    superlative: str | None = None
    limit: int | None = None
    also: dict[str, "Plan"] = Field(default={})

    def queries(self) -> dict[str, "Plan"]:
        """Every plan to run, by name; the main one is called ``rows``."""
        return {"rows": self, **self.also}
