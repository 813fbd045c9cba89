"""What a small file leaves out, filled in from metric views and the kinds of their fields: times, grains, defaults."""

import re
from collections.abc import Iterator
from typing import get_args

from sqlglot import exp

from agent.limits import LearnLimits
from agent.metric_view import Dimension, Format, Kind, MetricView, plain_name
from agent.model import SemanticModel
from agent.model_file import ViewNotes
from agent.plan import Grain
from agent.relations import SOURCE, is_query

GRAINS: tuple[str, ...] = get_args(Grain)
"""From the finest to the coarsest."""
_DAYS = {"day", "week", "month", "quarter", "year"}


def completed(model: SemanticModel, most: LearnLimits) -> SemanticModel:
    """Fill in what the small file does not say.

    Args:
        model: A model whose views are fitted and have kinds.
        most: How many names a help text lists, and the words that tell a date that time does not run by.
    """
    views = [_in_days(view) for view in model.ordered if model.about_view(view.name).database == "main"]
    timed = [_with_time(view, model, most) for view in views]
    about = {name: model.about_view(name) for name in (view.name for view in model.ordered)}
    about |= {view.name: notes for view, notes in timed}
    notes = model.notes.model_copy(update={"views": about})
    model = model.changed(notes=notes, view=model.view | {view.name: view for view, _ in timed})
    return model.changed(notes=model.notes.model_copy(update=_whole(model, most)))


def _in_days(view: MetricView) -> MetricView:
    """A view whose dates that are cut to a day, a month or the like are dates: on some engines they are moments."""
    cut = [name for name in view.dimension if view.kind(name) == "timestamp" and _unit(view.expression(name)) in _DAYS]
    if not cut:
        return view
    dates: dict[str, Kind] = dict.fromkeys(cut, "date")
    return view.fitted({**view.trees, **{one: _as_date(view.expression(one)) for one in cut}}, {**view.kinds, **dates})


def _as_date(tree: exp.Expr) -> exp.Expr:
    return tree if isinstance(tree, exp.Cast) else exp.cast(tree, "date")


def _whole(model: SemanticModel, most: LearnLimits) -> dict[str, object]:
    """The defaults of the whole model."""
    notes = model.notes
    first = model.ordered[0].name
    texts = (name for name in model.dimension if model.kind(name) in ("text", "bool"))
    return {
        "default_measures": notes.default_measures or model.default_measures(first),
        "headline": notes.headline or tuple(model.measure)[: most.listed],
        "slices": notes.slices or tuple(texts)[: most.listed],
    }


def _with_time(view: MetricView, model: SemanticModel, most: LearnLimits) -> tuple[MetricView, ViewNotes]:
    notes = model.about_view(view.name)
    notes = notes.model_copy(
        update={
            "default_measures": notes.default_measures or _default_measure(view),
            "words": notes.words or {"en": tuple(_words(view))},
        }
    )
    time = None if notes.window == "none" else notes.time or _time(view, most)
    if time is None or notes.grains or notes.stored or notes.window != "asked":
        return view, notes.model_copy(update={"time": time})
    base = _untruncated(view.expression(time))
    view, grains = _grained(view, time, base, model)
    return view, notes.model_copy(update={"time": grains.get("day", time), "grains": grains})


def _default_measure(view: MetricView) -> tuple[str, ...]:
    """The measure that counts rows, else the first."""
    counts = [one for one in view.measure if isinstance(view.aggregate(one), exp.Count)]
    return tuple((counts or list(view.measure))[:1])


def _words(view: MetricView) -> Iterator[str]:
    """What people call a view's rows: by its own name, and by its table's."""
    yield view.name.replace("_", " ")
    if not is_query(view.source):
        table = re.sub(r"^(dim|fact|fct|stg|vw|v)_|_(dim|fact)$", "", view.source.rpartition(".")[2].lower())
        if plain_name(table) != view.name:
            yield table.replace("_", " ")


