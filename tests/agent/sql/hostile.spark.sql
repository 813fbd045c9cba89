## function_not_allowed
SELECT reflect('java.lang.System','exit',3)
SELECT count_min_sketch(segment, 0.1, 0.1, 1) FROM gold.segment_drilldown
SELECT java_method('java.util.UUID', 'randomUUID')
SELECT percentile(leaked_calls, array(0.1, 0.5)), reflect('a', 'b') FROM gold.segment_drilldown
SELECT posexplode_outer(sequence(1, 99999999))

## node_not_allowed
SELECT TRANSFORM(c) USING 'sh -c "curl x"' FROM gold.savings_model
SELECT * FROM gold.savings_model DISTRIBUTE BY reflect('java.lang.System','exit',3)
SELECT * FROM gold.savings_model CLUSTER BY uuid()

## not_a_query
SET -v
SHOW PARTITIONS gold.savings_model

## path_like_name
SELECT * FROM text.`/`
SELECT * FROM orc.`/tmp/x`

## read_differently
SELECT `leaked_calls`, `\` FROM silver.member_profiles_enriched --`

## unknown_table
SELECT * FROM spark_catalog.silver.member_profiles_enriched
SELECT /*+ MAPJOIN(x) */ * FROM silver.digital_call_leakage x
