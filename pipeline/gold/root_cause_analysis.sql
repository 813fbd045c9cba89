-- Why: one row a day, journey, segment and cause, also where only the 7 days before have calls, so that the changes
-- add up to the journey's.
WITH clock AS (
  SELECT last_date, last_second_of_day, is_complete_day FROM silver.data_clock
),
daily AS (
  SELECT
    leakage.leakage_date AS day, leakage.journey_type, leakage.segment, leakage.failure_type, leakage.step,
    leakage.error_code, leakage.device_type, leakage.app_version,
    COUNT(*) AS leaked_calls,
    SUM(CASE WHEN SECOND_OF_DAY(leakage.called_at) <= clock.last_second_of_day THEN 1 ELSE 0 END) AS calls_by_this_hour,
    SUM(leakage.cost_usd) AS cost_usd
  FROM silver.digital_call_leakage AS leakage CROSS JOIN clock
  GROUP BY
    leakage.leakage_date, leakage.journey_type, leakage.segment, leakage.failure_type, leakage.step, leakage.error_code,
    leakage.device_type, leakage.app_version
),
days AS (
  SELECT
    summary.summary_date AS day,
    MAX(CASE WHEN summary.summary_date = clock.last_date AND NOT clock.is_complete_day THEN 1 ELSE 0 END) AS is_unfinished,
    MAX(CASE WHEN summary.baseline_calls IS NULL THEN 0 ELSE 1 END) AS has_history
  FROM gold.daily_leakage_summary AS summary CROSS JOIN clock
  GROUP BY summary.summary_date
),
ahead AS (
  SELECT 0 AS days_later UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3
  UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7
),
spread AS (
  SELECT
    days.day, days.has_history, daily.journey_type, daily.segment, daily.failure_type, daily.step, daily.error_code,
    daily.device_type, daily.app_version,
    CASE WHEN ahead.days_later = 0 THEN daily.leaked_calls ELSE 0 END AS leaked_calls,
    CASE WHEN ahead.days_later = 0 THEN daily.cost_usd ELSE 0 END AS cost_usd,
    CASE
      WHEN ahead.days_later = 0 THEN 0
      WHEN days.is_unfinished = 1 THEN daily.calls_by_this_hour
      ELSE daily.leaked_calls
    END AS week_calls
  FROM daily
  CROSS JOIN ahead
  JOIN days ON days.day = CAST(DATE_ADD(daily.day, ahead.days_later) AS DATE)
  WHERE ahead.days_later = 0 OR days.has_history = 1
),
summed AS (
  SELECT
    day, journey_type, segment, failure_type, step, error_code, device_type, app_version,
    SUM(leaked_calls) AS leaked_calls,
    SUM(cost_usd) AS cost_usd,
    CASE WHEN MAX(has_history) = 1 THEN SUM(week_calls) END AS week_calls
  FROM spread
  GROUP BY day, journey_type, segment, failure_type, step, error_code, device_type, app_version
)
SELECT
  day AS summary_date,
  journey_type,
  segment,
  failure_type,
  step,
  error_code,
  device_type,
  app_version,
  CAST(leaked_calls AS BIGINT) AS leaked_calls,
  RATIO(leaked_calls, SUM(leaked_calls) OVER (PARTITION BY day, journey_type)) AS share_of_journey,
  RATIO(week_calls, 7) AS baseline_calls,
  RATIO(leaked_calls * 7 - week_calls, 7) AS change_calls,
  RATIO(leaked_calls * 7 - week_calls, week_calls) AS trend_pct,
  CAST(cost_usd AS DECIMAL(18, 2)) AS cost_usd
FROM summed
WHERE leaked_calls > 0 OR week_calls > 0