def _time(view: MetricView, most: LearnLimits) -> str | None:
    """The date that a view's time runs by: of the source itself, used by other fields, not an end or a birth."""
    dates = [name for name in view.dimension if view.kind(name) in ("date", "timestamp")]
    ranked = sorted(dates, key=lambda name: _rank(view, name, most))
    return ranked[0] if ranked else None


def _rank(view: MetricView, name: str, most: LearnLimits) -> tuple[bool, bool, bool, int]:
    tree, said = view.expression(name), set(f"{name}_{view.dimension[name].label}".lower().replace(" ", "_").split("_"))
    joined = bool({column.table for column in tree.find_all(exp.Column)} - {"", SOURCE})
    base = _untruncated(tree)
    uses = sum(base in list(view.expression(other).walk()) for other in view.dimension)
    return joined, bool(said & set(most.not_time)), _unit(tree) is not None, -uses


def _unit(tree: exp.Expr) -> str | None:
    """To which grain an expression cuts a date; None when it does not."""
    inner = tree.this if isinstance(tree, exp.Cast) else tree
    if isinstance(inner, exp.TimestampTrunc | exp.DateTrunc):
        return inner.text("unit").lower() or None
    return "day" if isinstance(tree, exp.Cast) and tree.is_type("date") else None


def _untruncated(tree: exp.Expr) -> exp.Expr:
    """The date that an expression cuts to a month or the like, or the expression itself."""
    if _unit(tree) is None:
        return tree
    inner = tree.this if isinstance(tree, exp.Cast) else tree
    found: exp.Expr = inner.this if isinstance(inner, exp.TimestampTrunc | exp.DateTrunc) else inner
    return found


def _grained(view: MetricView, time: str, base: exp.Expr, model: SemanticModel) -> tuple[MetricView, dict[str, str]]:
    """A view with a dimension for every grain of its time: those that it has, and the others made."""
    kind = view.kind(time)
    had = {_unit(view.expression(name)): name for name in reversed(view.dimension) if _cuts(view, name, base)}
    if kind == "date" and view.expression(time) == base:
        had["day"] = time
    trees, kinds, made, grains = dict(view.trees), dict(view.kinds), [], {}
    for grain in GRAINS:
        if grain in had:
            grains[grain] = had[grain]
        elif grain in _DAYS or kind == "timestamp":
            name = _free(grain, time, view, model)
            trees[name], kinds[name] = _cut(base, grain), _kind(grain)
            grains[grain] = name
            made.append(_dimension(name, grain, trees[name]))
    return view.fitted(trees, kinds, dimensions=(*view.dimensions, *made)), grains


def _cuts(view: MetricView, name: str, base: exp.Expr) -> bool:
    tree = view.expression(name)
    return _unit(tree) is not None and _untruncated(tree) == base


def _kind(grain: str) -> Kind:
    return "date" if grain in _DAYS else "timestamp"


def _cut(base: exp.Expr, grain: str) -> exp.Expr:
    if grain == "day":
        return exp.cast(base.copy(), "date")
    cut = exp.TimestampTrunc(this=base.copy(), unit=exp.var(grain.upper()))
    return exp.cast(cut, "date") if grain in _DAYS else cut


def _free(grain: str, time: str, view: MetricView, model: SemanticModel) -> str:
    """A grain's name, unless something else has it."""
    taken = {*view.dimension, *view.measure, *model.measure} | _declared(model)
    return grain if grain not in taken else f"{time}_{grain}"


def _declared(model: SemanticModel) -> set[str]:
    """Names of grains that a view declares as something else, such as a month's number."""
    return {
        name
        for view in model.ordered
        for name in view.dimension
        if name in GRAINS and view.kind(name) not in ("date", "timestamp")
    }


def _dimension(name: str, grain: str, tree: exp.Expr) -> Dimension:
    form = Format(type="date" if grain in _DAYS else "date_time", date_format="year_month_day")
    label = name.replace("_", " ").capitalize() if name != grain else grain.capitalize()
    return Dimension(name=name, expr=tree.sql("databricks"), display_name=label, format=form)
