"""The guard lets honest SQL through, in the engine's dialect, and refuses the rest by a code and in words.

``sql/honest.<dialect>.sql`` holds statements parted by empty lines; ``sql/hostile.<dialect>.sql`` one a line, under the
code that it is refused with.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import sqlglot

from agent.engine import Catalog, Cell, DuckDBEngine
from agent.guard import guard
from agent.limits import limits
from agent.validate import validate, validate_tree
from pipeline.errors import RefusedError

SQL = Path(__file__).with_name("sql")
HONEST = [
    (file.name.split(".")[1], sql.strip())
    for file in sorted(SQL.glob("honest.*.sql"))
    for sql in file.read_text().split("\n\n")
]
HOSTILE = [
    (file.name.split(".")[1], section.splitlines()[0].strip(), sql)
    for file in sorted(SQL.glob("hostile.*.sql"))
    for section in file.read_text().split("## ")[1:]
    for sql in section.splitlines()[1:]
    if sql
]
SIZES = {
    "gold.digital_hourly": 220_766,
    "gold.failure_hourly": 609_105,
    "gold.leakage_hourly": 363_580,
    "gold.root_cause_analysis": 42_227,
    "gold.daily_leakage_summary": 420,
    "gold.segment_drilldown": 770,
}


@pytest.fixture(scope="module")
def engine(database: Path) -> Iterator[DuckDBEngine]:
    started = DuckDBEngine(database, limits().execute)
    yield started
    started.close()


@pytest.fixture(scope="module")
def catalog(engine: DuckDBEngine) -> Catalog:
    """The test's tables, as large as those of seventy days."""
    return Catalog(engine.catalog(), engine.catalog().rows | SIZES)


@pytest.fixture(scope="module")
def plain(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("SET threads = 1; USE gold")
        yield connection


def _same(one: Cell, other: Cell) -> bool:
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        return math.isclose(one, other, rel_tol=1e-9) or (one != one and other != other)
    return one == other or str(one) == str(other)


@pytest.mark.parametrize(("dialect", "sql"), HONEST)
def test_honest_sql_runs(dialect: str, sql: str, catalog: Catalog, engine: DuckDBEngine) -> None:
    checked = validate(sql, catalog, dialect)
    assert all(table.startswith("gold.") for table in checked.tables)
    assert not any(remark in checked.sql for remark in ("remark", "/*"))
    assert engine.run([checked.sql])


@pytest.mark.parametrize("sql", [sql for dialect, sql in HONEST if dialect == "duckdb"])
def test_what_runs_gives_what_was_asked(
    sql: str, catalog: Catalog, engine: DuckDBEngine, plain: duckdb.DuckDBPyConnection
) -> None:
    asked = sorted(plain.execute(sql).fetchall(), key=str)
    given = sorted(engine.run([validate(sql, catalog, "duckdb").sql])[0].rows, key=str)
    assert len(given) == min(len(asked), limits().execute.rows)
    if len(asked) == len(given):
        assert all(_same(*cells) for rows in zip(asked, given, strict=True) for cells in zip(*rows, strict=True))


@pytest.mark.parametrize(("dialect", "code", "sql"), HOSTILE)
def test_hostile_sql_is_refused(dialect: str, code: str, sql: str, catalog: Catalog) -> None:
    with pytest.raises(RefusedError) as refused:
        validate(sql, catalog, dialect)
    assert (refused.value.code, bool(refused.value.message)) == (code, True)


def test_every_code_is_one_that_something_is_refused_with() -> None:
    elsewhere = {"unreadable", "unknown_dialect", "control_characters", "too_long", "too_deep", "untranslatable"}
    assert {code for _, code, _ in HOSTILE} | elsewhere == set(guard().reasons)


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("too_long", "SELECT '" + "x" * 30_000 + "'"),
        ("too_large", "SELECT " + " + ".join(["1"] * 2_000)),
        ("too_large", "SELECT '" + "x" * 5_000 + "'"),
        ("too_deep", "SELECT " + "(" * 200 + "1" + ")" * 200),
        ("too_deep", "SELECT " + "NOT " * 400 + "TRUE"),
        ("too_deep", "SELECT " + "CASE WHEN 1 = 1 THEN " * 60 + "1" + " END" * 60),
        ("too_deep", "SELECT " + "- " * 300 + "1"),
        ("too_deep", "SELECT " + "[" * 100),
        ("empty", ""),
        ("empty", " \n"),
        ("control_characters", "SELECT \0"),
        ("control_characters", "SELECT '\ud800'"),
        ("control_characters", "SELECT '\x1b[2J'"),
        ("too_large", " UNION ALL ".join(["SELECT segment FROM gold.segment_drilldown"] * 40)),
    ],
)
def test_bombs_are_refused_before_they_go_off(code: str, sql: str, catalog: Catalog) -> None:
    with pytest.raises(RefusedError) as refused:
        validate(sql, catalog, "duckdb")
    assert refused.value.code == code


