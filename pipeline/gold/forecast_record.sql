-- The history that a forecast is made from: complete days only. What Python makes of it is in the contract's columns.
SELECT summary_date AS day, journey_type, leaked_calls AS calls
FROM gold.daily_leakage_summary
WHERE is_complete_day
