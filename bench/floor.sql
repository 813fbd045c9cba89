-- The floor: the same tables by hand, for DuckDB alone. No contracts, no quarantine, no checks, no runs, no repair.
-- Each statement makes one table; the script writes those that are named schema_table.

CREATE TABLE bronze_digital_journeys_raw AS
SELECT *, TRY_CAST(event_timestamp AS TIMESTAMPTZ)::DATE AS raw_date
FROM read_csv($journeys, all_varchar = true, header = true, filename = true, ignore_errors = true, union_by_name = true);

CREATE TABLE bronze_call_logs_raw AS
SELECT *, TRY_CAST(call_timestamp AS TIMESTAMPTZ)::DATE AS raw_date
FROM read_csv($calls, all_varchar = true, header = true, filename = true, ignore_errors = true, union_by_name = true);

CREATE TABLE bronze_member_profiles_raw AS
SELECT * FROM read_csv($members, all_varchar = true, header = true, filename = true, ignore_errors = true);

CREATE TABLE silver_digital_journeys_cleaned AS
SELECT
  event_id, session_id, member_id, moment AS event_timestamp, (moment AT TIME ZONE 'America/New_York')::DATE AS event_date,
  HOUR(moment AT TIME ZONE 'America/New_York')::INT AS event_hour, journey_type, step, event_type, error_code, device_type,
  app_version, page_language
FROM (
  SELECT
    TRIM(event_id) AS event_id, TRIM(session_id) AS session_id, TRIM(member_id) AS member_id,
    TRY_CAST(event_timestamp AS TIMESTAMPTZ) AS moment, REPLACE(REPLACE(LOWER(TRIM(journey_type)), ' ', '_'), '-', '_') AS journey_type,
    TRIM(step) AS step, LOWER(TRIM(event_type)) AS event_type, NULLIF(TRIM(error_code), '') AS error_code,
    REPLACE(REPLACE(LOWER(TRIM(device_type)), ' ', '_'), '-', '_') AS device_type, TRIM(app_version) AS app_version,
    CASE WHEN LOWER(TRIM(page_language)) IN ('en', 'english') THEN 'English' WHEN LOWER(TRIM(page_language)) IN ('es', 'spanish') THEN 'Spanish' ELSE 'Other' END AS page_language,
    filename
  FROM bronze_digital_journeys_raw
)
WHERE event_id IS NOT NULL AND member_id IS NOT NULL AND session_id IS NOT NULL AND moment <= $until
  AND event_type IN ('view', 'action', 'error', 'abandon', 'complete')
  AND journey_type IN ('billing', 'id_card', 'pharmacy', 'claims', 'provider_search', 'prior_auth')
  AND device_type IN ('ios_app', 'android_app', 'mobile_web', 'desktop_web')
QUALIFY ROW_NUMBER() OVER (PARTITION BY event_id ORDER BY filename DESC, moment DESC) = 1;

CREATE TABLE silver_call_logs_cleaned AS
SELECT
  call_id, member_id, moment AS call_timestamp, (moment AT TIME ZONE 'America/New_York')::DATE AS call_date,
  HOUR(moment AT TIME ZONE 'America/New_York')::INT AS call_hour, call_reason, duration_seconds, wait_seconds, agent_id, language,
  resolution, sentiment_score, transcript
FROM (
  SELECT
    TRIM(call_id) AS call_id, TRIM(member_id) AS member_id, TRY_CAST(call_timestamp AS TIMESTAMPTZ) AS moment,
    REPLACE(REPLACE(LOWER(TRIM(call_reason)), ' ', '_'), '-', '_') AS call_reason, TRY_CAST(duration_seconds AS INT) AS duration_seconds,
    TRY_CAST(wait_seconds AS INT) AS wait_seconds, agent_id,
    CASE WHEN LOWER(TRIM(language)) IN ('en', 'english') THEN 'English' WHEN LOWER(TRIM(language)) IN ('es', 'spanish') THEN 'Spanish' ELSE 'Other' END AS language,
    LOWER(TRIM(resolution)) AS resolution, TRY_CAST(sentiment_score AS DECIMAL(6, 4)) AS sentiment_score, transcript, filename
  FROM bronze_call_logs_raw
)
WHERE call_id IS NOT NULL AND member_id IS NOT NULL AND moment <= $until AND duration_seconds >= 0 AND COALESCE(wait_seconds, 0) >= 0
  AND COALESCE(sentiment_score, 0) BETWEEN -1 AND 1 AND resolution IN ('resolved', 'transferred', 'callback', 'unresolved')
  AND COALESCE(call_reason, 'other') IN ('billing', 'id_card', 'pharmacy', 'claims', 'provider_search', 'prior_auth', 'general', 'other')
