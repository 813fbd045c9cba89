"""What a model turns out to be once it is fitted to data: for its author to look over."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from agent.compile import compile_plan
from agent.knowledge import Knowledge
from agent.metric_view import Kind, MetricView
from agent.model_check import words_in_common
from agent.plan import Plan
from agent.validate import validate_tree
from pipeline.errors import RefusedError, SemanticError


class Part(BaseModel):
    """A part of the report."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MeasureFound(Part):
    """A measure: what its values are, and whether they may be summed over rows."""

    name: str
    label: str
    kind: Kind
    adds_up: bool


class DimensionFound(Part):
    """A dimension: what its values are, and how many were learned; None where they are too many, or no texts."""

    name: str
    label: str
    kind: Kind
    values: int | None


class ViewFound(Part):
    """A metric view: what can be asked of it, and the time that it runs by."""

    name: str
    measures: tuple[MeasureFound, ...]
    dimensions: tuple[DimensionFound, ...]
    joins: tuple[str, ...]
    time: str | None
    grains: tuple[str, ...]
    first: str | None
    last: str | None


class ModelReport(Part):
    """A whole model."""

    name: str
    today: str | None
    views: tuple[ViewFound, ...]
    warnings: tuple[str, ...]


def report(knowledge: Knowledge) -> ModelReport:
    """Describe a model that fits its data, and check that the guard lets every field of it through.

    Raises:
        SemanticError: The guard does not let a field through: no question about it could be answered.
    """
    views = [view for view in knowledge.model.ordered if view.kinds]
    for view in views:
        _check_guard(view, knowledge)
    return ModelReport(
        name=knowledge.model.notes.name,
        today=knowledge.clock.today.isoformat() if knowledge.clock.known else None,
        views=tuple(_found(view, knowledge) for view in views),
        warnings=tuple(_warnings(views, knowledge)),
    )


def _check_guard(view: MetricView, knowledge: Knowledge) -> None:
    for field in view.fields:
        asked = {"measures": (field.name,)} if field.name in view.measure else {"dimensions": (field.name,)}
        plan = Plan.model_validate({"view": view.name, **asked})
        try:
            validate_tree(compile_plan(plan, knowledge.model, 1), knowledge.catalog)
        except RefusedError as refused:
            raise SemanticError(f"{view.name}.{field.name}: '{field.expr}' can't be asked: {refused.message}") from None


def _found(view: MetricView, knowledge: Knowledge) -> ViewFound:
    model, notes = knowledge.model, knowledge.model.about_view(view.name)
    first, last = knowledge.days.get(view.name, (None, None))
    return ViewFound(
        name=view.name,
        measures=tuple(
            MeasureFound(name=one.name, label=one.label, kind=view.kind(one.name), adds_up=model.adds_up(one.name))
            for one in view.measures
        ),
        dimensions=tuple(
            DimensionFound(
                name=one.name, label=one.label, kind=view.kind(one.name), values=_learned(one.name, knowledge)
            )
            for one in view.dimensions
        ),
        joins=tuple(join.name for join, _ in view.all_joins),
        time=notes.time,
        grains=tuple(notes.grains),
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
    )


def _learned(name: str, knowledge: Knowledge) -> int | None:
    return len(knowledge.values[name]) if name in knowledge.values else None


def _warnings(views: list[MetricView], knowledge: Knowledge) -> Iterator[str]:
    yield from words_in_common(knowledge.model)
    for view in views:
        if not view.measures:
            yield f"{view.name} has no measures: its dimensions can only be listed"
        if knowledge.model.time_of(view.name) is None:
            yield f"{view.name} has no date: it can't be asked about a time"
    for name in knowledge.forms:
        yield f"{name} has too many values to know them by heart: one is found when a question spells it as the data do"
