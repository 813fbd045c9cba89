"""What the agent learns from the data before it answers: the clock, the tables, and the values of each dimension."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sqlglot import exp, select

from agent.compile import literal
from agent.defaults import completed
from agent.engine import Catalog, Engine, Result
from agent.fit import fit_view
from agent.lexicon import Lexicon
from agent.limits import LearnLimits
from agent.metric_view import MetricView, plain_name
from agent.model import SemanticModel
from agent.phrases import build_lexicon, own_words_of
from agent.probe import check_joins, columns_of, distinct, each, extent, multiplying, selected, with_kinds
from agent.relations import is_query
from pipeline.errors import SemanticError


@dataclass(frozen=True)
class Clock:
    """The data's own clock: the first day, the last day with data ("today"), and the last complete day.

    ``hours`` is how many whole hours of today there are, where today is not over and the data tell hours apart.
    """

    first: date
    today: date
    complete: date
    hours: int | None = None

    @property
    def known(self) -> bool:
        """Whether the data have days at all; without any, nothing can be asked about a time."""
        return self.today != date.min


NO_CLOCK = Clock(date.min, date.min, date.min)
"""The clock of data without days: every time before or after it is out of reach."""


@dataclass(frozen=True)
class Event:
    """Something that the calendar knows: when, of what kind, in words."""

    day: date
    kind: str
    text: str


@dataclass(frozen=True)
class Knowledge:
    """One version of the data, as far as the agent needs to know it to read a question.

    Attributes:
        version: Which version of the data.
        catalog: The tables that may be read.
        clock: The data's days; see `Clock.known`.
        values: The values of each dimension of texts that has few enough.
        model: The model, fitted to these data.
        days: The first and the last day of each view that has a time.
        listed: The values of the dimensions of numbers that have few, by view and dimension.
        forms: For each dimension of texts that has too many values (identifiers), the forms that they have.
        events: What the model's calendar knows up to today, the earliest first.
    """

    version: object
    catalog: Catalog
    clock: Clock
    values: Mapping[str, tuple[str, ...]]
    model: SemanticModel
    days: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    listed: Mapping[tuple[str, str], frozenset[Decimal]] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        return {}

    @cached_property
    def own_words(self) -> dict[str, frozenset[str]]:
        """The words by which each language is told from the others."""
        return own_words_of(self.model)

    def lexicon(self, language: str) -> Lexicon:
        """The phrases of a language, gathered on first use."""
        if language not in self._lexicons:
            self._lexicons[language] = build_lexicon(language, self.model, self.values)
        return self._lexicons[language]

    def could_be(self, text: str) -> tuple[str, ...]:
        """The identifiers that a word looks like one of, by its form alone: ``PH-0012`` and ``PH-99`` look alike.

        A word without a digit looks like none, since it would look like any name.
        """
        form = form_of(text)
        return tuple(name for name, forms in self.forms.items() if "9" in form and form in forms)

    def looked_up(self, text: str, engine: Engine, names: Sequence[str] = ()) -> dict[str, str]:
        """Find a word among the values that were not learned, in any case of its letters.

        Args:
            text: A word or name out of a question.
            engine: Where the data are.
            names: Which dimensions to look in; all that were not learned when empty.

        Returns:
            The value as the data spell it, for each dimension that has it.

        Raises:
            ExecuteError: The data can't be read.
        """
        asked = [name for name in names or self.forms if name in self.forms]
        queries = [_search(self.model.views_with(name)[0], name, text) for name in asked]
        found = engine.run([query.sql(engine.dialect) for query in queries]) if queries else []
        return {name: str(one.rows[0][0]) for name, one in zip(asked, found, strict=True) if one.rows}


def form_of(text: str) -> str:
    """What a text looks like: runs of letters and digits stand for any such runs."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text.strip()))


