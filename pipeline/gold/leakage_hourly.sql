-- The cube of leaked calls: every measure that adds up, by hour and every dimension.
SELECT
  leakage_date, leakage_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version,
  failure_type, step, error_code,
  COUNT(*) AS leaked_calls,
  CAST(SUM(CASE WHEN is_repeat_call THEN 1 ELSE 0 END) AS BIGINT) AS repeat_calls,
  CAST(SUM(cost_usd) AS DECIMAL(18, 2)) AS cost_usd,
  CAST(SUM(CASE WHEN is_repeat_call THEN cost_usd * 2 ELSE cost_usd END) AS DECIMAL(18, 2)) AS loaded_cost_usd,
  CAST(COALESCE(SUM(sentiment_score), 0) AS DECIMAL(18, 4)) AS sentiment_sum,
  COUNT(sentiment_score) AS sentiment_count,
  CAST(SUM(SECONDS_BETWEEN(failed_at, called_at)) AS BIGINT) AS seconds_to_call_sum
FROM silver.digital_call_leakage
GROUP BY
  leakage_date, leakage_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version,
  failure_type, step, error_code
