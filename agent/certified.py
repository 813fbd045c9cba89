"""Answers whose SQL somebody has reviewed: the label is earned each time, by running that SQL beside the plan's."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlglot import exp, parse_one

from agent.compile import literal
from agent.engine import Cell, Result
from agent.knowledge import Knowledge
from agent.model_file import Certified
from agent.plan import Plan
from agent.planner import Caller, Planner
from agent.reader import BuiltIn
from agent.relations import DIALECT

QUERY = "certified"
"""The name of the reviewed query among a question's queries."""
_REVIEWER = Caller("reviewer", "viewer")
_NO_WINDOW: dict[str, object] = {"window": None, "claim": None, "also": {}}


def certified_plans(knowledge: Knowledge) -> dict[str, Certified]:
    """The reviewed questions by what they mean: their plans, whatever the window."""
    planner = Planner.over(knowledge)
    found = {}
    for one in knowledge.model.notes.certified:
        for language, question in one.question.items():
            draft = BuiltIn().read(question, (), knowledge, _REVIEWER, language).draft
            if draft is not None and draft.term is None:
                found[_meaning(planner.plan(draft, _REVIEWER))] = one
    return found


def reviewed(plan: Plan, certified: Mapping[str, Certified]) -> Certified | None:
    """The review that holds for a plan, if its question has had one."""
    return certified.get(_meaning(plan)) if certified and not plan.comparison else None


def reviewed_tree(one: Certified, plan: Plan) -> exp.Expr:
    """The reviewed SQL over the plan's window: ``:start`` and ``:end`` are its first and last day."""
    days = {"start": plan.window.start, "end": plan.window.end} if plan.window else {}
    tree = parse_one(one.sql, read=DIALECT)
    return tree.transform(lambda node: literal(days[node.name]) if _is_day(node, days) else node)


def agrees(result: Result, checked: Result) -> bool:
    """Whether an answer's rows are those of the reviewed SQL, in the columns that it has."""
    if not set(checked.columns) <= set(result.columns):
        return False
    places = [result.columns.index(name) for name in checked.columns]
    ours = Counter(tuple(_rounded(row[place]) for place in places) for row in result.rows)
    return ours == Counter(tuple(_rounded(cell) for cell in row) for row in checked.rows)


def _is_day(node: exp.Expr, days: Mapping[str, date]) -> bool:
    return isinstance(node, exp.Placeholder) and node.name in days


def _meaning(plan: Plan) -> str:
    return plan.model_copy(update=_NO_WINDOW).model_dump_json()


def _rounded(cell: Cell) -> object:
    number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return round(Decimal(str(cell)), 9) if number else cell
