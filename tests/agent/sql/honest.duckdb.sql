SELECT journey_type, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary GROUP BY 1 ORDER BY calls DESC LIMIT 5

SELECT * FROM daily_leakage_summary

SELECT s.* FROM gold.segment_drilldown AS s WHERE s.segment LIKE 'MAPD%'

SELECT * EXCLUDE (cost_usd, loaded_cost_usd) FROM gold.segment_drilldown WHERE journey_type = 'billing'

SELECT * REPLACE (ROUND(cost_usd / 1000, 1) AS cost_usd) FROM gold.savings_model AS m JOIN (SELECT DISTINCT journey_type, cost_usd, summary_date FROM gold.daily_leakage_summary) AS d ON d.journey_type = m.journey_type AND d.summary_date = m.as_of_date

SELECT COUNT(*) FROM gold.leakage_hourly WHERE leakage_date >= CURRENT_DATE - INTERVAL 7 DAY

SELECT COUNT(*) FROM gold.leakage_hourly WHERE leakage_date >= (SELECT MAX(leakage_date) FROM gold.leakage_hourly) - INTERVAL '7 days'

SELECT COUNT(DISTINCT segment), MIN(cost_usd), MAX(cost_usd), AVG(leaked_calls) FROM gold.segment_drilldown

SELECT COUNT(DISTINCT (journey_type, segment)) AS slices FROM gold.segment_drilldown

WITH x AS (SELECT summary_date AS day, SUM(leaked_calls) AS c FROM gold.daily_leakage_summary GROUP BY day)
SELECT x.day, x.c, AVG(x.c) OVER (ORDER BY x.day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM x

SELECT d.journey_type, d.leaked_calls * 1.0 / t.total AS share
FROM gold.daily_leakage_summary d CROSS JOIN (SELECT SUM(leaked_calls) AS total FROM gold.daily_leakage_summary) t

WITH total AS (SELECT SUM(cost_usd) AS cost FROM gold.leakage_hourly)
SELECT segment, SUM(cost_usd) AS cost, ROUND(100.0 * SUM(cost_usd) / MAX(total.cost), 1) AS pct
FROM gold.leakage_hourly, total GROUP BY segment ORDER BY pct DESC

SELECT d.summary_date, s.segment FROM gold.daily_leakage_summary d
JOIN gold.segment_drilldown s ON s.summary_date = d.summary_date AND s.journey_type = d.journey_type

SELECT d.summary_date FROM gold.daily_leakage_summary d, gold.segment_drilldown s
WHERE s.summary_date = d.summary_date AND s.journey_type = d.journey_type AND d.leaked_calls > 3000

SELECT journey_type FROM gold.daily_leakage_summary GROUP BY journey_type
HAVING SUM(leaked_calls) > (SELECT AVG(leaked_calls) FROM gold.daily_leakage_summary)

SELECT journey_type, summary_date, leaked_calls FROM gold.daily_leakage_summary
QUALIFY ROW_NUMBER() OVER (PARTITION BY journey_type ORDER BY leaked_calls DESC, summary_date) = 1

SELECT CASE WHEN leaked_calls > 1000 THEN 'big' ELSE 'small' END AS size, COUNT(*) FROM gold.daily_leakage_summary GROUP BY ALL

SELECT summary_date FROM gold.daily_leakage_summary UNION ALL SELECT event_date FROM gold.failure_hourly WHERE event_hour = 15 ORDER BY 1

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY leaked_calls), MEDIAN(cost_usd), STDDEV(leaked_calls) FROM gold.daily_leakage_summary

SELECT journey_type, quantile_cont(leaked_calls, 0.9) AS p90, quantile_cont(leaked_calls, 0.1) AS p10 FROM gold.daily_leakage_summary GROUP BY journey_type

SELECT journey_type, quantile_cont(leaked_calls, [0.1, 0.5, 0.9]) AS spread FROM gold.daily_leakage_summary GROUP BY journey_type

SELECT journey_type, quantile_disc(leaked_calls, 0.75), MODE(top_segment) FROM gold.daily_leakage_summary WHERE journey_type <> 'pharmacy' GROUP BY 1

SELECT journey_type FROM gold.daily_leakage_summary d WHERE EXISTS (SELECT 1 FROM gold.savings_model s WHERE s.journey_type = d.journey_type)

SELECT journey_type FROM gold.daily_leakage_summary d
WHERE NOT EXISTS (SELECT 1 FROM gold.savings_model s WHERE s.journey_type = d.journey_type) GROUP BY 1

SELECT SUM(leaked_calls) FILTER (WHERE segment = 'Spanish') / NULLIF(SUM(leaked_calls), 0) FROM gold.segment_drilldown

SELECT "window", members_affected FROM gold.affected_members WHERE segment <> 'O''Brien; DROP TABLE x --'

SELECT segment FROM gold.segment_drilldown -- a remark

/* What breaks by day; asked by finance */ SELECT summary_date, /* dollars */ SUM(cost_usd) FROM gold.daily_leakage_summary GROUP BY summary_date;

