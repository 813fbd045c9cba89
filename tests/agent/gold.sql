-- A small gold layer, consistent with the command center day's figures: 29 days ending on Friday 2026-11-20.
-- Every day has 15,000 / 9,000 / 12,000 failures and so on in fixed proportions; calls are split over slices by
-- cumulative shares, so that parts add up exactly.
CREATE SCHEMA gold;

CREATE TEMP TABLE days AS
SELECT CAST(DATE '2026-11-20' - CAST(i AS INT) AS DATE) AS day, i AS ago, dayofweek(DATE '2026-11-20' - CAST(i AS INT)) IN (0, 6) AS weekend
FROM range(29) t(i);

CREATE TEMP TABLE totals AS
SELECT day, ago, journey,
  CASE WHEN ago = 0 THEN planted
       WHEN weekend THEN weekend_calls + CASE WHEN dayofweek(day) = 6 THEN odd ELSE 0 END
       ELSE weekday_calls END AS calls
FROM days, (VALUES
  ('billing', 5000, 4515, 4063, 1), ('id_card', 3000, 2859, 2574, 1), ('pharmacy', 4000, 3998, 3597, 0)
) j(journey, planted, weekday_calls, weekend_calls, odd);

-- share: of the journey's calls on the command center day; usual: on the days before.
CREATE TEMP TABLE slices AS
SELECT *, row_number() OVER () AS place FROM (VALUES
  ('billing', 'MAPD New', 'MAPD', 'New', 'English', 'ios_app', '7.4.0', 'abandon', 'payment', 'PAY-504', .36, .25, .28, -.65),
  ('billing', 'MAPD New', 'MAPD', 'New', 'English', 'android_app', '7.3.0', 'abandon', 'payment', 'PAY-504', .14, .17, .28, -.65),
  ('billing', 'MAPD New', 'MAPD', 'New', 'English', 'desktop_web', 'web-212', 'abandon', 'view_bill', NULL, .10, .14, .28, -.65),
  ('billing', 'MAPD Tenured', 'MAPD', 'Tenured', 'English', 'desktop_web', 'web-212', 'abandon', 'view_bill', 'BILL-204', .24, .26, .18, -.40),
  ('billing', 'Commercial', 'Commercial', 'Tenured', 'English', 'mobile_web', 'web-212', 'abandon', 'payment', 'PAY-504', .16, .18, .15, -.30),
  ('id_card', 'Spanish', 'MAPD', 'New', 'Spanish', 'android_app', '7.3.0', 'error', 'card_home', 'CARD-404', .60, .56, .11, -.50),
  ('id_card', 'MAPD New', 'MAPD', 'New', 'English', 'ios_app', '7.4.0', 'error', 'card_home', 'CARD-404', .16, .18, .11, -.45),
  ('id_card', 'MAPD Tenured', 'MAPD', 'Tenured', 'English', 'desktop_web', 'web-212', 'error', 'download', 'PDF-500', .14, .15, .11, -.35),
  ('id_card', 'Commercial', 'Commercial', 'New', 'English', 'mobile_web', 'web-212', 'error', 'download', 'PDF-500', .10, .11, .11, -.25),
  ('pharmacy', 'MAPD New', 'MAPD', 'New', 'English', 'ios_app', '7.4.0', 'error', 'refill', 'RX-409', .35, .35, .1207, -.35),
  ('pharmacy', 'MAPD Tenured', 'MAPD', 'Tenured', 'English', 'android_app', '7.3.0', 'abandon', 'refill', 'RX-409', .30, .30, .125, -.30),
  ('pharmacy', 'Commercial', 'Commercial', 'Tenured', 'English', 'desktop_web', 'web-212', 'error', 'prescriptions', 'RX-503', .20, .20, .125, -.20),
  ('pharmacy', 'Spanish', 'Commercial', 'New', 'Spanish', 'mobile_web', 'web-212', 'abandon', 'prescriptions', 'RX-503', .15, .15, .125, -.30)
) s(journey, segment, plan_type, tenure_band, language, device_type, app_version, failure_type, step, error_code, share, usual, repeats, sentiment);

