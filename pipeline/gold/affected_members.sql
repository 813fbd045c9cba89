-- Different members cannot be added up, so they are counted for the windows and slices that people ask for.
WITH as_of AS (
  SELECT last_date AS as_of_date FROM silver.data_clock
  UNION
  SELECT MAX(summary_date) AS as_of_date FROM gold.daily_leakage_summary WHERE is_complete_day
),
windows AS (
  SELECT as_of_date, '1_day' AS window_name, as_of_date AS first_date FROM as_of
  UNION ALL
  SELECT as_of_date, '7_days' AS window_name, CAST(DATE_SUB(as_of_date, 6) AS DATE) AS first_date FROM as_of
  UNION ALL
  SELECT as_of_date, '28_days' AS window_name, CAST(DATE_SUB(as_of_date, 27) AS DATE) AS first_date FROM as_of
  UNION ALL
  SELECT as_of_date, 'month_to_date' AS window_name, CAST(DATE_TRUNC('MONTH', as_of_date) AS DATE) AS first_date FROM as_of
)
SELECT
  windows.as_of_date,
  windows.window_name AS `window`,
  COALESCE(leakage.journey_type, 'all') AS journey_type,
  COALESCE(leakage.segment, 'all') AS segment,
  COUNT(DISTINCT leakage.member_id) AS members_affected,
  COUNT(*) AS calls
FROM windows
JOIN silver.digital_call_leakage AS leakage
  ON leakage.leakage_date BETWEEN windows.first_date AND windows.as_of_date
GROUP BY GROUPING SETS (
  (windows.as_of_date, windows.window_name),
  (windows.as_of_date, windows.window_name, leakage.journey_type),
  (windows.as_of_date, windows.window_name, leakage.segment),
  (windows.as_of_date, windows.window_name, leakage.journey_type, leakage.segment)
)
