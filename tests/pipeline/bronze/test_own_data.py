"""The worked example, end to end, and its documentation."""

import csv
import importlib.util
import shutil
from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import deltalake
import duckdb
import pytest
import yaml

from pipeline.bronze.mapping_check import must_have, sources
from pipeline.bronze.mapping_model import ColumnMap, Input, MappingFile, Span
from pipeline.bronze.time_format import LETTERS
from pipeline.build import build
from pipeline.contract import load_contracts
from pipeline.errors import IngestError
from pipeline.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "bpi2016"
MAPPING = EXAMPLE / "mapping.yml"
DOCUMENT = (ROOT / "docs" / "own-data.md").read_text()
WINDOW = 30 * 60 * 1000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("bpi")
    shutil.copytree(EXAMPLE / "landing", home / "landing")
    settings = load_settings(home=home, mapping=MAPPING, time_zone="Europe/Amsterdam")
    build(settings)
    return settings


def rows(settings: Settings, table: str, columns: str) -> list[tuple[Any, ...]]:
    files = deltalake.DeltaTable(settings.tables / table.replace(".", "/")).file_uris()
    return duckdb.sql(f"SELECT {columns} FROM read_parquet({files!r})").fetchall() if files else []


def test_the_calls_that_leaked_are_those_that_a_few_lines_of_python_find(built: Settings) -> None:
    found = rows(
        built, "silver.digital_call_leakage", "member_id, epoch_ms(failed_at), epoch_ms(called_at), journey_type"
    )
    expected = list(leaked())
    assert len(expected) > 20
    assert sorted(found) == sorted(expected)


def leaked() -> Iterator[tuple[str, int, int, str]]:
    """Each call with the latest failure in the half hour before it, read off the files alone; times in milliseconds."""
    journeys = yaml.safe_load(MAPPING.read_text())["sources"]["digital_journeys"]["columns"]["journey_type"]
    failures = [
        (row["CustomerID"], moment, journey_of(row["PAGE_NAME"], journeys["map"]) or journeys["default"])
        for row in read("BPI2016_Clicks_Logged_In.csv")
        if row["page_load_error"] == "1" and (moment := utc(row["TIMESTAMP"])) is not None
    ]
    calls = {
        (row["CustomerID"], utc(f"{row['ContactDate']} {row['ContactTimeStart']}")): row["QuestionTheme"]
        for row in reversed(list(read("BPI2016_Questions.csv")))
    }
    for (member, called), theme in calls.items():
        reason = journey_of(theme, journeys["map"])
        fitting = [
            (failed, journey)
            for who, failed, journey in failures
            if who == member and 0 <= called - failed <= WINDOW and reason in (None, journey)
        ]
        if fitting:
            failed, journey = max(fitting)
            yield member, failed, called, reason or journey


def read(name: str) -> Iterator[dict[str, str]]:
    with (EXAMPLE / "landing" / name).open(encoding="latin-1", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def utc(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    except ValueError:
        return None
    return round(moment.timestamp() * 1000)


def journey_of(text: str, journeys: dict[str, str]) -> str | None:
    return next((ours for theirs, ours in journeys.items() if fnmatch(text.lower(), theirs)), None)


def test_everything_odd_in_the_sample_is_accounted_for(built: Settings) -> None:
    assert sorted(rows(built, "bronze.rejected_lines", "source, line, reason")) == [
        ("digital_journeys", "17;18-29;M", "missing_fields"),
        ("member_profiles", "17;18-29;M", "missing_fields"),
    ]
    events = sorted(reason for (reason,) in rows(built, "silver.digital_journeys_quarantine", "reasons"))
    assert events == ["bad_timestamp", "duplicate_key", "missing_member_id"]
    assert rows(built, "silver.call_logs_quarantine", "reasons") == [("duplicate_key",)]


def test_letters_beyond_ascii_arrive_whole(built: Settings) -> None:
    steps = {step for (step,) in rows(built, "silver.digital_journeys_cleaned", "step")}
    assert "werk_beëindigen" in steps


def test_every_customer_is_a_member_once(built: Settings) -> None:
    customers = {
        row["CustomerID"] for name in ("BPI2016_Clicks_Logged_In.csv", "BPI2016_Questions.csv") for row in read(name)
    }
    members = rows(built, "silver.member_profiles_enriched", "member_id")
    assert {member for (member,) in members} == customers - {"NULL", "17"}
    assert len(members) == len(set(members))


def test_building_again_changes_nothing(built: Settings) -> None:
    assert build(built).unchanged


def test_members_and_calendar_may_be_missing(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "landing", tmp_path / "landing")
    mapping = yaml.safe_load(MAPPING.read_text())
    del mapping["sources"]["member_profiles"]
    (tmp_path / "mapping.yml").write_text(yaml.safe_dump(mapping))
    settings = load_settings(home=tmp_path, mapping=tmp_path / "mapping.yml", time_zone="Europe/Amsterdam")
    build(settings)
    assert rows(settings, "silver.member_profiles_enriched", "*") == []
    assert {segment for (segment,) in rows(settings, "gold.leakage_hourly", "segment")} == {"Unknown"}


@pytest.mark.parametrize(
    ("file", "source"), [("BPI2016_Clicks_Logged_In.csv", "digital_journeys"), ("BPI2016_Questions.csv", "call_logs")]
)
def test_without_clicks_or_calls_nothing_is_built(tmp_path: Path, file: str, source: str) -> None:
    shutil.copytree(EXAMPLE / "landing", tmp_path / "landing")
    (tmp_path / "landing" / file).unlink()
    with pytest.raises(IngestError, match=f"has no rows for {source}"):
        build(load_settings(home=tmp_path, mapping=MAPPING))


def test_the_sample_is_what_its_script_writes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_sample", EXAMPLE / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.LANDING = tmp_path
    script.main()
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (EXAMPLE / "landing" / file.name).read_bytes()


@pytest.mark.parametrize("model", [MappingFile, Input, ColumnMap, Span])
def test_every_key_is_documented_in_the_model_s_own_words(model: Any) -> None:
    for name, field in model.model_fields.items():
        assert f"| `{field.alias or name}` | {field.description} |\n" in DOCUMENT


def test_every_letter_of_a_format_is_documented() -> None:
    for letters, (_, _, about) in LETTERS.items():
        assert f"| `{letters}` | {about} |\n" in DOCUMENT


def test_the_columns_that_must_be_there_are_documented() -> None:
    for source, contract in sources().items():
        assert f"| `{source}` | {', '.join(f'`{name}`' for name in must_have(contract))} |\n" in DOCUMENT


def test_the_values_of_our_columns_are_documented() -> None:
    for contract in load_contracts().values():
        for name, column in contract.columns.items() if contract.raw else ():
            about = " ".join(line for line in DOCUMENT.splitlines() if f"`{name}`" in line)
            known_by_mapping = name in load_contracts()[str(contract.raw)].columns
            assert [value for value in column.values if known_by_mapping and f"`{value}`" not in about] == []
