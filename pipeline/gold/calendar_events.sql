-- The business calendar as people may ask about it, seen from the last day with data.
SELECT
  events.event_date,
  events.event_type,
  COALESCE(events.journey_type, 'all') AS journey_type,
  events.description,
  CAST(DATEDIFF(events.event_date, clock.last_date) AS INT) AS days_from_today
FROM silver.business_calendar_cleaned AS events
CROSS JOIN silver.data_clock AS clock
