-- The leakage rule, written anew over the raw files: one row a leaked call. {zone} is the plan's time zone.
WITH failures AS (
  SELECT event_id, member_id, event_timestamp::TIMESTAMP AS moment, lower(trim(journey_type)) AS journey
  FROM events
  WHERE lower(trim(event_type)) IN ('error', 'abandon')
),
calls AS (
  SELECT call_id, member_id, call_timestamp::TIMESTAMP AS moment, sentiment_score::DOUBLE AS score,
    CASE WHEN lower(trim(call_reason)) NOT IN ('general', 'other', '') THEN lower(trim(call_reason)) END AS named
  FROM main.calls
),
credited AS (
  SELECT call_id, arg_max(event_id, (f.moment, event_id)) AS event_id, arg_max(journey, (f.moment, event_id)) AS journey
  FROM calls AS c JOIN failures AS f USING (member_id)
  WHERE c.moment - f.moment BETWEEN INTERVAL 0 MINUTE AND INTERVAL 30 MINUTE AND coalesce(named = journey, true)
  GROUP BY call_id
),
about AS (
  SELECT calls.*, event_id, coalesce(named, journey) AS journey, timezone('{zone}', timezone('UTC', moment))::DATE AS day
  FROM calls LEFT JOIN credited USING (call_id)
),
repeated AS (
  SELECT *, coalesce(moment - lag(moment) OVER (
    PARTITION BY member_id, journey ORDER BY moment, call_id) <= INTERVAL 168 HOUR, false) AS is_repeat
  FROM about
)
SELECT r.*, CASE
    WHEN preferred_language = 'Spanish' THEN 'Spanish'
    WHEN plan_type <> 'MAPD' THEN plan_type
    WHEN day < enrollment_date::DATE + INTERVAL 12 MONTH THEN 'MAPD New'
    ELSE 'MAPD Tenured' END AS segment
FROM repeated AS r JOIN members USING (member_id)
WHERE event_id IS NOT NULL
