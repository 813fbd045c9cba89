"""What is asked beside a plan: an intent's side queries, the total of the groups, the places behind the first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agent.model import SemanticModel
from agent.model_file import Intent, Side
from agent.plan import FREE, Draft, Filter, Order, Plan, Threshold
from agent.plan_windows import PlanWindows


@dataclass(frozen=True)
class Sides:
    """Makes the side plans of plans with one semantic model and one state of the data."""

    model: SemanticModel
    windows: PlanWindows

    def of(self, plan: Plan, intent: Intent) -> Iterator[tuple[str, Plan]]:
        """The plans beside a plan, by name."""
        for name, side in intent.also.items():
            beside = self._side(plan, side)
            if beside is not None:
                yield name, beside
        if plan.dimensions and plan.measures and "total" not in intent.also and not plan.share_of:
            adding = tuple(one for one in plan.measures if not self.model.about_measure(one).per)
            if adding and not self.model.about_view(plan.view).stored:
                yield "total", _without_rows(plan, measures=adding)
        if plan.limit and plan.dimensions and plan.intent == FREE and plan.superlative:
            yield "ranking", plan.model_copy(update={"limit": max(plan.limit, self.model.notes.top_rows)})

    def _side(self, plan: Plan, side: Side) -> Plan | None:
        """A side query of an intent; None where its view can't be sliced as the question is."""
        view = self.model.view[side.view or plan.view]
        window = self.windows.window(Draft(window=plan.window), view)
        filters = () if side.whole else plan.filters
        sliced = all(one.dimension in view.dimension for one in filters)
        had = {*view.measure, *view.dimension} >= {*side.measures, *side.dimensions}
        if not (sliced and had and self.windows.stored(view, window)):
            return None
        return Plan(
            intent=plan.intent,
            view=view.name,
            measures=side.measures,
            dimensions=side.dimensions,
            filters=(*filters, *only(side.only)),
            thresholds=tuple(_passing(plan, side)),
            window=window,
            order=tuple(orders_of(side.order)),
            limit=side.limit,
        )


def _passing(plan: Plan, side: Side) -> Iterator[Threshold]:
    """The question's amounts, of the measures that they are of in a side query."""
    for one in plan.thresholds:
        if one.measure in side.passing:
            yield one.model_copy(update={"measure": side.passing[one.measure]})


def only(values: Mapping[str, tuple[str, ...]]) -> Iterator[Filter]:
    """The values that alone count."""
    yield from (Filter(dimension=name, values=wanted) for name, wanted in values.items())


def orders_of(names: Iterable[str]) -> Iterator[Order]:
    """A minus before a name sorts from high to low."""
    yield from (Order(by=one.lstrip("-"), descending=one.startswith("-")) for one in names)


def _without_rows(plan: Plan, **changes: object) -> Plan:
    empty = {"dimensions": (), "order": (), "thresholds": (), "limit": None, "share": False, "hide_zero": False}
    return plan.model_copy(update={**empty, **changes})
