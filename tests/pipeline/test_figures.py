"""The source document's figures, computed by the pipeline from generated rows."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipeline.contract import load_contracts
from pipeline.delta import open_table, table_path
from pipeline.serving import served
from pipeline.settings import Settings

FIGURES = yaml.safe_load((Path(__file__).parent / "figures.yml").read_text())


def cases(*groups: str) -> list[Any]:
    return [pytest.param(case, id=name) for group in groups for name, case in FIGURES[group].items()]


def plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return float(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else value


def verify(settings: Settings, case: dict[str, Any]) -> None:
    with duckdb.connect(served(settings).database, read_only=True) as gold:
        found = plain(gold.execute(case["query"]).fetchall())
    expected = plain(case["rows"])
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        assert [have for have, want in zip(row, wanted, strict=True) if want != "any"] == [
            x for x in wanted if x != "any"
        ]


@pytest.mark.parametrize("case", cases("every_day", "one_day_only"))
def test_one_day(day: Settings, case: dict[str, Any]) -> None:
    verify(day, case)


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("every_day", "default_only"))
def test_default_data(default_data: Settings, case: dict[str, Any]) -> None:
    verify(default_data, case)


def rows_of(settings: Settings, *tables: str) -> int:
    opened = [open_table(table_path(settings.tables, load_contracts()[table])) for table in tables]
    return sum(table.count() for table in opened if table is not None)


def test_rows_of_each_layer(day: Settings) -> None:
    raw = ("digital_journeys_raw", "call_logs_raw", "member_profiles_raw")
    silver = ("digital_journeys_cleaned", "call_logs_cleaned", "member_profiles_enriched", "digital_call_leakage")
    assert rows_of(day, *(f"bronze.{name}" for name in raw)) == 72_000
    assert rows_of(day, *(f"silver.{name}" for name in silver)) == 84_000
    assert rows_of(day, "silver.digital_call_leakage") == 12_000


@pytest.mark.slow
def test_the_default_data_end_in_the_command_center_day(default_data: Settings) -> None:
    calls = f"{default_data.landing}/call_logs/2026-11-23*.csv"
    assert duckdb.sql(f"SELECT COUNT(*) FROM read_csv('{calls}', all_varchar=true)").fetchall() == [(15_000,)]
