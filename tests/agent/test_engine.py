"""The executor keeps to its limits and to its database, whatever the query, and is there again after a kill."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
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


BOMBS = {
    "SELECT COUNT(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 11": "too long|stopped",
    "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT MAX(n) FROM t": "too long|stopped",
    "WITH RECURSIVE t AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM t) SELECT MAX(length(s)) FROM t": "memory",
    "SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200001))": "stopped",
    "SELECT length(printf('%2000000000d', 1))": "memory",
    "SELECT length(lpad('x', 2000000000, 'y'))": "stopped",
    "SELECT list(range) FROM range(1000000000)": "memory|too long",  # whichever comes first
    "SELECT * FROM range(200000000) ORDER BY hash(range)": "memory|file|stopped",
    "SELECT repeat('x', 30000000)": "result is too large",
}


@pytest.mark.parametrize(("sql", "said"), BOMBS.items())
def test_it_serves_again_after_a_query_that_went_too_far(engine: DuckDBEngine, sql: str, said: str) -> None:
    with pytest.raises(ExecuteError, match=said):
        engine.run([sql])
    assert engine.run(["SELECT COUNT(*) FROM gold.savings_model"])[0].rows == ((9,),)


def test_it_survives_the_death_of_its_worker(engine: DuckDBEngine) -> None:
    with engine.workers.lend() as worker:
        pass
    worker.process.kill()
    worker.process.wait()
    assert engine.run(["SELECT 41 + 1"])[0].rows == ((42,),)


def test_a_worker_whose_memory_ran_out_serves_nobody_else(engine: DuckDBEngine) -> None:
    with engine.workers.lend() as before:
        pass
    with pytest.raises(ExecuteError, match="memory"):
        engine.run(["SELECT length(printf('%2000000000d', 1))"])
    with engine.workers.lend() as after:
        assert after is not before


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
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_parquet('https://example.com/x.parquet')",
        "SELECT * FROM 's3://bucket/x.csv'",
        "SELECT * FROM sniff_csv('{file}')",
        "SELECT * FROM read_json_auto('{file}')",
        "IMPORT DATABASE '{folder}'",
        "ATTACH 'https://example.com/x.duckdb' AS r",
        "COPY gold.savings_model FROM '{file}'",
        "CREATE SCHEMA s",
        "CREATE VIEW gold.v AS SELECT 1",
        "UPDATE gold.savings_model SET fix_rate = 1",
        "SET lock_configuration = false",
        "SET allowed_directories = ['{folder}']",
        "RESET memory_limit",
        "PRAGMA memory_limit = '64GB'",
        "SELECT * FROM silver.member_profiles_enriched",
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
    engine.run(["CREATE TEMP MACRO sum(x) AS 0", "CREATE TEMP TABLE kept AS SELECT 1", "SET VARIABLE seen = 1"])
    assert engine.run(["SELECT CAST(SUM(x) AS INT) FROM (SELECT 5 AS x) t"])[0].rows == ((5,),)
    assert engine.run(["SELECT getvariable('seen')"])[0].rows == ((None,),)
    with pytest.raises(ExecuteError, match="kept"):
        engine.run(["SELECT * FROM kept"])


def test_only_gold_is_there(engine: DuckDBEngine) -> None:
    views = "SELECT schema_name FROM duckdb_views() WHERE NOT internal"
    schemas = f"SELECT DISTINCT schema_name FROM duckdb_tables() UNION {views}"
    assert engine.run([schemas])[0].rows == (("gold",),)
    assert engine.run(["SELECT * FROM duckdb_secrets()"])[0].rows == ()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(segment AS INT) FROM gold.segment_drilldown",
        "SELECT CAST(segment AS DATE) FROM gold.segment_drilldown",
        "SELECT error(segment) FROM gold.segment_drilldown",
        "SELECT strptime(segment, '%Y') FROM gold.segment_drilldown",
        "SELECT (SELECT segment FROM gold.segment_drilldown)",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '{database}' AS a",
        "SELECT '\ud800'",
    ],
)
def test_an_error_tells_no_value_and_no_path(engine: DuckDBEngine, sql: str, database: Path) -> None:
    with pytest.raises(ExecuteError) as failed:
        engine.run([sql.format(database=database), "SELECT 1 +"])
    hidden = ("MAPD", "Spanish", "Commercial", "passwd", str(database.parent))
    assert not any(told in str(failed.value) for told in hidden)
    assert engine.run(["SELECT 1"])[0].rows == ((1,),)


def test_an_error_about_the_querys_own_words_is_passed_on(engine: DuckDBEngine) -> None:
    with pytest.raises(ExecuteError, match="no_such_column"):
        engine.run(["SELECT no_such_column FROM gold.savings_model"])


def test_the_same_query_gives_the_same_rows_in_the_same_order(engine: DuckDBEngine) -> None:
    sql = "SELECT segment, device_type, AVG(cost_usd)::DOUBLE FROM gold.leakage_hourly GROUP BY ALL LIMIT 7"
    assert len({engine.run([sql])[0].rows for _ in range(5)}) == 1


def test_a_new_file_in_the_same_place_is_read(tmp_path: Path) -> None:
    file = tmp_path / "one.duckdb"
    engine = DuckDBEngine(_with_number(file, 1), SMALL)
    assert engine.run(["SELECT n FROM gold.t"])[0].rows == ((1,),)
    _with_number(tmp_path / "two.duckdb", 2).replace(file)
    assert engine.run(["SELECT n FROM gold.t"])[0].rows == ((2,),)
    engine.close()


def _with_number(file: Path, number: int) -> Path:
    with duckdb.connect(file) as connection:
        connection.execute(f"CREATE SCHEMA gold; CREATE TABLE gold.t AS SELECT {number} AS n")
    return file


SLOW = "SELECT COUNT(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 11"


def test_many_ask_at_once_and_nobody_waits_for_one_slow_query(database: Path) -> None:
    engine = DuckDBEngine(database, SMALL.model_copy(update={"seconds": 10.0, "workers": 3}))
    with ThreadPoolExecutor(20) as people:
        slow = people.submit(engine.run, [SLOW])
        quick = [people.submit(engine.run, [f"SELECT {number}"]) for number in range(20)]
        assert [one.result()[0].rows for one in quick] == [((number,),) for number in range(20)]
        assert not slow.done()
        assert isinstance(slow.exception(), ExecuteError)
    engine.close()


def test_when_all_are_busy_it_says_so(database: Path) -> None:
    engine = DuckDBEngine(database, SMALL.model_copy(update={"workers": 1, "wait_seconds": 0.1}))
    with engine.workers.lend(), pytest.raises(ExecuteError, match="busy"):
        engine.run(["SELECT 1"])
    assert engine.run(["SELECT 1"])[0].rows == ((1,),)
    engine.close()


def test_a_closed_engine_has_no_process_and_starts_again_when_asked(database: Path) -> None:
    engine = DuckDBEngine(database, SMALL)
    with engine.workers.lend() as lent:
        engine.close()
    assert not lent.alive
    assert engine.workers.running == 0
    assert engine.run(["SELECT 1"])[0].rows == ((1,),)
    engine.close()


def test_no_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ExecuteError, match="leakage build"):
        DuckDBEngine(tmp_path / "none.duckdb", SMALL)
