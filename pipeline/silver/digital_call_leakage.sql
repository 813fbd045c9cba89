-- The key table: one row a leaked call, with the failure that it is credited to and who called.
SELECT
  credits.call_id,
  credits.event_id,
  credits.member_id,
  failures.journey_type,
  SEGMENT_OF(members.plan_type, members.preferred_language, TENURE_OF(members.enrollment_date, credits.call_date)) AS segment,
  COALESCE(members.plan_type, 'Unknown') AS plan_type,
  TENURE_OF(members.enrollment_date, credits.call_date) AS tenure_band,
  COALESCE(members.preferred_language, 'Unknown') AS language,
  members.state,
  failures.device_type,
  failures.app_version,
  failures.failure_type,
  failures.step,
  failures.error_code,
  credits.failed_at,
  credits.called_at,
  credits.call_date AS leakage_date,
  credits.call_hour AS leakage_hour,
  RATIO(UNIX_MICROS(credits.called_at) - UNIX_MICROS(credits.failed_at), 60000000) AS minutes_to_call,
  credits.is_repeat_call,
  credits.sentiment_score,
  CAST(:cost_per_call_usd AS DECIMAL(10, 2)) AS cost_usd
FROM silver.call_credits AS credits
JOIN silver.digital_failures AS failures ON failures.event_id = credits.event_id
LEFT JOIN silver.member_profiles_enriched AS members ON members.member_id = credits.member_id
