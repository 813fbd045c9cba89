SELECT `journey_type`, ROUND(SUM(cost_usd), 2) FROM gold.daily_leakage_summary GROUP BY ALL

SELECT DATE_TRUNC('WEEK', summary_date) AS week, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1

SELECT DATE_SUB(summary_date, 7), DATE_ADD(summary_date, 7), DATEDIFF(summary_date, DATE '2026-01-01') FROM gold.daily_leakage_summary

SELECT DATEADD(DAY, -7, summary_date), DATEDIFF(DAY, summary_date, DATE '2026-11-20'), TIMESTAMPDIFF(DAY, summary_date, DATE '2026-11-20') FROM gold.daily_leakage_summary

SELECT TRY_DIVIDE(SUM(repeat_calls), SUM(leaked_calls)) FROM gold.segment_drilldown

SELECT CAST(cost_usd AS DOUBLE), COUNT_IF(leaked_calls > 0) FROM gold.daily_leakage_summary GROUP BY 1

SELECT YEAR(summary_date), MONTH(summary_date), SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1, 2

SELECT journey_type, SUM(leaked_calls) AS calls FROM main.gold.daily_leakage_summary WHERE summary_date >= date_sub(DATE '2026-11-20', 6) GROUP BY journey_type ORDER BY calls DESC

SELECT journey_type, leaked_calls FROM `main`.`gold`.`daily_leakage_summary` WHERE summary_date = '2026-11-20'

SELECT d.journey_type FROM hive_metastore.gold.daily_leakage_summary AS d

SELECT date_format(summary_date, 'yyyy-MM') AS month, SUM(cost_usd) AS cost FROM gold.daily_leakage_summary GROUP BY date_format(summary_date, 'yyyy-MM')

SELECT date_format(summary_date, 'EEEE') AS weekday, AVG(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1

SELECT dayofweek(summary_date) AS dow, weekofyear(summary_date), quarter(summary_date), dayofyear(summary_date), dayofmonth(summary_date) FROM gold.daily_leakage_summary

SELECT trunc(summary_date, 'MM') AS month, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY 1

SELECT add_months(summary_date, -1), last_day(summary_date), months_between(DATE '2026-11-20', summary_date) FROM gold.daily_leakage_summary

SELECT to_date('2026-11-20') = MAX(summary_date), to_date('20/11/2026', 'dd/MM/yyyy') FROM gold.daily_leakage_summary

SELECT extract(YEAR FROM summary_date) AS y, extract(DOW FROM summary_date) AS d, SUM(leaked_calls) FROM gold.daily_leakage_summary GROUP BY ALL

SELECT current_date() - MAX(summary_date) AS age, current_date - INTERVAL 7 DAYS AS week_ago, current_timestamp() AS now FROM gold.daily_leakage_summary

SELECT percentile(leaked_calls, 0.5), percentile_approx(leaked_calls, 0.9), approx_percentile(leaked_calls, 0.5), median(leaked_calls) FROM gold.daily_leakage_summary

SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY leaked_calls) AS p90 FROM gold.daily_leakage_summary

SELECT journey_type, max_by(segment, leaked_calls) AS worst, min_by(segment, leaked_calls) FROM gold.segment_drilldown WHERE summary_date = '2026-11-20' GROUP BY journey_type

SELECT approx_count_distinct(segment), any_value(journey_type), bool_and(leaked_calls >= 0), every(leaked_calls >= 0) FROM gold.segment_drilldown

SELECT nvl(error_code, 'none') AS code, nvl2(error_code, 'known', 'unknown') AS known, ifnull(step, '-'), SUM(leaked_calls) FROM gold.root_cause_analysis GROUP BY ALL

SELECT if(leaked_calls > 1000, 'big', 'small') AS size, iff(leaked_calls > 1000, 1, 0) AS flag, decode(journey_type, 'billing', 'Billing', 'Other') FROM gold.daily_leakage_summary

SELECT concat(segment, ' / ', journey_type), concat_ws(', ', segment, journey_type), substr(segment, 1, 4), substring(segment, 2), instr(segment, ' '), locate('a', segment), length(segment), initcap(journey_type), upper(segment) FROM gold.segment_drilldown