SELECT journey_type, summary_date, LAG(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date) FROM gold.daily_leakage_summary;

SELECT journey_type, summary_date, leaked_calls - LAG(leaked_calls, 7) OVER w AS change, LEAD(leaked_calls, 1, 0) OVER w AS next_day
FROM gold.daily_leakage_summary WINDOW w AS (PARTITION BY journey_type ORDER BY summary_date)

SELECT summary_date, journey_type, SUM(cost_usd) OVER (PARTITION BY journey_type ORDER BY summary_date ROWS UNBOUNDED PRECEDING) AS running_cost
FROM gold.daily_leakage_summary ORDER BY ALL

SELECT summary_date, SUM(SUM(cost_usd)) OVER (ORDER BY summary_date) AS cumulative FROM gold.daily_leakage_summary GROUP BY summary_date ORDER BY 1

SELECT summary_date, journey_type, leaked_calls, AVG(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) AS mean_7
FROM gold.daily_leakage_summary

SELECT journey_type, leaked_calls, RANK() OVER (ORDER BY leaked_calls DESC), DENSE_RANK() OVER (ORDER BY leaked_calls DESC), NTILE(4) OVER (ORDER BY leaked_calls DESC, journey_type), PERCENT_RANK() OVER (ORDER BY leaked_calls), CUME_DIST() OVER (ORDER BY leaked_calls)
FROM gold.daily_leakage_summary WHERE summary_date = DATE '2026-11-20'

SELECT journey_type, summary_date, FIRST_VALUE(leaked_calls) OVER w AS first_calls, LAST_VALUE(leaked_calls) OVER w AS last_calls, NTH_VALUE(leaked_calls, 2) OVER w
FROM gold.daily_leakage_summary WINDOW w AS (PARTITION BY journey_type ORDER BY summary_date ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)

SELECT journey_type, segment, SUM(leaked_calls) AS calls, 100.0 * SUM(leaked_calls) / SUM(SUM(leaked_calls)) OVER (PARTITION BY journey_type) AS pct_of_journey
FROM gold.segment_drilldown GROUP BY journey_type, segment

SELECT date_trunc('week', summary_date) AS week, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary GROUP BY week ORDER BY week

SELECT date_trunc('month', leakage_date)::DATE AS month, SUM(cost_usd) FROM gold.leakage_hourly GROUP BY 1

SELECT strftime(summary_date, '%Y-%m') AS month, SUM(cost_usd) AS cost FROM gold.daily_leakage_summary GROUP BY 1 ORDER BY 1

SELECT dayname(summary_date) AS weekday, AVG(leaked_calls) FROM gold.daily_leakage_summary GROUP BY weekday, dayofweek(summary_date) ORDER BY dayofweek(summary_date)

SELECT isodow(summary_date) AS dow, weekofyear(summary_date) AS week, SUM(repeat_calls) FROM gold.daily_leakage_summary GROUP BY 1, 2

SELECT EXTRACT(dow FROM summary_date) AS dow, EXTRACT(year FROM summary_date) AS y, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1, 2

SELECT date_part('month', summary_date) AS m, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1

SELECT year(summary_date), quarter(summary_date), month(summary_date), day(summary_date), week(summary_date), monthname(summary_date) FROM gold.daily_leakage_summary

SELECT summary_date, date_diff('day', summary_date, DATE '2026-11-20') AS days_ago FROM gold.daily_leakage_summary

SELECT datediff('week', MIN(summary_date), MAX(summary_date)), age(MAX(summary_date), MIN(summary_date)) FROM gold.daily_leakage_summary

SELECT last_day(summary_date) AS month_end, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY ALL ORDER BY ALL

SELECT make_date(2026, 11, 20) AS day, SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE summary_date = make_date(2026, 11, 20)

SELECT summary_date + INTERVAL 1 WEEK AS next_week, summary_date - INTERVAL '1 month' AS month_ago, summary_date + 1 AS tomorrow FROM gold.daily_leakage_summary

SELECT date_add(summary_date, INTERVAL 7 DAY) AS next_week FROM gold.daily_leakage_summary

SELECT * FROM gold.daily_leakage_summary WHERE summary_date BETWEEN '2026-11-14' AND '2026-11-20' AND journey_type IN ('billing', 'pharmacy')

SELECT * FROM gold.daily_leakage_summary WHERE summary_date = CAST('2026-11-20' AS DATE) AND NOT is_complete_day IS FALSE

SELECT journey_type, leaked_calls FROM gold.daily_leakage_summary WHERE summary_date = (SELECT MAX(summary_date) FROM gold.daily_leakage_summary WHERE is_complete_day)

SELECT this.journey_type, this.leaked_calls, before.leaked_calls AS week_ago, this.leaked_calls - before.leaked_calls AS change
FROM gold.daily_leakage_summary this LEFT JOIN gold.daily_leakage_summary before
  ON before.journey_type = this.journey_type AND before.summary_date = this.summary_date - INTERVAL 7 DAY
