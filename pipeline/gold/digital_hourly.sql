-- The cube of digital sessions. A session counts once per journey, at its first event's hour and on the device it
-- began on; a pause of more than a day begins a new one (some sources never renew a session's key). It is completed
-- when an event of it says so within a day of its beginning.
WITH ordered AS (
  SELECT
    session_id, member_id, journey_type, event_timestamp, event_date, event_hour, device_type, app_version,
    LAG(event_timestamp) OVER (PARTITION BY session_id, member_id, journey_type ORDER BY event_timestamp, event_id) AS before,
    MIN(CASE WHEN event_type = 'complete' THEN event_timestamp END) OVER (
      PARTITION BY session_id, member_id, journey_type ORDER BY event_timestamp, event_id
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS completed_at
  FROM silver.digital_journeys_cleaned
),
sessions AS (
  SELECT
    ordered.event_date, ordered.event_hour, ordered.journey_type, ordered.device_type, ordered.app_version,
    CASE WHEN SECONDS_BETWEEN(ordered.event_timestamp, ordered.completed_at) <= 86400 THEN 1 ELSE 0 END AS completed,
    COALESCE(members.plan_type, 'Unknown') AS plan_type,
    TENURE_OF(members.enrollment_date, ordered.event_date) AS tenure_band,
    COALESCE(members.preferred_language, 'Unknown') AS language,
    SEGMENT_OF(members.plan_type, members.preferred_language, TENURE_OF(members.enrollment_date, ordered.event_date)) AS segment
  FROM ordered
  LEFT JOIN silver.member_profiles_enriched AS members ON members.member_id = ordered.member_id
  WHERE ordered.before IS NULL OR SECONDS_BETWEEN(ordered.before, ordered.event_timestamp) > 86400
)
SELECT
  event_date, event_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version,
  COUNT(*) AS sessions,
  CAST(SUM(completed) AS BIGINT) AS completions
FROM sessions
GROUP BY event_date, event_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version
