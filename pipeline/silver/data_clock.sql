-- The data's own clock: "today" is the last day with data, and a day is complete when data reach its last hour.
WITH moments AS (
  SELECT MAX(event_timestamp) AS moment FROM silver.digital_journeys_cleaned
  UNION ALL
  SELECT MAX(call_timestamp) AS moment FROM silver.call_logs_cleaned
),
latest AS (
  SELECT MAX(moment) AS last_moment FROM moments
)
SELECT
  last_moment,
  CAST(LOCAL_TIME(last_moment) AS DATE) AS last_date,
  CAST(SECOND_OF_DAY(last_moment) AS INT) AS last_second_of_day,
  HOUR(LOCAL_TIME(last_moment)) = 23 AS is_complete_day
FROM latest
