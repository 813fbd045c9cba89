-- The leaked calls of each journey and segment on each complete day: what shipped actions are measured by. What Python
-- makes of it is in the contract's columns.
SELECT drilldown.summary_date AS day, drilldown.journey_type, drilldown.segment, drilldown.leaked_calls AS calls
FROM gold.segment_drilldown AS drilldown
JOIN gold.daily_leakage_summary AS summary
  ON summary.summary_date = drilldown.summary_date AND summary.journey_type = drilldown.journey_type
WHERE summary.is_complete_day
