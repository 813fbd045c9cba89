"""What is asked of a database before any question: the kinds of fields, whether joins multiply rows, the values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlglot import exp, select

from agent.compile import needed_joins
from agent.engine import Engine, Result
from agent.fit import Columns
from agent.metric_view import Join, Kind, MetricView
from agent.relations import SOURCE
from pipeline.errors import ExecuteError, SemanticError

_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"VARCHAR|CHAR|TEXT|UUID|ENUM", "text"),
    (r"BOOL", "bool"),
    (r"DATE$", "date"),
    (r"TIMESTAMP|DATETIME", "timestamp"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT|DECIMAL|DOUBLE|FLOAT|REAL|BIGNUM|NUMBER", "number"),
)


def kind_of(type_name: str) -> Kind:
    """What the values of a column of some type are, by the engine's own name of the type."""
    bare = type_name.upper()
    return "other" if bare.endswith("]") else next((kind for like, kind in _KINDS if re.match(like, bare)), "other")


def columns_of(engine: Engine) -> Callable[[exp.Expr], Columns]:
    """Make a function that finds the columns of a query, by asking for none of its rows."""

    def asked(relation: exp.Expr) -> Columns:
        result = engine.run([select("*").from_(relation).limit(0).sql(engine.dialect)])[0]
        return dict(zip(result.columns, result.types, strict=True))

    return asked


def with_kinds(views: Sequence[MetricView], engine: Engine) -> dict[str, MetricView]:
    """Find what the values of every field are, which also proves that the database can compute it.

    Raises:
        SemanticError: It can't; the message names the field and says why.
    """
    queries = {view.name: list(_typing(view)) for view in views}
    found = iter(_run([query for some in queries.values() for query in some], views, engine))
    return {view.name: _with_kinds(view, [next(found) for _ in queries[view.name]]) for view in views}


def _with_kinds(view: MetricView, found: Iterable[Result]) -> MetricView:
    kinds = {name: kind_of(kind) for one in found for name, kind in zip(one.columns, one.types, strict=True)}
    return view.fitted(view.trees, kinds)


def _typing(view: MetricView) -> Iterator[exp.Select]:
    for trees in ({name: view.expression(name) for name in view.dimension}, _measured(view)):
        if trees:
            yield selected(view, trees).limit(0, copy=False)


def _measured(view: MetricView) -> dict[str, exp.Expr]:
    return {name: view.aggregate(name) for name in view.measure}


def selected(view: MetricView, trees: Mapping[str, exp.Expr]) -> exp.Select:
    """Expressions over a view, by name, with the joins that they need."""
    condition = view.condition()
    conditions = [] if condition is None else [condition]
    named = (exp.alias_(tree, name, quoted=True, copy=False) for name, tree in trees.items())
    query = exp.Select().select(*named, copy=False).from_(view.source_tree.copy(), copy=False)
    for join in needed_joins(view, [*trees.values(), *conditions]):
        query = query.join(join, copy=False)
    return query.where(*conditions, copy=False) if conditions else query


def _run(queries: list[exp.Select], views: Sequence[MetricView], engine: Engine) -> list[Result]:
    try:
        return engine.run([query.sql(engine.dialect) for query in queries])
    except ExecuteError:
        for view in views:
            _find_the_culprit(view, engine)
        raise


def _find_the_culprit(view: MetricView, engine: Engine) -> None:
    parts = {name: view.expression(name) for name in view.dimension} | _measured(view)
    for name, tree in {"": exp.Literal.number(1), **parts}.items():
        try:
            engine.run([selected(view, {name or "one": tree}).limit(0).sql(engine.dialect)])
        except ExecuteError as failed:
            why = failed.message.removeprefix("the query failed: ")
            where = f"{view.name}.{name}" if name else f"{view.name}: its source or filter"
            raise SemanticError(f"{where} can't be computed: {why}") from None


def each(queries: Sequence[exp.Select], engine: Engine) -> list[Result | None]:
    """Run queries together, or one by one where together they take too long; None for one that does so by itself."""
    texts = [query.sql(engine.dialect) for query in queries]
    try:
        return list(engine.run(texts))
    except ExecuteError:
        return [_alone(text, engine) for text in texts]


def _alone(text: str, engine: Engine) -> Result | None:
    try:
        return engine.run([text])[0]
    except ExecuteError:
        return None


def multiplying(view: MetricView) -> Iterator[tuple[str, exp.Select]]:
    """For each join, a query for the most rows that it makes of one row, where that is more than one."""
    for join, above in view.all_joins:
        condition = join.condition(above)
        parts = list(condition.flatten()) if isinstance(condition, exp.And) else [condition]
        own = [part for part in parts if _relations(part) == {join.name}]
        keys = [_key(part, join.name) for part in parts if part not in own]
        known = [key for key in keys if key is not None]
        yield join.name, _per_key(join, known, own) if known and len(known) == len(keys) else _per_row(view, join)


def _relations(tree: exp.Expr) -> set[str]:
    return {column.table for column in tree.find_all(exp.Column)}


def _key(part: exp.Expr, joined: str) -> exp.Expr | None:
    """The joined side of an equality; None where something else decides what matches."""
    sides: tuple[exp.Expr, ...] = (part.this, part.expression) if isinstance(part, exp.EQ) else ()
    for side, other in zip(sides, reversed(sides), strict=True):
        if _relations(side) == {joined} and joined not in _relations(other):
            return side
    return None


def _per_key(join: Join, keys: list[exp.Expr], own: list[exp.Expr]) -> exp.Select:
    there = [exp.not_(key.copy().is_(exp.null())) for key in keys]
    query = select(exp.alias_(exp.Count(this=exp.Star()), "matches")).from_(join.tree.copy()).where(*there, *own)
    return _most(query.group_by(*(key.copy() for key in keys)))


def _per_row(view: MetricView, join: Join) -> exp.Select:
    """Where not only equalities decide, the rows themselves are counted."""
    number = exp.alias_(exp.Window(this=exp.RowNumber()), "row", quoted=True)
    rows = select("*", number).from_(view.source_tree.copy()).subquery(SOURCE)
    query = select(exp.alias_(exp.Count(this=exp.Star()), "matches")).from_(rows)
    for needed in needed_joins(view, [exp.column("any", join.name)]):
        query = query.join(needed, copy=False)
    return _most(query.group_by(exp.column(exp.to_identifier("row", quoted=True), SOURCE)))


def _most(counted: exp.Select) -> exp.Select:
    several = exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))
    return counted.having(several).order_by(exp.column("matches").desc()).limit(1)


def check_joins(view: MetricView, most: Mapping[str, Result]) -> None:
    """Refuse a view with a join that would multiply rows.

    Raises:
        SemanticError: A key is several times in the joined table; the message says how often, never which.
    """
    for name, result in most.items():
        if result.rows:
            raise SemanticError(
                f"{view.name}: the join '{name}' would multiply rows: one of its keys is {result.rows[0][0]} times in "
                f"'{next(join.source for join, _ in view.all_joins if join.name == name)}'.",
                "Join a table that has the key once, or give this one a metric view of its own.",
            )


def distinct(view: MetricView, name: str, most: int) -> exp.Select:
    """The values of a dimension, one more than so many at most."""
    return selected(view, {"value": view.expression(name)}).distinct(copy=False).limit(most + 1, copy=False)


def extent(view: MetricView, day: str) -> exp.Select:
    """The first and the last day of a view."""
    low, high = exp.Min(this=view.expression(day)), exp.Max(this=view.expression(day))
    return selected(view, {"first": low, "last": high})