SELECT regexp_replace(app_version, '[0-9]+', 'n'), regexp_extract(app_version, '([a-z]+)', 1), split(app_version, '-')[0], split_part(app_version, '-', 1), replace(app_version, 'web', 'w'), app_version RLIKE '^web' FROM gold.root_cause_analysis WHERE summary_date = '2026-11-20'

SELECT * FROM gold.segment_drilldown WHERE segment RLIKE 'MAPD' AND segment LIKE 'MAPD%' AND startswith(segment, 'MAPD') AND contains(segment, 'New')

SELECT * EXCEPT (cost_usd) FROM gold.daily_leakage_summary LIMIT 20

SELECT concat_ws(', ', sort_array(collect_set(segment))) AS segments FROM gold.segment_drilldown

SELECT journey_type, array_join(array_sort(collect_set(segment)), ', ') AS segments, size(collect_set(segment)) AS n FROM gold.segment_drilldown GROUP BY journey_type

SELECT listagg(DISTINCT segment, ', ') WITHIN GROUP (ORDER BY segment) AS segments FROM gold.segment_drilldown

SELECT /*+ BROADCAST(s) */ d.journey_type, s.fix_rate FROM gold.daily_leakage_summary d JOIN gold.savings_model s ON d.journey_type = s.journey_type AND d.summary_date = s.as_of_date

SELECT d.journey_type FROM gold.daily_leakage_summary d LEFT SEMI JOIN gold.savings_model s ON d.journey_type = s.journey_type

SELECT DISTINCT d.journey_type FROM gold.daily_leakage_summary d LEFT ANTI JOIN gold.savings_model s ON d.journey_type <=> s.journey_type

SELECT journey_type, segment, SUM(leaked_calls) FROM gold.segment_drilldown GROUP BY journey_type, segment WITH ROLLUP

SELECT journey_type, segment, SUM(leaked_calls), grouping_id(journey_type, segment) FROM gold.segment_drilldown GROUP BY CUBE (journey_type, segment)

SELECT journey_type, summary_date, leaked_calls FROM gold.daily_leakage_summary QUALIFY rank() OVER (PARTITION BY journey_type ORDER BY leaked_calls DESC) <= 3

