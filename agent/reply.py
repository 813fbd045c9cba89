"""The answer as every client gets it: one object, the same in the page, on the command line and when served."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from agent.facts import Fact
from agent.metric_view import Format
from agent.plan import Part, Plan, Window
from pipeline.action_rules import State

Status = Literal["answered", "clarify", "declined", "failed"]
Value = int | float | str | bool | None


class Column(Part):
    """A column of the table: its name, what people call it, and how its values are written."""

    name: str
    label: str
    kind: Literal["dimension", "measure"]
    format: Format | None


class Word(Part):
    """A stretch of the question, and what it was taken to mean."""

    text: str
    kind: str
    meaning: str


class Shown(Part):
    """The plan as it is shown: in words, in full, and which words of the question led to it."""

    said: str
    plan: Plan
    columns: tuple[Column, ...]
    words: tuple[Word, ...] = ()


class Query(Part):
    """A query as it ran."""

    sql: str
    dialect: str
    tables: tuple[str, ...]
    row_count: int | None = None
    ms: float | None = None


class Chart(Part):
    """A declarative chart: which columns of the table go where.

    ``line`` for a course of time, ``bar`` for a ranking, ``parts`` for shares of a whole, ``compared`` for two
    windows side by side (``y`` holds the window's and the earlier one's column).
    """

    kind: Literal["bar", "line", "parts", "compared"]
    x: str
    y: tuple[str, ...]
    series: str | None = None


class Proposal(Part):
    """What the asker decided about an action, to be recorded once it is confirmed.

    ``done`` is the answer once it is; ``changed`` the one when something else would be recorded than was proposed.
    """

    action_id: str
    state: State
    owner: str | None = None
    due_on: date | None = None
    shipped_on: date | None = None
    exposed_share: Decimal | None = None
    reason: str | None = None
    confirmed: bool = False
    done: str
    changed: str


class Answer(Part):
    """What a question gets.

    ``answer`` is markdown; ``label`` says how it came about; ``rows`` are lists in the order of ``columns``;
    ``plan.columns`` says how their values are written; ``as_of`` is the last day with data. ``code`` names, for
    programs, why there is no answer: the reason of a refusal, ``unclear``, or the phase in which it failed.
    """

    status: Status
    answer: str
    label: Literal["certified", "computed", "freehand"] | None = None
    code: str | None = None
    language: str = "en"
    as_of: date | None = None
    window: Window | None = None
    plan: Shown | None = None
    queries: tuple[Query, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    chart: Chart | None = None
    facts: tuple[Fact, ...] = ()
    spikes: tuple[dict[str, Any], ...] = ()
    causes: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    proposal: Proposal | None = None
    suggestions: tuple[str, ...] = ()
    timings_ms: dict[str, float] = Field(default={})
    trace_id: str

    def narrowed(self, names: tuple[str, ...]) -> "Answer":
        """The same answer with some of its columns only, in the order named; with all of them where none is."""
        if not names:
            return self
        places = [self.columns.index(name) for name in names if name in self.columns]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return self.model_copy(update={"columns": tuple(self.columns[place] for place in places), "rows": rows})