WHERE this.summary_date = DATE '2026-11-20'

WITH this_week AS (SELECT segment, SUM(leaked_calls) AS calls FROM gold.segment_drilldown WHERE summary_date > DATE '2026-11-13' GROUP BY segment),
last_week AS (SELECT segment, SUM(leaked_calls) AS calls FROM gold.segment_drilldown WHERE summary_date > DATE '2026-11-06' AND summary_date <= DATE '2026-11-13' GROUP BY segment)
SELECT COALESCE(t.segment, l.segment) AS segment, t.calls, l.calls AS before, (t.calls - l.calls) / NULLIF(l.calls, 0)::DOUBLE AS change
FROM this_week t FULL OUTER JOIN last_week l USING (segment) ORDER BY change DESC NULLS LAST

SELECT a.summary_date, SUM(b.leaked_calls) AS running FROM gold.daily_leakage_summary a
JOIN gold.daily_leakage_summary b ON b.summary_date <= a.summary_date AND b.journey_type = a.journey_type GROUP BY a.summary_date

SELECT journey_type, segment, SUM(leaked_calls) AS calls FROM gold.segment_drilldown GROUP BY ROLLUP (journey_type, segment) ORDER BY 1 NULLS LAST, 2 NULLS LAST

SELECT journey_type, segment, SUM(cost_usd), GROUPING(journey_type) AS g FROM gold.segment_drilldown GROUP BY CUBE (journey_type, segment)

SELECT journey_type, segment, SUM(cost_usd) FROM gold.segment_drilldown GROUP BY GROUPING SETS ((journey_type), (segment), ())

SELECT device_type, app_version, SUM(leaked_calls) AS calls FROM gold.root_cause_analysis WHERE journey_type = 'billing' AND app_version NOT LIKE 'web-%' GROUP BY ALL HAVING SUM(leaked_calls) > 10 ORDER BY calls DESC

SELECT error_code, step, SUM(leaked_calls) AS calls FROM gold.root_cause_analysis WHERE error_code IS NOT NULL AND summary_date = '2026-11-20' GROUP BY error_code, step ORDER BY calls DESC, error_code, step LIMIT 10 OFFSET 2

SELECT COALESCE(error_code, 'none') AS code, IFNULL(step, '?') AS step, SUM(change_calls) FROM gold.root_cause_analysis GROUP BY 1, 2

SELECT journey_type, ARG_MAX(segment, leaked_calls) AS worst, MAX_BY(segment, cost_usd), MIN_BY(segment, avg_sentiment), ARG_MIN(segment, leaked_calls) FROM gold.segment_drilldown WHERE summary_date = DATE '2026-11-20' AND journey_type = 'billing' GROUP BY journey_type

SELECT APPROX_COUNT_DISTINCT(error_code) AS codes, APPROX_QUANTILE(leaked_calls, 0.5) FROM gold.root_cause_analysis

SELECT UPPER(segment), LOWER(journey_type), LENGTH(segment), TRIM(segment), SUBSTRING(segment, 1, 4), LEFT(segment, 2), RIGHT(segment, 2), REPLACE(journey_type, '_', ' ') FROM gold.segment_drilldown

SELECT segment || ' / ' || journey_type AS slice, CONCAT(segment, ' ', journey_type), CONCAT_WS(', ', segment, journey_type), SPLIT_PART(app_version, '.', 1) FROM gold.leakage_hourly WHERE leakage_date = '2026-11-20'

SELECT app_version, REGEXP_EXTRACT(app_version, '^[a-z]+') AS family, REGEXP_REPLACE(app_version, '[0-9]+', 'n'), REGEXP_MATCHES(app_version, '^web') FROM gold.root_cause_analysis WHERE summary_date = '2026-11-20'

SELECT DISTINCT segment FROM gold.segment_drilldown WHERE segment ILIKE '%mapd%' OR starts_with(segment, 'Com') OR contains(segment, 'panish') OR segment SIMILAR TO 'X.*'

SELECT STRING_AGG(DISTINCT journey_type, ', ' ORDER BY journey_type) AS journeys FROM gold.savings_model

SELECT segment, LIST(DISTINCT journey_type ORDER BY journey_type) AS journeys FROM gold.segment_drilldown GROUP BY segment

SELECT summary_date, ROUND(leakage_rate * 100, 1) AS pct, CEIL(cost_usd), FLOOR(cost_usd), ABS(trend_pct), SIGN(trend_pct), SQRT(leaked_calls), POWER(leaked_calls, 2), LN(leaked_calls + 1), EXP(0.1), leaked_calls % 7, leaked_calls // 7, MOD(leaked_calls, 2) FROM gold.daily_leakage_summary

SELECT GREATEST(leaked_calls, repeat_calls), LEAST(leaked_calls, repeat_calls), IF(leaked_calls > 0, 1, 0) FROM gold.daily_leakage_summary

