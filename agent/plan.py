"""What a question asks, in the semantic model's words: the draft that it is read as, and the plan that completes it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.model_file import Analysis, Comparator

FREE = "free"
"""The intent of a question that simply names measures, slices and a window."""

Grain = Literal["hour", "day", "week", "month", "quarter", "year"]
Superlative = Literal["high", "low", "worst", "best"]
Claim = Literal["up", "down", "worse", "better"]
Role = Literal["value", "before", "change", "change_pct", "share", "mean"]
"""What a result's column says of its measure: itself, or a figure that the plan derives from it."""


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
        return self.shifted(self.days)

    def shifted(self, days: int) -> "Window":
        """The same window so many days earlier, which is over."""
        return self.model_copy(
            update={"start": self.start - timedelta(days), "end": self.end - timedelta(days), "complete": True}
        )


class Filter(Part):
    """Keep (or leave out) the rows whose dimension has one of the values, or lies between ``low`` and ``high``.

    Both bounds are included, unless ``strict``. Without values and bounds: the rows where the dimension has any value.
    """

    dimension: str
    values: tuple[str, ...] = ()
    keep: bool = True
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    strict: bool = False

    @property
    def single(self) -> bool:
        """Whether it leaves one value only."""
        return self.keep and len(self.values) == 1


class Threshold(Part):
    """Keep the groups whose measure compares so. ``value`` of a percentage is a fraction: 20 % is 0.2."""

    measure: str
    op: Comparator
    value: Decimal
    of: Role = "value"


class Comparison(Part):
    """Compare the window with another: the one before, the same one a week earlier, or one that was named."""

    kind: Literal["previous", "same_weekday", "window"]
    window: Window | None = None


class Order(Part):
    """Sort by a measure (or what is derived from it) or a dimension."""

    by: str
    descending: bool = False
    of: Role = "value"


class Draft(Part):
    """The parts of a plan that a question says; what it leaves out is empty.

    Names are those of the semantic model. Both readers, the grammar and a chat model, produce this.
    """

    intent: str | None = Field(default=None, description="One of the model's intents, when it is one of them.")
    term: str | None = Field(default=None, description="The measure, dimension or term whose definition is asked.")
    measures: tuple[str, ...] = Field(default=(), description="What is measured, in the order asked.")
    dimensions: tuple[str, ...] = Field(default=(), description="What to group by, in the order asked.")
    filters: tuple[Filter, ...] = Field(default=(), description="Which rows count.")
    thresholds: tuple[Threshold, ...] = Field(default=(), description="Which groups are kept, by a measure's value.")
    window: Window | None = Field(default=None, description="The days asked about; null when the question names none.")
    grain: Grain | None = Field(default=None, description="One row an hour, day, week …; null for no course of time.")
    superlative: Superlative | None = Field(default=None, description="Ask for first places: high, low, worst or best.")
    limit: int | None = Field(default=None, gt=0, description="How many rows are asked for; 1 for 'which one …'.")
    comparison: Comparison | None = Field(default=None, description="Another window to compare with.")
    by_change: bool = Field(default=False, description="Order by how much the measure changed, not by its size.")
    share: bool = Field(default=False, description="Also each group's (or the filtered part's) share of the total.")
    share_of: str | None = Field(default=None, description="The dimension whose filter names the part of such a share.")
    mean: Grain | None = Field(default=None, description="Average per hour, day, week … of a measure that adds up.")
    claim: Claim | None = Field(default=None, description="The direction that the question takes for granted.")
    all_of: tuple[str, ...] = Field(default=(), description="Dimensions of which every value counts again.")
    added: bool = Field(default=False, description="What is named comes to what the talk had, and replaces nothing.")
    chart: str | None = Field(default=None, description="The kind of chart asked for: line, bar, pie, table.")

    @property
    def subject(self) -> bool:
        """Whether it says what is asked, not only about what."""
        return bool(self.intent or self.measures or self.term)

    @property
    def empty(self) -> bool:
        """Whether it says nothing to go by: a direction or a kind of chart alone do not."""
        return (
            self.model_copy(
                update={
                    "claim": None,
                    "chart": None,
                    "added": False,
                    "superlative": None,
                    "limit": None,
                    "share": False,
                }
            )
            == Draft()
        )


class Plan(Part):
    """What to compute.

    ``also`` holds the side queries of the same question (totals, members) by name. ``hours`` compares like with like
    where the window's last day is not over: of that day only the hours before this one count. ``analysis`` says what
    is found out from the results; ``usual`` that it compares with what is usual, not with what the question named. A
    question about the agent or the data themselves has no view; ``term`` is what a definition is asked of.
    """

    intent: str = FREE
    view: str = ""
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    hide_zero: bool = False
    window: Window | None = None
    comparison: Comparison | None = None
    hours: int | None = None
    share: bool = False
    share_of: str | None = None
    mean: Grain | None = None
    order: tuple[Order, ...] = ()
    superlative: Superlative | None = None
    limit: int | None = None
    claim: Claim | None = None
    chart: str | None = None
    usual: bool = False
    analysis: Analysis | None = None
    also: dict[str, "Plan"] = Field(default={})
    term: str | None = None

    def queries(self) -> dict[str, "Plan"]:
        """Every plan to run, by name; the main one is called ``rows``."""
        return {"rows": self, **self.also}
