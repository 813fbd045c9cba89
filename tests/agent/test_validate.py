"""The guard lets honest SQL through, in the engine's dialect, and refuses the rest by a code and in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
import yaml

from agent.engine import Catalog, DuckDBEngine
from agent.limits import limits
from agent.validate import validate, validate_tree
from pipeline.errors import RefusedError

STATEMENTS = yaml.safe_load(Path(__file__).with_name("statements.yml").read_text())
HONEST = [(dialect, sql) for dialect, some in STATEMENTS["honest"].items() for sql in some]
HOSTILE = [
    (dialect, code, sql)
    for dialect, codes in STATEMENTS["hostile"].items()
    for code, some in codes.items()
    for sql in some
]


@pytest.fixture(scope="module")
def engine(database: Path) -> Iterator[DuckDBEngine]:
    started = DuckDBEngine(database, limits().execute)
    yield started
    started.close()


@pytest.fixture(scope="module")
def catalog(engine: DuckDBEngine) -> Catalog:
    return engine.catalog()


@pytest.mark.parametrize(("dialect", "sql"), HONEST)
def test_honest_sql_runs(dialect: str, sql: str, catalog: Catalog, engine: DuckDBEngine) -> None:
    checked = validate(sql, catalog, dialect)
    assert checked.tables
    assert "--" not in checked.sql.replace("O''Brien; DROP TABLE x --", "")
    assert engine.run([checked.sql])


@pytest.mark.parametrize(("dialect", "code", "sql"), HOSTILE)
def test_hostile_sql_is_refused(dialect: str, code: str, sql: str, catalog: Catalog) -> None:
    with pytest.raises(RefusedError) as refused:
        validate(sql, catalog, dialect)
    assert (refused.value.code, bool(refused.value.message)) == (code, True)


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("too_long", "SELECT '" + "x" * 30_000 + "'"),
        ("too_large", "SELECT " + " + ".join(["1"] * 2_000)),
        ("too_large", "SELECT '" + "x" * 5_000 + "'"),
        ("too_deep", "SELECT " + "(" * 200 + "1" + ")" * 200),
        ("too_deep", "SELECT " + "NOT " * 400 + "TRUE"),
        ("too_deep", "SELECT " + "CASE WHEN 1 = 1 THEN " * 60 + "1" + " END" * 60),
        ("too_large", " UNION ALL ".join(["SELECT segment FROM gold.segment_drilldown"] * 40)),
    ],
)
def test_bombs_are_refused_before_they_go_off(code: str, sql: str, catalog: Catalog) -> None:
    with pytest.raises(RefusedError) as refused:
        validate(sql, catalog, "duckdb")
    assert refused.value.code == code


def test_a_text_that_two_dialects_read_differently_runs_as_it_was_read(catalog: Catalog, engine: DuckDBEngine) -> None:
    """As Databricks reads it these are two texts; DuckDB would read a table of members from the same characters."""
    checked = validate("SELECT \"x\", '\\' FROM silver.member_profiles_enriched --'", catalog, "databricks")
    assert checked.tables == ()
    assert engine.run([checked.sql])[0].rows == (("x", "' FROM silver.member_profiles_enriched --"),)


def test_an_apostrophe_arrives_whole(engine: DuckDBEngine, catalog: Catalog) -> None:
    tree = sqlglot.select(sqlglot.exp.alias_(sqlglot.exp.Literal.string("O'Brien"), "name"))
    checked = validate_tree(tree.from_("gold.savings_model").limit(1), catalog)
    assert engine.run([checked.sql])[0].rows == (("O'Brien",),)


def test_a_refusal_names_the_nearest_table(catalog: Catalog) -> None:
    with pytest.raises(RefusedError, match=r"Did you mean 'gold\.segment_drilldown'"):
        validate("SELECT 1 FROM gold.segment_drildown", catalog, "duckdb")


def test_stars_become_the_listed_columns(catalog: Catalog) -> None:
    assert "fix_rate" in validate("SELECT * FROM gold.savings_model", catalog, "duckdb").sql
