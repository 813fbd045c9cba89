"""Compile a plan to SQL trees, with builders alone: no text is ever pasted into a query."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from sqlglot import exp, select

from agent.columns import column, roles
from agent.derive import compared, periods, shared
from agent.metric_view import Join, MetricView
from agent.model import SemanticModel
from agent.model_file import Comparator, Stored, ViewNotes
from agent.plan import Filter, Plan, Role, Threshold, Window
from agent.relations import SOURCE

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
    query, named = _figures(plan, model), frozenset[Role]()
    if not (plan.comparison or plan.share or plan.share_of):
        named = frozenset({"value", "mean"})
    for threshold in plan.thresholds:
        if threshold.of in named:
            query = query.having(_compares(threshold, _measured(plan, threshold.measure, model)))
        else:
            query = query.where(_compares(threshold, exp.column(column(threshold.measure, threshold.of))))
    if plan.hide_zero:
        shown = _any_of(plan, model, named)
        query = query.having(shown) if named else query.where(shown)
    if not plan.dimensions:
        return query
    return query.order_by(*_order(plan)).limit(min(plan.limit or rows, rows))


def _any_of(plan: Plan, model: SemanticModel, named: frozenset[Role]) -> exp.Expr:
    """That a group has something of the first measure, in either window; of a rate, that there is one."""
    first = plan.measures[0]
    if not model.about_measure(first).hide_zero:
        value = _measured(plan, first, model) if named else exp.column(first)
        return exp.not_(value.is_(exp.null()))
    if named:
        return exp.NEQ(this=_measured(plan, first, model), expression=literal(0))
    columns = [column(first, role) for role in ("value", "before")] if plan.comparison else [first]
    return exp.or_(*(exp.NEQ(this=exp.column(name), expression=literal(0)) for name in columns))


def _figures(plan: Plan, model: SemanticModel) -> exp.Select:
    """The plan's groups with all their figures, before any is left out."""
    if plan.comparison and plan.comparison.window:
        before = plan.model_copy(update={"window": plan.comparison.window})
        figures = compared(_grouped(plan, model), _shifted(_grouped(before, model), plan, model), plan, model)
        narrowed = plan.thresholds or plan.share or plan.hide_zero
        figures = _wrapped(figures, plan) if narrowed else figures
    else:
        figures = _grouped(plan, model)
    if not plan.share:
        return figures
    part = [one for one in plan.filters if one.dimension == plan.share_of]
    figures = _wrapped(shared(figures, plan, model), plan)
    return figures.where(*(_filtered(one, exp.column(one.dimension)) for one in part)) if part else figures


def _wrapped(query: exp.Select, plan: Plan) -> exp.Select:
    """A query whose own columns can be filtered by name."""
    names = [exp.column(name) for name in query.named_selects]
    return select(*names).from_("figures").with_("figures", as_=query)


def _grouped(plan: Plan, model: SemanticModel) -> exp.Select:
    """The measures of each group in the plan's window."""
    view = model.view[plan.view]
    query = select(*_columns(plan, model)).from_(view.source_tree.copy())
    conditions = [*_conditions(plan, model), *_sample(plan, model)]
    for join in needed_joins(view, [*_trees(plan, view), *conditions]):
        query = query.join(join, copy=False)
    query = query.where(*conditions) if conditions else query
    if plan.dimensions and plan.measures:
        query = query.group_by(*(_told(plan, name, model) for name in plan.dimensions))
    return query


def _shifted(query: exp.Select, plan: Plan, model: SemanticModel) -> exp.Select:
    """The earlier window's days under the days that they are compared with."""
    days = set(plan.dimensions) & set(model.about_view(plan.view).grains.values())
    time = model.about_view(plan.view).time
    if not (time in days and plan.window and plan.comparison and plan.comparison.window):
        return query
    later = (plan.window.start - plan.comparison.window.start).days
    moved = [
        exp.alias_(exp.DateAdd(this=exp.column(name), expression=literal(later), unit=exp.var("DAY")), name)
        if name == time
        else exp.column(name)
        for name in query.named_selects
    ]
    return select(*moved).from_(query.subquery("days"))


def _measured(plan: Plan, measure: str, model: SemanticModel) -> exp.Expr:
    """A measure's aggregate; of a mean, spread over the hours, days or weeks of the window."""
    view = model.view[plan.view]
    tree = _of_source(view.aggregate(measure), view)
    for share in _shares(plan, measure, model):
        tree = exp.Mul(this=exp.paren(tree), expression=share)
    if not (plan.mean and plan.window):
        return tree
    return exp.Div(this=exp.paren(tree), expression=literal(periods(plan.window, plan.mean)), typed=False, safe=False)


def _compares(threshold: Threshold, value: exp.Expr) -> exp.Expr:
    return COMPARISONS[threshold.op](this=value, expression=literal(threshold.value))


def expression(view: MetricView, name: str) -> exp.Expr:
    """A dimension's expression, its own columns marked as the source's where joins could hide them."""
    return _of_source(view.expression(name), view)


def literal(value: str | Decimal | int | date | bool) -> exp.Expr:
    """A value as a literal of its type."""
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    return exp.Literal.string(value) if isinstance(value, str) else exp.convert(value)


