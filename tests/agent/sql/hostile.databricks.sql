## adjacent_text
SELECT 'a' 'b' FROM gold.segment_drilldown

## cross_join
SELECT COUNT(*) FROM gold.leakage_hourly a CROSS JOIN gold.leakage_hourly b
SELECT COUNT(*) FROM gold.leakage_hourly a LEFT SEMI JOIN gold.leakage_hourly b ON TRUE
SELECT a.fix_rate FROM gold.savings_model a JOIN gold.savings_model b

## function_not_allowed
SELECT reflect('java.lang.System', 'exit', 3)
SELECT reflect('java.lang.Runtime', 'getRuntime')
SELECT java_method('java.lang.System', 'getenv', 'HOME')
SELECT try_reflect('java.lang.System', 'getProperty', 'user.name')
SELECT ai_query('model', segment) FROM gold.segment_drilldown
SELECT ai_gen('x')
SELECT ai_classify(segment, array('a')) FROM gold.segment_drilldown
SELECT ai_extract(segment, array('a')) FROM gold.segment_drilldown
SELECT ai_summarize(segment) FROM gold.segment_drilldown
SELECT ai_translate(segment, 'es') FROM gold.segment_drilldown
SELECT ai_mask(segment, array('person')) FROM gold.segment_drilldown
SELECT ai_similarity(segment, 'a') FROM gold.segment_drilldown
SELECT ai_analyze_sentiment(segment) FROM gold.segment_drilldown
SELECT * FROM ai_forecast(TABLE(gold.savings_model), horizon => 1)
SELECT secret('scope', 'key')
SELECT try_secret('scope', 'key')
SELECT list_secrets()
SELECT * FROM list_secrets()
SELECT current_catalog()
SELECT current_database()
SELECT current_schema()
SELECT current_user()
SELECT session_user()
SELECT user()
SELECT current_metastore()
SELECT current_recipient()
SELECT current_version()
SELECT version()
SELECT is_member('admins')
SELECT is_account_group_member('admins')
SELECT input_file_name()
SELECT input_file_block_start()
SELECT spark_partition_id()
SELECT monotonically_increasing_id()
SELECT uuid()
SELECT rand()
SELECT randn()
SELECT http_request(conn => 'c', method => 'GET', path => '/')
SELECT * FROM read_files('/tmp')
SELECT * FROM read_files('abfss://x', format => 'csv')
SELECT * FROM remote_query('c', database => 'd')
SELECT * FROM cloud_files('/tmp', 'csv')
SELECT * FROM read_kafka(bootstrapServers => 'x')
SELECT * FROM read_pubsub('x')
SELECT * FROM read_statestore('x')
SELECT * FROM table_changes('gold.savings_model', 0)
SELECT * FROM event_log('x')
SELECT * FROM sql_keywords()
SELECT * FROM get_warehouse_status()
SELECT * FROM TABLE(my_udtf(TABLE(gold.savings_model)))
SELECT * FROM IDENTIFIER('silver.member_profiles_enriched')
SELECT IDENTIFIER('segment') FROM gold.segment_drilldown
SELECT * FROM IDENTIFIER('silver' || '.member_profiles_enriched')
SELECT identifier(:x) FROM gold.segment_drilldown
SELECT explode(sequence(1, 1000000000))
SELECT explode(sequence(DATE '0001-01-01', DATE '9999-12-31', INTERVAL 1 DAY))
SELECT explode(split(repeat('x,', 100000000), ','))
SELECT posexplode(array(1, 2))
SELECT inline(array(struct(1, 2)))
SELECT stack(2, 1, 2)
SELECT * FROM range(10000000000)
SELECT * FROM range(0, 1000000000000, 1, 1000)
SELECT array_repeat(segment, 1000000) FROM gold.segment_drilldown
SELECT sequence(1, 100000000)
SELECT space(1000000000)
SELECT format_string('%1000000000d', 1)
SELECT printf('%2000000000d', 1)
SELECT aggregate(sequence(1, 100000000), 0, (a, x) -> a + x)
SELECT transform(array(1), x -> x + 1)
SELECT filter(array(1), x -> x > 0)
SELECT zip_with(array(1), array(2), (x, y) -> x + y)
SELECT map_from_arrays(array(1), array(2))
SELECT from_json(segment, 'a INT') FROM gold.segment_drilldown
SELECT to_json(struct(*)) FROM gold.segment_drilldown
SELECT to_json(s) FROM gold.segment_drilldown s
SELECT to_csv(struct(*)) FROM gold.segment_drilldown
SELECT struct(*) FROM gold.segment_drilldown
SELECT named_struct('a', segment) FROM gold.segment_drilldown
SELECT hash(*) FROM gold.segment_drilldown
SELECT xxhash64(*) FROM gold.segment_drilldown
SELECT segment:a FROM gold.segment_drilldown
SELECT parse_json(segment) FROM gold.segment_drilldown
SELECT xpath(segment, 'a') FROM gold.segment_drilldown
SELECT schema_of_json(segment) FROM gold.segment_drilldown
SELECT raise_error(segment) FROM gold.segment_drilldown
SELECT assert_true(FALSE)
SELECT typeof(segment) FROM gold.segment_drilldown
SELECT aes_decrypt(segment, 'k') FROM gold.segment_drilldown
SELECT h3_longlatash3(1, 2, 3)
SELECT ST_Point(1, 2)
SELECT bitmap_construct_agg(1)
SELECT my_catalog.my_schema.my_udf(segment) FROM gold.segment_drilldown
SELECT main.default.f(1)
SELECT * FROM VALUES (1), (2) AS t(x) WHERE reflect('java.lang.System', 'exit', x) IS NULL
SELECT current_timezone()
SELECT * FROM gold.savings_model |> EXTEND reflect('java.lang.System', 'exit', 3) AS x
SELECT sha2(segment, 256) FROM gold.segment_drilldown
SELECT format_string('%99999d', 1)

