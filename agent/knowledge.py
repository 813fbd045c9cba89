"""What the agent learns from the data before it answers: the clock, the tables, and the values of each dimension."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlglot import exp, select

from agent.compile import expression, needed_joins
from agent.engine import Catalog, Engine, Result
from agent.lexicon import Lexicon, build_lexicon
from agent.metric_view import MetricView, Named
from agent.model import SemanticModel
from pipeline.errors import SemanticError, did_you_mean


@dataclass(frozen=True)
class Clock:
    """The data's own clock: the first day, the last day with data ("today"), and the last complete day."""

    first: date
    today: date
    complete: date


@dataclass(frozen=True)
class Knowledge:
    """One version of the data, as far as the agent needs to know it to read a question."""

    version: object
    catalog: Catalog
    clock: Clock
    values: Mapping[str, tuple[str, ...]]
    model: SemanticModel

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        return {}

    def lexicon(self, language: str) -> Lexicon:
        """The phrases of a language, gathered on first use."""
        if language not in self._lexicons:
            self._lexicons[language] = build_lexicon(language, self.model, self.values)
        return self._lexicons[language]


def learn(model: SemanticModel, engine: Engine, most_values: int) -> Knowledge:
    """Learn from the data behind an engine.

    Raises:
        SemanticError: The model names a table or a column that the data do not have, or the data have no day.
        ExecuteError: The data can't be read.
    """
    version, catalog = engine.version(), engine.catalog()
    views = [view for view in model.ordered if model.about_view(view.name).database == "main"]
    for view in views:
        check_columns(view, catalog)
    asked = [(view, name) for view in views for name in _learnable(model, view)]
    queries = [_clock_query(model), *(_distinct(view, name, most_values) for view, name in asked)]
    clock, *found = engine.run([query.sql(engine.dialect) for query in queries])
    return Knowledge(version, catalog, _clock(model, clock), _merged(asked, found, most_values), model)


def check_columns(view: MetricView, catalog: Catalog) -> None:
    """Check that a view's tables and columns are in the data.

    Raises:
        SemanticError: One is not; the message says which, and the nearest name.
    """
    known: set[str] = set()
    for table in _tables(view):
        if table not in catalog:
            raise SemanticError(f"{view.name}: no table '{table}'. {did_you_mean(table, catalog)}".strip())
        known |= set(catalog[table])
    known |= {alias.alias for alias in view.source_tree.find_all(exp.Alias)}
    for field in (*view.dimensions, *view.measures):
        for column in _columns(field):
            if column not in known:
                raise SemanticError(
                    f"{view.name}.{field.name}: no column '{column}'. {did_you_mean(column, known)}".strip()
                )


def _tables(view: MetricView) -> Iterator[str]:
    for table in view.source_tree.find_all(exp.Table):
        yield f"{table.db}.{table.name}"
    pending = list(view.joins)
    while pending:
        join = pending.pop()
        yield join.source
        pending += join.joins


def _columns(field: Named) -> Iterator[str]:
    for column in field.tree.find_all(exp.Column):
        inside = column.find_ancestor(exp.Anonymous)
        if not (inside and inside.name.upper() == "MEASURE"):
            yield column.name


def _clock_query(model: SemanticModel) -> exp.Select:
    clock = model.notes.clock
    day = exp.column(clock.date)
    over = exp.case().when(exp.column(clock.complete), day.copy()) if clock.complete else day.copy()
    return select(exp.Min(this=day), exp.Max(this=day.copy()), exp.Max(this=over)).from_(clock.table)


def _clock(model: SemanticModel, result: Result) -> Clock:
    first, today, complete = (one.date() if isinstance(one, datetime) else one for one in result.rows[0])
    if not isinstance(today, date) or not isinstance(first, date):
        raise SemanticError(f"{model.notes.clock.table} has no day in it.", "Build some data first.")
    return Clock(first, today, complete if isinstance(complete, date) else today)


def _learnable(model: SemanticModel, view: MetricView) -> list[str]:
    times = {model.about_view(view.name).time, *model.about_view(view.name).grains.values()}
    return [one for one in view.dimension if one not in times and model.about_dimension(one).learn]


def _distinct(view: MetricView, name: str, most: int) -> exp.Select:
    value = expression(view, name)
    found = select(exp.alias_(value, "value")).distinct().from_(view.source_tree.copy()).limit(most + 1)
    for join in needed_joins(view, [value]):
        found = found.join(join, copy=False)
    return found


def _merged(asked: list[tuple[MetricView, str]], found: list[Result], most: int) -> dict[str, tuple[str, ...]]:
    merged: dict[str, set[str]] = {}
    for (_, name), result in zip(asked, found, strict=True):
        texts = {cell for (cell,) in result.rows if isinstance(cell, str)}
        if len(result.rows) <= most:
            merged.setdefault(name, set()).update(texts)
    return {name: tuple(sorted(values)) for name, values in merged.items()}
