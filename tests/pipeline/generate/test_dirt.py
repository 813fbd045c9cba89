"""Dirt: damaged copies on top of whole data, each accounted for."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.generate.world import load_world

WORLD = load_world()
Row = dict[str, Any]


def as_written(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def kinds_of(source: str) -> set[str]:
    about = WORLD.dirt.sources[source]
    return {*about.kinds, *about.files}


@pytest.fixture(scope="module")
def dirt(dirty_days: Any) -> list[Row]:
    return list(pq.read_table(dirty_days.key / "dirt.parquet").to_pylist())


def files_of(made: Any, source: str) -> list[Path]:
    return sorted(Path(made.landing).rglob(f"{source}.csv")) or sorted(Path(made.landing, source).glob("*.csv"))


def test_there_are_fifteen_kinds_and_more() -> None:
    assert len(set().union(*(kinds_of(source) for source in WORLD.dirt.sources))) >= 15


@pytest.mark.parametrize("source", list(WORLD.dirt.sources))
def test_every_kind_is_there(source: str, dirt: list[Row]) -> None:
    assert {row["kind"] for row in dirt if row["source"] == source} == kinds_of(source)


@pytest.mark.parametrize("source", list(WORLD.dirt.sources))
def test_every_row_is_good_or_accounted_for(source: str, dirty_days: Any, dirt: list[Row]) -> None:
    written = sum(len(as_written(path)[1]) for path in files_of(dirty_days, source))
    spoiled = sum(row["source"] == source for row in dirt)
    assert written == dirty_days.summary.rows[source] + spoiled
    assert spoiled == dirty_days.summary.spoiled[source]
    assert spoiled == pytest.approx(0.1 * dirty_days.summary.rows[source], rel=0.1)


def test_lines_and_headers_are_broken_where_the_key_says_so(dirty_days: Any, dirt: list[Row]) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for source in WORLD.dirt.sources:
        for path in files_of(dirty_days, source):
            header, rows = as_written(path)
            lacking = set(WORLD.files[source]) - set(header)
            for row in rows:
                name = path.relative_to(dirty_days.landing).as_posix()
                reason = _broken(len(row), len(header), bool(lacking))
                found[(name, reason)] += reason != ""
    said = Counter((row["file"], row["reason"]) for row in dirt)
    structural = {"missing_fields", "extra_fields", "missing_column"}
    assert {k: n for k, n in found.items() if n} == {k: n for k, n in said.items() if k[1] in structural}


def _broken(fields: int, columns: int, lacking: bool) -> str:
    if lacking:
        return "missing_column"
    return "missing_fields" if fields < columns else "extra_fields" if fields > columns else ""


VALUES = {
    "missing_timestamp": lambda row, source: not row[source.timestamp],
    "bad_timestamp": lambda row, source: not re.match(r"20\d\d-(0\d|1[0-2])-\d\dT", row[source.timestamp]),
    "future_timestamp": lambda row, source: row[source.timestamp] > "2035",
    "bad_date": lambda row, source: row[source.date] in WORLD.dirt.bad_dates,
    "negative_duration": lambda row, source: any(row[name].startswith("-") for name in source.durations),
    "not_a_number": lambda row, source: any(
        row[name] in WORLD.dirt.not_numbers for name in [*source.durations, source.score]
    ),
    "score_out_of_range": lambda row, source: abs(float(row[source.score])) > 1,
    "unknown": lambda row, source: any(row[name] in WORLD.dirt.unknown_word for name in source.enums),
    "missing_member_id": lambda row, source: not row["member_id"],
}


@pytest.mark.parametrize("reason", list(VALUES))
def test_values_are_wrong_where_the_key_says_so_and_nowhere_else(reason: str, dirty_days: Any, dirt: list[Row]) -> None:
    said = [row for row in dirt if row["reason"].startswith(reason)]
    found = 0
    for source in {row["source"] for row in said}:
        about = WORLD.dirt.sources[source]
        for path in files_of(dirty_days, source):
            header, rows = as_written(path)
            if header == list(WORLD.files[source]):
                whole = [dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)]
                found += sum(bool(VALUES[reason](row, about)) for row in whole if _filled(row, about, reason))
    assert said
    assert found == len(said)


def _filled(row: dict[str, str], about: Any, reason: str) -> bool:
    """Leave out rows whose value is missing or of another kind of dirt."""
    if reason == "score_out_of_range":
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", row[about.score]))
    if reason in ("bad_timestamp", "future_timestamp"):
        dated = bool(re.match(r"20\d\d-(0\d|1[0-2])-\d\dT", row[about.timestamp]))
        return bool(row[about.timestamp]) and dated == (reason == "future_timestamp")
    return True


def test_an_older_delivery_of_a_key_loses(dirty_days: Any, dirt: list[Row]) -> None:
    conflicts = [row for row in dirt if row["kind"] == "duplicate_key_conflict"]
    rows = {path.name: as_written(path)[1] for path in files_of(dirty_days, "call_logs")}
    for conflict in [row for row in conflicts if row["source"] == "call_logs"]:
        both = [row for row in rows[Path(conflict["file"]).name] if row[0] == conflict["key"]]
        older = [row for row in both if row[-1] == WORLD.dirt.sources["call_logs"].changed["transcript"]]
        assert len(older) == 1
        assert all(row[2] > older[0][2] for row in both if row not in older)


def test_new_keys_are_nobodys(dirty_days: Any, dirt: list[Row]) -> None:
    good = {row[0] for row in dirty_days.rows("SELECT call_id FROM caused UNION ALL SELECT call_id FROM uncaused")}
    fresh = {row["key"] for row in dirt if row["source"] == "call_logs" and row["key"] != row["original_key"]}
    assert not fresh & good


def test_the_good_rows_are_the_same_without_dirt(make: Any, dirty_days: Any, dirt: list[Row]) -> None:
    clean = make(days=12, volume=0.02, dirty=0)
    for path in files_of(clean, "call_logs"):
        good = Counter(path.read_text().splitlines())
        both = Counter((dirty_days.landing / "call_logs" / path.name).read_text().splitlines())
        assert not good - both
    assert pq.read_table(clean.key / "leaked_calls.parquet") == pq.read_table(dirty_days.key / "leaked_calls.parquet")


def test_one_day_can_be_dirty_too(make: Any) -> None:
    made = make(days=1, volume=0.1, dirty=0.05)
    assert {path.name for path in files_of(made, "call_logs")} == {
        "2026-11-20.csv",
        *(f"2026-11-20-resent{number}.csv" for number in ("", "-2", "-3", "-4")),
    }
    assert (made.landing / "member_profiles.csv").is_file()


def test_by_default_history_is_a_little_dirty_and_the_last_day_clean(make: Any) -> None:
    made = make(days=3, volume=0.2)
    spoiled_days = made.rows("SELECT DISTINCT file[-14:-5] FROM dirt WHERE source = 'digital_journeys'")
    assert spoiled_days
    assert not made.rows("SELECT * FROM dirt WHERE file LIKE '%2026-11-20%'")
