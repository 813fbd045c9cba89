"""``leakage spikes --cube``: the detector over anybody's file of counts."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.errors import SignalError
from ui.cli import app

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(34)


def rows() -> Iterator[str]:
    """Five weeks of complaints; on the last day those about tea in the south triple from nine o'clock."""
    drawn = np.random.default_rng(7)
    yield "day,the_hour,place,goods,n"
    for day in range(35):
        for hour in range(6, 22):
            for place in ("north", "south"):
                for goods in ("tea", "rice", "oil"):
                    struck = day == 34 and hour >= 9 and (place, goods) == ("south", "tea")
                    count = drawn.poisson(30 if struck else 10)
                    yield f"{FIRST + timedelta(day)},{hour},{place},{goods},{count}"


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cube") / "complaints.csv"
    path.write_text("\n".join(rows()) + "\n")
    return path


def spikes(*words: object) -> Any:
    return CliRunner().invoke(app, ["spikes", *map(str, words)])


def said(*words: object) -> dict[str, Any]:
    result = spikes(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_what_was_planted_is_reported(cube: Path) -> None:
    found = said("--cube", cube, "--date", LAST, "--unit-cost", 2)
    (incident,) = found["incidents"]
    assert incident["slice"] == {"place": "south", "goods": "tea"}
    assert (
        incident["window"]
        == {
            "first_day": str(LAST),
            "first_hour": 9,
            "last_day": str(LAST),
            "last_hour": 21,
            "ongoing": False,
        }
        or incident["window"]["ongoing"]
    )
    assert incident["excess"] == pytest.approx(incident["observed"] - incident["expected"], abs=0.1)
    assert incident["excess_cost_usd"] == pytest.approx(2 * incident["excess"], abs=0.2)
    assert incident["status"] == "open"


def test_a_day_like_others_is_said_to_be_so(cube: Path) -> None:
    result = spikes("--cube", cube, "--date", LAST - timedelta(1))
    assert "Nothing unusual" in result.output


def test_a_day_so_far(cube: Path) -> None:
    assert said("--cube", cube, "--hour", 8)["incidents"] == []
    (incident,) = said("--cube", cube, "--hour", 12)["incidents"]
    assert incident["window"]["last_hour"] == 12
    assert incident["window"]["ongoing"] is True


def test_the_calendar_names_a_suspect(cube: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.csv"
    calendar.write_text(f"event_date,event_type,place,description\n{LAST},release,south,New tea\n")
    (incident,) = said("--cube", cube, "--calendar", calendar)["incidents"]
    assert incident["suspect"] == {
        "date": str(LAST),
        "kind": "release",
        "slice": {"place": "south"},
        "description": "New tea",
    }


def test_too_little_history_is_a_note(cube: Path) -> None:
    found = said("--cube", cube, "--date", FIRST + timedelta(3))
    assert found["judged"] is False
    assert "Too little history" in found["notes"][0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--date", "2027-01-01"), "has no 2027-01-01"),
        (("--count-column", "counts"), "no column counts"),
        (("--dimension", "shop"), "no column shop"),
        (("--calendar", "nowhere.csv"), "no file"),
    ],
)
def test_what_can_not_be_is_said(cube: Path, words: tuple[str, ...], says: str) -> None:
    result = spikes("--cube", cube, *words)
    assert isinstance(result.exception, SignalError)
    assert says in str(result.exception)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("day,n\n")
    result = spikes("--cube", tmp_path / "empty.csv")
    assert result.exit_code != 0
