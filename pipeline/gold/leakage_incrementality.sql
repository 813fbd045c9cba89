-- How many of the calls after a failure would have come anyway, for windows of several lengths. Each failure of the last
-- four weeks is set beside the same member's window a week earlier, at the same hour and about the same journey, where the
-- member had no failure within an hour of it: calls that come there come without one. Each call counts once on either
-- side, and windows that overlap do so on both sides alike. Moments are microseconds.
WITH lengths AS (
  SELECT 15 AS window_minutes
  UNION ALL SELECT 30 AS window_minutes
  UNION ALL SELECT 60 AS window_minutes
),
known AS (
  SELECT MIN(summary_date) AS first_known, MAX(CASE WHEN is_complete_day THEN summary_date END) AS last_day
  FROM gold.daily_leakage_summary
),
bounds AS (
  SELECT GREATEST(DATE_ADD(last_day, -27), DATE_ADD(first_known, 7)) AS first_day, last_day
  FROM known
),
failures AS (
  SELECT failures.member_id, failures.journey_type, failures.event_date, UNIX_MICROS(failures.failed_at) AS moment
  FROM silver.digital_failures AS failures
  CROSS JOIN bounds
  WHERE failures.event_date BETWEEN DATE_ADD(bounds.first_day, -9) AND bounds.last_day
),
both_sides AS (
  SELECT member_id, journey_type, event_date, moment, 0 AS is_control FROM failures
  UNION ALL
  SELECT failures.member_id, failures.journey_type, failures.event_date, failures.moment - 604800000000 AS moment, 1 AS is_control
  FROM failures
  CROSS JOIN bounds
  WHERE failures.event_date >= DATE_ADD(bounds.first_day, -1)
),
nearest AS (
  SELECT
    *,
    LAST_VALUE(CASE WHEN is_control = 0 THEN moment END) IGNORE NULLS OVER (
      PARTITION BY member_id ORDER BY moment, is_control, journey_type ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS failure_before,
    FIRST_VALUE(CASE WHEN is_control = 0 THEN moment END) IGNORE NULLS OVER (
      PARTITION BY member_id ORDER BY moment, is_control, journey_type ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS failure_after
  FROM both_sides
),
marks AS (
  SELECT member_id, journey_type, event_date, moment, is_control
  FROM nearest
  WHERE is_control = 0
    OR (COALESCE(moment - failure_before > 3600000000, TRUE) AND COALESCE(failure_after - moment > 3600000000, TRUE))
),
calls AS (
  SELECT
    call_id, member_id, call_date, UNIX_MICROS(call_timestamp) AS moment,
    CASE WHEN call_reason IN ('general', 'other') THEN NULL ELSE call_reason END AS named_journey
  FROM silver.call_logs_cleaned
  CROSS JOIN bounds
  WHERE call_date BETWEEN DATE_ADD(bounds.first_day, -8) AND bounds.last_day
),
lined_up AS (
  SELECT member_id, journey_type AS line, journey_type, moment, is_control, 0 AS is_call, CAST(NULL AS DATE) AS call_date, CAST(NULL AS STRING) AS call_id
  FROM marks
  UNION ALL
  SELECT marks.member_id, 'any' AS line, marks.journey_type, marks.moment, marks.is_control, 0 AS is_call, CAST(NULL AS DATE) AS call_date, CAST(NULL AS STRING) AS call_id
  FROM marks
  LEFT SEMI JOIN (SELECT member_id FROM calls WHERE named_journey IS NULL) AS vague ON vague.member_id = marks.member_id
  UNION ALL
  SELECT member_id, COALESCE(named_journey, 'any') AS line, CAST(NULL AS STRING) AS journey_type, moment, 0 AS is_control, 1 AS is_call, call_date, call_id
  FROM calls
),
looked_back AS (
  SELECT
    is_call, call_date, moment,
    LAST_VALUE(CASE WHEN is_call = 0 AND is_control = 0 THEN moment END) IGNORE NULLS OVER past AS failed_at,
    LAST_VALUE(CASE WHEN is_call = 0 AND is_control = 0 THEN journey_type END) IGNORE NULLS OVER past AS failed_journey,
    LAST_VALUE(CASE WHEN is_call = 0 AND is_control = 1 THEN moment END) IGNORE NULLS OVER past AS control_at,
    LAST_VALUE(CASE WHEN is_call = 0 AND is_control = 1 THEN journey_type END) IGNORE NULLS OVER past AS control_journey
  FROM lined_up
  WINDOW past AS (
    PARTITION BY member_id, line ORDER BY moment, is_call, is_control, journey_type, call_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
counted AS (
  SELECT looked_back.call_date AS day, looked_back.failed_journey AS journey_type, lengths.window_minutes, 1 AS leaked_calls, 0 AS control_calls
  FROM looked_back
  JOIN lengths ON looked_back.moment - looked_back.failed_at <= CAST(lengths.window_minutes AS BIGINT) * 60000000
  WHERE looked_back.is_call = 1
  UNION ALL
  SELECT DATE_ADD(looked_back.call_date, 7) AS day, looked_back.control_journey AS journey_type, lengths.window_minutes, 0 AS leaked_calls, 1 AS control_calls
  FROM looked_back
  JOIN lengths ON looked_back.moment - looked_back.control_at <= CAST(lengths.window_minutes AS BIGINT) * 60000000
  WHERE looked_back.is_call = 1
),
calls_by_day AS (
  SELECT day, journey_type, window_minutes, SUM(leaked_calls) AS leaked_calls, SUM(control_calls) AS control_calls
  FROM counted
  GROUP BY day, journey_type, window_minutes
),
windows_by_day AS (
  SELECT
    event_date AS day, journey_type,
    SUM(CASE WHEN is_control = 0 THEN 1 ELSE 0 END) AS failures,
    SUM(is_control) AS control_windows
  FROM marks
  GROUP BY event_date, journey_type
),
joined AS (
  SELECT
    windows.day, windows.journey_type, lengths.window_minutes, windows.failures, windows.control_windows,
    COALESCE(calls.leaked_calls, 0) AS leaked_calls,
    COALESCE(calls.control_calls, 0) AS control_calls,
    CAST(RATIO(COALESCE(calls.control_calls, 0) * windows.failures, windows.control_windows) AS DECIMAL(18, 4)) AS anyway_calls
  FROM windows_by_day AS windows
  CROSS JOIN lengths
  CROSS JOIN bounds
  LEFT JOIN calls_by_day AS calls
    ON calls.day = windows.day AND calls.journey_type = windows.journey_type AND calls.window_minutes = lengths.window_minutes
  WHERE windows.day BETWEEN bounds.first_day AND bounds.last_day
)
SELECT
  day AS summary_date,
  journey_type,
  window_minutes,
  CAST(failures AS BIGINT) AS digital_failures,
  CAST(control_windows AS BIGINT) AS control_windows,
  CAST(leaked_calls AS BIGINT) AS leaked_calls,
  CAST(control_calls AS BIGINT) AS control_calls,
  anyway_calls,
  CAST(leaked_calls - anyway_calls AS DECIMAL(18, 4)) AS caused_calls,
  CAST(leaked_calls * CAST(:cost_per_call_usd AS DECIMAL(10, 2)) AS DECIMAL(18, 2)) AS cost_usd,
  CAST((leaked_calls - anyway_calls) * CAST(:cost_per_call_usd AS DECIMAL(10, 2)) AS DECIMAL(18, 2)) AS caused_cost_usd
FROM joined