SELECT journey_type, summary_date, sum(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM gold.daily_leakage_summary

SELECT journey_type, summary_date, avg(leaked_calls) OVER (PARTITION BY journey_type ORDER BY summary_date RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) AS mean FROM gold.daily_leakage_summary

SELECT SUM(leaked_calls) FILTER (WHERE journey_type = 'billing') AS billing, SUM(leaked_calls) FILTER (WHERE journey_type = 'pharmacy') AS pharmacy FROM gold.daily_leakage_summary

SELECT journey_type FROM gold.daily_leakage_summary MINUS SELECT journey_type FROM gold.savings_model

SELECT l.label, sum(d.leaked_calls) FROM gold.daily_leakage_summary d JOIN VALUES ('billing', 'Billing'), ('id_card', 'ID card') AS l(journey_type, label) ON l.journey_type = d.journey_type GROUP BY l.label

SELECT round(sum(cost_usd) / 1000, 1) AS thousands, bround(avg(leaked_calls), 1), ceil(avg(leaked_calls)), floor(avg(leaked_calls)), pow(2, 3), sqrt(4), abs(-1), sign(-2), ln(10), log10(100), mod(7, 3), 7 % 3, 7 DIV 2, pmod(-7, 3), greatest(1, 2), least(1, 2) FROM gold.daily_leakage_summary

SELECT stddev(leaked_calls), stddev_pop(leaked_calls), variance(leaked_calls), corr(leaked_calls, digital_failures), covar_pop(leaked_calls, digital_failures), skewness(leaked_calls), kurtosis(leaked_calls), mode(journey_type) FROM gold.daily_leakage_summary

SELECT try_cast(cost_usd AS INT), cast(leaked_calls AS STRING), leaked_calls::DOUBLE, try_subtract(leaked_calls, 1), try_add(leaked_calls, 1), string(leaked_calls), double(leaked_calls), int(leaked_calls) FROM gold.daily_leakage_summary

SELECT format_number(sum(cost_usd), 2) AS cost FROM gold.daily_leakage_summary

SELECT summary_date, leaked_calls - lag(leaked_calls, 7) OVER (PARTITION BY journey_type ORDER BY summary_date) AS change, row_number() OVER (ORDER BY leaked_calls DESC) AS place FROM gold.daily_leakage_summary WHERE summary_date BETWEEN DATE'2026-11-01' AND DATE'2026-11-20'

WITH this_week AS (SELECT journey_type, sum(leaked_calls) AS calls FROM gold.daily_leakage_summary WHERE summary_date > date_sub('2026-11-20', 7) GROUP BY journey_type),
last_week AS (SELECT journey_type, sum(leaked_calls) AS calls FROM gold.daily_leakage_summary WHERE summary_date BETWEEN date_sub('2026-11-20', 13) AND date_sub('2026-11-20', 7) GROUP BY journey_type)
SELECT t.journey_type, t.calls, l.calls AS before, round((t.calls - l.calls) / l.calls * 100, 1) AS pct FROM this_week t JOIN last_week l ON t.journey_type = l.journey_type

SELECT explode(sequence(DATE '2026-11-01', DATE '2026-11-20', INTERVAL 1 DAY)) AS day

SELECT journey_type, leaked_calls FROM gold.daily_leakage_summary WHERE array_contains(array('billing', 'pharmacy'), journey_type)

SELECT * FROM (SELECT journey_type, segment, leaked_calls FROM gold.segment_drilldown) PIVOT (SUM(leaked_calls) FOR segment IN ('Spanish' AS spanish, 'Commercial' AS commercial))

SELECT segment, leaked_calls FROM gold.segment_drilldown WHERE segment = "Spanish"

SELECT make_date(2026, 11, 20), date('2026-11-20'), hour(current_timestamp()), weekday(summary_date), next_day(summary_date, 'MON') FROM gold.daily_leakage_summary

SELECT d.journey_type, t.total FROM gold.daily_leakage_summary d JOIN (SELECT journey_type, sum(leaked_calls) AS total FROM gold.segment_drilldown GROUP BY journey_type) t USING (journey_type) ORDER BY t.total DESC NULLS LAST LIMIT 10 OFFSET 5

SELECT window, journey_type, segment, members_affected FROM gold.affected_members WHERE window = '7_days'

SELECT coalesce(sum(leaked_calls), 0) AS calls FROM gold.leakage_hourly WHERE leakage_date = DATE '2026-11-20' AND leakage_hour BETWEEN 9 AND 17 AND device_type IN ('ios_app', 'android_app') AND language = 'English'

SELECT lpad(leakage_hour, 2, '0') AS hour, sum(leaked_calls) FROM gold.leakage_hourly GROUP BY leakage_hour ORDER BY leakage_hour

SELECT d.summary_date, s.segment FROM gold.daily_leakage_summary d, LATERAL (SELECT segment FROM gold.segment_drilldown s WHERE s.summary_date = d.summary_date AND s.journey_type = d.journey_type ORDER BY leaked_calls DESC LIMIT 1) s

FROM gold.daily_leakage_summary |> WHERE leaked_calls > 0 |> AGGREGATE SUM(leaked_calls) AS calls GROUP BY journey_type

SELECT journey_type, cost_usd, 'O\'Brien' AS name, 'a\\b' AS path, '\t' AS tab FROM gold.savings_model AS m JOIN gold.daily_leakage_summary USING (journey_type)

SELECT sum(leaked_calls) total_calls, avg(repeat_rate) mean_rate FROM gold.daily_leakage_summary d WHERE d.summary_date > to_date('2026-11-01', 'yyyy-MM-dd')

SELECT summary_date, leaked_calls FROM gold.daily_leakage_summary ORDER BY ALL

SELECT nullif(error_code, '') AS code, isnull(error_code), isnotnull(error_code), count(1), count(DISTINCT step, device_type) FROM gold.root_cause_analysis GROUP BY 1, 2, 3

SELECT to_char(summary_date, 'yyyy') FROM gold.daily_leakage_summary

SELECT first(leaked_calls), last(leaked_calls), first_value(leaked_calls), regr_slope(leaked_calls, digital_failures), sum(DISTINCT leaked_calls) FROM gold.daily_leakage_summary

SELECT date_diff(day, summary_date, DATE'2026-11-20'), dateadd(week, -1, summary_date), date_add(MONTH, 1, summary_date) FROM gold.daily_leakage_summary

SELECT current_date() - 7, summary_date - INTERVAL '7' DAY, summary_date + INTERVAL 1 MONTH FROM gold.daily_leakage_summary

SELECT nullifzero(leaked_calls), zeroifnull(trend_pct), format_string('%.1f%%', repeat_rate * 100), ceil(cost_usd), ceiling(cost_usd) FROM gold.daily_leakage_summary

SELECT approx_percentile(leaked_calls, array(0.5, 0.9)) FROM gold.daily_leakage_summary

SELECT percentile(leaked_calls, array(0.25, 0.75)) FROM gold.daily_leakage_summary

SELECT collect_list(segment), array_agg(segment), array_distinct(collect_list(segment)), array_size(collect_set(segment)) FROM gold.segment_drilldown

SELECT dayname(summary_date), monthname(summary_date), date_part('dow', summary_date), extract(week FROM summary_date), date_trunc('quarter', summary_date) FROM gold.daily_leakage_summary

SELECT char_length(segment), ltrim(segment), rtrim(segment), btrim(segment), rpad(segment, 20, ' '), position('a', segment), left(segment, 2), right(segment, 2), reverse(segment), substring_index(app_version, '.', 1) FROM gold.root_cause_analysis

SELECT DISTINCT segment FROM gold.segment_drilldown WHERE segment LIKE ANY ('MAPD%', 'Sp%') OR segment ILIKE 'com%' OR regexp_like(segment, '^X') OR segment NOT RLIKE 'z'

SELECT journey_type FROM gold.daily_leakage_summary WHERE leaked_calls != 0 AND leaked_calls == 5 OR leaked_calls <> 6 AND (leaked_calls <=> 7)

SELECT sum(leaked_calls) AS calls FROM gold.daily_leakage_summary WHERE summary_date >= '2026-11-01' AND summary_date < '2026-12-01' LIMIT 100

SELECT * FROM gold.daily_leakage_summary WHERE summary_date = (SELECT max(summary_date) FROM gold.daily_leakage_summary WHERE is_complete_day = true)

SELECT journey_type, segment, sum(leaked_calls) AS calls, rank() OVER w AS rk FROM gold.segment_drilldown GROUP BY journey_type, segment WINDOW w AS (PARTITION BY journey_type ORDER BY sum(leaked_calls) DESC)

SELECT cast(sum(cost_usd) AS decimal(18,2)) AS cost, round(sum(cost_usd) / count(DISTINCT summary_date), 2) AS per_day FROM gold.daily_leakage_summary

SELECT journey_type, sum(if(segment = 'Spanish', leaked_calls, 0)) / sum(leaked_calls) AS share FROM gold.segment_drilldown GROUP BY journey_type

SELECT journey_type, sum(leaked_calls) FILTER (WHERE summary_date > date_sub(current_date(), 7)) FROM gold.daily_leakage_summary GROUP BY journey_type

WITH base AS (SELECT summary_date, journey_type, leaked_calls, lag(leaked_calls, 7) OVER (PARTITION BY journey_type ORDER BY summary_date) AS prev FROM gold.daily_leakage_summary) SELECT *, round(100 * (leaked_calls - prev) / prev, 1) AS wow_pct FROM base WHERE prev IS NOT NULL

SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY journey_type ORDER BY leaked_calls DESC) AS rn FROM gold.segment_drilldown WHERE summary_date = '2026-11-20') WHERE rn = 1

