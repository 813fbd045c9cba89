"""Plan a question for causes: the finest groups of the window, and of the earlier windows that it is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agent.declined import Declined
from agent.metric_view import MetricView
from agent.model import SemanticModel
from agent.model_file import Intent
from agent.plan import Draft, Plan, Window
from agent.plan_windows import PlanWindows

BEFORE = "before"
"""How the side plans of earlier windows are named: ``before_1`` is the latest of them."""
_WEEK = 7
_TEXTS = ("text", "bool")


@dataclass(frozen=True)
class CausePlans:
    """Makes plans for causes with one semantic model and one state of the data."""

    model: SemanticModel
    windows: PlanWindows
    weeks: int

    def of(self, plan: Plan, draft: Draft, intent: Intent) -> Plan:
        """The plan for the causes of what a plan asks for.

        Args:
            plan: The plan with its view, measure, filters and window.
            draft: What was asked.
            intent: The intent that asks for causes.

        Raises:
            Declined: The measure is no sum of parts, there is no time to compare, or nothing to slice by.
        """
        view, measures = self.model.view[plan.view], plan.measures[:1]
        if not measures or not self.model.adds_up(measures[0]):
            raise Declined("no_parts", measure=(*measures, "")[0])
        if plan.window is None:
            raise Declined("no_comparison")
        leaves = plan.model_copy(
            update={
                "measures": measures,
                "dimensions": tuple(self._dimensions(plan, draft, intent, view)),
                "analysis": intent.analysis,
                "usual": plan.comparison is None,
                "comparison": None,
                "order": (),
                "limit": None,
                "hide_zero": False,
                "also": {},
            }
        )
        earlier = enumerate(self._earlier(plan, draft, view), 1)
        beside = {f"{BEFORE}_{at}": leaves.model_copy(update={"window": one}) for at, one in earlier}
        trend = {name: one for name, one in plan.also.items() if name in intent.also}
        return leaves.model_copy(update={"also": {**beside, **trend}})

    def _dimensions(self, plan: Plan, draft: Draft, intent: Intent, view: MetricView) -> Iterator[str]:
        """What was asked by, else what the intent lists, else what the model slices by; not what has one value only."""
        times = set(self.model.about_view(view.name).grains.values())
        single = {one.dimension for one in plan.filters if one.single}
        usual = intent.dimensions or self.model.notes.slices or tuple(view.dimension)
        named = tuple(name for name in draft.dimensions if name not in times)
        for name in dict.fromkeys(named or usual):
            sliced = name in view.dimension and self.model.kind(name, view.name) in _TEXTS
            if sliced and name not in {*times, *single}:
                yield name

    def _earlier(self, plan: Plan, draft: Draft, view: MetricView) -> Iterator[Window]:
        """The windows to compare with: the one that was named, else the same days of the weeks before."""
        window = plan.window
        if draft.comparison and plan.comparison and plan.comparison.window:
            yield plan.comparison.window
        elif window:
            step = _WEEK * -(-window.days // _WEEK)
            first = self.windows.days.get(view.name, (self.windows.clock.first, date.max))[0]
            for back in range(1, (self.weeks if step == _WEEK else 1) + 1):
                if window.start - timedelta(step * back) >= first:
                    yield window.shifted(step * back)


def earlier_windows(plan: Plan) -> dict[str, Window]:
    """The windows that a plan for causes compares with, by the names of their queries, the latest first."""
    named = {name: one.window for name, one in plan.also.items() if name.startswith(f"{BEFORE}_")}
    return {name: window for name, window in named.items() if window}


def weight(plan: Plan) -> float:
    """How many windows as long as the plan's the earlier ones are together."""
    days = sum(one.days for one in earlier_windows(plan).values())
    return days / plan.window.days if plan.window else 1.0
