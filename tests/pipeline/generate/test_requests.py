"""What can be asked for: sizes, worlds, bytes, and what is refused."""

import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.errors import GenerateError
from pipeline.generate.generate import generate
from pipeline.generate.holidays import latest_working_day
from pipeline.generate.people import people_of
from pipeline.generate.portions import portions
from pipeline.generate.request import Request
from pipeline.generate.world import load_world, world_text

REFUSALS = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text())


def checksums(made: Any) -> dict[str, str]:
    folders = (made.landing, made.key)
    return {
        str(path.relative_to(folder.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_request_makes_the_same_bytes(make: Any) -> None:
    wanted = {"days": 9, "volume": 0.02, "dirty": 0.05}
    first, second = make(**wanted), make(**wanted)
    assert checksums(first) == checksums(second)
    assert checksums(make(**wanted, seed=1)) != checksums(first)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal["wanted"]))
def test_what_cannot_be_is_refused_by_option_and_limit(refusal: Any, tmp_path: Path) -> None:
    with pytest.raises(GenerateError) as refused:
        generate(Request(**{"end": date(2026, 11, 20)} | refusal["wanted"]), tmp_path / "landing", tmp_path / "key")
    assert all(words in str(refused.value) for words in refusal["says"]), str(refused.value)
    assert not list(tmp_path.iterdir()), "nothing is left behind"


@pytest.mark.parametrize("volume", [0.001, 0.0137, 0.1])
def test_volume_scales_everything_of_one_day(volume: float, make: Any) -> None:
    made = make(days=1, volume=volume)
    assert made.summary.rows["digital_journeys"] == round(50_000 * volume)
    assert made.summary.rows["call_logs"] == round(12_000 * volume)
    assert made.rows("SELECT count(*) FROM leaked") == [(round(12_000 * volume),)]


def test_members_events_and_calls_can_be_named(make: Any) -> None:
    made = make(days=1, members=900, events_per_day=1_000, calls_per_day=300)
    rows = made.summary.rows
    assert (rows["member_profiles"], rows["digital_journeys"], rows["call_logs"]) == (900, 1_000, 300)


def test_a_long_world_has_its_incidents_again_and_again(make: Any) -> None:
    made = make(days=110, volume=0.002, dirty=0)
    planted = yaml.safe_load((made.key / "incidents.yml").read_text())
    assert sum(incident["name"] == "pharmacy_outage" for incident in planted) == 2
    assert made.rows("SELECT count(*) FROM leaked")[0][0] >= made.summary.leaked_calls


def test_the_default_end_is_the_latest_working_day() -> None:
    rules = load_world().calendar
    assert latest_working_day(date(2026, 11, 24), rules) == date(2026, 11, 23)
    assert latest_working_day(date(2026, 11, 23), rules) == date(2026, 11, 20), "not a weekend"
    assert latest_working_day(date(2026, 11, 27), rules) == date(2026, 11, 25), "not Thanksgiving"
    assert latest_working_day(date(2027, 1, 2), rules) == date(2026, 12, 31), "not New Year's Day"


def test_the_answer_key_says_what_was_asked(one_day: Any) -> None:
    assert json.loads((one_day.key / "request.json").read_text())["end"] == "2026-11-20"
    assert (one_day.key / "world.yml").read_text() == world_text()


def test_the_calendar_knows_holidays_and_what_the_incidents_came_with(one_day: Any) -> None:
    rows = (one_day.landing / "business_calendar.csv").read_text().splitlines()
    assert rows[0] == "event_date,event_type,journey_type,description"
    assert "2026-11-26,holiday,,Thanksgiving Day" in rows
    assert any(row.startswith("2026-11-20,card_mailing,id_card,") for row in rows)


def test_the_columns_are_the_raw_files(one_day: Any) -> None:
    for source, columns in load_world().files.items():
        header = (one_day.landing / f"{source}.csv").read_text().split("\n", 1)[0]
        assert header == ",".join(columns)


def test_an_unknown_name_in_a_world_file_is_an_error(tmp_path: Path) -> None:
    other = tmp_path / "world.yml"
    other.write_text(world_text().replace("  holiday_level: 0.6", "  holliday_level: 0.6"))
    with pytest.raises(GenerateError, match="holliday_level"):
        load_world(other)


def test_an_incident_needs_a_known_journey(tmp_path: Path) -> None:
    other = tmp_path / "world.yml"
    other.write_text(world_text().replace("    journey: pharmacy\n", "    journey: farmacy\n", 1))
    with pytest.raises(GenerateError, match="farmacy: no such journey"):
        load_world(other)


def test_a_world_file_of_ones_own_is_used(make: Any, tmp_path: Path) -> None:
    other = tmp_path / "world.yml"
    other.write_text(world_text().replace("MAPD New: 840,", "MAPD New: 600,"))
    made = make(world=other, days=1, members=10_240)
    assert made.rows("SELECT count(*) FROM leaked WHERE is_repeat") == [(1_760,)]


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    people_of.cache_clear()
    monkeypatch.setitem(sys.modules, "faker", None)
    with pytest.raises(GenerateError, match=r"Faker.*not installed"):
        people_of("en_US", 1, 1)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, [1, 1, 1], [4, 3, 3]), (0, [1, 2], [0, 0]), (5, [0, 0], [0, 0]), (7, [0, 3, 4], [0, 3, 4])],
)
def test_portions_lose_nothing(total: int, weights: list[float], parts: list[int]) -> None:
    assert portions(total, weights).tolist() == parts
