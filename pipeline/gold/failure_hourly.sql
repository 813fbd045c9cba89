-- The cube of digital failures, with or without a call after them. A failure that several calls are credited to is
-- one leaked failure.
SELECT
  failures.event_date, failures.event_hour, failures.journey_type, failures.segment, failures.plan_type,
  failures.tenure_band, failures.language, failures.device_type, failures.app_version, failures.failure_type,
  failures.step, failures.error_code,
  COUNT(*) AS failures,
  COUNT(credited.event_id) AS leaked_failures
FROM silver.digital_failures AS failures
LEFT JOIN (SELECT DISTINCT event_id FROM silver.digital_call_leakage) AS credited ON credited.event_id = failures.event_id
GROUP BY
  failures.event_date, failures.event_hour, failures.journey_type, failures.segment, failures.plan_type,
  failures.tenure_band, failures.language, failures.device_type, failures.app_version, failures.failure_type,
  failures.step, failures.error_code
