"""The days before the last: levels, repeat callers, unrelated calls, incidents, clocks that change."""

from datetime import date
from typing import Any

import yaml

from pipeline.generate.world import load_world

TRUTH = """
    WITH known AS (
      SELECT call_id, event_id FROM caused
      UNION ALL SELECT call_id, chance_event_id FROM uncaused WHERE chance_event_id IS NOT NULL)
    SELECT count(*) FROM known FULL JOIN leaked USING (call_id)
    WHERE known.event_id IS DISTINCT FROM leaked.event_id"""


def test_the_rule_finds_what_was_planted(twelve_days: Any) -> None:
    assert twelve_days.rows(TRUTH) == [(0,)]
    assert twelve_days.rows("SELECT count(*) FROM caused")[0][0] == twelve_days.summary.leaked_calls


def test_the_last_day_is_the_command_center_day_in_small(twelve_days: Any) -> None:
    last = (
        "SELECT journey, count(*), sum(is_repeat::INT) FROM leaked WHERE day = '2026-11-05' GROUP BY ALL ORDER BY ALL"
    )
    assert twelve_days.rows(last) == [("billing", 250, 59), ("id_card", 150, 18), ("pharmacy", 200, 23)]


def test_the_week_before_adds_up(twelve_days: Any) -> None:
    week = (
        "SELECT journey, count(*) FROM leaked WHERE day BETWEEN '2026-10-29' AND '2026-11-04' GROUP BY ALL ORDER BY ALL"
    )
    assert twelve_days.rows(week) == [
        ("billing", round(30_702 / 20)),
        ("id_card", round(19_444 / 20)),
        ("pharmacy", round(27_184 / 20)),
    ]


def test_there_are_as_many_unrelated_calls_on_every_day_and_none_in_a_window_lately(twelve_days: Any) -> None:
    per_day = "SELECT substr(call_id, 3, 8) AS day, count(*) FROM uncaused GROUP BY ALL"
    assert {calls for _, calls in twelve_days.rows(per_day)} == {150}
    lately = "SELECT count(*) FROM uncaused WHERE chance_event_id IS NOT NULL AND substr(call_id, 3, 8) >= '20261029'"
    assert twelve_days.rows(lately) == [(0,)]


def test_most_repeat_callers_called_first_on_an_earlier_day(twelve_days: Any) -> None:
    same_day = """
        SELECT avg(same::INT) FROM (
          SELECT is_repeat, day = lag(day) OVER (PARTITION BY member_id, journey ORDER BY moment) AS same FROM leaked)
        WHERE is_repeat AND same IS NOT NULL"""
    assert 0.1 < twelve_days.rows(same_day)[0][0] < 0.9


def test_no_call_about_a_contained_journey_leaks(twelve_days: Any) -> None:
    assert set(twelve_days.rows("SELECT DISTINCT journey FROM leaked")) == {("billing",), ("id_card",), ("pharmacy",)}
    failed = "SELECT count(*) FROM events WHERE journey_type = 'claims' AND event_type = 'error'"
    assert twelve_days.rows(failed)[0][0] > 0


def test_each_file_holds_one_business_day_also_when_the_clocks_change(twelve_days: Any) -> None:
    bounds = {
        "2026-10-31": ("2026-10-31T04:00:00Z", "2026-11-01T03:59:59Z"),
        "2026-11-01": ("2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z"),
        "2026-11-02": ("2026-11-02T05:00:00Z", "2026-11-03T04:59:59Z"),
    }
    for day, (first, last) in bounds.items():
        file = twelve_days.landing / "digital_journeys" / f"{day}.csv"
        ((earliest, latest),) = twelve_days.rows(
            f"SELECT min(event_timestamp), max(event_timestamp) FROM read_csv('{file}', all_varchar = true)"
        )
        assert first <= earliest < latest <= last
        assert latest[:13] == last[:13], "the day's last hour has events"


def test_a_day_in_spring_has_no_missing_hour(make: Any) -> None:
    made = make(days=3, volume=0.05, end=date(2026, 3, 9), dirty=0)
    assert made.rows(TRUTH) == [(0,)]
    hours = "SELECT count(DISTINCT event_timestamp[:13]) FROM events WHERE event_id LIKE 'E-20260308%'"
    assert made.rows(hours) == [(23,)]


def test_members_act_only_after_they_joined(twelve_days: Any) -> None:
    early = "SELECT count(*) FROM events JOIN members USING (member_id) WHERE event_timestamp[:10] < enrollment_date"
    assert twelve_days.rows(early) == [(0,)]


def test_an_incident_strikes_its_slice(make: Any) -> None:
    made = make(days=2, volume=0.2, dirty=0)
    (release, _) = yaml.safe_load((made.key / "incidents.yml").read_text())
    slice_of = " AND ".join(f"{name} = '{value}'" for name, value in release["slice"].items())
    by_day = f"""
        SELECT count(*) FILTER (day = '2026-11-19'), count(*) FILTER (day = '2026-11-20')
        FROM leaked JOIN events AS abandoned USING (event_id)
        JOIN (SELECT session_id, max(error_code) AS error_code FROM events GROUP BY ALL) AS seen USING (session_id)
        WHERE {slice_of.replace("error_code", "seen.error_code")}"""
    ((before, struck),) = made.rows(by_day)
    assert before == 0, "the release was not out"
    assert struck >= round(release["extra_calls_per_day"] * 0.2)


def test_values_are_written_in_several_ways_in_history_only(make: Any) -> None:
    made = make(days=2, volume=0.2, dirty=0)
    spelled = (
        "SELECT substr(event_id, 3, 8), count(*) FROM events WHERE event_type <> lower(trim(event_type)) GROUP BY ALL"
    )
    assert [day for day, _ in made.rows(spelled)] == ["20261119"]


def test_data_can_stop_in_the_middle_of_the_day(make: Any) -> None:
    whole, stopped = (make(days=3, volume=0.05, dirty=0, until=until) for until in (None, "14:30"))
    for source, moment in (("events", "event_timestamp"), ("calls", "call_timestamp")):
        until = f"SELECT * FROM {source} WHERE {moment} <= '2026-11-20T19:30:00Z' ORDER BY ALL"
        assert stopped.rows(until) == whole.rows(until) == stopped.rows(f"SELECT * FROM {source} ORDER BY ALL")
    assert stopped.rows(TRUTH) == [(0,)]
    open_failures = """
        SELECT count(*) FROM events JOIN whole USING (event_id)
        WHERE call_id NOT IN (SELECT call_id FROM calls)"""
    with_whole = open_failures.replace("whole USING", f"'{whole.key}/leaked_calls.parquet' AS whole USING")
    assert stopped.rows(with_whole)[0][0] > 0, "failures whose calls are yet to come"


def test_the_worlds_definitions_are_those_of_the_settings() -> None:
    from pipeline.settings import load_settings

    settings, definitions = load_settings(), load_world().definitions
    assert definitions.window_minutes == settings.window_minutes
    assert definitions.repeat_days == settings.repeat_days
    assert definitions.new_member_months == settings.new_member_months
