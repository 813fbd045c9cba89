-- Incidents over all their days, with the last word that people had on each.
WITH ranked AS (
  SELECT
    *,
    CASE severity WHEN 'high' THEN 3 WHEN 'medium' THEN 2 ELSE 1 END AS weight,
    ROW_NUMBER() OVER (PARTITION BY incident_id ORDER BY look_date DESC) AS from_last
  FROM gold.incident_days
),
whole AS (
  SELECT
    incident_id,
    MAX(slice) AS slice,
    MAX(CASE WHEN from_last = 1 THEN journey_type END) AS journey_type,
    MAX(CASE WHEN from_last = 1 THEN segment END) AS segment,
    MAX(CASE WHEN from_last = 1 THEN device_type END) AS device_type,
    MAX(CASE WHEN from_last = 1 THEN app_version END) AS app_version,
    MAX(CASE WHEN from_last = 1 THEN failure_type END) AS failure_type,
    MAX(CASE WHEN from_last = 1 THEN step END) AS step,
    MAX(CASE WHEN from_last = 1 THEN error_code END) AS error_code,
    MIN(first_date) AS first_date,
    MAX(first_hour) AS first_hour,
    MAX(look_date) AS last_date,
    MAX(CASE WHEN from_last = 1 THEN last_hour END) AS last_hour,
    MAX(CASE WHEN from_last = 1 THEN status END) AS last_status,
    COUNT(*) AS days,
    MAX(weight) AS weight,
    MAX(confidence) AS confidence,
    SUM(observed_calls) AS observed_calls,
    SUM(expected_calls) AS expected_calls,
    SUM(low_calls) AS low_calls,
    SUM(high_calls) AS high_calls,
    SUM(excess_calls) AS excess_calls,
    SUM(excess_cost_usd) AS excess_cost_usd,
    MAX(excess_calls) AS peak_excess_calls,
    MAX(CASE WHEN from_last = 1 THEN event_date END) AS event_date,
    MAX(CASE WHEN from_last = 1 THEN event_type END) AS event_type,
    MAX(CASE WHEN from_last = 1 THEN event END) AS event
  FROM ranked
  GROUP BY incident_id
),
said AS (
  SELECT
    incident_id, opinion, said_by, note,
    ROW_NUMBER() OVER (PARTITION BY incident_id ORDER BY recorded_at DESC) AS from_last
  FROM reference.incident_verdicts
),
likes AS (
  SELECT incidents.incident_id, COUNT(*) AS similar_before
  FROM whole AS incidents
  JOIN whole AS earlier
    ON earlier.first_date < incidents.first_date
    AND earlier.journey_type = incidents.journey_type
    AND earlier.error_code = incidents.error_code
  GROUP BY incidents.incident_id
)
SELECT
  whole.incident_id,
  clock.last_date AS as_of_date,
  whole.slice,
  whole.journey_type,
  whole.segment,
  whole.device_type,
  whole.app_version,
  whole.failure_type,
  whole.step,
  whole.error_code,
  whole.first_date,
  whole.first_hour,
  whole.last_date,
  whole.last_hour,
  CAST(whole.days AS BIGINT) AS days,
  CASE
    WHEN said.opinion IN ('expected', 'false_alarm', 'new_normal') THEN 'accepted'
    WHEN whole.last_status <> 'open' THEN whole.last_status
    WHEN whole.last_date < clock.last_date THEN 'over'
    WHEN whole.first_date = clock.last_date THEN 'new'
    ELSE 'ongoing'
  END AS status,
  CASE whole.weight WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS severity,
  whole.confidence,
  CAST(whole.observed_calls AS BIGINT) AS observed_calls,
  CAST(whole.expected_calls AS DECIMAL(18, 1)) AS expected_calls,
  CAST(whole.low_calls AS DECIMAL(18, 1)) AS low_calls,
  CAST(whole.high_calls AS DECIMAL(18, 1)) AS high_calls,
  CAST(whole.excess_calls AS DECIMAL(18, 1)) AS excess_calls,
  CAST(whole.excess_cost_usd AS DECIMAL(18, 2)) AS excess_cost_usd,
  whole.peak_excess_calls,
  whole.event_date,
  whole.event_type,
  whole.event,
  CAST(COALESCE(likes.similar_before, 0) AS BIGINT) AS similar_before,
  said.opinion AS verdict,
  said.said_by AS verdict_by,
  said.note AS verdict_note
FROM whole
CROSS JOIN silver.data_clock AS clock
LEFT JOIN said ON said.incident_id = whole.incident_id AND said.from_last = 1
LEFT JOIN likes ON likes.incident_id = whole.incident_id
