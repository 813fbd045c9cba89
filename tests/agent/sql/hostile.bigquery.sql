## function_not_allowed
SELECT * FROM ML.PREDICT(MODEL m, TABLE gold.savings_model)
SELECT * FROM EXTERNAL_QUERY('c', 'SELECT 1')
SELECT SESSION_USER()
SELECT * FROM UNNEST(GENERATE_ARRAY(1, 1000000000))
SELECT AS STRUCT segment FROM gold.segment_drilldown
SELECT GENERATE_UUID()
SELECT TO_JSON_STRING(s) FROM gold.segment_drilldown s

## path_like_name
SELECT * FROM `region-us`.INFORMATION_SCHEMA.TABLES

## unknown_table
SELECT * FROM `silver.member_profiles_enriched`
SELECT * FROM `proj.silver.member_profiles_enriched`
