-- Who is impacted: one row a day, journey and segment, also where only the 7 days before have calls.
WITH clock AS (
  SELECT last_date, last_second_of_day, is_complete_day FROM silver.data_clock
),
calls AS (
  SELECT
    leakage.leakage_date AS day, leakage.journey_type, leakage.segment, leakage.member_id, leakage.is_repeat_call,
    leakage.sentiment_score, leakage.cost_usd,
    SECOND_OF_DAY(leakage.called_at) <= clock.last_second_of_day AS by_this_hour
  FROM silver.digital_call_leakage AS leakage CROSS JOIN clock
),
daily AS (
  SELECT
    day, journey_type, segment,
    COUNT(*) AS leaked_calls,
    SUM(CASE WHEN by_this_hour THEN 1 ELSE 0 END) AS calls_by_this_hour,
    SUM(CASE WHEN is_repeat_call THEN 1 ELSE 0 END) AS repeat_calls,
    SUM(cost_usd) AS cost_usd,
    SUM(CASE WHEN is_repeat_call THEN cost_usd * 2 ELSE cost_usd END) AS loaded_cost_usd,
    COUNT(DISTINCT member_id) AS members_affected,
    SUM(sentiment_score) AS sentiment_sum,
    COUNT(sentiment_score) AS sentiment_count
  FROM calls
  GROUP BY day, journey_type, segment
),
days AS (
  SELECT
    summary.summary_date AS day,
    MAX(CASE WHEN summary.summary_date = clock.last_date AND NOT clock.is_complete_day THEN 1 ELSE 0 END) AS is_unfinished,
    MAX(CASE WHEN summary.baseline_calls IS NULL THEN 0 ELSE 1 END) AS has_history
  FROM gold.daily_leakage_summary AS summary CROSS JOIN clock
  GROUP BY summary.summary_date
),
baselines AS (
  SELECT
    days.day, earlier.journey_type, earlier.segment,
    SUM(CASE WHEN days.is_unfinished = 1 THEN earlier.calls_by_this_hour ELSE earlier.leaked_calls END) AS week_calls
  FROM days
  JOIN daily AS earlier ON earlier.day < days.day AND DATEDIFF(days.day, earlier.day) <= 7
  WHERE days.has_history = 1
  GROUP BY days.day, earlier.journey_type, earlier.segment
  HAVING SUM(CASE WHEN days.is_unfinished = 1 THEN earlier.calls_by_this_hour ELSE earlier.leaked_calls END) > 0
),
rows_to_fill AS (
  SELECT day, journey_type, segment FROM daily
  UNION
  SELECT day, journey_type, segment FROM baselines
),
joined AS (
  SELECT
    filled.day, filled.journey_type, filled.segment,
    COALESCE(daily.leaked_calls, 0) AS leaked_calls,
    COALESCE(daily.repeat_calls, 0) AS repeat_calls,
    COALESCE(daily.cost_usd, 0) AS cost_usd,
    COALESCE(daily.loaded_cost_usd, 0) AS loaded_cost_usd,
    COALESCE(daily.members_affected, 0) AS members_affected,
    daily.sentiment_sum, daily.sentiment_count,
    CASE WHEN days.has_history = 1 THEN COALESCE(baselines.week_calls, 0) END AS week_calls,
    SUM(COALESCE(daily.leaked_calls, 0)) OVER (PARTITION BY filled.day, filled.journey_type) AS journey_calls
  FROM rows_to_fill AS filled
  JOIN days ON days.day = filled.day
  LEFT JOIN daily ON daily.day = filled.day AND daily.journey_type = filled.journey_type AND daily.segment = filled.segment
  LEFT JOIN baselines
    ON baselines.day = filled.day AND baselines.journey_type = filled.journey_type AND baselines.segment = filled.segment
)
SELECT
  day AS summary_date,
  journey_type,
  segment,
  CAST(leaked_calls AS BIGINT) AS leaked_calls,
  CAST(repeat_calls AS BIGINT) AS repeat_calls,
  RATIO(repeat_calls, leaked_calls) AS repeat_rate,
  RATIO(sentiment_sum, sentiment_count) AS avg_sentiment,
  CAST(cost_usd AS DECIMAL(18, 2)) AS cost_usd,
  CAST(loaded_cost_usd AS DECIMAL(18, 2)) AS loaded_cost_usd,
  CAST(members_affected AS BIGINT) AS members_affected,
  RATIO(leaked_calls, journey_calls) AS share_of_journey,
  RATIO(week_calls, 7) AS baseline_calls,
  RATIO(leaked_calls * 7 - week_calls, week_calls) AS trend_pct
FROM joined
