"""What people say of incidents: recorded with what later looks need, by those who may, never over anybody's head."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.contract import load_contracts
from pipeline.delta import append_rows, latest_version, table_path
from pipeline.errors import LeakageError, PublishError
from pipeline.ledger import Who
from pipeline.reference import decision_versions
from pipeline.runs import Run, record
from pipeline.settings import Settings, load_settings
from pipeline.verdicts import incidents, say, verdicts

ANA = Who("ana", "operator")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home whose published run has three incidents."""
    settings = load_settings(home=tmp_path)
    contract = load_contracts()["gold.incidents"]
    rows = [_incident("abc1", 21, 5), _incident("abd2", 23, 7), _incident("xyz3", 23, 9)]
    append_rows(settings.tables, contract, rows)
    version = latest_version(table_path(settings.tables, contract)) or 0
    record(settings, Run("1", "build", "duckdb", "d", versions={"gold.incidents": version}), "published")
    return settings


def _incident(name: str, day: int, excess: int) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(load_contracts()["gold.incidents"].columns)
    numbers = ("expected_calls", "low_calls", "high_calls", "excess_calls", "excess_cost_usd", "peak_excess_calls")
    return row | dict.fromkeys(numbers, Decimal(excess)) | {
        "incident_id": name, "slice": '{"error_code": "PAY-504"}', "as_of_date": date(2026, 11, 23),
        "first_date": date(2026, 11, day), "last_date": date(2026, 11, day), "days": 1, "status": "over",
        "severity": "low", "confidence": Decimal(1), "observed_calls": 20, "similar_before": 0,
    }  # fmt: skip


def test_incidents_come_latest_and_largest_first(home: Settings) -> None:
    assert [row["incident_id"] for row in incidents(home)] == ["xyz3", "abd2", "abc1"]


def test_a_verdict_holds_what_later_looks_need(home: Settings) -> None:
    before = datetime.now(UTC)
    assert decision_versions(home.tables) == {}
    say(home, "xyz", "false_alarm", ANA, "a test of the pager")
    say(home, "xyz3", "confirmed", ANA)
    first, second = verdicts(home)
    assert (first.incident_id, first.opinion, first.said_by, first.note) == (
        "xyz3",
        "false_alarm",
        "ana",
        "a test of the pager",
    )
    assert (first.slice, first.first_date, first.excess_calls, first.as_of_date) == (
        '{"error_code": "PAY-504"}',
        date(2026, 11, 23),
        Decimal(9),
        date(2026, 11, 23),
    )
    assert (second.opinion, second.note) == ("confirmed", None)
    assert before <= first.recorded_at <= second.recorded_at
    assert "ops.incident_verdicts" in decision_versions(home.tables)


@pytest.mark.parametrize(
    ("name", "opinion", "who", "said"),
    [
        ("ab", "confirmed", ANA, "2 incidents begin with 'ab'"),
        ("nope", "confirmed", ANA, "there is no incident 'nope'"),
        ("", "confirmed", ANA, "there is no incident ''"),
        ("xyz3", "boring", ANA, "a verdict can't be 'boring'"),
        ("xyz3", "confirmed", Who("eve", "viewer"), "the role viewer may not judge"),
    ],
)
def test_what_is_refused_leaves_nothing(home: Settings, name: str, opinion: str, who: Who, said: str) -> None:
    with pytest.raises(LeakageError, match=said):
        say(home, name, opinion, who)
    assert verdicts(home) == []


def test_without_a_run_there_is_nothing_to_judge(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nothing has been built"):
        say(load_settings(home=tmp_path), "a", "confirmed", ANA)
