SELECT journey_type, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary WHERE summary_date >= DATEADD(day, -7, '2026-11-20'::DATE) GROUP BY journey_type

SELECT IFF(leaked_calls > 100, 'big', 'small') AS size, COUNT(*) FROM gold.daily_leakage_summary GROUP BY 1
