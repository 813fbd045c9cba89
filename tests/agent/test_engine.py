"""The executor keeps to its limits and to its database, whatever the query, and is there again after a kill."""

import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent.engine import DuckDBEngine
from agent.limits import limits
from pipeline.errors import ExecuteError

SMALL = limits().execute.model_copy(update={"seconds": 1.0, "rows": 10, "megabytes": 1})


@pytest.fixture
def engine(database: Path) -> Iterator[DuckDBEngine]:
    started = DuckDBEngine(database, SMALL)
    started.run(["SELECT 1"])
    yield started
    started.close()


def test_values_keep_their_types(engine: DuckDBEngine) -> None:
    row = engine.run(["SELECT 1, 2.50::DECIMAL(9, 2), DATE '2026-11-20', 'x', NULL, TRUE, 0.5::DOUBLE"])[0].rows[0]
    assert row == (1, Decimal("2.50"), date(2026, 11, 20), "x", None, True, 0.5)


def test_rows_are_capped_and_it_is_said(engine: DuckDBEngine) -> None:
    result = engine.run(["SELECT * FROM range(1000)"])[0]
    assert (len(result.rows), result.truncated) == (10, True)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 11",
        "SELECT length(printf('%2000000000d', 1))",
        "SELECT length(lpad('x', 2000000000, 'y'))",
        "SELECT repeat('x', 30000000)",
    ],
)
def test_it_serves_again_after_a_query_that_went_too_far(engine: DuckDBEngine, sql: str) -> None:
    with pytest.raises(ExecuteError):
        engine.run([sql])
    assert engine.run(["SELECT COUNT(*) FROM gold.savings_model"])[0].rows == ((9,),)


def test_it_survives_the_death_of_its_worker(engine: DuckDBEngine) -> None:
    assert engine._worker is not None
    engine._worker.kill()
    time.sleep(0.05)
    assert engine.run(["SELECT 41 + 1"])[0].rows == ((42,),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/other.db'",
        "ATTACH ':memory:' AS m",
        "CREATE TABLE gold.x AS SELECT 1",
        "DELETE FROM gold.savings_model",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 64",
        "PRAGMA enable_external_access",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
        "SELECT getenv('HOME')",
    ],
)
def test_the_database_is_all_that_can_be_reached_without_the_guard(
    engine: DuckDBEngine, tmp_path: Path, sql: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with pytest.raises(ExecuteError):
        engine.run([sql.format(file=secret, folder=tmp_path)])
    assert list(tmp_path.iterdir()) == [secret]


def test_nothing_stays_behind_on_the_connection(engine: DuckDBEngine) -> None:
    engine.run(["CREATE TEMP MACRO sum(x) AS 0"])
    assert engine.run(["SELECT CAST(SUM(x) AS INT) FROM (SELECT 5 AS x) t"])[0].rows == ((5,),)


def test_no_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ExecuteError, match="leakage build"):
        DuckDBEngine(tmp_path / "none.duckdb", SMALL)
