"""Mapping files are read strictly: what is wrong is named, with file, place and the nearest right word."""

import re
from pathlib import Path

import pytest
import yaml

from pipeline.bronze.mapping import readings
from pipeline.bronze.mapping_file import load_mapping
from pipeline.errors import MappingError

CALENDAR = "{{sources: {{business_calendar: {{files: x.csv, columns: {{event_date: day, event_type: {}}}}}}}}}"
CALLS = "{{sources: {{call_logs: {{files: x.csv, columns: {{call_id: id, member_id: who, {}}}}}}}}}"
KNOWN = "{value: outage}"

WRONG = yaml.safe_load(Path(__file__).with_name("wrong_mappings.yml").read_text())


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_named(tmp_path: Path, kind: str) -> None:
    text, said = WRONG[kind]["mapping"], WRONG[kind]["says"]
    path = tmp_path / "mapping.yml"
    path.write_text(text)
    with pytest.raises(MappingError, match=re.escape(said)) as wrong:
        load_mapping(path)
    assert str(path) in str(wrong.value)


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be read: No such file"):
        load_mapping(tmp_path / "none.yml")


def test_values_stay_the_text_that_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(CALENDAR.format("{from: a, map: {NO: outage, 1: release, null: holiday}}"))
    [given] = load_mapping(path).sources["business_calendar"]
    assert list(given.columns["event_type"].map) == ["NO", "1", "null"]


def test_sources_that_a_mapping_leaves_out_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(CALENDAR.format(KNOWN))
    own = {reading.table: reading for reading in readings(None)}
    for reading in readings(path):
        assert (reading == own[reading.table]) == (reading.table != "bronze.business_calendar_raw")


def test_a_reading_needs_the_columns_that_it_names_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    span = "{seconds_between: {start: {from: S, format: yyyy-MM-dd HH}, end: {join: [D, E], format: yyyy-MM-dd HH}}}"
    text = CALLS.format(f"call_timestamp: TS, duration_seconds: {span}, agent_id: {{key_of: [Who, Desk]}}")
    path.write_text(text.replace("{sources", "{time_zone: UTC, sources", 1))
    [reading] = [reading for reading in readings(path) if reading.salt]
    assert reading.needs == ("id", "who", "ts", "s", "d", "e", "desk")
