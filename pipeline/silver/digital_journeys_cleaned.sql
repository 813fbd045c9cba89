-- Digital events, typed and normalised. A raw column is kept beside its typed one (raw_…) for the rows set aside.
WITH full_days AS (
  SELECT raw_date, COUNT(*) AS row_count FROM bronze.digital_journeys_raw WHERE raw_date IS NOT NULL GROUP BY raw_date
),
clock AS (
  SELECT MAX(raw_date) AS last_full_day FROM full_days
  WHERE row_count >= (SELECT MAX(row_count) FROM full_days) * :sparse_day_share
),
typed AS (
  SELECT
    raw.*,
    CASE WHEN raw.raw_date IS NOT NULL THEN TRY_CAST(CLEAN(raw.event_timestamp) AS TIMESTAMP) END AS happened_at,
    clock.last_full_day
  FROM bronze.digital_journeys_raw AS raw CROSS JOIN clock
)
SELECT
  CLEAN(event_id) AS event_id,
  CLEAN(session_id) AS session_id,
  CLEAN(member_id) AS member_id,
  happened_at AS event_timestamp,
  CAST(LOCAL_TIME(happened_at) AS DATE) AS event_date,
  CAST(HOUR(LOCAL_TIME(happened_at)) AS INT) AS event_hour,
  CODE(journey_type) AS journey_type,
  CLEAN(step) AS step,
  CODE(event_type) AS event_type,
  CLEAN(error_code) AS error_code,
  CODE(device_type) AS device_type,
  CLEAN(app_version) AS app_version,
  LANGUAGE_OF(page_language) AS page_language,
  event_id AS raw_event_id,
  session_id AS raw_session_id,
  member_id AS raw_member_id,
  event_timestamp AS raw_event_timestamp,
  journey_type AS raw_journey_type,
  step AS raw_step,
  event_type AS raw_event_type,
  error_code AS raw_error_code,
  device_type AS raw_device_type,
  app_version AS raw_app_version,
  page_language AS raw_page_language,
  ingestion_timestamp,
  source_file,
  raw_date,
  last_full_day
FROM typed
