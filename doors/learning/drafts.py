"""What a question means, written down for somebody to review: SQL for a golden question, or for a certified answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import yaml
from sqlglot import exp

from agent.compile import compile_plan
from agent.knowledge import Clock, Knowledge
from agent.limits import limits
from agent.plan import Plan, Window
from agent.planner import Caller, Planner
from agent.reader import BuiltIn
from agent.relations import DIALECT
from evals.suite import DataSet

_AUTHOR = Caller("author", "viewer")
_DAYS = {"start": date(1001, 1, 1), "end": date(1001, 12, 31)}
"""Days that no data have; they stand for the window's first and last one."""
_WINDOW = Window(start=_DAYS["start"], end=_DAYS["end"])
_MOST_SLUG = 48
_WIDTH = 110


def plan_of(question: str, language: str, knowledge: Knowledge) -> Plan | None:
    """What the built-in reader takes a question for; None when it does not understand it, or it asks for no figures."""
    draft = BuiltIn().read(question, (), knowledge, _AUTHOR, language).draft
    if draft is None or draft.term or (draft.intent and knowledge.model.intents[draft.intent].kind != "query"):
        return None
    return Planner(knowledge.model, knowledge.clock, knowledge.days).plan(draft, _AUTHOR)


def golden_sql(question: str, language: str, knowledge: Knowledge, data: DataSet) -> str | None:
    """A question's SQL over the data set that golden questions are about; None when it has none."""
    clock = Clock(data.start, data.end, data.end)
    there = replace(knowledge, clock=clock, days=dict.fromkeys(knowledge.days, (data.start, data.end)))
    plan = plan_of(question, language, there)
    return _sql(plan, knowledge) if plan else None


def certified_sql(plan: Plan, knowledge: Knowledge) -> str | None:
    """A plan's SQL with ``:start`` and ``:end`` for its window; None for what a reviewed SQL can't stand for."""
    if plan.comparison or plan.window is None:
        return None
    tree = compile_plan(plan.model_copy(update={"window": _WINDOW}), knowledge.model, limits().execute.rows)
    said = tree.transform(_placed).sql(DIALECT)
    return said if ":start" in said or ":end" in said else None


def _placed(node: exp.Expr) -> exp.Expr:
    """A day that stands for one of the window's, as its placeholder."""
    text = node.this.name if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal) else ""
    name = next((name for name, day in _DAYS.items() if text == str(day)), None)
    return exp.Placeholder(this=name) if name else node


def _sql(plan: Plan, knowledge: Knowledge) -> str:
    return compile_plan(plan, knowledge.model, limits().execute.rows).sql(DIALECT, pretty=True)


def slug(question: str) -> str:
    """A golden question's id."""
    plain = re.sub(r"[^a-z0-9]+", "-", question.lower()).strip("-")
    return f"feedback-{plain[:_MOST_SLUG].strip('-') or 'question'}"


def as_yaml(entries: Sequence[Mapping[str, Any]]) -> str:
    """Entries of a list as people write them: SQL over several lines, keys in their order."""
    return yaml.dump([dict(one) for one in entries], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)