def needed_joins(view: MetricView, trees: Iterable[exp.Expr]) -> list[exp.Join]:
    """The joins that some expressions reach through, outer ones first."""
    if not view.joins:
        return []
    reached = {column.table for tree in trees for column in tree.find_all(exp.Column)} - {"", SOURCE}
    return [_left_join(join, above) for join, above, names in _paths(view) if names & reached]


def _paths(view: MetricView) -> list[tuple[Join, str, set[str]]]:
    """Each join, the relation that its condition starts from, and the names that are reached through it."""
    through: dict[str, set[str]] = {}
    paths = []
    for join, above in reversed(view.all_joins):
        names = through.pop(join.name, set()) | {join.name}
        conditions = {column.table for column in join.condition(above).find_all(exp.Column)} - {join.name, SOURCE}
        for other in conditions | ({above} - {SOURCE}):
            through.setdefault(other, set()).update(names)
        paths.append((join, above, names))
    return paths[::-1]


def _left_join(join: Join, above: str) -> exp.Join:
    return exp.Join(this=join.tree.copy(), side="LEFT", on=join.condition(above))


def _columns(plan: Plan, model: SemanticModel) -> Iterator[exp.Expr]:
    for name in plan.dimensions:
        yield exp.alias_(_told(plan, name, model), name)
    for name in plan.measures:
        measured = _measured(plan, name, model)
        if not plan.dimensions and model.about_measure(name).hide_zero and model.adds_up(name):
            measured = exp.Coalesce(this=measured, expressions=[literal(0)])  # of nothing at all there is 0
        yield exp.alias_(measured, column(name, roles(plan, name, model)[0]))


def _told(plan: Plan, name: str, model: SemanticModel) -> exp.Expr:
    """A dimension's expression; of one whose value the question gives, that value."""
    own = expression(model.view[plan.view], name)
    given = _given(plan, name) if name in model.about_view(plan.view).scaled else None
    return own if given is None else exp.cast(given, exp.DataType.build("DECIMAL(9, 4)"))


def _shares(plan: Plan, measure: str, model: SemanticModel) -> Iterator[exp.Expr]:
    """What a measure is multiplied by, where the question gives it."""
    for name, measures in model.about_view(plan.view).scaled.items():
        given = _given(plan, name)
        if measure in measures and given is not None:
            yield given


def _given(plan: Plan, name: str) -> exp.Expr | None:
    """The value that a question gives a dimension."""
    return next((literal(one.low) for one in plan.filters if one.dimension == name and one.low is not None), None)


def _trees(plan: Plan, view: MetricView) -> Iterator[exp.Expr]:
    yield from (view.expression(name) for name in plan.dimensions)
    yield from (view.aggregate(name) for name in (*plan.measures, *(one.measure for one in plan.thresholds)))


def _of_source(tree: exp.Expr, view: MetricView) -> exp.Expr:
    if view.joins:
        for column in tree.find_all(exp.Column):
            if not column.table:
                column.set("table", exp.to_identifier(SOURCE))
    return tree


def _conditions(plan: Plan, model: SemanticModel) -> Iterator[exp.Expr]:
    view, notes = model.view[plan.view], model.about_view(plan.view)
    own = view.condition()
    if own is not None:
        yield _of_source(own, view)
    for one in plan.filters:
        if one.dimension != plan.share_of and one.dimension not in notes.scaled:
            yield _filtered(one, expression(view, one.dimension))
    sliced = {*plan.dimensions, *(one.dimension for one in plan.filters)}
    for name, everything in notes.rollup.items():
        compare = exp.NEQ if name in sliced else exp.EQ
        yield compare(this=expression(view, name), expression=literal(everything))
    if plan.window and notes.time:
        yield from _within(plan.window, expression(view, notes.time), view, notes.stored)
    if plan.hours is not None:
        yield _until(plan.hours, plan, view, notes)


def _until(hours: int, plan: Plan, view: MetricView, notes: ViewNotes) -> exp.Expr:
    """Only the first hours of the window's last day."""
    early = exp.LT(this=expression(view, notes.grains["hour"]), expression=literal(hours))
    if plan.window is None or plan.window.days == 1 or notes.time is None:
        return early
    return exp.or_(exp.LT(this=expression(view, notes.time), expression=literal(plan.window.end)), early)


def _filtered(one: Filter, value: exp.Expr) -> exp.Expr:
    above, below = (exp.GT, exp.LT) if one.strict else (exp.GTE, exp.LTE)
    bounds: list[exp.Expr] = [above(this=value.copy(), expression=literal(one.low))] if one.low is not None else []
    bounds += [below(this=value.copy(), expression=literal(one.high))] if one.high is not None else []
    if bounds:
        return exp.and_(*bounds)
    if not one.values:
        missing = value.is_(exp.null())
        return exp.not_(missing) if one.keep else missing
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
        yield exp.Ordered(this=exp.column(column(order.by, order.of)), desc=order.descending, nulls_first=False)
    named = {order.by for order in plan.order}
    yield from (exp.Ordered(this=exp.column(name), nulls_first=False) for name in plan.dimensions if name not in named)