## node_not_allowed
SELECT * FROM bronze.digital_journeys_raw VERSION AS OF 3
SELECT * FROM gold.savings_model VERSION AS OF 0
SELECT * FROM gold.savings_model TIMESTAMP AS OF '2026-01-01'
SELECT * FROM gold.savings_model@v1
SELECT * FROM stream(gold.savings_model)
SELECT * FROM STREAM gold.savings_model
SELECT :x
SELECT ${x}
SELECT * FROM ${table}
SELECT TRANSFORM(segment) USING 'sh -c id' FROM gold.segment_drilldown
SELECT TRANSFORM(segment) USING 'cat' AS (x STRING) FROM gold.segment_drilldown
FROM gold.segment_drilldown SELECT TRANSFORM(segment) USING 'cat'
SELECT segment FROM gold.segment_drilldown LATERAL VIEW explode(sequence(1, leaked_calls)) t AS x
SELECT segment FROM gold.segment_drilldown LATERAL VIEW EXPLODE(array_repeat(1, 1000000)) t AS x
SELECT collect_list(segment) OVER (ORDER BY summary_date) FROM gold.segment_drilldown
SELECT exists(array(1), x -> x > 0)
SELECT * FROM gold.segment_drilldown TABLESAMPLE (10 PERCENT)
SELECT * FROM gold.segment_drilldown TABLESAMPLE (5 ROWS) REPEATABLE (1)
SELECT * FROM gold.savings_model TABLESAMPLE (1 ROWS)
SELECT * FROM (SELECT * FROM gold.savings_model VERSION AS OF 1)

## not_a_query
MERGE INTO gold.x USING gold.y ON 1 = 1 WHEN MATCHED THEN DELETE
OPTIMIZE gold.daily_leakage_summary
VACUUM gold.daily_leakage_summary
VACUUM gold.daily_leakage_summary RETAIN 0 HOURS
EXECUTE IMMEDIATE 'SELECT 1'
EXECUTE IMMEDIATE 'DROP TABLE ' || 'gold.savings_model'
DECLARE x INT
DECLARE VARIABLE x INT DEFAULT 1
SET VAR x = 1
SET spark.sql.shuffle.partitions = 1
SET ROLE admin
RESET
BEGIN SELECT 1; END
BEGIN DROP TABLE gold.savings_model; END
REFRESH TABLE gold.daily_leakage_summary
CACHE TABLE gold.daily_leakage_summary
CACHE LAZY TABLE x AS SELECT * FROM gold.savings_model
UNCACHE TABLE gold.savings_model
CLEAR CACHE
MSCK REPAIR TABLE gold.savings_model
RESTORE TABLE gold.savings_model TO VERSION AS OF 1
DROP TABLE gold.savings_model
TRUNCATE TABLE gold.savings_model
INSERT OVERWRITE gold.savings_model SELECT * FROM gold.savings_model
INSERT INTO TABLE gold.savings_model VALUES (1)
INSERT OVERWRITE DIRECTORY '/tmp/x' SELECT * FROM gold.savings_model
INSERT OVERWRITE LOCAL DIRECTORY '/tmp/x' USING csv SELECT * FROM gold.savings_model
COPY INTO gold.savings_model FROM '/tmp/x'
LOAD DATA INPATH '/tmp/x' INTO TABLE gold.savings_model
CREATE TABLE x USING csv LOCATION '/tmp/x' AS SELECT * FROM gold.savings_model
CREATE OR REPLACE TEMPORARY VIEW v AS SELECT * FROM gold.savings_model
CREATE FUNCTION f() RETURNS STRING LANGUAGE PYTHON AS $$ import os $$
CREATE TEMPORARY FUNCTION f AS 'com.example.F' USING JAR '/tmp/x.jar'
CREATE CONNECTION c TYPE postgresql
CREATE MATERIALIZED VIEW v AS SELECT 1
ALTER TABLE gold.savings_model SET TBLPROPERTIES ('a' = 'b')
ADD JAR '/tmp/x.jar'
ADD FILE '/etc/passwd'
LIST FILES
LIST '/Volumes/main'
PUT '/etc/passwd' INTO '/Volumes/x'
GET '/Volumes/x' TO '/tmp'
REMOVE '/Volumes/x'
DFS -ls /
GRANT SELECT ON TABLE gold.savings_model TO `account users`
REVOKE SELECT ON TABLE gold.savings_model FROM x
DENY SELECT ON TABLE gold.savings_model TO x
SHOW TABLES IN silver
SHOW GRANTS ON TABLE gold.savings_model
SHOW CREATE TABLE gold.savings_model
DESCRIBE EXTENDED gold.savings_model
DESCRIBE HISTORY gold.savings_model
DESC DETAIL gold.savings_model
EXPLAIN EXTENDED SELECT * FROM gold.savings_model
ANALYZE TABLE gold.savings_model COMPUTE STATISTICS
USE CATALOG main
USE silver
CALL system.f()
UPDATE gold.savings_model SET fix_rate = 1
DELETE FROM gold.savings_model WHERE TRUE
UNDROP TABLE gold.savings_model
COMMENT ON TABLE gold.savings_model IS 'x'
SYNC SCHEMA a FROM b
WITH x AS (SELECT 1 AS a) INSERT INTO gold.savings_model SELECT a FROM x
FROM gold.savings_model INSERT INTO a SELECT * INSERT INTO b SELECT *
FROM gold.savings_model m INSERT OVERWRITE TABLE a SELECT m.fix_rate
TABLE silver.member_profiles_enriched
VALUES (1)