SELECT CORR(leaked_calls, digital_failures), REGR_SLOPE(leaked_calls, digital_failures), REGR_INTERCEPT(leaked_calls, digital_failures), REGR_R2(leaked_calls, digital_failures), COVAR_SAMP(leaked_calls, digital_failures), VAR_SAMP(leaked_calls), VAR_POP(leaked_calls), STDDEV_POP(leaked_calls) FROM gold.daily_leakage_summary

SELECT journey_type, (MAX(leaked_calls) - AVG(leaked_calls)) / NULLIF(STDDEV_SAMP(leaked_calls), 0) AS z FROM gold.daily_leakage_summary GROUP BY journey_type

SELECT TRY_CAST(REPLACE(app_version, '.', '') AS INTEGER) AS version_number, COUNT(*) FROM gold.root_cause_analysis GROUP BY 1

SELECT COUNT_IF(leaked_calls > 3000), SUM(CASE WHEN repeat_rate > .2 THEN 1 ELSE 0 END), BOOL_AND(is_complete_day), BOOL_OR(is_complete_day), ANY_VALUE(is_complete_day) FROM gold.daily_leakage_summary

SELECT journey_type FROM gold.daily_leakage_summary EXCEPT SELECT journey_type FROM gold.savings_model

SELECT journey_type FROM gold.daily_leakage_summary INTERSECT SELECT journey_type FROM gold.savings_model ORDER BY journey_type

SELECT 'sessions' AS what, SUM(sessions) AS n FROM gold.digital_hourly UNION ALL SELECT 'failures', SUM(failures) FROM gold.failure_hourly UNION ALL SELECT 'leaked calls', SUM(leaked_calls) FROM gold.leakage_hourly

(SELECT journey_type, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary GROUP BY 1 ORDER BY 2 DESC LIMIT 1) UNION ALL (SELECT journey_type, SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE leaked_calls > 0 GROUP BY 1 ORDER BY 2 LIMIT 1)

SELECT journey_type, (SELECT SUM(annual_savings_usd) FROM gold.savings_model s WHERE s.journey_type = d.journey_type AND s.fix_rate = 0.25) AS upside FROM gold.daily_leakage_summary d WHERE summary_date = DATE '2026-11-20'

SELECT journey_type, segment FROM gold.segment_drilldown WHERE (journey_type, segment) IN (SELECT journey_type, segment FROM gold.action_recommendations)

SELECT segment FROM gold.segment_drilldown WHERE segment NOT IN (SELECT segment FROM gold.action_recommendations WHERE segment IS NOT NULL)

SELECT segment FROM gold.segment_drilldown WHERE leaked_calls >= ALL (SELECT leaked_calls FROM gold.segment_drilldown)

SELECT priority, action, owner, annual_savings_usd, SUM(annual_savings_usd) OVER (ORDER BY priority) AS cumulative FROM gold.action_recommendations ORDER BY priority

SELECT m.journey_type, m.fix_rate, m.annual_savings_usd, a.action FROM gold.savings_model m LEFT JOIN gold.action_recommendations a ON m.journey_type = a.journey_type WHERE m.fix_rate = .10

SELECT * FROM gold.action_recommendations a SEMI JOIN gold.savings_model m ON m.journey_type = a.journey_type

SELECT DISTINCT d.journey_type FROM gold.daily_leakage_summary d ANTI JOIN gold.savings_model m ON m.journey_type = d.journey_type

SELECT DISTINCT ON (journey_type) journey_type, summary_date, leaked_calls FROM gold.daily_leakage_summary ORDER BY journey_type, leaked_calls DESC, summary_date

FROM gold.daily_leakage_summary SELECT journey_type, MAX(leaked_calls) GROUP BY journey_type

FROM gold.savings_model

SELECT l.label, SUM(d.leaked_calls) FROM gold.daily_leakage_summary d JOIN (VALUES ('billing', 'Billing'), ('id_card', 'ID card'), ('pharmacy', 'Pharmacy')) AS l(journey_type, label) ON l.journey_type = d.journey_type GROUP BY 1

SELECT m.journey_type, r.rate, m.annual_cost_usd * r.rate AS saved FROM gold.savings_model m CROSS JOIN (VALUES (0.1), (0.2), (0.3)) AS r(rate) WHERE m.fix_rate = 0.10

SELECT d.day, s.segment, COALESCE(SUM(x.leaked_calls), 0) AS calls
FROM (SELECT DISTINCT summary_date AS day FROM gold.segment_drilldown) d CROSS JOIN (SELECT DISTINCT segment FROM gold.segment_drilldown) s
LEFT JOIN gold.segment_drilldown x ON x.summary_date = d.day AND x.segment = s.segment GROUP BY ALL ORDER BY 1, 2

WITH weekly(week, calls) AS (SELECT date_trunc('week', summary_date), SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1)
SELECT week, calls, calls - LAG(calls) OVER (ORDER BY week) AS change FROM weekly

WITH daily AS MATERIALIZED (SELECT summary_date, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary GROUP BY 1),
ranked AS (SELECT *, ROW_NUMBER() OVER (ORDER BY calls DESC, summary_date) AS place FROM daily)
SELECT summary_date, calls FROM ranked WHERE place <= 3

