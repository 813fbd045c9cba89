-- Calls, typed and normalised. A raw column is kept beside its typed one (raw_…) for the rows set aside.
WITH full_days AS (
  SELECT raw_date, COUNT(*) AS row_count FROM bronze.call_logs_raw WHERE raw_date IS NOT NULL GROUP BY raw_date
),
clock AS (
  SELECT MAX(raw_date) AS last_full_day FROM full_days
  WHERE row_count >= (SELECT MAX(row_count) FROM full_days) * :sparse_day_share
),
typed AS (
  SELECT
    raw.*,
    CASE WHEN raw.raw_date IS NOT NULL THEN TRY_CAST(CLEAN(raw.call_timestamp) AS TIMESTAMP) END AS called_at,
    clock.last_full_day
  FROM bronze.call_logs_raw AS raw CROSS JOIN clock
)
SELECT
  CLEAN(call_id) AS call_id,
  CLEAN(member_id) AS member_id,
  called_at AS call_timestamp,
  CAST(LOCAL_TIME(called_at) AS DATE) AS call_date,
  CAST(HOUR(LOCAL_TIME(called_at)) AS INT) AS call_hour,
  CODE(call_reason) AS call_reason,
  SECONDS_OF(CLEAN(duration_seconds)) AS duration_seconds,
  SECONDS_OF(CLEAN(wait_seconds)) AS wait_seconds,
  CLEAN(agent_id) AS agent_id,
  LANGUAGE_OF(language) AS language,
  CODE(resolution) AS resolution,
  TRY_CAST(CLEAN(sentiment_score) AS DECIMAL(6, 4)) AS sentiment_score,
  CLEAN(transcript) AS transcript,
  call_id AS raw_call_id,
  member_id AS raw_member_id,
  call_timestamp AS raw_call_timestamp,
  call_reason AS raw_call_reason,
  duration_seconds AS raw_duration_seconds,
  wait_seconds AS raw_wait_seconds,
  agent_id AS raw_agent_id,
  language AS raw_language,
  resolution AS raw_resolution,
  sentiment_score AS raw_sentiment_score,
  transcript AS raw_transcript,
  ingestion_timestamp,
  source_file,
  raw_date,
  last_full_day
FROM typed
