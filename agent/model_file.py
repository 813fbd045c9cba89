"""What the metric view format lacks: the shape of ``model.yml``, the small file beside the views."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from agent.metric_view import Strict

Texts = dict[str, str]
"""One text a language code."""
Phrases = dict[str, tuple[str, ...]]
"""Several phrases a language code."""

Comparator = Literal["eq", "ne", "lt", "le", "gt", "ge", "abs_lt", "abs_ge", "missing"]
Condition = dict[str, dict[Comparator, Decimal | bool | str]]
"""A column of a result row, and what must hold for its value."""


class Clause(Strict):
    """A part of a sentence: said once, or for rows of the result; left out when one of its values is missing."""

    text: str
    rows: Literal["none", "first", "second", "rest", "last", "all"] = "none"
    of: str = "rows"
    when: Condition = Field(default={})
    limit: int | None = None
    wrap: str = "{}"


Sayings = dict[str, tuple[Clause, ...]]
"""The clauses of an answer, a language code each."""


Shape = Literal["scalar", "superlative", "ranking", "series"]
"""What the results of a plan look like: one row, rows with a first, rows in order, a course of time."""


class Clock(Strict):
    """Where the data say which day is the last, and whether it is complete."""

    table: str
    date: str
    complete: str | None = None


class Calendar(Strict):
    """The view that says what happened when: which of its dimensions hold the day, the text, and what is concerned.

    ``of`` has, by a dimension of other views, the calendar's own; ``everything`` is the value that concerns all.
    """

    view: str
    day: str
    text: str
    kind: str | None = None
    of: dict[str, str] = Field(default={})
    everything: str | None = None
    days_before: int = Field(default=1, ge=0, description="How long before a change an event may have led to it.")


class Stored(Strict):
    """A view whose rows hold whole windows (distinct counts can't be added up): which ones, and under which names."""

    dimension: str
    days: dict[int, str] = Field(default={})
    month_to_date: str | None = None


class Span(Strict):
    """A view whose rows hold windows of any length: the dimensions of their first and their last day."""

    first: str
    last: str


class ViewNotes(Strict):
    """How a metric view is asked: its time, its windows, who may ask, and what its rows already sum up."""

    time: str | None = None
    grains: dict[str, str] = Field(default={})
    window: Literal["asked", "last_day", "last_complete_day", "none"] = "asked"
    default_measures: tuple[str, ...] = ()
    words: Phrases = Field(default={})
    ahead: bool = Field(default=False, description="Its rows are of days to come; only such views answer about them.")
    usual: int | Literal["month"] | None = Field(
        default=None,
        description="What a question without a time is about: so many days to come (negative: gone by), or the month.",
    )
    span: Span | None = None
    stored: Stored | None = None
    rollup: dict[str, str] = Field(default={})
    listed: tuple[str, ...] = Field(
        default=(), description="Dimensions of numbers whose few values are all that can be asked for."
    )
    scaled: dict[str, tuple[str, ...]] = Field(
        default={}, description="Dimensions whose value the question gives, and the measures that are multiplied by it."
    )
    database: Literal["main", "playback"] = "main"
    roles: tuple[str, ...] = ()
    sample: str | None = None
    nulls: Literal["missing", "many"] = Field(
        default="missing", description="What a row without a value of a dimension says: it has none, or several."
    )


class Certified(Strict):
    """A question with SQL that somebody reviewed; ``:start`` and ``:end`` stand for the window's first and last day.

    Its columns are named as the plan's; the answer is labelled certified when its rows are those of this SQL.
    """

    question: Texts
    sql: str
    author: str
    reviewed: date


class Unsettled(Strict):
    """Words that may mean several things: which measures, or which values of dimensions, to choose from."""

    words: Phrases
    measures: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = Field(default=(), description="Pairs of a dimension and a value of it.")


class Term(Strict):
    """A word of the trade that is no measure or dimension: what it is called, and what it means."""

    words: Phrases
    text: Texts


class MeasureNotes(Strict):
    """What a measure needs beyond its expression.

    ``about`` is its definition in other languages; ``ratio`` names the part and the whole of a rate.
    """

    label: Texts = Field(default={})
    about: Texts = Field(default={})
    ratio: tuple[str, ...] = ()
    words: Phrases = Field(default={})
    weak: Phrases = Field(default={})
    asks: dict[Literal["high", "low", "worst", "best"], Phrases] = Field(
        default={}, description="Words that mean it and ask for a first place at once: the angriest."
    )
    instead_of: tuple[str, ...] = Field(
        default=(), description="Measures that it takes the place of, named beside them."
    )
    at_pace: bool = Field(
        default=False, description="It already tells what comes of today's pace: “at this rate” adds nothing to it."
    )
    bad: Literal["up", "down"] | None = None
    hide_zero: bool = Field(default=False, description="Leave out groups that have none of it.")
    signed: bool = False
    per: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    breakdown: tuple[str, ...] = ()
    comes_of: tuple[str, ...] = Field(
        default=(),
        description="The measures that it comes of, stage by stage: visits, of these failures, of these calls.",
    )
    say: dict[Shape, Sayings] = Field(default={})


class ValueNotes(Strict):
    """What people call one value of a dimension; not ``bare`` when its own spelling says too little to mean it."""

    bare: bool = True
    counts: str | None = Field(default=None, description="The measure that its name alone asks for, as abandons do.")
    label: Texts = Field(default={})
    words: Phrases = Field(default={})


class GroupNotes(Strict):
    """Several values of a dimension that people name at once: "the mobile apps"."""

    values: tuple[str, ...]
    words: Phrases


class DimensionNotes(Strict):
    """What a dimension needs beyond its expression."""

    about: Texts = Field(default={})
    label: Texts = Field(default={})
    words: Phrases = Field(default={})
    values: dict[str, ValueNotes] = Field(default={})
    groups: dict[str, GroupNotes] = Field(default={})
    learn: bool = True
    of_persons: bool = Field(default=False, description="It tells people apart; for everyone lifts it.")
    over_days: bool = Field(default=False, description="It tells days apart, so one day of it says nothing.")
    drop_missing: bool = False
    within: Texts = Field(default={}, description="How a value is said within a slice: ``on {}``.")


Filled = Literal["actions", "causes", "spikes"]
"""The parts of an answer that rows can be, besides its table."""


Analysis = Literal["causes", "normal"]
"""The causes of a change; the same, and whether it is more than chance."""


class Side(Strict):
    """A second query that an intent needs beside its rows; what it leaves out is as in the main one."""

    view: str | None = None
    measures: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    only: dict[str, tuple[str, ...]] = Field(default={}, description="The values of dimensions that count.")
    order: tuple[str, ...] = ()
    limit: int | None = None
    passing: dict[str, str] = Field(
        default={}, description="Measures of the question's amounts, and those that the amounts are of here."
    )
    whole: bool = Field(default=False, description="It is of everything, whatever the question is restricted to.")
    fills: Filled | None = Field(default=None, description="The part of the answer that its rows also are.")


class Intent(Strict):
    """A question of the trade: the words that mean it, what it asks, and how its answer is said."""

    words: Phrases
    slot: str | None = Field(default=None, description="The dimension that a ``{quantity}`` in its words is of.")
    amounts: dict[Decimal, Phrases] = Field(
        default={}, description="Words that mean it and an amount of its slot at once: in half."
    )
    weak: Phrases = Field(default={}, description="Words that mean it only where no measure or dimension is named.")
    question: Texts
    kind: Literal["query", "help", "freshness", "definition", "decision"] = "query"
    views: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    where: Condition = Field(default={})
    order: tuple[str, ...] = ()
    limit: int | None = None
    follows: bool = False
    ahead: bool = Field(default=False, description="It is about days to come.")
    also: dict[str, Side] = Field(default={})
    say: Sayings = Field(default={})
    nothing: Sayings = Field(default={}, description="What is said where there are no rows.")
    days: int | None = Field(default=None, description="How many days it is about when none are named.")
    only: dict[str, tuple[str, ...]] = Field(default={}, description="The values of dimensions that count.")
    analysis: Analysis | None = Field(default=None, description="What is found out from the finest groups.")
    after: str | None = Field(default=None, description="The kind of event that it is about what came after.")
    behind: tuple[str, ...] = Field(default=(), description="Dimensions that only describe a cause, such as versions.")
    fills: Filled | None = None
    next: tuple[str, ...] = ()


class Ahead(Strict):
    """Which intents questions about days to come are: that which asks how much, and when an amount is passed."""

    much: str
    passing: str | None = None


TREND_DAYS = {"hour": 1, "day": 14, "week": 56, "month": 366, "quarter": 732, "year": 3660}


class ModelFile(Strict):
    """The whole small file; what it leaves out is filled in from the metric views and the data."""

    name: str
    clock: Clock | None = None
    calendar: Calendar | None = None
    default_measures: tuple[str, ...] = ()
    default_window: Literal["last_complete_day", "all"] = "all"
    trend_days: Annotated[dict[str, int], AfterValidator(lambda given: TREND_DAYS | given)] = Field(
        default=TREND_DAYS, description="How many days a course of time goes back, by its grain."
    )
    top_rows: int = Field(default=5, gt=0)
    topic: Phrases = Field(default={})
    private: Phrases = Field(default={}, description="Words for what the tables hold of no one: names, contacts, ids.")
    absent: Phrases = Field(default={}, description="What sounds like ours, and the tables know nothing of.")
    persons: Texts = Field(default={}, description="Words for one person: to single one out is private.")
    views: dict[str, ViewNotes] = Field(default={})
    measures: dict[str, MeasureNotes] = Field(default={})
    dimensions: dict[str, DimensionNotes] = Field(default={})
    intents: dict[str, Intent] = Field(default={})
    ahead: Ahead | None = None
    terms: dict[str, Term] = Field(default={})
    certified: tuple[Certified, ...] = ()
    ask_back: dict[str, Unsettled] = Field(default={})
    suggestions: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()
