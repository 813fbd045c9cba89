"""Metric views as Databricks documents them: what is taken, what comes of it, and what is said about a slip."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from agent.compile import compile_plan
from agent.engine import DuckDBEngine
from agent.knowledge import Knowledge, learn
from agent.limits import limits
from agent.model import load_model
from agent.plan import Plan
from agent.validate import validate_tree
from pipeline.errors import SemanticError

HERE = Path(__file__).parent
VIEW = """
version: 1.1
source: admissions
filter: hadm_id > 0
joins:
  - name: p
    source: patients
    using: [subject_id]
dimensions:
  - name: Sex
    expr: p.gender
    synonyms: [gender]
  - name: Payer
    expr: insurance
    synonyms: [coverage]
measures:
  - name: Stays
    expr: COUNT(1)
  - name: Deaths
    expr: COUNT_IF(died_in_hospital)
    synonyms: [died]
    format: {type: percentage}
"""


def _cases(name: str, key: str) -> list[Any]:
    return [pytest.param(case, id=case[key]) for case in yaml.safe_load((HERE / name).read_text())]


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "hospital-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute((HERE / "hospital.sql").read_text())
    return file


@pytest.fixture(scope="module")
def engine(hospital: Path) -> Iterator[DuckDBEngine]:
    found = DuckDBEngine(hospital, limits().execute)
    yield found
    found.close()


@pytest.fixture
def learned(engine: DuckDBEngine, tmp_path: Path) -> Callable[..., Knowledge]:
    def from_views(**views: str) -> Knowledge:
        for name, text in views.items():
            (tmp_path / f"{name}.yml").write_text(text)
        return learn(load_model(tmp_path), engine, limits().learn)

    return from_views


def rows_of(knowledge: Knowledge, engine: DuckDBEngine, plan: Plan) -> list[tuple[object, ...]]:
    """The rows of a plan, through the guard."""
    tree = compile_plan(plan, knowledge.model, 1000)
    return list(engine.run([validate_tree(tree, knowledge.catalog, engine.dialect).sql])[0].rows)


@pytest.mark.parametrize("case", _cases("metric_views.yml", "name"))
def test_what_is_documented(
    learned: Callable[..., Knowledge], engine: DuckDBEngine, hospital: Path, case: dict[str, Any]
) -> None:
    knowledge = learned(**{name: case[name] for name in ("view", "other") if name in case})
    plan = Plan(view="view", measures=case["measure"], dimensions=case["dimension"])
    with duckdb.connect(hospital, read_only=True) as connection:
        wanted = connection.sql(case["sql"]).fetchall()
    assert sorted(rows_of(knowledge, engine, plan)) == sorted(wanted)


@pytest.mark.parametrize("case", _cases("metric_view_slips.yml", "new"))
def test_slips(learned: Callable[..., Knowledge], case: dict[str, str]) -> None:
    assert VIEW.count(case["old"]) == 1
    with pytest.raises(SemanticError, match=case["says"]):
        learned(view=VIEW.replace(case["old"], case["new"]))


def test_the_view_without_a_slip(learned: Callable[..., Knowledge]) -> None:
    assert learned(view=VIEW).model.view["view"].kind("deaths") == "number"


MANY = """
version: 1.1
source: patients
joins:
  - name: stays
    source: admissions
    on: source.subject_id = stays.subject_id{more}
measures:
  - {{name: patients, expr: COUNT(1)}}
"""


@pytest.mark.parametrize(
    ("more", "matches"),
    [
        ("", "3 times"),
        (" AND stays.admittime > DATE '2000-01-01'", "3 times"),
        (" AND stays.admittime > source.dob", "3 times"),
    ],
)
def test_a_join_that_would_multiply_rows_is_refused(learned: Callable[..., Knowledge], more: str, matches: str) -> None:
    with pytest.raises(
        SemanticError, match=f"the join 'stays' would multiply rows.*{matches} in 'main.admissions'"
    ) as refused:
        learned(view=MANY.format(more=more))
    assert "1001" not in str(refused.value), "it says how often, never which"


def test_a_condition_can_make_a_key_unique(learned: Callable[..., Knowledge]) -> None:
    learned(view=MANY.format(more=" AND stays.hadm_id <= 50100"))


def test_a_nested_join_is_checked_too(learned: Callable[..., Knowledge]) -> None:
    nested = VIEW.replace(
        "    using: [subject_id]",
        "    using: [subject_id]\n    joins:\n      - {name: again, source: admissions, using: [subject_id]}",
    )
    with pytest.raises(SemanticError, match="the join 'again' would multiply rows"):
        learned(view=nested)


@pytest.mark.parametrize(
    ("expr", "adds"),
    [
        ("SUM(hadm_id)", True),
        ("COUNT(*)", True),
        ("COUNT_IF(died_in_hospital)", True),
        ("SUM(hadm_id) FILTER (WHERE insurance = 'Medicare')", True),
        ("COALESCE(SUM(hadm_id), 0) / 100", True),
        ("MEASURE(stays) - COUNT(1)", True),
        ("COUNT(DISTINCT subject_id)", False),
        ("SUM(DISTINCT hadm_id)", False),
        ("AVG(hadm_id)", False),
        ("MAX(hadm_id)", False),
        ("SUM(hadm_id) / COUNT(1)", False),
        ("MEASURE(stays) / MEASURE(deaths)", False),
        ("1 + COUNT(1)", False),
        ("SUM(hadm_id) * SUM(hadm_id)", False),
    ],
)
def test_what_adds_up(learned: Callable[..., Knowledge], expr: str, adds: bool) -> None:
    knowledge = learned(view=VIEW + f'  - {{name: asked, expr: "{expr}"}}\n')
    assert knowledge.model.adds_up("asked") is adds
