"""The grades of the default data's planted incidents: answer key, published incidents and calls in, figures out."""

from datetime import date
from typing import Any

import pytest

from evals.sets.default import graded

DAY = date(2026, 11, 23)
KEY = [
    {
        "name": "outage",
        "journey": "billing",
        "dates": ["2026-11-23"],
        "slice": {"step": "payment", "error_code": "P1"},
        "extra_calls_per_day": 300,
    }
]


def call(journey: str, step: str, code: str | None, calls: int) -> dict[str, Any]:
    return {"leakage_date": DAY, "journey_type": journey, "step": step, "error_code": code, "calls": calls}


CALLS = [
    call("billing", "payment", "P1", 500),
    call("billing", "payment", None, 20),
    call("billing", "sign_in", "A1", 400),
    call("pharmacy", "refill", "R1", 900),
]


def incident(told: str, day: date = DAY, status: str = "open") -> dict[str, Any]:
    return {"look_date": day, "slice": told, "excess_calls": 290, "event": None, "status": status}


@pytest.mark.parametrize(
    ("slices", "expected"),
    [
        (['{"error_code": "P1"}'], {"found": 1, "explained": 1, "other_days": 0}),
        (['{"step": "payment"}'], {"found": 1, "explained": 1, "other_days": 0}),  # but for 20 of 520 calls
        (['{"journey_type": "billing"}'], {"found": 1, "explained": 0, "other_days": 0}),
        (['{"step": "refill"}'], {"found": 0, "explained": 0, "other_days": 1}),
        (['{"step": "refill"}', '{"error_code": "P1"}'], {"found": 1, "explained": 1, "other_days": 1}),
        (['{"error_code": "P1"}', '{"journey_type": "billing"}'], {"found": 1, "explained": 1, "other_days": 0}),
        (["{}"], {"found": 0, "explained": 0, "other_days": 1}),  # everything is no slice
        ([], {"found": 0, "explained": 0, "other_days": 0}),
    ],
)
def test_figures(slices: list[str], expected: dict[str, float]) -> None:
    report = graded(KEY, [incident(one) for one in slices], CALLS, "small", held_out=False)
    assert report.figures == expected
    assert report.passed is (expected["explained"] == 1)


def test_an_incident_that_the_calendar_explains_is_no_other_alarm() -> None:
    rows = [incident('{"error_code": "P1"}'), incident('{"step": "refill"}', status="expected")]
    assert graded(KEY, rows, CALLS, "small", held_out=False).figures["other_days"] == 0


def test_an_incident_is_explained_when_one_of_its_days_is() -> None:
    before = date(2026, 11, 22)
    key = [KEY[0] | {"dates": ["2026-11-22", "2026-11-23"]}]
    calls = [*CALLS, *({**row, "leakage_date": before} for row in CALLS)]
    report = graded(key, [incident('{"error_code": "P1"}', before)], calls, "small", held_out=False)
    assert report.figures == {"found": 1, "explained": 1, "other_days": 0}
    assert [row[5] for row in report.sheets[0].rows] == ["explained", "missed"]