QUALIFY ROW_NUMBER() OVER (PARTITION BY call_id ORDER BY filename DESC, moment DESC) = 1;

CREATE TABLE silver_member_profiles_enriched AS
SELECT * EXCLUDE (filename), TRY_CAST(enrollment_date AS DATE) AS enrolled,
  CASE WHEN LOWER(TRIM(preferred_language)) IN ('es', 'spanish') THEN 'Spanish' WHEN LOWER(TRIM(preferred_language)) IN ('en', 'english') THEN 'English' ELSE 'Other' END AS language
FROM bronze_member_profiles_raw
WHERE plan_type IN ('MAPD', 'Commercial') AND member_id IS NOT NULL
QUALIFY ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY filename DESC) = 1;

CREATE TABLE failures AS
SELECT f.* EXCLUDE (last_code), COALESCE(f.error_code, CASE WHEN event_type = 'abandon' THEN last_code END) AS cause,
  COALESCE(m.plan_type, 'Unknown') AS plan_type, COALESCE(m.language, 'Unknown') AS language,
  CASE WHEN m.enrolled IS NULL THEN 'Unknown' WHEN f.event_date < m.enrolled + INTERVAL 12 MONTH THEN 'New' ELSE 'Tenured' END AS tenure_band
FROM (
  SELECT *, LAST_VALUE(error_code IGNORE NULLS) OVER (PARTITION BY session_id, journey_type ORDER BY event_timestamp, event_id) AS last_code
  FROM silver_digital_journeys_cleaned WHERE event_type IN ('error', 'abandon')
) AS f LEFT JOIN silver_member_profiles_enriched AS m USING (member_id);