WITH a AS (WITH b AS (SELECT journey_type, SUM(cost_usd) AS cost FROM gold.leakage_hourly GROUP BY 1) SELECT * FROM b WHERE cost > 0) SELECT AVG(cost) FROM a

SELECT leakage_hour, SUM(leaked_calls) AS calls FROM gold.leakage_hourly GROUP BY leakage_hour ORDER BY calls DESC, leakage_hour LIMIT 3

SELECT CASE WHEN leakage_hour < 12 THEN 'morning' WHEN leakage_hour BETWEEN 12 AND 17 THEN 'afternoon' ELSE 'evening' END AS part, SUM(leaked_calls) FROM gold.leakage_hourly GROUP BY 1

SELECT CASE journey_type WHEN 'billing' THEN 'Billing' WHEN 'id_card' THEN 'ID card' ELSE 'Other' END AS journey, SUM(loaded_cost_usd) AS cost FROM gold.leakage_hourly GROUP BY journey

SELECT SUM(sentiment_sum) / NULLIF(SUM(sentiment_count), 0) AS sentiment, SUM(seconds_to_call_sum) / 60.0 / SUM(leaked_calls) AS minutes FROM gold.leakage_hourly

SELECT f.journey_type, SUM(f.leaked_failures) * 1.0 / SUM(f.failures) AS rate FROM gold.failure_hourly f WHERE f.event_date >= DATE '2026-11-14' GROUP BY f.journey_type

WITH s AS (SELECT event_date, journey_type, SUM(sessions) AS sessions FROM gold.digital_hourly GROUP BY ALL), c AS (SELECT leakage_date, journey_type, SUM(leaked_calls) AS calls FROM gold.leakage_hourly GROUP BY ALL)
SELECT event_date, s.journey_type, 1 - COALESCE(calls, 0) / sessions AS containment FROM s LEFT JOIN c ON event_date = leakage_date AND s.journey_type = c.journey_type ORDER BY 1, 2

SELECT COUNT(*) AS n, COUNT(error_code) AS with_code, COUNT(*) - COUNT(error_code) AS without FROM gold.leakage_hourly

SELECT a.journey_type, a.segment, a.leaked_calls FROM gold.segment_drilldown a WHERE a.leaked_calls = (SELECT MAX(b.leaked_calls) FROM gold.segment_drilldown b WHERE b.journey_type = a.journey_type)

SELECT summary_date, journey_type, leaked_calls FROM gold.daily_leakage_summary WHERE leaked_calls IS DISTINCT FROM repeat_calls AND trend_pct IS NULL

SELECT affected."window", affected.members_affected FROM gold.affected_members AS affected WHERE affected.journey_type = 'all' AND affected.segment = 'all'

SELECT "summary_date", "journey_type" FROM "gold"."daily_leakage_summary" WHERE "leaked_calls" > 10

SELECT SUMMARY_DATE, Journey_Type FROM GOLD.Daily_Leakage_Summary WHERE LEAKED_CALLS > 10

SELECT SUM(leaked_calls) AS "Leaked calls", SUM(cost_usd) AS "Cost (USD) / day" FROM gold.daily_leakage_summary WHERE summary_date = DATE '2026-11-20'

SELECT segment AS s, SUM(leaked_calls) AS c FROM gold.segment_drilldown GROUP BY s HAVING c > 10 ORDER BY c DESC

SELECT leaked_calls AS calls, calls * 8 AS dollars FROM gold.daily_leakage_summary

SELECT d.summary_date, best.segment FROM gold.daily_leakage_summary d, LATERAL (SELECT s.segment FROM gold.segment_drilldown s WHERE s.summary_date = d.summary_date AND s.journey_type = d.journey_type ORDER BY s.leaked_calls DESC, s.segment LIMIT 1) best

SELECT a.summary_date, a.journey_type, b.leaked_calls FROM gold.daily_leakage_summary a ASOF JOIN gold.segment_drilldown b ON a.journey_type = b.journey_type AND a.summary_date >= b.summary_date WHERE b.segment = 'Spanish' AND a.journey_type = 'id_card'

SELECT NOW() IS NOT NULL AS asked, MAX(summary_date) AS latest, MAX(summary_date) = DATE '2026-11-20' AS current FROM gold.daily_leakage_summary

SELECT SUM(leaked_calls) FILTER (summary_date >= DATE '2026-11-14') AS this_week, SUM(leaked_calls) FILTER (WHERE summary_date < DATE '2026-11-14') AS before FROM gold.daily_leakage_summary

