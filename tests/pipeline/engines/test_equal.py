"""The same raw files on both engines: the same rows in every table, after a full build and after a partial one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import deltalake
import duckdb
import pytest

from pipeline.build import build
from pipeline.compute import written_tables
from pipeline.contract import load_contracts
from pipeline.delta import schema_of
from pipeline.runs import published
from pipeline.settings import Settings

MakeHome = Callable[[str, str], Settings]
Compare = Callable[[Settings, Settings], dict[str, int]]

pytestmark = [pytest.mark.spark, pytest.mark.slow]


def test_engines_agree_after_full_and_partial_builds(
    raw_home: MakeHome, late_files: Callable[[Settings], None], differences: Compare
) -> None:
    embedded, spark = raw_home("embedded", "duckdb"), raw_home("spark", "spark")
    for settings in (embedded, spark):
        build(settings)
    assert differences(embedded, spark) == {}
    _must_hold_the_edges(embedded)
    _must_be_as_the_contracts_say(spark)

    for settings in (embedded, spark):
        late_files(settings)
        report = build(settings, since=date(2026, 11, 2))
        assert report.run.since is not None
        assert report.run.since < date(2026, 11, 2)
    assert differences(embedded, spark) == {}
    assert _rows(spark, "SELECT COUNT(*) FROM rows WHERE call_id = 'L-leaks'", "silver", "digital_call_leakage") == [
        (1,)
    ]

    fresh = raw_home("fresh", "duckdb")
    late_files(fresh)
    build(fresh)
    assert differences(fresh, spark) == {}


def test_a_second_build_changes_nothing_and_a_full_one_the_same(raw_home: MakeHome, differences: Compare) -> None:
    spark = raw_home("spark", "spark")
    first = build(spark)
    assert build(spark).unchanged
    again = build(spark, full=True)
    assert again.run.run_id != first.run.run_id
    embedded = raw_home("embedded", "duckdb")
    build(embedded)
    assert differences(embedded, spark) == {}


def _must_hold_the_edges(settings: Settings) -> None:
    """Two engines that both lost the edges would agree, too."""
    sql = "SELECT call_id FROM rows WHERE call_id LIKE 'C-%' ORDER BY call_id"
    leaked = {call for (call,) in _rows(settings, sql, "silver", "digital_call_leakage")}
    assert leaked >= {
        "C-window-30-00", "C-same-moment", "C-micro-inside", "C-midnight-utc", "C-midnight-local", "C-ghost",
        "C-first-half-past-one", "C-second-half-past-one", "C-over-the-change", "C-tie-vague", "C-carried", "C-last",
    }  # fmt: skip
    assert leaked.isdisjoint({"C-window-30-01", "C-micro-outside"})
    reasons = "SELECT DISTINCT reason FROM rows"
    assert {row[0] for row in _rows(settings, reasons, "bronze", "rejected_lines")} >= {
        "missing_fields", "extra_fields", "unterminated_quote", "invalid_encoding", "missing_column",
    }  # fmt: skip
    trends = "SELECT COUNT(*) FROM rows WHERE same_weekday_trend_pct IS NOT NULL AND trend_pct <> 0"
    assert _rows(settings, trends, "gold", "daily_leakage_summary") > [(0,)]


def _must_be_as_the_contracts_say(settings: Settings) -> None:
    """Spark must leave types, comments, NOT NULL and the protocol of a table alone."""
    for contract in written_tables(load_contracts()):
        table = deltalake.DeltaTable(settings.tables / contract.schema_name / contract.name)
        assert table.schema() == schema_of(contract), contract.table
        assert not table.protocol().reader_features, contract.table
        assert table.metadata().description == contract.about, contract.table


def _rows(settings: Settings, sql: str, *table: str) -> list[tuple[object, ...]]:
    run = published(settings)
    assert run is not None
    path = Path(settings.tables, *table)
    opened = deltalake.DeltaTable(path, version=run.versions[".".join(table)])
    with duckdb.connect() as connection:
        partitioned = bool(opened.metadata().partition_columns)
        connection.read_parquet(opened.file_uris(), hive_partitioning=partitioned).create_view("rows")
        return connection.execute(sql).fetchall()
