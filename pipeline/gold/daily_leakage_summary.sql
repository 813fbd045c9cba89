-- Executive overview: one row a day and journey, also where only the 7 days before have calls. Trends compare with
-- the 7 days before, and with the last 4 same weekdays; an unfinished day is compared with the same hours of those
-- days.
WITH clock AS (
  SELECT last_date, last_second_of_day, is_complete_day FROM silver.data_clock
),
calls AS (
  SELECT
    leakage.leakage_date AS day, leakage.journey_type, leakage.segment, leakage.member_id, leakage.is_repeat_call,
    leakage.sentiment_score, leakage.cost_usd,
    SECONDS_BETWEEN(leakage.failed_at, leakage.called_at) AS seconds_to_call,
    SECOND_OF_DAY(leakage.called_at) <= clock.last_second_of_day AS by_this_hour
  FROM silver.digital_call_leakage AS leakage CROSS JOIN clock
),
daily AS (
  SELECT
    day, journey_type,
    COUNT(*) AS leaked_calls,
    SUM(CASE WHEN by_this_hour THEN 1 ELSE 0 END) AS calls_by_this_hour,
    SUM(CASE WHEN is_repeat_call THEN 1 ELSE 0 END) AS repeat_calls,
    SUM(cost_usd) AS cost_usd,
    SUM(CASE WHEN is_repeat_call THEN cost_usd * 2 ELSE cost_usd END) AS loaded_cost_usd,
    COUNT(DISTINCT member_id) AS members_affected,
    SUM(sentiment_score) AS sentiment_sum,
    COUNT(sentiment_score) AS sentiment_count,
    SUM(seconds_to_call) AS seconds_to_call_sum
  FROM calls
  GROUP BY day, journey_type
),
segments AS (
  SELECT
    day, journey_type, segment, segment_calls,
    ROW_NUMBER() OVER (PARTITION BY day, journey_type ORDER BY segment_calls DESC, segment) AS position
  FROM (SELECT day, journey_type, segment, COUNT(*) AS segment_calls FROM calls GROUP BY day, journey_type, segment) AS counted
),
sessions AS (
  SELECT event_date AS day, journey_type, SUM(sessions) AS digital_sessions
  FROM gold.digital_hourly GROUP BY event_date, journey_type
),
failures AS (
  SELECT event_date AS day, journey_type, SUM(failures) AS digital_failures
  FROM gold.failure_hourly GROUP BY event_date, journey_type
),
seen AS (
  SELECT day, journey_type FROM daily
  UNION
  SELECT day, journey_type FROM sessions
  UNION
  SELECT day, journey_type FROM failures
),
days AS (
  SELECT DISTINCT day FROM seen
),
rows_to_fill AS (
  SELECT day, journey_type FROM seen
  UNION
  SELECT days.day, earlier.journey_type
  FROM days
  JOIN daily AS earlier ON earlier.day < days.day AND DATEDIFF(days.day, earlier.day) <= 7
),
history AS (
  SELECT
    today.day,
    SUM(CASE WHEN DATEDIFF(today.day, earlier.day) <= 7 THEN 1 ELSE 0 END) AS days_before,
    SUM(CASE WHEN DATEDIFF(today.day, earlier.day) IN (7, 14, 21, 28) THEN 1 ELSE 0 END) AS same_weekdays_before
  FROM days AS today
  JOIN days AS earlier ON earlier.day < today.day AND DATEDIFF(today.day, earlier.day) <= 28
  GROUP BY today.day
),
comparable AS (
  SELECT
    filled.day, filled.journey_type, DATEDIFF(filled.day, earlier.day) AS days_ago,
    CASE WHEN filled.day = clock.last_date AND NOT clock.is_complete_day THEN earlier.calls_by_this_hour ELSE earlier.leaked_calls END AS calls
  FROM rows_to_fill AS filled
  CROSS JOIN clock
  JOIN daily AS earlier
    ON earlier.journey_type = filled.journey_type AND earlier.day < filled.day AND DATEDIFF(filled.day, earlier.day) <= 28
),
baselines AS (
  SELECT
    day, journey_type,
    SUM(CASE WHEN days_ago <= 7 THEN calls ELSE 0 END) AS week_calls,
    SUM(CASE WHEN days_ago IN (7, 14, 21, 28) THEN calls ELSE 0 END) AS same_weekday_calls
  FROM comparable
  GROUP BY day, journey_type
),
joined AS (
  SELECT
    filled.day, filled.journey_type, clock.last_date, clock.is_complete_day,
    COALESCE(sessions.digital_sessions, 0) AS digital_sessions,
    COALESCE(failures.digital_failures, 0) AS digital_failures,
    COALESCE(daily.leaked_calls, 0) AS leaked_calls,
    COALESCE(daily.repeat_calls, 0) AS repeat_calls,
    COALESCE(daily.cost_usd, 0) AS cost_usd,
    COALESCE(daily.loaded_cost_usd, 0) AS loaded_cost_usd,
    COALESCE(daily.members_affected, 0) AS members_affected,
    daily.sentiment_sum, daily.sentiment_count, daily.seconds_to_call_sum,
    top.segment, top.segment_calls,
    CASE WHEN history.days_before = 7 THEN COALESCE(baselines.week_calls, 0) END AS week_calls,
    CASE WHEN history.same_weekdays_before = 4 THEN COALESCE(baselines.same_weekday_calls, 0) END AS same_weekday_calls
  FROM rows_to_fill AS filled
  CROSS JOIN clock
  LEFT JOIN daily ON daily.day = filled.day AND daily.journey_type = filled.journey_type
  LEFT JOIN sessions ON sessions.day = filled.day AND sessions.journey_type = filled.journey_type
  LEFT JOIN failures ON failures.day = filled.day AND failures.journey_type = filled.journey_type
  LEFT JOIN segments AS top ON top.day = filled.day AND top.journey_type = filled.journey_type AND top.position = 1
  LEFT JOIN history ON history.day = filled.day
  LEFT JOIN baselines ON baselines.day = filled.day AND baselines.journey_type = filled.journey_type
)
SELECT
  day AS summary_date,
  journey_type,
  CAST(digital_sessions AS BIGINT) AS digital_sessions,
  CAST(digital_failures AS BIGINT) AS digital_failures,
  CAST(leaked_calls AS BIGINT) AS leaked_calls,
  CAST(repeat_calls AS BIGINT) AS repeat_calls,
  RATIO(leaked_calls, digital_failures) AS leakage_rate,
  RATIO(digital_sessions - leaked_calls, digital_sessions) AS containment_rate,
  CAST(cost_usd AS DECIMAL(18, 2)) AS cost_usd,
  CAST(loaded_cost_usd AS DECIMAL(18, 2)) AS loaded_cost_usd,
  CAST(members_affected AS BIGINT) AS members_affected,
  CASE WHEN segment_calls * 2 >= leaked_calls THEN segment WHEN segment IS NOT NULL THEN 'Mixed' END AS top_segment,
  RATIO(segment_calls, leaked_calls) AS top_segment_share,
  RATIO(repeat_calls, leaked_calls) AS repeat_rate,
  RATIO(sentiment_sum, sentiment_count) AS avg_sentiment,
  RATIO(seconds_to_call_sum, leaked_calls * 60) AS avg_minutes_to_call,
  RATIO(week_calls, 7) AS baseline_calls,
  RATIO(leaked_calls * 7 - week_calls, week_calls) AS trend_pct,
  RATIO(leaked_calls * 4 - same_weekday_calls, same_weekday_calls) AS same_weekday_trend_pct,
  day < last_date OR is_complete_day AS is_complete_day
FROM joined
WHERE day <= last_date
