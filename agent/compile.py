"""Compile a plan to SQL trees, with builders alone: no text is ever pasted into a query."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from sqlglot import exp, select

from agent.metric_view import DIALECT, SOURCE, Join, MetricView
from agent.model import SemanticModel
from agent.model_file import Comparator, Stored
from agent.plan import Filter, Plan, Window

COMPARISONS: dict[Comparator, type[exp.Binary]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "lt": exp.LT,
    "le": exp.LTE,
    "gt": exp.GT,
    "ge": exp.GTE,
}


def compile_plan(plan: Plan, model: SemanticModel, rows: int) -> exp.Select:
    """Compile one plan (without its side plans).

    Args:
        plan: A plan whose names are all in the model.
        model: The semantic model.
        rows: The most rows to ask for, where the plan asks for no fewer.
    """
    view = model.view[plan.view]
    query = select(*_columns(plan, view)).from_(view.source_tree.copy())
    for join in needed_joins(view, _trees(plan, view)):
        query = query.join(join, copy=False)
    conditions = [*_conditions(plan, model), *_sample(plan, model)]
    query = query.where(*conditions) if conditions else query
    if plan.dimensions and plan.measures:
        query = query.group_by(*(expression(view, name) for name in plan.dimensions))
    for threshold in plan.thresholds:
        compared = COMPARISONS[threshold.op](
            this=view.aggregate(threshold.measure), expression=literal(threshold.value)
        )
        query = query.having(compared)
    if not plan.dimensions:
        return query
    return query.order_by(*_order(plan)).limit(min(plan.limit or rows, rows))


def expression(view: MetricView, name: str) -> exp.Expr:
    """A dimension's expression, its own columns marked as the source's where joins could hide them."""
    return _of_source(view.dimension[name].tree.copy(), view)


def literal(value: str | Decimal | int | date | bool) -> exp.Expr:
    """A value as a literal of its type."""
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    return exp.Literal.string(value) if isinstance(value, str) else exp.convert(value)


def needed_joins(view: MetricView, trees: Iterable[exp.Expr]) -> list[exp.Join]:
    """The joins that some expressions reach through, outer ones first."""
    reached = {column.table for tree in trees for column in tree.find_all(exp.Column)} - {"", SOURCE}
    return [_left_join(join, above) for join, above, names in _paths(view.joins, SOURCE) if names & reached]


def _paths(joins: Iterable[Join], above: str) -> Iterator[tuple[Join, str, set[str]]]:
    for join in joins:
        nested = list(_paths(join.joins, join.name))
        yield join, above, {join.name}.union(*(names for _, _, names in nested))
        yield from nested


def _left_join(join: Join, above: str) -> exp.Join:
    table = exp.alias_(exp.to_table(join.source, dialect=DIALECT), join.name, table=True)
    if join.on:
        on = exp.condition(join.on, dialect=DIALECT)
    else:
        pairs = (exp.column(key, above).eq(exp.column(key, join.name)) for key in join.using)
        on = exp.and_(*pairs)
    return exp.Join(this=table, side="LEFT", on=on)


def _columns(plan: Plan, view: MetricView) -> Iterator[exp.Expr]:
    for name in plan.dimensions:
        yield exp.alias_(expression(view, name), name)
    for name in plan.measures:
        yield exp.alias_(_of_source(view.aggregate(name), view), name)


def _trees(plan: Plan, view: MetricView) -> Iterator[exp.Expr]:
    yield from (view.dimension[name].tree for name in (*plan.dimensions, *(one.dimension for one in plan.filters)))
    yield from (view.aggregate(name) for name in (*plan.measures, *(one.measure for one in plan.thresholds)))


def _of_source(tree: exp.Expr, view: MetricView) -> exp.Expr:
    if view.joins:
        for column in tree.find_all(exp.Column):
            if not column.table:
                column.set("table", exp.to_identifier(SOURCE))
    return tree


def _conditions(plan: Plan, model: SemanticModel) -> Iterator[exp.Expr]:
    view, notes = model.view[plan.view], model.about_view(plan.view)
    if view.filter:
        yield exp.condition(view.filter, dialect=DIALECT)
    for one in plan.filters:
        yield _filtered(one, expression(view, one.dimension))
    sliced = {*plan.dimensions, *(one.dimension for one in plan.filters)}
    for name, everything in notes.rollup.items():
        compare = exp.NEQ if name in sliced else exp.EQ
        yield compare(this=expression(view, name), expression=literal(everything))
    if plan.window and notes.time:
        yield from _within(plan.window, expression(view, notes.time), view, notes.stored)


def _filtered(one: Filter, value: exp.Expr) -> exp.Expr:
    if not one.values:
        return exp.not_(value.is_(exp.null()))
    among = value.isin(*(literal(wanted) for wanted in one.values))
    return among if one.keep else exp.or_(exp.not_(among), value.copy().is_(exp.null()))


def _within(window: Window, day: exp.Expr, view: MetricView, stored: Stored | None) -> Iterator[exp.Expr]:
    if stored is not None:
        yield day.eq(literal(window.end))
        yield expression(view, stored.dimension).eq(literal(stored_name(stored, window) or ""))
    elif window.days == 1:
        yield day.eq(literal(window.start))
    else:
        yield exp.Between(this=day, low=literal(window.start), high=literal(window.end))


def stored_name(stored: Stored, window: Window) -> str | None:
    """Under which name a view keeps a window; None when it does not."""
    so_far = window.start.day == 1 and window.start.month == window.end.month
    return stored.days.get(window.days, stored.month_to_date if so_far else None)


def _sample(plan: Plan, model: SemanticModel) -> Iterator[exp.Expr]:
    """One case only, of those that the plan's filters leave: the first by its key."""
    key = model.about_view(plan.view).sample
    if key:
        view = model.view[plan.view]
        first = select(exp.Min(this=expression(view, key))).from_(view.source_tree.copy())
        yield expression(view, key).eq(first.where(*_conditions(plan, model)).subquery())


def _order(plan: Plan) -> Iterator[exp.Expr]:
    for order in plan.order:
        yield exp.Ordered(this=exp.column(order.by), desc=order.descending, nulls_first=False)
    named = {order.by for order in plan.order}
    yield from (exp.Ordered(this=exp.column(name), nulls_first=False) for name in plan.dimensions if name not in named)