def test_quotes_that_end_elsewhere_for_another_engine_are_refused(catalog: Catalog) -> None:
    """As Databricks reads it these are two texts; DuckDB would read a table of members from the same characters."""
    with pytest.raises(RefusedError) as refused:
        validate("SELECT \"x\", '\\' FROM silver.member_profiles_enriched --'", catalog, "databricks")
    assert refused.value.code == "read_differently"


@pytest.mark.parametrize("written", [r"'O\'Brien'", "'O''Brien'", '"O\'Brien"', "'O' || chr(39) || 'Brien'"])
def test_an_apostrophe_is_read_as_databricks_reads_it(written: str, engine: DuckDBEngine, catalog: Catalog) -> None:
    checked = validate(f"SELECT {written} AS name", catalog, "databricks")
    assert engine.run([checked.sql])[0].rows == (("O'Brien",),)


def test_an_apostrophe_arrives_whole(engine: DuckDBEngine, catalog: Catalog) -> None:
    tree = sqlglot.select(sqlglot.exp.alias_(sqlglot.exp.Literal.string("O'Brien"), "name"))
    checked = validate_tree(tree.from_("gold.savings_model").limit(1), catalog)
    assert engine.run([checked.sql])[0].rows == (("O'Brien",),)


def test_a_refusal_names_the_nearest_table(catalog: Catalog) -> None:
    with pytest.raises(RefusedError, match=r"Did you mean 'gold\.segment_drilldown'"):
        validate("SELECT 1 FROM gold.segment_drildown", catalog, "duckdb")


def test_stars_become_the_listed_columns(catalog: Catalog) -> None:
    assert "fix_rate" in validate("SELECT * FROM gold.savings_model", catalog, "duckdb").sql


@pytest.mark.parametrize(
    "dialect", ["klingon", "", "duckdb,normalization_strategy=case_sensitive", "\ud800", "duck db"]
)
def test_a_dialect_that_is_none_is_refused(dialect: str, catalog: Catalog) -> None:
    with pytest.raises(RefusedError) as refused:
        validate("SELECT 1", catalog, dialect)
    assert refused.value.code == "unknown_dialect"


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        (
            "SELECT dayofweek(DATE '2026-11-23'), weekday(DATE '2026-11-23'), extract(DOW FROM DATE '2026-11-22')",
            (2, 0, 1),
        ),
        (
            "SELECT datediff('2026-11-23', '2026-11-20'), datediff(MONTH, DATE '2026-10-15', DATE '2026-11-14')",
            (3, 0),
        ),
        (
            "SELECT CAST(date_add(DATE '2026-11-30', 1) AS STRING), CAST(add_months(DATE '2026-01-31', 1) AS STRING)",
            ("2026-12-01", "2026-02-28"),
        ),
        ("SELECT CAST(7 / 4 AS INT), int(7 / 4), CAST(1.75 * 1 AS BIGINT), pmod(-7, 3), bround(2.5)", (1, 1, 1, 2, 2)),
        ("SELECT concat('a', NULL), concat_ws(',', 'a', NULL), nvl(NULL, 'x')", (None, "a", "x")),
        (
            "SELECT date_format(DATE '2026-11-23', 'EEEE d MMM yyyy'), string(trunc(DATE '2026-11-23', 'MM'))",
            ("Monday 23 Nov 2026", "2026-11-01"),
        ),
        (
            "SELECT format_number(1234567.891, 2), lpad(7, 3, '0'), initcap('mapd new'), split('a-b', '-')[1]",
            ("1,234,567.89", "007", "Mapd New", "b"),
        ),
        ("SELECT log(100) > 4.6, log10(100), try_divide(1, 0), isnull(NULL), 7 DIV 2, element", None),
    ],
)
def test_databricks_words_mean_what_they_mean_there(
    sql: str, row: tuple[Cell, ...] | None, catalog: Catalog, engine: DuckDBEngine
) -> None:
    if row is None:
        with pytest.raises(RefusedError):
            validate(sql, catalog, "databricks")
    else:
        assert engine.run([validate(sql, catalog, "databricks").sql])[0].rows == (row,)


