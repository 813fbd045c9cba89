-- Journey playback: the leaked calls of the latest days, each with its session from the first event to the call. The
-- key is a keyed one-way hash: it tells journeys apart and leads back to nobody.
WITH leaked AS (
  SELECT
    leakage.call_id, leakage.member_id, leakage.leakage_date, leakage.journey_type, leakage.segment, leakage.called_at,
    leakage.minutes_to_call, failures.session_id
  FROM silver.digital_call_leakage AS leakage
  CROSS JOIN silver.data_clock AS clock
  JOIN silver.digital_failures AS failures ON failures.event_id = leakage.event_id
  WHERE DATEDIFF(clock.last_date, leakage.leakage_date) < :timeline_days
),
moments AS (
  SELECT
    leaked.call_id, leaked.leakage_date, leaked.journey_type, leaked.segment, leaked.minutes_to_call,
    journeys.event_timestamp AS occurred_at, 'digital' AS source, journeys.event_id, journeys.step, journeys.event_type,
    journeys.error_code, journeys.device_type
  FROM leaked
  JOIN silver.digital_journeys_cleaned AS journeys
    ON journeys.session_id = leaked.session_id AND journeys.member_id = leaked.member_id
    AND journeys.event_timestamp <= leaked.called_at
  UNION ALL
  SELECT
    call_id, leakage_date, journey_type, segment, minutes_to_call,
    called_at AS occurred_at, 'call' AS source, CAST(NULL AS STRING) AS event_id, CAST(NULL AS STRING) AS step,
    'call' AS event_type, CAST(NULL AS STRING) AS error_code, CAST(NULL AS STRING) AS device_type
  FROM leaked
)
SELECT
  SUBSTRING(SHA2(CONCAT(:journey_key_secret, ':', call_id), 256), 1, 16) AS journey_key,
  CAST(ROW_NUMBER() OVER journey AS INT) AS event_seq,
  leakage_date AS journey_date,
  journey_type,
  segment,
  occurred_at,
  source,
  step,
  event_type,
  error_code,
  device_type,
  RATIO(UNIX_MICROS(occurred_at) - UNIX_MICROS(FIRST_VALUE(occurred_at) OVER journey), 60000000) AS minutes_since_start,
  minutes_to_call
FROM moments
WINDOW journey AS (
  PARTITION BY call_id ORDER BY occurred_at, CASE WHEN source = 'call' THEN 1 ELSE 0 END, event_id
)
