-- What the plan knew would happen, typed and normalised.
SELECT
  DATE_OF(CLEAN(event_date)) AS event_date,
  CODE(event_type) AS event_type,
  CODE(journey_type) AS journey_type,
  CLEAN(description) AS description,
  event_date AS raw_event_date,
  event_type AS raw_event_type,
  journey_type AS raw_journey_type,
  description AS raw_description,
  ingestion_timestamp,
  source_file
FROM bronze.business_calendar_raw