SELECT width, COUNT(*) FROM (SELECT leaked_calls // 1000 * 1000 AS width FROM gold.daily_leakage_summary) GROUP BY width ORDER BY width

SELECT COALESCE(error_code, '') <> '' AS known, SUM(leaked_calls)::BIGINT AS calls FROM gold.leakage_hourly GROUP BY known

SELECT * FROM (SELECT journey_type, segment, SUM(leaked_calls) AS calls, ROW_NUMBER() OVER (PARTITION BY journey_type ORDER BY SUM(leaked_calls) DESC, segment) AS place FROM gold.segment_drilldown GROUP BY 1, 2) AS ranked WHERE place <= 2

SELECT d1.journey_type, d1.leaked_calls AS today, AVG(d2.leaked_calls) AS same_weekday
FROM gold.daily_leakage_summary d1 INNER JOIN gold.daily_leakage_summary d2 ON d1.journey_type = d2.journey_type AND d2.summary_date IN (d1.summary_date - 7, d1.summary_date - 14, d1.summary_date - 21, d1.summary_date - 28)
WHERE d1.summary_date = DATE '2026-11-20' GROUP BY 1, 2

SELECT SUM(leaked_calls)::INT AS calls, printf('%d calls', SUM(leaked_calls)::INT) AS words, format('{:,}', SUM(leaked_calls)::INT) FROM gold.daily_leakage_summary

SELECT journey_type, histogram_bucket, COUNT(*) FROM (SELECT journey_type, CAST(FLOOR(leaked_calls / 500) * 500 AS INT) AS histogram_bucket FROM gold.daily_leakage_summary) h GROUP BY ALL ORDER BY ALL

SELECT DATE_TRUNC('day', leakage_date + leakage_hour * INTERVAL 1 HOUR) AS day, SUM(leaked_calls) FROM gold.leakage_hourly GROUP BY 1

SELECT day::DATE AS day, COALESCE(SUM(d.leaked_calls), 0) AS calls FROM generate_series(DATE '2026-11-01', DATE '2026-11-20', INTERVAL 1 DAY) AS days(day) LEFT JOIN gold.daily_leakage_summary d ON d.summary_date = days.day GROUP BY 1

SELECT j.journey_type, SUM(d.leaked_calls) FROM UNNEST(['billing', 'id_card']) AS j(journey_type) LEFT JOIN gold.daily_leakage_summary d ON d.journey_type = j.journey_type GROUP BY 1

SELECT journey_type, summary_date, leaked_calls FROM gold.daily_leakage_summary WHERE list_contains(['billing', 'pharmacy'], journey_type) OR journey_type = ANY(['id_card'])

SELECT 1 - SUM(leaked_calls) / SUM(digital_sessions) AS containment, 1 AS one, TRUE AS yes, NULL AS nothing FROM gold.daily_leakage_summary

SELECT * FROM (SELECT journey_type, segment, leaked_calls FROM gold.segment_drilldown) PIVOT (SUM(leaked_calls) FOR segment IN ('Spanish', 'Commercial'))

SELECT concat('$', CAST(ROUND(SUM(cost_usd), 0) AS VARCHAR)) AS cost FROM gold.daily_leakage_summary

SELECT epoch(CAST(MAX(summary_date) AS TIMESTAMP)) FROM gold.daily_leakage_summary

SELECT summary_date, julian(summary_date) - julian(DATE '2026-01-01') AS days, dayofyear(summary_date) FROM gold.daily_leakage_summary

SELECT strptime('2026-11-20', '%Y-%m-%d')::DATE = MAX(summary_date) FROM gold.daily_leakage_summary

SELECT LPAD(CAST(leakage_hour AS VARCHAR), 2, '0') || ':00' AS hour, SUM(leaked_calls) FROM gold.leakage_hourly GROUP BY 1 ORDER BY 1

SELECT journey_type, REPEAT('*', 10) AS bar FROM gold.daily_leakage_summary GROUP BY journey_type

SELECT position('_' IN journey_type), strpos(journey_type, '_'), instr(journey_type, '_'), reverse(segment), initcap_free.segment FROM (SELECT journey_type, segment FROM gold.segment_drilldown) AS initcap_free

SELECT SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE summary_date IN (DATE '2026-11-18', DATE '2026-11-19') AND (journey_type = 'billing' OR (journey_type = 'id_card' AND top_segment = 'Spanish'))

SELECT SUM(product_of.c) FROM (SELECT a.leaked_calls AS c FROM gold.segment_drilldown a NATURAL JOIN (SELECT DISTINCT summary_date, journey_type FROM gold.daily_leakage_summary) b) AS product_of

SELECT journey_type, SUM(leaked_calls) c FROM gold.daily_leakage_summary GROUP BY 1 ORDER BY 2 DESC NULLS LAST FETCH FIRST 2 ROWS ONLY

SELECT * FROM gold.segment_drilldown WHERE (journey_type, segment) = ('billing', 'Spanish')

SELECT summary_date, SUM(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW) FROM gold.daily_leakage_summary

SELECT DISTINCT segment FROM gold.segment_drilldown WHERE segment LIKE 'MAPD%'

SELECT DISTINCT segment FROM gold.segment_drilldown WHERE segment ILIKE 'mapd%' AND segment !~~ 'x%' AND segment ~ '.*New'

SELECT SUM(cost_usd)::DECIMAL(18,2) AS cost, (SUM(leaked_calls) / 7.0)::INT FROM gold.daily_leakage_summary

SELECT journey_type FROM gold.savings_model UNION SELECT segment FROM gold.action_recommendations ORDER BY 1

SELECT journey_type, segment FROM gold.segment_drilldown UNION ALL BY NAME SELECT segment, journey_type FROM gold.action_recommendations

SELECT journey_type FROM gold.daily_leakage_summary EXCEPT ALL SELECT journey_type FROM gold.savings_model ORDER BY 1

SELECT DATE '2026-11-20' - INTERVAL 1 WEEK, DATE '2026-11-20' - 7, summary_date + to_days(7), summary_date - to_months(1) FROM gold.daily_leakage_summary

SELECT date_trunc('quarter', summary_date), strftime('%Y', summary_date), date_part('dow', summary_date), extract('week' FROM summary_date), datepart('year', summary_date) FROM gold.daily_leakage_summary

SELECT date_trunc('week', summary_date) w, SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE summary_date >= date_trunc('month', DATE '2026-11-20') GROUP BY w

SELECT LAST_VALUE(error_code IGNORE NULLS) OVER (ORDER BY summary_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) IS NULL FROM gold.root_cause_analysis LIMIT 3

SELECT LAG(leaked_calls IGNORE NULLS) OVER (PARTITION BY journey_type ORDER BY summary_date) FROM gold.daily_leakage_summary

SELECT ROW_NUMBER() OVER () AS n, journey_type FROM gold.savings_model

SELECT segment, SUM(leaked_calls) * 100.0 / SUM(SUM(leaked_calls)) OVER () AS pct FROM gold.segment_drilldown GROUP BY segment

SELECT mad(leaked_calls), entropy(segment), kurtosis_pop(leaked_calls) FROM gold.segment_drilldown

SELECT len(segment), length(segment), char_length(segment), ltrim(segment), rtrim(segment), rpad(segment, 20, ' '), substr(segment, 2), overlay_free FROM (SELECT segment, 1 AS overlay_free FROM gold.segment_drilldown)

SELECT SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE EXTRACT(ISODOW FROM summary_date) IN (6, 7)

SELECT SUM(leaked_calls) FROM gold.daily_leakage_summary WHERE date_part(['year', 'month'], summary_date) IS NOT NULL

SELECT s.journey_type, s.segment, d.cost_usd FROM gold.segment_drilldown s JOIN gold.daily_leakage_summary d USING (summary_date, journey_type) WHERE d.cost_usd > 20000

SELECT a.segment, b.segment AS other FROM (SELECT DISTINCT segment FROM gold.segment_drilldown) a JOIN (SELECT DISTINCT segment FROM gold.segment_drilldown) b ON a.segment < b.segment

SELECT x.segment, x.calls FROM (SELECT segment, SUM(leaked_calls) calls, RANK() OVER (ORDER BY SUM(leaked_calls) DESC) rk FROM gold.segment_drilldown GROUP BY 1) x WHERE rk = 1

WITH t AS (SELECT summary_date, SUM(leaked_calls) c FROM gold.daily_leakage_summary GROUP BY 1) SELECT a.summary_date, a.c, AVG(b.c) FROM t a JOIN t b ON b.summary_date BETWEEN a.summary_date - 7 AND a.summary_date - 1 GROUP BY 1, 2

SELECT summary_date, (SELECT SUM(b.leaked_calls) FROM gold.daily_leakage_summary b WHERE b.summary_date <= a.summary_date) AS running FROM gold.daily_leakage_summary a

SELECT journey_type, leaked_calls, leaked_calls > (SELECT AVG(leaked_calls) FROM gold.daily_leakage_summary i WHERE i.journey_type = o.journey_type) AS above FROM gold.daily_leakage_summary o

SELECT SUM(CASE WHEN journey_type = 'billing' THEN cost_usd END) AS billing, SUM(CASE WHEN journey_type = 'id_card' THEN cost_usd ELSE 0 END) AS id_card FROM gold.daily_leakage_summary

SELECT MIN(summary_date), MAX(summary_date), COUNT(DISTINCT summary_date), MAX(summary_date) - MIN(summary_date) AS days FROM gold.daily_leakage_summary

SELECT journey_type, list_sort(array_agg(DISTINCT segment)) FROM gold.segment_drilldown GROUP BY 1

SELECT string_agg(segment, ', ' ORDER BY calls DESC) FROM (SELECT segment, SUM(leaked_calls) AS calls FROM gold.segment_drilldown GROUP BY 1)

SELECT error_code, COUNT(*) FROM gold.root_cause_analysis WHERE error_code SIMILAR TO '(PAY|RX)-.*' GROUP BY 1

SELECT journey_type, ROUND(AVG(repeat_rate)::NUMERIC, 3), TRUNC(AVG(repeat_rate) * 100) FROM gold.segment_drilldown GROUP BY 1

SELECT CAST(summary_date AS VARCHAR) || ' ' || journey_type FROM gold.daily_leakage_summary

SELECT NOT is_complete_day, is_complete_day AND leaked_calls > 0, is_complete_day IS NOT TRUE FROM gold.daily_leakage_summary

SELECT d.* EXCLUDE (top_segment), d.leaked_calls / NULLIF(d.digital_sessions, 0) AS rate FROM gold.daily_leakage_summary d

SELECT COUNT(*) FROM (SELECT 1 FROM gold.daily_leakage_summary WHERE leaked_calls > 100 GROUP BY journey_type)

SELECT journey_type, MAX(leaked_calls) - MIN(leaked_calls) AS spread FROM gold.daily_leakage_summary GROUP BY journey_type ORDER BY spread DESC

SELECT journey_type j, SUM(leaked_calls) "total calls" FROM gold.daily_leakage_summary GROUP BY j ORDER BY "total calls"

SELECT summary_date::TIMESTAMP, CAST('2026-11-20 10:00:00' AS TIMESTAMP), hour(TIMESTAMP '2026-11-20 10:00:00') FROM gold.daily_leakage_summary

SELECT (SELECT MAX(leaked_calls) FROM gold.daily_leakage_summary) - (SELECT MIN(leaked_calls) FROM gold.daily_leakage_summary) AS range_of

SELECT PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY leaked_calls DESC) FROM gold.daily_leakage_summary