def learn(model: SemanticModel, engine: Engine, most: LearnLimits) -> Knowledge:
    """Learn from the data behind an engine.

    Raises:
        SemanticError: The model names a table or a column that the data do not have, a field can't be computed, or a
            join would multiply rows.
        ExecuteError: The data can't be read.
    """
    version, catalog = engine.version(), engine.catalog()
    model = completed(fitted(model, engine, catalog), most)
    views = _main(model)
    joins = [(view, name, query) for view in views for name, query in multiplying(view)]
    asked = [(view, name) for view in views for name in _learnable(model, view)]
    timed = [(view.name, extent(view, day)) for view in views if (day := model.time_of(view.name))]
    few = [(view, name) for view in views for name in model.about_view(view.name).listed]
    parts: list[list[exp.Select]] = [
        [query for _, _, query in joins],
        [query for _, query in timed],
        list(_clock_query(model)),
        [distinct(view, name, most.values) for view, name in asked],
        [distinct(view, name, most.values) for view, name in few],
    ]
    rest = iter(each([query for part in parts for query in part], engine))
    multiplied, extents, clock, found, numbers = ([next(rest) for _ in part] for part in parts)
    _check(joins, multiplied)
    days = dict(_extents([name for name, _ in timed], extents))
    values, forms = _values(asked, found, most)
    told = _clock(model, clock, days)
    told = replace(told, hours=_hours(told, model, engine))
    listed = dict(_listed(few, numbers))
    events = tuple(_events(told, model, engine))
    return Knowledge(version, catalog, told, values, model, days, listed, forms, events)


def fitted(model: SemanticModel, engine: Engine, catalog: Catalog) -> SemanticModel:
    """The same model with its views fitted to the data; what another database holds is left as it is.

    Raises:
        SemanticError: A view does not fit.
    """
    done: dict[str, MetricView] = {}
    for view in _main(model):
        _fit(view, model, engine, catalog, done)
    return model.changed(view=model.view | with_kinds(list(done.values()), engine))


def check_columns(view: MetricView, catalog: Catalog) -> None:
    """Check that a view over tables finds them and their columns in the data.

    Raises:
        SemanticError: One is not there; the message says which, and the nearest name.
    """
    fit_view(view, catalog, lambda _: {})


def _main(model: SemanticModel) -> list[MetricView]:
    return [view for view in model.ordered if model.about_view(view.name).database == "main"]


def _fit(
    view: MetricView, model: SemanticModel, engine: Engine, catalog: Catalog, done: dict[str, MetricView]
) -> MetricView:
    """Fit a view, and before it the view that it is made of, if it is made of one."""
    if view.name not in done:
        below = _below(view, model, catalog)
        base = _fit(below, model, engine, catalog, done) if below else None
        done[view.name] = fit_view(view, catalog, columns_of(engine), base)
    return done[view.name]


def _below(view: MetricView, model: SemanticModel, catalog: Catalog) -> MetricView | None:
    """The view that a view has as its source: one of that name, where no table has it."""
    last = view.source.rpartition(".")[2].strip("`")
    if is_query(view.source) or any(table.lower().rpartition(".")[2] == last.lower() for table in catalog):
        return None
    below = model.view.get(plain_name(last))
    seen = [view.name]
    while below is not None and below.name not in seen:
        seen.append(below.name)
        below = model.view.get(plain_name(below.source.rpartition(".")[2]))
    if below is not None:
        raise SemanticError(f"{view.name}: its source leads back to itself: {' → '.join([*seen, below.name])}.")
    return model.view.get(plain_name(last))


def _check(joins: Sequence[tuple[MetricView, str, exp.Select]], found: Sequence[Result | None]) -> None:
    for (view, name, _), result in zip(joins, found, strict=True):
        if result:
            check_joins(view, {name: result})


def _extents(names: Sequence[str], found: Sequence[Result | None]) -> Iterator[tuple[str, tuple[date, date]]]:
    for name, result in zip(names, found, strict=True):
        first, last = (_day(cell) for cell in result.rows[0]) if result else (None, None)
        if first and last:
            yield name, (first, last)


def _clock_query(model: SemanticModel) -> Iterator[exp.Select]:
    """The first, last and last complete day, where the small file says where they stand."""
    clock = model.notes.clock
    if clock:
        day = exp.column(clock.date)
        over = exp.case().when(exp.column(clock.complete), day.copy()) if clock.complete else day.copy()
        yield select(exp.Min(this=day), exp.Max(this=day.copy()), exp.Max(this=over)).from_(clock.table)


