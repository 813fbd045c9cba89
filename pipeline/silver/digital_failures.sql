-- Every digital failure (error or abandon) with who it happened to. An abandon carries the code of the last error
-- before it in the same session and journey, at most a day old, so that causes are not lost.
WITH failures AS (
  SELECT
    event_id, session_id, member_id, event_timestamp, event_date, event_hour,
    journey_type, event_type, step, error_code, device_type, app_version,
    LAST_VALUE(CASE WHEN event_type = 'error' THEN error_code END) IGNORE NULLS OVER (
      PARTITION BY session_id, member_id, journey_type
      ORDER BY event_timestamp, CASE WHEN event_type = 'error' THEN 0 ELSE 1 END, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS last_error_code,
    LAST_VALUE(CASE WHEN event_type = 'error' AND error_code IS NOT NULL THEN event_timestamp END) IGNORE NULLS OVER (
      PARTITION BY session_id, member_id, journey_type
      ORDER BY event_timestamp, CASE WHEN event_type = 'error' THEN 0 ELSE 1 END, event_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS last_error_at
  FROM silver.digital_journeys_cleaned
  WHERE event_type IN ('error', 'abandon')
)
SELECT
  failures.event_id,
  failures.session_id,
  failures.member_id,
  failures.event_timestamp AS failed_at,
  failures.event_date,
  failures.event_hour,
  failures.journey_type,
  failures.event_type AS failure_type,
  failures.step,
  COALESCE(
    failures.error_code,
    CASE
      WHEN failures.event_type = 'abandon' AND SECONDS_BETWEEN(failures.last_error_at, failures.event_timestamp) <= 86400
        THEN failures.last_error_code
    END
  ) AS error_code,
  failures.device_type,
  failures.app_version,
  COALESCE(members.plan_type, 'Unknown') AS plan_type,
  TENURE_OF(members.enrollment_date, failures.event_date) AS tenure_band,
  COALESCE(members.preferred_language, 'Unknown') AS language,
  SEGMENT_OF(members.plan_type, members.preferred_language, TENURE_OF(members.enrollment_date, failures.event_date)) AS segment
FROM failures
LEFT JOIN silver.member_profiles_enriched AS members ON members.member_id = failures.member_id