CREATE TEMP TABLE cells AS
SELECT *, CAST(round(upto * repeats) - round((upto - leaked_calls) * repeats) AS BIGINT) AS repeat_calls FROM (
  SELECT *, sum(leaked_calls) OVER (PARTITION BY day, journey, segment ORDER BY place) AS upto FROM (
    SELECT t.day, t.ago, s.*, CAST(
      round(t.calls * sum(CASE WHEN t.ago = 0 THEN s.share ELSE s.usual END) OVER upto_here)
      - round(t.calls * (sum(CASE WHEN t.ago = 0 THEN s.share ELSE s.usual END) OVER upto_here - CASE WHEN t.ago = 0 THEN s.share ELSE s.usual END))
      AS BIGINT) AS leaked_calls
    FROM totals t JOIN slices s ON s.journey = t.journey
    WINDOW upto_here AS (PARTITION BY t.day, s.journey ORDER BY s.place)
  )
);

CREATE TABLE gold.leakage_hourly AS
SELECT day AS leakage_date, CAST(h AS INT) AS leakage_hour, journey AS journey_type, segment, plan_type, tenure_band, language,
  device_type, app_version, failure_type, step, error_code,
  CAST(CASE h WHEN 10 THEN leaked_calls - leaked_calls // 2 ELSE leaked_calls // 2 END AS BIGINT) AS leaked_calls,
  CAST(CASE h WHEN 10 THEN repeat_calls - repeat_calls // 2 ELSE repeat_calls // 2 END AS BIGINT) AS repeat_calls,
  CAST(8 AS DECIMAL(18, 2)) AS cost_usd, CAST(8 AS DECIMAL(18, 2)) AS loaded_cost_usd, CAST(0 AS DECIMAL(18, 4)) AS sentiment_sum,
  CAST(0 AS BIGINT) AS sentiment_count, CAST(0 AS BIGINT) AS seconds_to_call_sum, CAST(sentiment AS DECIMAL(18, 4)) AS sentiment
FROM cells, (VALUES (10), (15)) hours(h);
UPDATE gold.leakage_hourly SET cost_usd = leaked_calls * 8, loaded_cost_usd = (leaked_calls + repeat_calls) * 8,
  sentiment_sum = sentiment * leaked_calls, sentiment_count = leaked_calls, seconds_to_call_sum = leaked_calls * 720;
ALTER TABLE gold.leakage_hourly DROP COLUMN sentiment;

CREATE TABLE gold.failure_hourly AS
SELECT leakage_date AS event_date, leakage_hour AS event_hour, journey_type, segment, plan_type, tenure_band, language, device_type,
  app_version, failure_type, step, error_code, CAST(leaked_calls + leaked_calls // 2 AS BIGINT) AS failures, leaked_calls AS leaked_failures
FROM gold.leakage_hourly;

CREATE TABLE gold.digital_hourly AS
SELECT event_date, event_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version,
  CAST(sum(failures) * 4 AS BIGINT) AS sessions, CAST(sum(failures) * 3 AS BIGINT) AS completions
FROM gold.failure_hourly GROUP BY ALL
UNION ALL
SELECT day, 11, journey, 'Commercial', 'Commercial', 'Tenured', 'English', 'desktop_web', 'web-212', 900, 880
FROM days, (VALUES ('claims'), ('provider_search'), ('prior_auth')) j(journey);

CREATE TEMP TABLE by_day AS
SELECT leakage_date AS day, journey_type, sum(leaked_calls) AS calls FROM gold.leakage_hourly GROUP BY ALL;

CREATE TABLE gold.daily_leakage_summary AS
SELECT d.day AS summary_date, d.journey_type,
  CAST(v.sessions AS BIGINT) AS digital_sessions, CAST(coalesce(f.failures, 0) AS BIGINT) AS digital_failures,
  CAST(coalesce(c.calls, 0) AS BIGINT) AS leaked_calls, CAST(coalesce(c.repeats, 0) AS BIGINT) AS repeat_calls,
  CAST(c.calls / nullif(f.failures, 0) AS DECIMAL(18, 4)) AS leakage_rate,
  CAST(1 - coalesce(c.calls, 0) / v.sessions AS DECIMAL(18, 4)) AS containment_rate,
  CAST(coalesce(c.calls, 0) * 8 AS DECIMAL(18, 2)) AS cost_usd,
  CAST(coalesce(c.calls + c.repeats, 0) * 8 AS DECIMAL(18, 2)) AS loaded_cost_usd,
  CAST(coalesce(c.calls - c.repeats // 10, 0) AS BIGINT) AS members_affected,
  CASE d.journey_type WHEN 'billing' THEN 'MAPD New' WHEN 'id_card' THEN 'Spanish' WHEN 'pharmacy' THEN 'Mixed' END AS top_segment,
  CAST(CASE d.journey_type WHEN 'pharmacy' THEN .35 WHEN 'billing' THEN .6 WHEN 'id_card' THEN .6 END AS DECIMAL(18, 4)) AS top_segment_share,
  CAST(c.repeats / c.calls AS DECIMAL(18, 4)) AS repeat_rate, CAST(c.sentiment AS DECIMAL(18, 4)) AS avg_sentiment,
  CAST(12 AS DECIMAL(18, 4)) AS avg_minutes_to_call, CAST(c.baseline AS DECIMAL(18, 4)) AS baseline_calls,
  CAST(c.calls / c.baseline - 1 AS DECIMAL(18, 4)) AS trend_pct,
  CAST(c.calls / c.weekdays - 1 AS DECIMAL(18, 4)) AS same_weekday_trend_pct, TRUE AS is_complete_day
FROM (SELECT DISTINCT event_date AS day, journey_type FROM gold.digital_hourly) d
JOIN (SELECT event_date AS day, journey_type, sum(sessions) AS sessions FROM gold.digital_hourly GROUP BY ALL) v USING (day, journey_type)
LEFT JOIN (SELECT event_date AS day, journey_type, sum(failures) AS failures FROM gold.failure_hourly GROUP BY ALL) f USING (day, journey_type)
LEFT JOIN (
  SELECT leakage_date AS day, journey_type, sum(leaked_calls) AS calls, sum(repeat_calls) AS repeats,
    sum(sentiment_sum) / sum(sentiment_count) AS sentiment,
    (SELECT avg(b.calls) FROM by_day b WHERE b.journey_type = l.journey_type AND b.day BETWEEN l.leakage_date - 7 AND l.leakage_date - 1 HAVING count(*) = 7) AS baseline,
    (SELECT avg(b.calls) FROM by_day b WHERE b.journey_type = l.journey_type AND b.day IN (l.leakage_date - 7, l.leakage_date - 14, l.leakage_date - 21, l.leakage_date - 28) HAVING count(*) = 4) AS weekdays
  FROM gold.leakage_hourly l GROUP BY ALL
) c USING (day, journey_type);

CREATE TABLE gold.segment_drilldown AS
SELECT leakage_date AS summary_date, journey_type, segment, CAST(sum(leaked_calls) AS BIGINT) AS leaked_calls,
  CAST(sum(repeat_calls) AS BIGINT) AS repeat_calls, CAST(sum(repeat_calls) / sum(leaked_calls) AS DECIMAL(18, 4)) AS repeat_rate,
  CAST(sum(sentiment_sum) / sum(sentiment_count) AS DECIMAL(18, 4)) AS avg_sentiment, CAST(sum(cost_usd) AS DECIMAL(18, 2)) AS cost_usd,
  CAST(sum(loaded_cost_usd) AS DECIMAL(18, 2)) AS loaded_cost_usd, CAST(sum(leaked_calls) - sum(repeat_calls) // 10 AS BIGINT) AS members_affected,
  CAST(0 AS DECIMAL(18, 4)) AS share_of_journey,
  CAST(avg(sum(leaked_calls)) OVER (PARTITION BY journey_type, segment ORDER BY leakage_date ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING) AS DECIMAL(18, 4)) AS baseline_calls,
  CAST(NULL AS DECIMAL(18, 4)) AS trend_pct
FROM gold.leakage_hourly GROUP BY leakage_date, journey_type, segment;

CREATE TABLE gold.root_cause_analysis AS
SELECT *, CAST(leaked_calls - baseline_calls AS DECIMAL(18, 4)) AS change_calls, CAST(leaked_calls / baseline_calls - 1 AS DECIMAL(18, 4)) AS trend_pct,
  CAST(leaked_calls * 8 AS DECIMAL(18, 2)) AS cost_usd
FROM (
  SELECT leakage_date AS summary_date, journey_type, segment, failure_type, step, error_code, device_type, app_version,
    CAST(sum(leaked_calls) AS BIGINT) AS leaked_calls, CAST(0 AS DECIMAL(18, 4)) AS share_of_journey,
    CAST(CASE WHEN leakage_date >= DATE '2026-10-30' THEN avg(sum(leaked_calls)) OVER (
      PARTITION BY journey_type, segment, failure_type, step, error_code, device_type, app_version ORDER BY leakage_date ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING
    ) END AS DECIMAL(18, 4)) AS baseline_calls
  FROM gold.leakage_hourly GROUP BY leakage_date, journey_type, segment, failure_type, step, error_code, device_type, app_version
);

CREATE TABLE gold.savings_model AS
SELECT summary_date AS as_of_date, journey_type, CAST(rate AS DECIMAL(9, 4)) AS fix_rate, cost_usd AS daily_cost_usd,
  CAST(365 AS INT) AS days_per_year,
  CAST(cost_usd * 365 AS DECIMAL(18, 2)) AS annual_cost_usd, CAST(cost_usd * 365 * rate AS DECIMAL(18, 2)) AS annual_savings_usd
FROM gold.daily_leakage_summary, (VALUES (.10), (.25), (.50)) r(rate)
WHERE summary_date = DATE '2026-11-20' AND leaked_calls > 0;

CREATE TABLE gold.action_recommendations AS
SELECT DATE '2026-11-20' AS as_of_date, CAST(priority AS INT) AS priority, left(md5(action), 8) AS action_id, action, owner, journey_type, segment, 'proposed' AS state, CAST(NULL AS DATE) AS due_on, 'because' AS rationale,
  CAST(calls AS BIGINT) AS addressable_calls_per_day, CAST(share AS DECIMAL(9, 4)) AS fixable_share,
  CAST(calls * 8 * 365 * share AS DECIMAL(18, 2)) AS annual_savings_usd, effort, CAST(days AS INT) AS effort_days,
  CAST(calls * 8 * 365 * share / days AS DECIMAL(18, 2)) AS savings_per_effort_day_usd
FROM (VALUES
  (1, 'Update MAPD Billing Message', 'Digital UX', 'billing', 'MAPD New', 3000, .114, '1 sprint', 10),
  (2, 'Proactive IVR Messaging', 'Contact Ctr', 'pharmacy', 'all', 4000, .0257, '1 week', 5),
  (3, 'Simplified Agent Script', 'Contact Ctr', 'id_card', 'Spanish', 1800, .0304, '3 days', 3)
) a(priority, action, owner, journey_type, segment, calls, share, effort, days);

CREATE TABLE gold.affected_members AS
SELECT DATE '2026-11-20' AS as_of_date, w AS "window", coalesce(journey_type, 'all') AS journey_type, coalesce(segment, 'all') AS segment,
  CAST(sum(leaked_calls) - sum(repeat_calls) // 10 AS BIGINT) AS members_affected, CAST(sum(leaked_calls) AS BIGINT) AS calls
FROM gold.leakage_hourly, (VALUES ('1_day', 1), ('7_days', 7), ('28_days', 28), ('month_to_date', 20)) windows(w, days)
WHERE leakage_date > DATE '2026-11-20' - days
GROUP BY GROUPING SETS ((w), (w, journey_type), (w, segment), (w, journey_type, segment));

-- Forecasts: an ordinary weekday or weekend from the next day on, 5 % to either side of a day, 2 % of a window.
CREATE TEMP TABLE ahead AS
SELECT CAST(DATE '2026-11-20' + CAST(i AS INT) AS DATE) AS day, i AS days_ahead, j.journey,
  CASE WHEN dayofweek(DATE '2026-11-20' + CAST(i AS INT)) IN (0, 6) THEN weekend_calls ELSE weekday_calls END AS calls
FROM range(1, 63) t(i), (VALUES
  ('billing', 4500, 4000), ('id_card', 2900, 2600), ('pharmacy', 4000, 3600), ('all', 11400, 10200)
) j(journey, weekday_calls, weekend_calls);

CREATE TEMP TABLE begun AS
SELECT first, journey_type AS journey, SUM(leaked_calls) AS calls FROM (
  SELECT first, journey_type, leaked_calls FROM gold.daily_leakage_summary, (VALUES (DATE '2026-11-01'), (DATE '2026-11-16')) f(first)
  WHERE summary_date >= first AND leaked_calls > 0
  UNION ALL
  SELECT first, 'all', leaked_calls FROM gold.daily_leakage_summary, (VALUES (DATE '2026-11-01'), (DATE '2026-11-16')) f(first)
  WHERE summary_date >= first AND leaked_calls > 0
) GROUP BY first, journey_type;

CREATE TABLE gold.forecast_windows AS
WITH starts AS (
  SELECT first, journey, calls AS known FROM begun
  UNION ALL SELECT day, journey, 0 FROM ahead
), sums AS (
  SELECT first, ends.day AS last, starts.journey, CAST(known AS BIGINT) AS known, CAST(SUM(between_.calls) AS BIGINT) AS told
  FROM starts JOIN ahead ends ON ends.journey = starts.journey AND ends.day >= starts.first
  JOIN ahead between_ ON between_.journey = starts.journey AND between_.day BETWEEN starts.first AND ends.day
  GROUP BY ALL
), bounds AS (
  SELECT *, CAST(CASE WHEN first = last THEN told * .05 ELSE told * .02 END AS BIGINT) AS half FROM sums
)
SELECT DATE '2026-11-20' AS as_of_date, first AS start_date, last AS end_date, journey AS journey_type,
  CAST(last - first + 1 AS INT) AS days, known AS known_calls, CAST(known * 8 AS DECIMAL(18, 2)) AS known_cost_usd,
  known + told AS calls, CAST((known + told) * 8 AS DECIMAL(18, 2)) AS cost_usd,
  known + told - half AS low_80_calls, CAST((known + told - half) * 8 AS DECIMAL(18, 2)) AS low_80_cost_usd,
  known + told + half AS high_80_calls, CAST((known + told + half) * 8 AS DECIMAL(18, 2)) AS high_80_cost_usd,
  known + told - half AS low_90_calls, CAST((known + told - half) * 8 AS DECIMAL(18, 2)) AS low_90_cost_usd,
  known + told + half AS high_90_calls, CAST((known + told + half) * 8 AS DECIMAL(18, 2)) AS high_90_cost_usd,
  'level_and_calendar' AS model
FROM bounds;

CREATE TABLE gold.forecasts AS
SELECT as_of_date, end_date AS forecast_date, journey_type, CAST(end_date - as_of_date AS INT) AS days_ahead,
  * EXCLUDE (as_of_date, end_date, start_date, journey_type, days, known_calls, known_cost_usd),
  end_date IN (DATE '2026-11-26', DATE '2026-12-25') AS is_holiday,
  CASE end_date WHEN DATE '2026-11-26' THEN 'Thanksgiving Day' WHEN DATE '2026-12-25' THEN 'Christmas Day' END AS holiday
FROM gold.forecast_windows WHERE start_date = end_date;

CREATE TABLE gold.forecast_record AS
SELECT DATE '2026-11-20' AS as_of_date, journey AS journey_type, model, reason, CAST(29 AS INT) AS history_days,
  CAST(20 AS INT) AS origins, CAST(391 AS INT) AS days_told, CAST(.75 AS DECIMAL(18, 4)) AS mase,
  CAST(1 AS DECIMAL(18, 4)) AS naive_mase, CAST(.031 AS DECIMAL(18, 4)) AS error_share,
  CAST(.8 AS DECIMAL(18, 4)) AS coverage_80, CAST(.9 AS DECIMAL(18, 4)) AS coverage_90, state,
  CAST(latest AS BIGINT) AS latest_calls, CAST(usual AS BIGINT) AS usual_calls, CAST(usual - 100 AS BIGINT) AS usual_low_calls,
  CAST(usual + 100 AS BIGINT) AS usual_high_calls, CAST(latest - usual AS BIGINT) AS excess_calls,
  CASE state WHEN 'high' THEN DATE '2026-11-20' END AS unusual_since,
  CASE state WHEN 'high' THEN DATE '2026-11-21' END AS usual_again,
  CASE state WHEN 'high' THEN DATE '2026-11-23' END AS usual_again_by, CAST(8 AS INT) AS earlier_spells,
  CAST(2 AS INT) AS longest_spell_days
FROM (VALUES
  ('billing', 'level_and_calendar', NULL, 'high', 5000, 4515), ('id_card', 'level_and_calendar', NULL, 'high', 3000, 2859),
  ('pharmacy', 'seasonal_naive', 'no_better_than_last_week', 'usual', 4000, 3998), ('all', 'level_and_calendar', NULL, 'high', 12000, 11372)
) r(journey, model, reason, state, latest, usual);

CREATE TABLE gold.forecast_backtest AS
SELECT CAST(summary_date - 7 - CAST(ago % 2 AS INT) AS DATE) AS origin_date, summary_date AS forecast_date, journey_type,
  CAST(7 + ago % 2 AS INT) AS days_ahead, leaked_calls AS actual_calls, CAST(leaked_calls * .98 AS BIGINT) AS forecast_calls,
  CAST(CASE WHEN ago = 0 THEN 0 ELSE 1 END AS INT) AS inside_90
FROM (
  SELECT summary_date, journey_type, leaked_calls, DATE '2026-11-20' - summary_date AS ago FROM gold.daily_leakage_summary
  WHERE leaked_calls > 0
  UNION ALL
  SELECT summary_date, 'all', CAST(SUM(leaked_calls) AS BIGINT), DATE '2026-11-20' - summary_date FROM gold.daily_leakage_summary
  GROUP BY summary_date
) WHERE ago < 14;
CREATE TABLE gold.action_status AS
SELECT left(md5(action), 8) AS action_id, priority, action, owner, journey_type, segment, CAST('proposed' AS VARCHAR) AS state, CAST(NULL AS DATE) AS due_on,
  CAST(NULL AS DATE) AS shipped_on, CAST(NULL AS DECIMAL(9, 4)) AS exposed_share, CAST(NULL AS VARCHAR) AS reason,
  CAST(NULL AS DATE) AS changed_on, addressable_calls_per_day, fixable_share, annual_savings_usd AS predicted_savings_usd,
  CAST(NULL AS DECIMAL(18, 2)) AS realised_savings_usd
FROM gold.action_recommendations
UNION ALL
SELECT * FROM (VALUES
  ('aaaa1111', NULL, 'Card Tips by Mail', 'Member Comms', 'id_card', 'all', 'shipped', DATE '2026-11-01', DATE '2026-11-03', .5, NULL, DATE '2026-11-03', 2800, .02, 163520, NULL),
  ('bbbb2222', NULL, 'Refill Chat Bot', 'Digital UX', 'pharmacy', 'Commercial', 'rejected', NULL, NULL, NULL, 'too dear', DATE '2026-11-18', 900, .05, 131400, NULL)
);
-- What shipped actions have saved: one that works, one that can't be told yet, one that has no effect, one that does harm.
CREATE TABLE gold.action_impact AS
SELECT * FROM (VALUES
  ('aaaa1111', 'Card Tips by Mail', 'Member Comms', 'id_card', 'all', DATE '2026-10-03', 0.5, 40, 35, NULL, 'saved', 0.1200, 0.0810, 0.1550, 0.0200, 168.2, 5887, 3900, 7700, 47096.00, 491202.29, 325000.00, 642000.00, 81760.00, 9),
  ('cccc3333', 'Proactive IVR Messaging', 'Contact Ctr', 'pharmacy', 'all', DATE '2026-11-16', 1, 45, 2, 5, 'too_early', NULL, NULL, NULL, 0.0257, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 300176.00, 8),
  ('dddd4444', 'Update MAPD Billing Message', 'Digital UX', 'billing', 'MAPD New', DATE '2026-11-01', 1, 40, 14, NULL, 'no_effect_seen', -0.0020, -0.0210, 0.0150, 0.1140, -6.1, -85, -800, 560, -680.00, -17728.57, -166857.14, 116800.00, 998640.00, 11),
  ('eeee5555', 'Simplified Agent Script', 'Contact Ctr', 'id_card', 'Spanish', DATE '2026-11-01', 1, 40, 14, NULL, 'worse', -0.1000, -0.1500, -0.0500, 0.0304, -180.0, -2520, -3700, -1300, -20160.00, -525600.00, -771714.29, -271142.86, 159782.00, 10)
) t(action_id, action, owner, journey_type, segment, shipped_on, exposed_share, days_before, days_measured, days_needed, verdict, saved_share, low_share, high_share, expected_share, saved_calls_per_day, saved_calls, low_saved_calls, high_saved_calls, saved_usd, annual_saved_usd, low_annual_usd, high_annual_usd, expected_annual_usd, untouched_slices);
-- An incident on the command center day, one of two days three weeks before, and one that the calendar explains.
CREATE TABLE gold.looks AS
SELECT CAST(day AS DATE) AS look_date, 0 AS rank, ago <= 14 AS is_judged, CAST(NULL AS INT) AS looked_hour,
  CAST(NULL AS VARCHAR) AS missing_hours
FROM days;
CREATE TABLE gold.incident_days AS
SELECT CAST(DATE '2026-11-20' - ago AS DATE) AS look_date, incident_id, 1 AS rank, journey_type, segment, device_type, app_version,
  failure_type, step, error_code, CAST(DATE '2026-11-20' - began AS DATE) AS first_date, 9 AS first_hour, 21 AS last_hour, ago = 0 AS is_ongoing,
  CAST(observed AS BIGINT) AS observed_calls, CAST(expected AS DECIMAL(18, 1)) AS expected_calls,
  CAST(observed - expected AS DECIMAL(18, 1)) AS excess_calls, CAST((observed - expected) * 8 AS DECIMAL(18, 2)) AS excess_cost_usd,
  severity, status, event
FROM (VALUES
  (0, 0, 'a1', 'billing', 'MAPD New', 'ios_app', '7.4.0', NULL, 'payment', 'PAY-504', 1800, 1129, 'high', 'open', 'iOS app 7.4.0'),
  (0, 0, 'a2', 'id_card', 'Spanish', NULL, NULL, 'error', 'card_home', 'CARD-404', 1800, 1600, 'low', 'expected', 'New cards mailed'),
  (20, 20, 'a3', 'pharmacy', NULL, NULL, NULL, NULL, 'prescriptions', 'RX-503', 1300, 800, 'medium', 'open', NULL),
  (19, 20, 'a3', 'pharmacy', NULL, NULL, NULL, NULL, 'prescriptions', 'RX-503', 1000, 800, 'medium', 'open', NULL)
) t(ago, began, incident_id, journey_type, segment, device_type, app_version, failure_type, step, error_code, observed, expected, severity, status, event);
CREATE TABLE gold.calendar_events AS
SELECT CAST(DATE '2026-11-20' + ahead AS DATE) AS event_date, event_type, journey_type, description, CAST(ahead AS INT) AS days_from_today
FROM (VALUES (-20, 'outage', 'pharmacy', 'Pharmacy partner outage'), (0, 'release', 'billing', 'iOS app 7.4.0'),
  (6, 'holiday', 'all', 'Thanksgiving Day'), (20, 'enrollment_period', 'all', 'Annual enrollment period closes')) t(ahead, event_type, journey_type, description);
CREATE TABLE gold.leakage_incrementality AS
SELECT summary_date, journey_type, window_minutes, digital_failures, digital_failures AS control_windows, leaked_calls, CAST(anyway AS BIGINT) AS control_calls,
  CAST(anyway AS DECIMAL(18, 4)) AS anyway_calls, CAST(leaked_calls - anyway AS DECIMAL(18, 4)) AS caused_calls,
  CAST(leaked_calls * 8 AS DECIMAL(18, 2)) AS cost_usd, CAST((leaked_calls - anyway) * 8 AS DECIMAL(18, 2)) AS caused_cost_usd
FROM (
  SELECT summary_date, journey_type, window_minutes, digital_failures,
    CAST(CASE window_minutes WHEN 15 THEN leaked_calls * 3 // 4 WHEN 30 THEN leaked_calls ELSE leaked_calls + 10 END AS BIGINT) AS leaked_calls, window_minutes AS anyway
  FROM gold.daily_leakage_summary CROSS JOIN (VALUES (15), (30), (60)) w(window_minutes)
  WHERE leaked_calls > 0
);
