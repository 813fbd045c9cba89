-- What to do next: the playbook's actions that are neither shipped nor rejected, priced on the last complete day's
-- calls. Of two actions that address the same calls, the one that was accepted, else the one that fixes more, has them.
-- A share that was assumed moves towards what the same action was measured to fix elsewhere, as far as learned_weight lets it.
WITH complete AS (
  SELECT MAX(summary_date) AS as_of_date FROM gold.daily_leakage_summary WHERE is_complete_day
),
learned AS (
  SELECT action, AVG(CAST(learned_share AS DOUBLE)) AS learned_share
  FROM gold.action_impact
  WHERE learned_share IS NOT NULL
  GROUP BY action
),
plays AS (
  SELECT
    playbook.action, playbook.owner, playbook.journey_type, playbook.segment, playbook.effort, playbook.effort_days,
    playbook.rationale, playbook.fixable_share AS assumed_share,
    CAST(
      RATIO(
        COALESCE(
          playbook.fixable_share * (1 - :learned_weight) + learned.learned_share * :learned_weight, playbook.fixable_share
        ),
        1
      ) AS DECIMAL(9, 4)
    ) AS fixable_share,
    ACTION_KEY(playbook.action, playbook.journey_type, playbook.segment) AS action_id,
    COALESCE(ledger.state, 'proposed') AS state,
    COALESCE(ledger.owner, playbook.owner) AS team,
    ledger.due_on
  FROM reference.playbook AS playbook
  LEFT JOIN learned ON learned.action = playbook.action
  LEFT JOIN silver.action_states AS ledger
    ON ledger.action_id = ACTION_KEY(playbook.action, playbook.journey_type, playbook.segment)
  WHERE COALESCE(ledger.state, 'proposed') IN ('proposed', 'accepted')
),
addressed AS (
  SELECT
    plays.*, complete.as_of_date, drilldown.leaked_calls, drilldown.cost_usd,
    ROW_NUMBER() OVER (
      PARTITION BY drilldown.journey_type, drilldown.segment ORDER BY plays.state, plays.fixable_share DESC, plays.action
    ) AS turn
  FROM plays
  CROSS JOIN complete
  JOIN gold.segment_drilldown AS drilldown
    ON drilldown.summary_date = complete.as_of_date
    AND drilldown.journey_type = plays.journey_type
    AND (plays.segment = 'all' OR drilldown.segment = plays.segment)
),
slices AS (
  SELECT
    action_id, action, team, journey_type, segment, rationale, fixable_share, assumed_share, effort, effort_days, state, due_on,
    as_of_date, SUM(leaked_calls) AS addressable_calls, SUM(cost_usd) AS cost_usd
  FROM addressed
  WHERE turn = 1
  GROUP BY
    action_id, action, team, journey_type, segment, rationale, fixable_share, assumed_share, effort, effort_days, state, due_on,
    as_of_date
),
priced AS (
  SELECT *, CAST(cost_usd * :days_per_year * fixable_share AS DECIMAL(18, 2)) AS annual_savings_usd
  FROM slices
  WHERE addressable_calls > 0
)
SELECT
  as_of_date,
  CAST(ROW_NUMBER() OVER (ORDER BY annual_savings_usd DESC, action, action_id) AS INT) AS priority,
  action_id,
  action,
  team AS owner,
  journey_type,
  segment,
  state,
  due_on,
  rationale,
  CAST(addressable_calls AS BIGINT) AS addressable_calls_per_day,
  fixable_share,
  assumed_share,
  annual_savings_usd,
  effort,
  effort_days,
  CAST(RATIO(annual_savings_usd, effort_days) AS DECIMAL(18, 2)) AS savings_per_effort_day_usd
FROM priced
