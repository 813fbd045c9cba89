"""The default data set: seventy days that end on the command center day."""

from pathlib import Path
from typing import Any

import pytest
import yaml

FIGURES = [tuple(row) for row in yaml.safe_load(Path(__file__).with_name("command_center_day.yml").read_text())]


@pytest.fixture(scope="module")
def default(make: Any) -> Any:
    return make(dirty=0)


@pytest.mark.slow
def test_the_last_day_has_the_same_figures(default: Any) -> None:
    by_segment = """
        SELECT journey, segment, count(*), sum(is_repeat::INT), round(avg(score), 2)
        FROM leaked WHERE day = '2026-11-20' GROUP BY ALL ORDER BY ALL"""
    assert default.rows(by_segment) == FIGURES
    day = "call_timestamp BETWEEN '2026-11-20T05:00:00Z' AND '2026-11-21T04:59:59Z'"
    assert default.rows(f"SELECT count(*) FROM calls WHERE {day}") == [(15_000,)]
    assert default.rows(f"SELECT count(*) FROM events WHERE {day.replace('call', 'event')}") == [(50_000,)]


@pytest.mark.slow
def test_the_week_before_adds_up_to_the_trends(default: Any) -> None:
    week = "SELECT journey, count(*) FROM leaked WHERE day BETWEEN '2026-11-13' AND '2026-11-19' GROUP BY ALL"
    sums = dict(default.rows(week))
    assert sums == {"billing": 30_702, "id_card": 19_444, "pharmacy": 27_184}
    trends = {
        journey: calls / (sums[journey] / 7) - 1
        for journey, calls in (("billing", 5000), ("id_card", 3000), ("pharmacy", 4000))
    }
    assert {journey: round(trend, 2) for journey, trend in trends.items()} == {
        "billing": 0.14,
        "id_card": 0.08,
        "pharmacy": 0.03,
    }


@pytest.mark.slow
def test_pharmacy_is_usual_for_the_weekday_and_the_others_are_not(default: Any) -> None:
    same_weekday = """
        SELECT journey, count(*) / 4 FROM leaked
        WHERE day IN ('2026-10-23', '2026-10-30', '2026-11-06', '2026-11-13') GROUP BY ALL"""
    means = dict(default.rows(same_weekday))
    assert abs(4000 / means["pharmacy"] - 1) < 0.02
    assert 5000 / means["billing"] - 1 > 0.08
    assert 3000 / means["id_card"] - 1 > 0.03


@pytest.mark.slow
def test_the_rule_finds_what_was_planted(default: Any) -> None:
    wrong = """
        WITH known AS (
          SELECT call_id, event_id FROM caused
          UNION ALL SELECT call_id, chance_event_id FROM uncaused WHERE chance_event_id IS NOT NULL)
        SELECT count(*) FROM known FULL JOIN leaked USING (call_id)
        WHERE known.event_id IS DISTINCT FROM leaked.event_id"""
    assert default.rows(wrong) == [(0,)]
    assert 0 < default.summary.chance_calls < 1_000


@pytest.mark.slow
def test_there_are_enough_new_members_on_every_day(default: Any) -> None:
    new = """
        SELECT min(n) FROM (
          SELECT day, count(*) AS n FROM range(DATE '2026-09-12', DATE '2026-11-21', INTERVAL 1 DAY) AS days(day)
          JOIN members ON plan_type = 'MAPD' AND preferred_language <> 'Spanish'
            AND enrollment_date::DATE <= day AND day < enrollment_date::DATE + INTERVAL 12 MONTH
          GROUP BY day)"""
    assert default.rows(new)[0][0] >= 40_000


@pytest.mark.slow
def test_about_ten_incidents_are_planted(default: Any) -> None:
    planted = yaml.safe_load((default.key / "incidents.yml").read_text())
    assert 9 <= len(planted) <= 11
    assert [incident["name"] for incident in planted if "2026-11-20" in incident["dates"]] == [
        "ios_payment_release",
        "spanish_card_mailing",
    ]
