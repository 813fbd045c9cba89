"""Figures that a plan derives from its measures: another window's, the change, shares of a total, means."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sqlglot import exp, select

from agent.columns import column
from agent.model import SemanticModel
from agent.plan import Grain, Plan, Window

NOW, BEFORE, GROUPED, SHARED = "now", "earlier", "grouped", "shared"


def compared(now: exp.Select, before: exp.Select, plan: Plan, model: SemanticModel) -> exp.Select:
    """Two windows of the same groups side by side, with the change between them.

    Args:
        now: The groups in the plan's window.
        before: The same in the window that it is compared with.
        plan: The plan, for its dimensions and measures.
        model: The semantic model.
    """
    columns = [*_either(plan), *_changes(plan, model)]
    query = select(*columns).from_(NOW)
    if plan.dimensions:
        pairs = (exp.NullSafeEQ(this=_of(NOW, name), expression=_of(BEFORE, name)) for name in plan.dimensions)
        query = query.join(BEFORE, on=exp.and_(*pairs), join_type="full outer")
    else:
        query = query.join(BEFORE, join_type="cross")
    return query.with_(NOW, as_=now).with_(BEFORE, as_=before)


def shared(grouped: exp.Select, plan: Plan, model: SemanticModel) -> exp.Select:
    """Each group with its share of the total of all groups: of each day's, where days are told apart."""
    times = set(model.about_view(plan.view).grains.values())
    within = [name for name in plan.dimensions if (name != plan.share_of if plan.share_of else name in times)]
    within = within if len(within) < len(plan.dimensions) else []
    columns: list[exp.Expr] = [exp.column(name) for name in grouped.named_selects]
    for measure in plan.measures:
        if model.adds_up(measure):
            parts = [exp.column(name) for name in within]
            whole = exp.Window(this=exp.Sum(this=exp.column(measure)), partition_by=parts)
            columns.append(exp.alias_(_quotient(exp.column(measure), whole), column(measure, "share")))
    return select(*columns).from_(GROUPED).with_(GROUPED, as_=grouped)


_WEEK = 7


def periods(window: Window, grain: Grain) -> int | Decimal:
    """What a mean is taken over: the hours, days or weeks that a window is long; the months … that it touches."""
    if grain == "hour":
        return window.days * 24
    if grain == "week" and window.days > _WEEK:
        return window.days // _WEEK if window.days % _WEEK == 0 else Decimal(window.days) / _WEEK
    return len({_period(window.start + timedelta(day), grain) for day in range(window.days)})


def _period(day: date, grain: Grain) -> object:
    names = {
        "week": day.isocalendar()[:2],
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month - 1) // 3),
        "year": day.year,
    }
    return names.get(grain, day)


def _either(plan: Plan) -> Iterator[exp.Expr]:
    for name in plan.dimensions:
        yield exp.alias_(exp.Coalesce(this=_of(NOW, name), expressions=[_of(BEFORE, name)]), name)


def _changes(plan: Plan, model: SemanticModel) -> Iterator[exp.Expr]:
    for measure in plan.measures:
        now, before = (_value(_of(side, measure), measure, model) for side in (NOW, BEFORE))
        yield exp.alias_(now, measure)
        yield exp.alias_(before, column(measure, "before"))
        yield exp.alias_(exp.Sub(this=now.copy(), expression=before.copy()), column(measure, "change"))
        fraction = exp.Sub(this=_quotient(now, before), expression=exp.Literal.number(1))
        yield exp.alias_(fraction, column(measure, "change_pct"))


def _value(of: exp.Expr, measure: str, model: SemanticModel) -> exp.Expr:
    """A group that one window lacks counts as nothing, where its measure adds up."""
    return exp.Coalesce(this=of, expressions=[exp.Literal.number(0)]) if model.adds_up(measure) else of


def _quotient(part: exp.Expr, whole: exp.Expr) -> exp.Expr:
    zero = exp.Literal.number(0)
    return exp.Div(this=part.copy(), expression=exp.Nullif(this=whole.copy(), expression=zero), typed=False, safe=False)


def _of(side: str, name: str) -> exp.Column:
    return exp.column(name, side)
