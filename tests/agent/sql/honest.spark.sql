SELECT journey_type, COUNT(*) AS n FROM gold.daily_leakage_summary GROUP BY journey_type ORDER BY n

SELECT date_trunc('MONTH', summary_date) AS month, SUM(leaked_calls) AS calls FROM gold.daily_leakage_summary GROUP BY date_trunc('MONTH', summary_date)

SELECT spark_catalog.gold.savings_model.fix_rate FROM spark_catalog.gold.savings_model

SELECT t.journey_type, SUM(t.leaked_calls) FROM gold.daily_leakage_summary t GROUP BY t.journey_type HAVING SUM(t.leaked_calls) > 0