def test_every_name_in_the_rules_is_one_that_the_parser_has() -> None:
    parts = " ".join([guard().nodes, guard().translations, *guard().functions.values(), *guard().literal]).split()
    assert [name for name in parts if not hasattr(sqlglot.exp, name)] == []
    assert [name for name in guard().types.split() if not hasattr(sqlglot.exp.DataType.Type, name)] == []


def test_every_function_without_a_class_is_the_engines(plain: duckdb.DuckDBPyConnection) -> None:
    known = {name for (name,) in plain.execute("SELECT function_name FROM duckdb_functions()").fetchall()}
    assert set(guard().unnamed.split()) - known == set()


def test_no_more_rows_are_asked_for_than_a_result_may_have(catalog: Catalog) -> None:
    most = limits().execute.rows + 1
    ends = {"": most, "LIMIT 5": 5, f"LIMIT {most + 5}": most, "LIMIT 5 OFFSET 3": 5}
    for end, kept in ends.items():
        assert f"LIMIT {kept}" in validate(f"SELECT segment FROM gold.segment_drilldown {end}", catalog, "duckdb").sql


MIXED = Catalog(
    {"main.Claim": {"Claim_Id": "INT", "Cause": "VARCHAR"}, "main.Claim_Amount": {"Claim_Id": "INT", "Amount": "INT"}},
    {"main.Claim": 400_000, "main.Claim_Amount": 400_000},
)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT SUM(Amount) FROM main.Claim_Amount JOIN main.Claim USING (Claim_Id)",
        "SELECT SUM(amount) FROM claim_amount JOIN CLAIM ON Claim.claim_id = CLAIM_AMOUNT.Claim_Id",
        "SELECT A.Cause FROM Claim A WHERE EXISTS (SELECT 1 FROM Claim_Amount B WHERE B.Claim_Id = A.Claim_Id)",
        "WITH Big AS (SELECT Cause AS C FROM Claim) SELECT big.c, Other.C FROM BIG JOIN Big AS Other USING (C)",
        "SELECT L.Amount FROM Claim, LATERAL (SELECT Amount FROM Claim_Amount X WHERE X.Claim_Id = Claim.Claim_Id) L",
    ],
)
def test_names_are_the_same_however_they_are_spelled(sql: str) -> None:
    assert validate(sql, MIXED, "duckdb").tables


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("cross_join", "SELECT COUNT(*) FROM main.Claim, main.Claim_Amount"),
        ("cross_join", "SELECT COUNT(*) FROM Claim A, Claim B"),
        ("too_many_rows", "SELECT (SELECT COUNT(*) FROM Claim_Amount B WHERE Amount > A.Claim_Id) FROM Claim A"),
        (
            "cross_join",
            "SELECT COUNT(*) FROM Claim, LATERAL (SELECT 1 FROM Claim_Amount X WHERE Amount > Cause) L",
        ),
        ("too_much_text", "WITH Big AS (SELECT REPEAT(Cause, 1000) AS C FROM Claim) SELECT C || C FROM BIG"),
        ("unknown_column", "SELECT Claim FROM main.Claim"),
        ("shadowed_table", "WITH CLAIM AS (SELECT 1 AS a) SELECT a FROM Claim"),
    ],
)
def test_bounds_hold_however_names_are_spelled(code: str, sql: str) -> None:
    with pytest.raises(RefusedError) as refused:
        validate(sql, MIXED, "duckdb")
    assert refused.value.code == code
