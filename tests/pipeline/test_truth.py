"""What the pipeline finds against the answer key, and against an independent recomputation in another engine."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.build import build
from pipeline.compute import written_tables
from pipeline.contract import load_contracts
from pipeline.delta import open_table, table_path
from pipeline.serving import served
from pipeline.settings import Settings

pytestmark = pytest.mark.slow

SOURCES = {
    "digital_journeys": "digital_journeys_raw",
    "call_logs": "call_logs_raw",
    "member_profiles": "member_profiles_raw",
}
CLEANED = {
    "digital_journeys": "digital_journeys_cleaned",
    "call_logs": "call_logs_cleaned",
    "member_profiles": "member_profiles_enriched",
}


DAILY = """
    SELECT summary_date, journey_type, leaked_calls, cost_usd
    FROM gold.daily_leakage_summary WHERE leaked_calls > 0 ORDER BY ALL
"""

CONTRACTS = {contract.table: contract for contract in written_tables(load_contracts())}


def table(settings: Settings, name: str) -> pl.DataFrame:
    opened = open_table(table_path(settings.tables, CONTRACTS[name]))
    assert opened is not None
    return pl.read_parquet(opened.file_uris(), hive_partitioning=True) if opened.file_uris() else pl.DataFrame()


@pytest.mark.parametrize("home", ["day", "small"])
def test_leakage_equals_the_answer_key(home: str, request: pytest.FixtureRequest) -> None:
    settings: Settings = request.getfixturevalue(home)
    found = table(settings, "silver.digital_call_leakage").select("call_id", "event_id")
    caused = pl.read_parquet(settings.home / "answer_key" / "leaked_calls.parquet").select("call_id", "event_id")
    missed = caused.join(found, on=["call_id", "event_id"], how="anti")
    assert missed.height == 0, "recall"
    by_chance = pl.read_parquet(settings.home / "answer_key" / "calls_without_cause.parquet").filter(
        pl.col("chance_event_id").is_not_null()
    )
    truly_leaked = pl.concat([caused, by_chance.select("call_id", pl.col("chance_event_id").alias("event_id"))])
    wrong = found.join(truly_leaked, on=["call_id", "event_id"], how="anti")
    assert wrong.height == 0, "precision"


def raw(settings: Settings, source: str) -> pl.LazyFrame:
    single = settings.landing / f"{source}.csv"
    files = [single] if single.is_file() else sorted((settings.landing / source).glob("????-??-??.csv"))
    return pl.concat([pl.scan_csv(file, infer_schema=False, truncate_ragged_lines=True) for file in files])


def moments(column: str) -> pl.Expr:
    return pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC", strict=False)


def code(column: str) -> pl.Expr:
    """Lower case, words joined by underscores: sources spell "ID Card" in more than one way."""
    return pl.col(column).str.strip_chars().str.to_lowercase().str.replace_all("[ -]", "_")


def recomputed(settings: Settings) -> pl.DataFrame:
    """Calls and cost by local day and journey, from the clean CSV files alone, by a join of its own."""
    failures = (
        raw(settings, "digital_journeys")
        .filter(code("event_type").is_in(["error", "abandon"]))
        .select(
            "member_id",
            code("journey_type").alias("failed_journey"),
            "event_id",
            failed_at=moments("event_timestamp"),
        )
    )
    calls = raw(settings, "call_logs").select(
        "call_id", "member_id", code("call_reason"), called_at=moments("call_timestamp")
    )
    pairs = calls.join(failures, on="member_id").filter(
        (pl.col("called_at") - pl.col("failed_at")).is_between(timedelta(0), timedelta(minutes=30)),
        pl.col("call_reason").fill_null("").is_in(["", "general", "other"])
        | (pl.col("call_reason") == pl.col("failed_journey")),
    )
    credited = pairs.sort("failed_at", "event_id").group_by("call_id").last()
    day = pl.col("called_at").dt.convert_time_zone("America/New_York").dt.date()
    return (
        credited.group_by(summary_date=day, journey_type="failed_journey")
        .len("calls")
        .collect()
        .sort("summary_date", "journey_type")
    )


@pytest.mark.parametrize("days", [1, 20])
def test_gold_equals_an_independent_recomputation(days: int, made_home: Callable[..., Settings]) -> None:
    settings = made_home(days=days, volume=1.0 if days == 1 else 0.02, dirty=0.0)
    build(settings)
    with duckdb.connect(served(settings).database, read_only=True) as gold:
        found = gold.execute(DAILY).fetchall()
    expected = recomputed(settings).rows()
    assert [row[:3] for row in found] == expected
    assert [float(row[3]) for row in found] == [calls * 8.0 for _, _, calls in expected]


def test_nothing_that_arrived_is_lost(small: Settings) -> None:
    """Rows in = rows kept + rows set aside, for each source."""
    rejected = table(small, "bronze.rejected_lines")
    for source, name in SOURCES.items():
        lines = sum(_data_lines(path) for path in _files(small, source))
        taken = table(small, f"bronze.{name}").height
        aside = rejected.filter(pl.col("source") == source).height
        assert lines == taken + aside
        kept = table(small, f"silver.{CLEANED[source]}").height
        assert taken == kept + table(small, f"silver.{source}_quarantine").height


def _files(settings: Settings, source: str) -> list[Path]:
    return sorted(settings.landing.glob(f"{source}.csv")) + sorted(settings.landing.glob(f"{source}/**/*.csv"))


def _data_lines(path: Path) -> int:
    return sum(1 for line in path.read_text().splitlines()[1:] if line.strip())


def test_every_spoiled_row_is_set_aside_for_its_reason(small: Settings) -> None:
    key = pl.read_parquet(small.home / "answer_key" / "dirt.parquet")
    assert key["kind"].n_unique() >= 15
    expected = key.group_by("source", "reason").len().sort("source", "reason")
    found = (
        pl.concat([_reasons(small, source) for source in SOURCES])
        .group_by("source", "reason")
        .len()
        .sort("source", "reason")
    )
    assert found.rows() == expected.rows()


def _reasons(settings: Settings, source: str) -> pl.DataFrame:
    quarantine = table(settings, f"silver.{source}_quarantine").select("reasons")
    single = quarantine.select(
        pl.lit(source).alias("source"), pl.col("reasons").str.split(", ").alias("reason")
    ).explode("reason")
    lines = table(settings, "bronze.rejected_lines").filter(pl.col("source") == source).select("source", "reason")
    return pl.concat([single, lines])