SELECT journey_type, cost_usd FROM gold.daily_leakage_summary ORDER BY cost_usd DESC NULLS LAST, journey_type ASC LIMIT 10

SELECT a.journey_type, a.cost_usd - b.cost_usd AS delta FROM gold.daily_leakage_summary a INNER JOIN gold.daily_leakage_summary b ON a.journey_type = b.journey_type AND b.summary_date = date_sub(a.summary_date, 1)

SELECT a.journey_type, a.cost_usd - b.cost_usd AS delta FROM gold.daily_leakage_summary a INNER JOIN gold.daily_leakage_summary b ON a.journey_type = b.journey_type AND datediff(a.summary_date, b.summary_date) = 7

SELECT * FROM (SELECT journey_type, cost_usd, loaded_cost_usd FROM gold.daily_leakage_summary) UNPIVOT (usd FOR what IN (cost_usd, loaded_cost_usd))

SELECT journey_type, stack_free FROM (SELECT journey_type, 1 AS stack_free FROM gold.savings_model)

SELECT sum(leaked_calls) OVER (ORDER BY summary_date RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW) FROM gold.daily_leakage_summary

SELECT `segment` AS `Member segment`, sum(`leaked_calls`) AS `Leaked calls` FROM `gold`.`segment_drilldown` GROUP BY `segment` ORDER BY `Leaked calls` DESC