SELECT quantile(leaked_calls, 0.5), mode(segment), first(segment ORDER BY segment), last(segment ORDER BY segment) FROM gold.segment_drilldown

SELECT arg_max(segment, leaked_calls, 2) FROM gold.segment_drilldown WHERE journey_type = 'billing'

SELECT max(leaked_calls, 3) FROM gold.segment_drilldown

SELECT t.* FROM (SELECT *, leaked_calls - LAG(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date) AS change FROM gold.daily_leakage_summary) t WHERE change < -1000

SELECT journey_type FROM gold.daily_leakage_summary WHERE leaked_calls = ANY (SELECT MAX(leaked_calls) FROM gold.daily_leakage_summary GROUP BY journey_type)

SELECT coalesce(nullif(trim(error_code), ''), 'unknown') AS code, sum(leaked_calls) FROM gold.leakage_hourly GROUP BY all ORDER BY 2 DESC

SELECT unnest(['billing', 'id_card']) AS journey

SELECT * FROM gold.action_recommendations ORDER BY annual_savings_usd DESC LIMIT 1

SELECT CASE WHEN grouping(segment) = 1 THEN 'Total' ELSE segment END AS segment, SUM(cost_usd) FROM gold.segment_drilldown GROUP BY ROLLUP (segment)

SELECT if(leaked_calls > 100, 'a', 'b') x, ifnull(trend_pct, 0), nvl_free FROM (SELECT *, 1 AS nvl_free FROM gold.daily_leakage_summary)

