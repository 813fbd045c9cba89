-- What the upside is: the last complete day's cost over a year, and what fixing a share of it would save.
WITH complete AS (
  SELECT MAX(summary_date) AS as_of_date FROM gold.daily_leakage_summary WHERE is_complete_day
)
SELECT
  summary.summary_date AS as_of_date,
  summary.journey_type,
  rates.fix_rate,
  summary.cost_usd AS daily_cost_usd,
  CAST(:days_per_year AS INT) AS days_per_year,
  CAST(summary.cost_usd * :days_per_year AS DECIMAL(18, 2)) AS annual_cost_usd,
  CAST(summary.cost_usd * :days_per_year * rates.fix_rate AS DECIMAL(18, 2)) AS annual_savings_usd
FROM gold.daily_leakage_summary AS summary
JOIN complete ON complete.as_of_date = summary.summary_date
CROSS JOIN reference.fix_rates AS rates
WHERE summary.leaked_calls > 0
