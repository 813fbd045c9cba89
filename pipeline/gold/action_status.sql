-- What has become of each action: what the ledger says last, and the proposals that nobody has decided about.
SELECT
  decided.action_id, proposed.priority, decided.action, decided.owner, decided.journey_type, decided.segment,
  decided.state, decided.due_on, decided.shipped_on, decided.exposed_share, decided.reason, decided.changed_on,
  decided.addressable_calls_per_day, decided.fixable_share, decided.predicted_savings_usd, decided.realised_savings_usd
FROM silver.action_states AS decided
LEFT JOIN gold.action_recommendations AS proposed ON proposed.action_id = decided.action_id
UNION ALL
SELECT
  proposed.action_id,
  proposed.priority,
  proposed.action,
  proposed.owner,
  proposed.journey_type,
  proposed.segment,
  proposed.state,
  proposed.due_on,
  CAST(NULL AS DATE) AS shipped_on,
  CAST(NULL AS DECIMAL(9, 4)) AS exposed_share,
  CAST(NULL AS STRING) AS reason,
  CAST(NULL AS DATE) AS changed_on,
  proposed.addressable_calls_per_day,
  proposed.fixable_share,
  proposed.annual_savings_usd AS predicted_savings_usd,
  CAST(NULL AS DECIMAL(18, 2)) AS realised_savings_usd
FROM gold.action_recommendations AS proposed
LEFT ANTI JOIN silver.action_states AS ledger ON ledger.action_id = proposed.action_id
