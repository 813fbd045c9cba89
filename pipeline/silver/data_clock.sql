-- The data's own clock: "today" is the last day with data. A day is complete when data reach its last hour and both
-- sources have come. A day with hardly any rows does not move the clock: an event with a wrong date is no new day.
WITH days AS (
  SELECT event_date AS day, COUNT(*) AS events, 0 AS calls, MAX(event_timestamp) AS last_moment
  FROM silver.digital_journeys_cleaned GROUP BY event_date
  UNION ALL
  SELECT call_date AS day, 0 AS events, COUNT(*) AS calls, MAX(call_timestamp) AS last_moment
  FROM silver.call_logs_cleaned GROUP BY call_date
),
counted AS (
  SELECT day, SUM(events) AS events, SUM(calls) AS calls, MAX(last_moment) AS last_moment FROM days GROUP BY day
),
latest AS (
  SELECT day, events, calls, last_moment, ROW_NUMBER() OVER (ORDER BY day DESC) AS position
  FROM counted
  WHERE events + calls >= (SELECT MAX(events + calls) FROM counted) * :sparse_day_share
)
SELECT
  last_moment,
  day AS last_date,
  CAST(SECOND_OF_DAY(last_moment) AS INT) AS last_second_of_day,
  HOUR(LOCAL_TIME(last_moment)) = 23 AND events > 0 AND calls > 0 AS is_complete_day
FROM latest
WHERE position = 1
