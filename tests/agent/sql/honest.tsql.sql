SELECT TOP 5 journey_type, SUM(leaked_calls) AS calls FROM [gold].[daily_leakage_summary] GROUP BY journey_type ORDER BY calls DESC
