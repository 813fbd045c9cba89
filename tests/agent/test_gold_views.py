"""Every measure of the product's metric views is right under slices and windows, or has no value there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from agent.answer import Agent
from agent.compile import compile_plan
from agent.engine import DuckDBEngine
from agent.limits import limits
from agent.plan import Filter, Plan, Window
from agent.validate import validate_tree

CASES = yaml.safe_load(Path(__file__).with_name("gold_views.yml").read_text())
TOLERANCE = 2e-4
"""Stored means are rounded to four places."""


def _name(case: dict[str, Any]) -> str:
    sliced = " by " + ", ".join(case.get("by", [])) if case.get("by") else ""
    return f"{case['view']}: {case.get('name') or ', '.join(case['measures']) + sliced}"


@pytest.fixture(scope="module")
def engine(database: Path) -> Iterator[DuckDBEngine]:
    found = DuckDBEngine(database, limits().execute)
    yield found
    found.close()


def plan_of(case: dict[str, Any], last: date) -> Plan:
    """The plan of a case, over the days that end with the last complete one, or those that lie so far behind it."""
    ahead = Window(start=last + timedelta(case["from"]), end=last + timedelta(case["to"])) if "to" in case else None
    return Plan(
        view=case["view"],
        measures=case["measures"],
        dimensions=case.get("by", ()),
        filters=tuple(Filter(dimension=name, values=values) for name, values in case.get("where", {}).items()),
        window=ahead or Window(start=last - timedelta(case["days"] - 1), end=last),
    )


def _close(had: object, wanted: object) -> bool:
    if had is None or wanted is None or isinstance(wanted, str | date):
        return had == wanted
    number = float(str(wanted))
    return abs(float(str(had)) - number) <= max(TOLERANCE, TOLERANCE * abs(number))


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_measure_against_sql(agent: Agent, engine: DuckDBEngine, database: Path, case: dict[str, Any]) -> None:
    knowledge = agent.knowledge
    plan = plan_of(case, knowledge.clock.complete)
    tree = compile_plan(plan, knowledge.model, 1000)
    rows = engine.run([validate_tree(tree, knowledge.catalog, engine.dialect).sql])[0].rows
    window = {"from": f"DATE '{plan.window and plan.window.start}'", "to": f"DATE '{plan.window and plan.window.end}'"}
    with duckdb.connect(database, read_only=True) as connection:
        wanted = connection.sql(case["sql"].format_map(window)).fetchall()
    assert len(rows) == len(wanted)
    for had, want in zip(sorted(rows, key=str), sorted(wanted, key=str), strict=True):
        assert all(map(_close, had, want)), (had, want)


def test_every_measure_is_tested() -> None:
    from agent.model import load_model

    tested = {(case["view"], name) for case in CASES for name in case["measures"]}
    measures = {name for _, name in tested}
    stored = {"failures", "completions", "action_savings", "addressable_calls", "savings_per_effort_day"}
    assert {*load_model().measure} - stored <= measures
