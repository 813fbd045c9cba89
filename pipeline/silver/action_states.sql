-- Each action as the ledger says it last.
WITH ordered AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY action_id ORDER BY recorded_at DESC, entry_id DESC) AS age
  FROM reference.action_ledger
)
SELECT
  action_id, state, action, owner, journey_type, segment, due_on, shipped_on, exposed_share, reason,
  addressable_calls_per_day, fixable_share, predicted_savings_usd, realised_savings_usd,
  CAST(LOCAL_TIME(recorded_at) AS DATE) AS changed_on
FROM ordered
WHERE age = 1
