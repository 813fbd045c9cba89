-- What to do next: the playbook's actions, priced on the last complete day's calls.
WITH complete AS (
  SELECT MAX(summary_date) AS as_of_date FROM gold.daily_leakage_summary WHERE is_complete_day
),
slices AS (
  SELECT
    plays.action, plays.owner, plays.journey_type, plays.segment, plays.rationale, plays.fixable_share, plays.effort,
    plays.effort_days, complete.as_of_date,
    SUM(drilldown.leaked_calls) AS addressable_calls,
    SUM(drilldown.cost_usd) AS cost_usd
  FROM reference.playbook AS plays
  CROSS JOIN complete
  JOIN gold.segment_drilldown AS drilldown
    ON drilldown.summary_date = complete.as_of_date
    AND drilldown.journey_type = plays.journey_type
    AND (plays.segment = 'all' OR drilldown.segment = plays.segment)
  GROUP BY
    plays.action, plays.owner, plays.journey_type, plays.segment, plays.rationale, plays.fixable_share, plays.effort,
    plays.effort_days, complete.as_of_date
),
priced AS (
  SELECT *, CAST(cost_usd * :days_per_year * fixable_share AS DECIMAL(18, 2)) AS annual_savings_usd
  FROM slices
  WHERE addressable_calls > 0
)
SELECT
  as_of_date,
  CAST(ROW_NUMBER() OVER (ORDER BY annual_savings_usd DESC, action) AS INT) AS priority,
  action,
  owner,
  journey_type,
  segment,
  rationale,
  CAST(addressable_calls AS BIGINT) AS addressable_calls_per_day,
  fixable_share,
  annual_savings_usd,
  effort,
  effort_days,
  CAST(RATIO(annual_savings_usd, effort_days) AS DECIMAL(18, 2)) AS savings_per_effort_day_usd
FROM priced
