-- The leakage rule: each call with the failure that it is credited to. A failure counts when the same member had it
-- at most the window before the call, on the journey that the call is about when its reason names one. Failures and
-- calls are put in one line per member and journey and each call looks back to the latest failure: one pass, however
-- many failures one member has.
WITH calls AS (
  SELECT
    call_id, member_id, call_timestamp, call_date, call_hour, sentiment_score,
    CASE WHEN call_reason IN ('general', 'other') THEN NULL ELSE call_reason END AS named_journey
  FROM silver.call_logs_cleaned
),
lined_up AS (
  SELECT member_id, journey_type AS journey, failed_at AS moment, 0 AS is_call, event_id, CAST(NULL AS STRING) AS call_id
  FROM silver.digital_failures
  UNION ALL
  SELECT failures.member_id, 'any' AS journey, failures.failed_at AS moment, 0 AS is_call, failures.event_id, CAST(NULL AS STRING) AS call_id
  FROM silver.digital_failures AS failures
  LEFT SEMI JOIN (SELECT member_id FROM calls WHERE named_journey IS NULL) AS vague ON vague.member_id = failures.member_id
  UNION ALL
  SELECT member_id, COALESCE(named_journey, 'any') AS journey, call_timestamp AS moment, 1 AS is_call, CAST(NULL AS STRING) AS event_id, call_id
  FROM calls
),
looked_back AS (
  SELECT
    call_id, is_call, moment,
    LAST_VALUE(event_id) IGNORE NULLS OVER line AS event_id,
    LAST_VALUE(CASE WHEN is_call = 0 THEN moment END) IGNORE NULLS OVER line AS failed_at
  FROM lined_up
  WINDOW line AS (
    PARTITION BY member_id, journey ORDER BY moment, is_call, event_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
credited AS (
  SELECT looked_back.call_id, failures.event_id, failures.failed_at, failures.journey_type AS failed_journey
  FROM looked_back
  JOIN silver.digital_failures AS failures ON failures.event_id = looked_back.event_id
  WHERE looked_back.is_call = 1
    AND UNIX_MICROS(looked_back.moment) - UNIX_MICROS(looked_back.failed_at) <= CAST(:window_minutes AS BIGINT) * 60000000
),
with_journey AS (
  SELECT
    calls.call_id, calls.member_id, calls.call_timestamp, calls.call_date, calls.call_hour, calls.sentiment_score,
    credited.event_id, credited.failed_at,
    COALESCE(calls.named_journey, credited.failed_journey) AS journey_type
  FROM calls
  LEFT JOIN credited ON credited.call_id = calls.call_id
)
SELECT
  call_id,
  member_id,
  call_timestamp AS called_at,
  call_date,
  call_hour,
  journey_type,
  event_id,
  failed_at,
  CASE
    WHEN journey_type IS NULL THEN FALSE
    ELSE COALESCE(
      UNIX_MICROS(call_timestamp) - UNIX_MICROS(LAG(call_timestamp) OVER (PARTITION BY member_id, journey_type ORDER BY call_timestamp, call_id))
        <= :repeat_days * 86400000000,
      FALSE
    )
  END AS is_repeat_call,
  sentiment_score
FROM with_journey