SELECT summary_date FROM gold.daily_leakage_summary WHERE summary_date IN ('2026-11-19'::DATE, '2026-11-20'::DATE) GROUP BY summary_date

SELECT x FROM (VALUES (1), (2), (3)) AS v(x) WHERE x > 1

SELECT * FROM gold.daily_leakage_summary WHERE summary_date > current_date() - 30 OR summary_date > today() - INTERVAL 30 DAY

SELECT sum(leaked_calls) FROM gold.leakage_hourly WHERE leakage_date + leakage_hour * INTERVAL '1 hour' >= TIMESTAMP '2026-11-20 12:00:00'

SELECT min_by(summary_date, leaked_calls), max_by(summary_date, leaked_calls) FROM gold.daily_leakage_summary WHERE journey_type = 'billing' AND leaked_calls = 4500

SELECT r.segment, r.step FROM gold.root_cause_analysis r WHERE NOT EXISTS (SELECT 1 FROM gold.root_cause_analysis b WHERE b.step = r.step AND b.segment = r.segment AND b.summary_date < r.summary_date) LIMIT 5

SELECT l.segment, l.calls, f.fails FROM (SELECT segment, SUM(leaked_calls) calls FROM gold.leakage_hourly GROUP BY 1) l FULL JOIN (SELECT segment, SUM(failures) fails FROM gold.failure_hourly GROUP BY 1) f ON l.segment = f.segment

SELECT d.journey_type, s.fix_rate, a.owner FROM gold.daily_leakage_summary d LEFT JOIN gold.savings_model s ON s.journey_type = d.journey_type AND s.as_of_date = d.summary_date LEFT JOIN gold.action_recommendations a ON a.journey_type = s.journey_type WHERE d.summary_date = (SELECT MAX(as_of_date) FROM gold.savings_model)

SELECT bar.x, strftime(now(), '%Y') >= '2020' FROM (SELECT 1 AS x) bar

SELECT * FROM (SELECT journey_type, cost_usd, loaded_cost_usd FROM gold.daily_leakage_summary) UNPIVOT (usd FOR what IN (cost_usd, loaded_cost_usd))