SELECT journey_type, CASE WHEN trend_pct > 0.1 THEN 'up' WHEN trend_pct < -0.1 THEN 'down' ELSE 'flat' END AS direction FROM gold.daily_leakage_summary WHERE summary_date = date'2026-11-20'

SELECT s.segment, s.leaked_calls FROM gold.segment_drilldown AS s WHERE s.leaked_calls > ALL (SELECT leaked_calls FROM gold.segment_drilldown WHERE segment = 'Spanish')

SELECT error_code, sum(leaked_calls) AS calls, sum(sum(leaked_calls)) OVER (ORDER BY sum(leaked_calls) DESC) / sum(sum(leaked_calls)) OVER () AS cumulative_share FROM gold.leakage_hourly GROUP BY error_code

SELECT leakage_hour, sum(leaked_calls) FROM gold.leakage_hourly WHERE leakage_date BETWEEN date_add('2026-11-20', -6) AND '2026-11-20' GROUP BY leakage_hour HAVING sum(leaked_calls) > 10 ORDER BY leakage_hour

SELECT array_join(collect_list(segment), ',') FROM (SELECT DISTINCT segment FROM gold.segment_drilldown ORDER BY segment)

SELECT coalesce(t.journey_type, 'all') FROM gold.savings_model t GROUP BY GROUPING SETS ((t.journey_type), ())

SELECT concat(cast(round(100 * sum(repeat_calls) / sum(leaked_calls), 1) AS string), '%') AS repeat_share FROM gold.daily_leakage_summary

SELECT d.journey_type, top.segment FROM gold.daily_leakage_summary d JOIN LATERAL (SELECT s.segment FROM gold.segment_drilldown s WHERE s.journey_type = d.journey_type AND s.summary_date = d.summary_date ORDER BY s.leaked_calls DESC LIMIT 1) top

SELECT day, journey_type FROM (SELECT explode(sequence(to_date('2026-11-01'), to_date('2026-11-20'), interval 1 day)) AS day) CROSS JOIN (SELECT DISTINCT journey_type FROM gold.savings_model)

SELECT year(summary_date) AS y, weekofyear(summary_date) AS w, sum(cost_usd) FROM gold.daily_leakage_summary GROUP BY ALL ORDER BY ALL

SELECT * FROM gold.affected_members WHERE as_of_date = '2026-11-23' AND `window` IN ('1_day', '28_days')

SELECT journey_type, sum(leaked_calls) FROM gold.daily_leakage_summary WHERE month(summary_date) = 11 AND year(summary_date) = 2026 AND dayofweek(summary_date) NOT IN (1, 7) GROUP BY 1

SELECT segment, round(sum(sentiment_sum) / nullif(sum(sentiment_count), 0), 3) AS avg_sentiment FROM gold.leakage_hourly GROUP BY segment ORDER BY avg_sentiment LIMIT 1
