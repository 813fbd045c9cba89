SELECT date_trunc('week', summary_date)::date AS week, sum(leaked_calls)::int AS calls FROM gold.daily_leakage_summary GROUP BY 1 ORDER BY 1 DESC

SELECT to_char(summary_date, 'YYYY-MM') AS month, sum(cost_usd) FROM gold.daily_leakage_summary GROUP BY 1

SELECT journey_type, extract(epoch FROM max(summary_date)::timestamp) FROM gold.daily_leakage_summary WHERE summary_date >= current_date - interval '30 days' GROUP BY journey_type