CREATE TABLE credits AS
WITH calls AS (SELECT *, CASE WHEN call_reason NOT IN ('general', 'other') THEN call_reason END AS named FROM silver_call_logs_cleaned),
lined_up AS (
  SELECT member_id, journey_type AS line, event_timestamp AS moment, 0 AS is_call, event_id, NULL AS call_id FROM failures
  UNION ALL SELECT member_id, 'any', event_timestamp, 0, event_id, NULL FROM failures WHERE member_id IN (SELECT member_id FROM calls WHERE named IS NULL)
  UNION ALL SELECT member_id, COALESCE(named, 'any'), call_timestamp, 1, NULL, call_id FROM calls
),
found AS (
  SELECT call_id, is_call, moment, LAST_VALUE(event_id IGNORE NULLS) OVER back AS event_id,
    LAST_VALUE(CASE WHEN is_call = 0 THEN moment END IGNORE NULLS) OVER back AS failed_at
  FROM lined_up WINDOW back AS (PARTITION BY member_id, line ORDER BY moment, is_call, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
credited AS (
  SELECT found.call_id, found.event_id, found.failed_at, failures.journey_type FROM found JOIN failures USING (event_id)
  WHERE is_call = 1 AND moment - failed_at <= INTERVAL 30 MINUTE
),
journeys AS (SELECT calls.*, credited.event_id, credited.failed_at, COALESCE(named, credited.journey_type) AS journey FROM calls LEFT JOIN credited USING (call_id))
SELECT *, journey IS NOT NULL AND COALESCE(call_timestamp - LAG(call_timestamp) OVER (PARTITION BY member_id, journey ORDER BY call_timestamp, call_id) <= INTERVAL 7 DAY, FALSE) AS is_repeat_call
FROM journeys;

CREATE TABLE silver_digital_call_leakage AS
SELECT c.call_id, c.event_id, c.member_id, f.journey_type, f.device_type, f.app_version, f.event_type AS failure_type, f.step, f.cause AS error_code,
  c.failed_at, c.call_timestamp AS called_at, c.call_date AS leakage_date, c.call_hour AS leakage_hour, c.is_repeat_call, c.sentiment_score,
  CAST(8 AS DECIMAL(10, 2)) AS cost_usd, f.plan_type, f.language, f.tenure_band,
  CASE WHEN f.language = 'Spanish' THEN 'Spanish' WHEN f.plan_type = 'MAPD' AND f.tenure_band = 'New' THEN 'MAPD New' WHEN f.plan_type = 'MAPD' THEN 'MAPD Tenured' ELSE f.plan_type END AS segment
FROM credits AS c JOIN failures AS f USING (event_id);

CREATE TABLE gold_leakage_hourly AS
SELECT leakage_date, leakage_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version, failure_type, step, error_code,
  COUNT(*) AS leaked_calls, SUM(is_repeat_call::INT) AS repeat_calls, SUM(cost_usd) AS cost_usd, SUM(cost_usd * (1 + is_repeat_call::INT)) AS loaded_cost_usd,
  SUM(sentiment_score) AS sentiment_sum, COUNT(sentiment_score) AS sentiment_count, SUM(EPOCH(called_at - failed_at)::BIGINT) AS seconds_to_call_sum
FROM silver_digital_call_leakage GROUP BY ALL;

CREATE TABLE gold_failure_hourly AS
SELECT event_date, event_hour, journey_type, plan_type, tenure_band, language, device_type, app_version, event_type, step, cause, COUNT(*) AS failures,
  COUNT(leaked.event_id) AS leaked_failures
FROM failures LEFT JOIN (SELECT DISTINCT event_id FROM silver_digital_call_leakage) AS leaked USING (event_id) GROUP BY ALL;

CREATE TABLE gold_digital_hourly AS
SELECT s.event_date, s.event_hour, s.journey_type, m.plan_type, m.language, s.device_type, s.app_version,
  CASE WHEN s.event_date < m.enrolled + INTERVAL 12 MONTH THEN 'New' ELSE 'Tenured' END AS tenure_band, COUNT(*) AS sessions, SUM(completed) AS completions
FROM (
  SELECT session_id, member_id, journey_type, ARG_MIN(event_date, event_timestamp) AS event_date, ARG_MIN(event_hour, event_timestamp) AS event_hour,
    ARG_MIN(device_type, event_timestamp) AS device_type, ARG_MIN(app_version, event_timestamp) AS app_version, MAX((event_type = 'complete')::INT) AS completed
  FROM silver_digital_journeys_cleaned GROUP BY ALL
) AS s LEFT JOIN silver_member_profiles_enriched AS m USING (member_id) GROUP BY ALL;

CREATE TABLE gold_segment_drilldown AS
SELECT leakage_date AS summary_date, journey_type, segment, COUNT(*) AS leaked_calls, SUM(is_repeat_call::INT) AS repeat_calls, AVG(sentiment_score) AS avg_sentiment,
  SUM(cost_usd) AS cost_usd, COUNT(DISTINCT member_id) AS members_affected
FROM silver_digital_call_leakage GROUP BY ALL;

CREATE TABLE gold_daily_leakage_summary AS
WITH daily AS (
  SELECT leakage_date AS day, journey_type, COUNT(*) AS calls, SUM(is_repeat_call::INT) AS repeats, SUM(cost_usd) AS cost, COUNT(DISTINCT member_id) AS members,
    AVG(sentiment_score) AS sentiment
  FROM silver_digital_call_leakage GROUP BY ALL
)
SELECT daily.*, sessions, failures, AVG(calls) OVER (PARTITION BY journey_type ORDER BY day RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING) AS baseline
FROM daily
LEFT JOIN (SELECT event_date AS day, journey_type, SUM(sessions) AS sessions FROM gold_digital_hourly GROUP BY ALL) USING (day, journey_type)
LEFT JOIN (SELECT event_date AS day, journey_type, SUM(failures) AS failures FROM gold_failure_hourly GROUP BY ALL) USING (day, journey_type);

CREATE TABLE gold_root_cause_analysis AS
WITH daily AS (
  SELECT leakage_date AS day, journey_type, segment, failure_type, step, error_code, device_type, app_version, COUNT(*) AS calls
  FROM silver_digital_call_leakage GROUP BY ALL
)
SELECT (day + later::INT)::DATE AS summary_date, journey_type, segment, failure_type, step, error_code, device_type, app_version,
  SUM(CASE WHEN later = 0 THEN calls ELSE 0 END) AS leaked_calls, SUM(CASE WHEN later > 0 THEN calls ELSE 0 END) / 7 AS baseline_calls
FROM daily CROSS JOIN RANGE(0, 8) AS ahead(later) GROUP BY ALL;

CREATE TABLE gold_journey_timeline AS
SELECT SHA256('key' || l.call_id) AS journey_key, l.leakage_date, j.event_timestamp, j.step, j.event_type, j.error_code, j.device_type
FROM silver_digital_call_leakage AS l JOIN failures AS f USING (event_id)
JOIN silver_digital_journeys_cleaned AS j ON j.session_id = f.session_id AND j.event_timestamp <= l.called_at
WHERE l.leakage_date >= (SELECT MAX(leakage_date) - 1 FROM silver_digital_call_leakage);

CREATE TABLE gold_affected_members AS
SELECT days, journey_type, segment, COUNT(DISTINCT member_id) AS members
FROM silver_digital_call_leakage JOIN (VALUES (1), (7), (28), (30)) AS windows(days) ON leakage_date > (SELECT MAX(leakage_date) FROM silver_digital_call_leakage) - days
GROUP BY days, CUBE (journey_type, segment);
