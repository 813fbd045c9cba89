-- What is watched for incidents: each combination of values with its calls by hour. A number holds an hour (counted from
-- the year 2000) and that hour's calls: hour * 1000000 + calls.
WITH cells AS (
  SELECT
    journey_type, segment, device_type, app_version, failure_type, step, error_code,
    CAST(DATEDIFF(leakage_date, DATE '2000-01-01') AS BIGINT) * 24 + leakage_hour AS hour,
    SUM(leaked_calls) AS calls
  FROM gold.leakage_hourly
  GROUP BY
    journey_type, segment, device_type, app_version, failure_type, step, error_code, leakage_date, leakage_hour
)
SELECT
  journey_type, segment, device_type, app_version, failure_type, step, error_code,
  COLLECT_LIST(CAST(hour * 1000000 + calls AS BIGINT)) AS cells
FROM cells
GROUP BY journey_type, segment, device_type, app_version, failure_type, step, error_code