def _clock(model: SemanticModel, found: Sequence[Result | None], days: Mapping[str, tuple[date, date]]) -> Clock:
    """The clock that the small file names, else the first and the last day of any view."""
    if not found:
        last = max((b for _, b in days.values()), default=date.min)
        return Clock(min(a for a, _ in days.values()), last, last) if days else NO_CLOCK
    first, today, complete = (_day(cell) for cell in found[0].rows[0]) if found[0] else (None, None, None)
    if first is None or today is None:
        raise SemanticError(
            f"{model.notes.clock and model.notes.clock.table} has no day in it.", "Build some data first."
        )
    return Clock(first, today, complete or today)


def _hours(clock: Clock, model: SemanticModel, engine: Engine) -> int | None:
    """How many hours of an unfinished day are over: the last one that any view has is not."""
    if clock.today == clock.complete:
        return None
    timed = [(view, model.about_view(view.name)) for view in _main(model)]
    queries = [
        selected(view, {"hour": exp.Max(this=view.expression(notes.grains["hour"]))}).where(
            view.expression(notes.time).eq(literal(clock.today))
        )
        for view, notes in timed
        if notes.time and "hour" in notes.grains
    ]
    found = [result.rows[0][0] for result in each(queries, engine) if result and result.rows]
    return max((int(str(hour)) for hour in found if hour is not None), default=None)


def _events(clock: Clock, model: SemanticModel, engine: Engine) -> Iterator[Event]:
    calendar = model.notes.calendar
    if calendar is None or calendar.kind is None:
        return
    view, named = model.view[calendar.view], (calendar.day, calendar.kind, calendar.text)
    query = selected(view, {name: view.expression(name) for name in named})
    known = query.where(exp.LTE(this=view.expression(calendar.day), expression=literal(clock.today)))
    for result in each([known.order_by(*(str(place) for place in (1, 2, 3)))], engine):
        for day, kind, text in result.rows if result else ():
            if isinstance(day, date):
                yield Event(day, str(kind), str(text))


def _day(cell: object) -> date | None:
    return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else None


def _listed(
    asked: Sequence[tuple[MetricView, str]], found: Sequence[Result | None]
) -> Iterator[tuple[tuple[str, str], frozenset[Decimal]]]:
    for (view, name), result in zip(asked, found, strict=True):
        if result:
            yield (view.name, name), frozenset(Decimal(str(cell)) for (cell,) in result.rows if cell is not None)


def _learnable(model: SemanticModel, view: MetricView) -> list[str]:
    times = {model.about_view(view.name).time, *model.about_view(view.name).grains.values()}
    texts = [one for one in view.dimension if view.kind(one) == "text" and model.about_dimension(one).learn]
    return [one for one in texts if one not in times]


def _values(
    asked: list[tuple[MetricView, str]], found: Sequence[Result | None], most: LearnLimits
) -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    """The values of the dimensions that have few, and the forms of the others' values."""
    merged: dict[str, set[str]] = {}
    forms: dict[str, frozenset[str]] = {}
    for (_, name), result in zip(asked, found, strict=True):
        texts = {cell for (cell,) in result.rows if isinstance(cell, str)} if result else set()
        if result and len(result.rows) <= most.values and not result.truncated:
            merged.setdefault(name, set()).update(texts)
        else:
            forms[name] = forms.get(name, frozenset()) | _forms(texts, most)
    return {name: tuple(sorted(values)) for name, values in merged.items()}, forms


def _forms(texts: set[str], most: LearnLimits) -> frozenset[str]:
    forms = frozenset(map(form_of, texts))
    return forms if len(forms) <= most.shapes else frozenset()


def _search(view: MetricView, name: str, text: str) -> exp.Select:
    value = view.expression(name)
    found = exp.Lower(this=value.copy()).eq(exp.Lower(this=literal(text)))
    return selected(view, {"value": value}).where(found).distinct().limit(1)