## path_like_name
SELECT * FROM text.`/etc/passwd`
SELECT * FROM TEXT.`/etc/passwd`
SELECT * FROM delta.`/tmp/x`
SELECT * FROM parquet.`/tmp/x`
SELECT * FROM csv.`s3://x`
SELECT * FROM json.`abfss://c@a.dfs.core.windows.net/x`
SELECT * FROM binaryFile.`/etc/passwd`
SELECT * FROM `/etc/passwd`
SELECT * FROM `dbfs:/x`
SELECT * FROM `gold.daily_leakage_summary`.x
SELECT 1 WHERE (SELECT COUNT(*) FROM delta.`/tables/silver/digital_call_leakage`) > 0

## read_differently
SELECT "x", '\' FROM silver.member_profiles_enriched --'
SELECT 'a\', (SELECT MAX(member_id) FROM silver.digital_call_leakage) AS x --'
SELECT segment FROM gold.segment_drilldown WHERE segment = '\' OR segment IN (SELECT member_id FROM silver.digital_call_leakage) --'
SELECT '\' UNION ALL SELECT content FROM read_text(''/etc/passwd'') --'
SELECT "\" FROM silver.member_profiles_enriched --"
SELECT r'\' FROM silver.member_profiles_enriched --'

## recursion
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t

## several_statements
SELECT 1; DROP TABLE gold.savings_model

## too_large
SELECT repeat(segment, 1000000000) FROM gold.segment_drilldown
SELECT lpad(segment, 1000000000, 'x') FROM gold.segment_drilldown
SELECT rpad('x', 2147483647, 'y')

## type_not_allowed
SELECT CAST(segment AS STRUCT<a: INT>) FROM gold.segment_drilldown
SELECT CAST(segment AS MAP<STRING, INT>) FROM gold.segment_drilldown
SELECT CAST(segment AS VARIANT) FROM gold.segment_drilldown
SELECT CAST(segment AS BINARY) FROM gold.segment_drilldown
SELECT try_cast(segment AS ARRAY<INT>) FROM gold.segment_drilldown

## unknown_column
SELECT _metadata FROM gold.savings_model
SELECT _metadata.file_path FROM gold.savings_model
SELECT s FROM gold.segment_drilldown s
SELECT member_id FROM gold.leakage_hourly
SELECT `member_id` FROM gold.leakage_hourly
SELECT session.x
SELECT system.session.x

## unknown_table
SELECT * FROM jdbc.`x`
SELECT * FROM system.access.audit
SELECT * FROM system.information_schema.tables
SELECT * FROM main.information_schema.columns
SELECT * FROM information_schema.tables
SELECT * FROM system.billing.usage
SELECT * FROM samples.nyctaxi.trips
SELECT * FROM global_temp.v
SELECT * FROM silver.digital_call_leakage
SELECT * FROM main.silver.member_profiles_enriched
SELECT * FROM main.gold.journey_timeline
SELECT * FROM other_catalog.gold.savings_model
SELECT '\\' FROM silver.member_profiles_enriched --'
SELECT segment FROM gold.segment_drilldown /* ' */ , silver.member_profiles_enriched /* ' */
SELECT /*+ BROADCAST(m) */ m.member_id FROM silver.member_profiles_enriched m
SELECT `a``b` FROM silver.member_profiles_enriched
SELECT * FROM `gold`.`savings_model` WHERE EXISTS (SELECT 1 FROM `silver`.`member_profiles_enriched`)
FROM silver.member_profiles_enriched |> SELECT member_id

## unparsable
SELECT * FROM vector_search(index => 'x', query => 'y')
SELECT IDENTIFIER('reflect')('java.lang.System', 'exit', 3)
SELECT TRANSFORM(segment) USING 'sh -c id' FROM gold.segment_drilldown AS (
FROM gold.segment_drilldown MAP segment USING 'cat'
FROM gold.segment_drilldown REDUCE segment USING 'cat'
