"""The command center day: the document's figures, found by the rule in the raw files."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

FIGURES = [tuple(row) for row in yaml.safe_load(Path(__file__).with_name("command_center_day.yml").read_text())]
BY_SEGMENT = """
    SELECT journey, segment, count(*), sum(is_repeat::INT), round(avg(score), 2)
    FROM leaked WHERE day = '{day}' GROUP BY ALL ORDER BY ALL"""
BY_FAILURE = """
    SELECT leaked.journey, event_type, count(*), count(error_code)
    FROM leaked JOIN events USING (event_id) GROUP BY ALL ORDER BY ALL"""
TRUTH = """
    WITH known AS (
      SELECT call_id, event_id FROM caused
      UNION ALL SELECT call_id, chance_event_id FROM uncaused WHERE chance_event_id IS NOT NULL)
    SELECT count(known.call_id), count(leaked.call_id),
      count(*) FILTER (known.event_id IS DISTINCT FROM leaked.event_id)
    FROM known FULL JOIN leaked USING (call_id)"""


def test_one_day_has_exactly_the_documents_rows(one_day: Any) -> None:
    assert {name: one_day.summary.rows[name] for name in ("digital_journeys", "call_logs", "member_profiles")} == {
        "digital_journeys": 50_000,
        "call_logs": 12_000,
        "member_profiles": 10_000,
    }
    distinct = "SELECT count(DISTINCT event_id) FROM events UNION ALL SELECT count(DISTINCT call_id) FROM calls"
    assert one_day.rows(distinct) == [(50_000,), (12_000,)]


def test_one_day_has_the_documents_figures(one_day: Any) -> None:
    assert one_day.rows(BY_SEGMENT.format(day="2026-11-20")) == FIGURES


def test_the_rule_finds_what_was_planted_and_nothing_else(one_day: Any) -> None:
    assert one_day.rows(TRUTH) == [(12_000, 12_000, 0)]


def test_every_member_calls_about_one_journey(one_day: Any) -> None:
    journeys = "SELECT member_id, count(DISTINCT journey) AS n FROM leaked GROUP BY ALL"
    assert one_day.rows(f"SELECT count(*), max(n) FROM ({journeys})") == [(10_000, 1)]


def test_calls_are_credited_to_the_failures_the_document_names(one_day: Any) -> None:
    found = {(journey, event_type): (calls, coded) for journey, event_type, calls, coded in one_day.rows(BY_FAILURE)}
    assert found[("billing", "abandon")] == (5_000, 0)
    assert found[("id_card", "error")] == (3_000, 3_000)
    assert found[("pharmacy", "abandon")][0] + found[("pharmacy", "error")][0] == 4_000
    assert min(found[("pharmacy", "abandon")][0], found[("pharmacy", "error")][0]) > 0


def test_most_billing_abandons_come_after_an_error_in_the_session(one_day: Any) -> None:
    after_error = """
        SELECT avg((list_contains(before.types, 'error'))::INT)
        FROM leaked JOIN events USING (event_id)
        JOIN (SELECT session_id, list(event_type) AS types FROM events GROUP BY ALL) AS before USING (session_id)
        WHERE leaked.journey = 'billing'"""
    assert 0.8 < one_day.rows(after_error)[0][0] < 0.95


def test_sessions_have_the_documents_numbers_of_events(one_day: Any) -> None:
    sorts = """
        SELECT CASE WHEN bool_or(event_id IN (SELECT event_id FROM leaked)) THEN 'leaked'
                    WHEN bool_or(event_type IN ('error', 'abandon')) THEN 'failed' ELSE 'completed' END AS sort,
          count(*) AS n FROM events GROUP BY session_id"""
    totals = {
        sort: (n, events)
        for sort, n, events in one_day.rows(f"SELECT sort, count(*), sum(n) FROM ({sorts}) GROUP BY ALL")
    }
    assert totals == {"leaked": (12_000, 24_000), "failed": (5_000, 12_000), "completed": (4_000, 14_000)}


def test_nothing_happens_outside_the_day_and_something_in_its_last_hour(one_day: Any) -> None:
    ((first, last),) = one_day.rows("SELECT min(event_timestamp), max(event_timestamp) FROM events")
    ((first_call, last_call),) = one_day.rows("SELECT min(call_timestamp), max(call_timestamp) FROM calls")
    assert min(first, first_call) >= "2026-11-20T05:00:00Z"
    assert "2026-11-21T04:00:00Z" <= last <= "2026-11-21T04:59:59Z"
    assert last_call <= "2026-11-21T04:59:59Z"


def test_some_scores_and_reasons_are_missing(one_day: Any) -> None:
    ((scores, reasons, calls),) = one_day.rows("SELECT count(sentiment_score), count(call_reason), count(*) FROM calls")
    assert 0.9 * calls < scores < calls
    assert 0.9 * calls < reasons < calls


def test_transcripts_are_bilingual_varied_and_agree_with_the_score(one_day: Any) -> None:
    assert one_day.rows("SELECT count(DISTINCT transcript) > 0.25 * count(*) FROM calls") == [(True,)]
    angry = "SELECT avg(sentiment_score::DOUBLE) FROM calls WHERE transcript LIKE '%unacceptable%'"
    glad = "SELECT avg(sentiment_score::DOUBLE) FROM calls WHERE transcript LIKE '%very kind%'"
    assert one_day.rows(angry)[0][0] < -0.6 < 0.2 < one_day.rows(glad)[0][0]
    spanish = "SELECT DISTINCT language FROM calls WHERE transcript LIKE '%Presioné%' OR transcript LIKE '%tarjeta%'"
    assert one_day.rows(spanish) == [("Spanish",)]
    assert one_day.rows("SELECT count(*) FROM calls WHERE transcript LIKE '%\n%'") == [(0,)]


def test_the_figures_hold_on_other_days_and_seeds(make: Any) -> None:
    other = make(days=1, end=date(2026, 3, 8), seed=7)
    assert other.rows(BY_SEGMENT.format(day="2026-03-08")) == FIGURES
    assert other.rows(TRUTH) == [(12_000, 12_000, 0)]
