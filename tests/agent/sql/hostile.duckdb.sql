## adjacent_text
SELECT 'a' 'b' FROM gold.segment_drilldown

## cross_join
SELECT COUNT(*) FROM gold.leakage_hourly a, gold.leakage_hourly b
SELECT COUNT(*) FROM gold.leakage_hourly a CROSS JOIN gold.leakage_hourly b
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON TRUE
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON 1 = 1
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.segment = 'x'
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.segment = a.segment
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.segment = b.segment OR TRUE
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.segment = b.segment OR 1 = 1
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON NOT (a.segment = b.segment)
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON (a.segment = b.segment) IS NOT NULL
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.leaked_calls * 0 = b.leaked_calls * 0
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON a.leaked_calls <> b.leaked_calls + 1
SELECT COUNT(*) FROM gold.leakage_hourly a JOIN gold.leakage_hourly b ON CASE WHEN a.segment = b.segment THEN TRUE ELSE TRUE END
SELECT COUNT(*) FROM gold.leakage_hourly a LEFT JOIN gold.leakage_hourly b ON a.leaked_calls >= 0
SELECT COUNT(*) FROM gold.leakage_hourly a FULL JOIN gold.leakage_hourly b ON a.leaked_calls + b.leaked_calls > -1
SELECT COUNT(*) FROM gold.daily_leakage_summary a, gold.daily_leakage_summary b, gold.daily_leakage_summary c, gold.daily_leakage_summary d
SELECT COUNT(*) FROM gold.daily_leakage_summary a JOIN gold.daily_leakage_summary b ON a.journey_type = b.journey_type, gold.daily_leakage_summary c
SELECT COUNT(*) FROM (SELECT DISTINCT * FROM gold.leakage_hourly) a CROSS JOIN (SELECT DISTINCT * FROM gold.failure_hourly) b
SELECT COUNT(*) FROM (SELECT * FROM gold.leakage_hourly LIMIT 1000) a, (SELECT * FROM gold.leakage_hourly LIMIT 1000) b
WITH a AS (SELECT * FROM gold.leakage_hourly) SELECT COUNT(*) FROM a x, a y, a z
SELECT COUNT(*) FROM gold.leakage_hourly a POSITIONAL JOIN gold.leakage_hourly b
SELECT COUNT(*) FROM gold.leakage_hourly a WHERE (SELECT SUM(b.leaked_calls) FROM gold.failure_hourly AS f, gold.leakage_hourly AS b WHERE b.step <> a.step) > 1
SELECT x.n FROM gold.leakage_hourly a, LATERAL (SELECT COUNT(*) AS n FROM gold.leakage_hourly b WHERE b.cost_usd > a.cost_usd) x

## empty
-- SELECT 1 DROP TABLE gold.savings_model

## function_not_allowed
FROM read_text('/etc/passwd')
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd', delim=':')
SELECT * FROM read_csv('daily_leakage_summary')
SELECT * FROM read_csv('gold.daily_leakage_summary') AS daily_leakage_summary
SELECT * FROM read_text('/etc/passwd')
SELECT content FROM read_blob('/home/member/.ssh/id_rsa')
SELECT * FROM read_parquet('s3://bucket/x')
SELECT * FROM parquet_scan('x.parquet')
SELECT * FROM parquet_metadata('x.parquet')
SELECT * FROM parquet_schema('x.parquet')
SELECT * FROM read_json('x.json')
SELECT * FROM read_json_auto('x.json')
SELECT * FROM read_ndjson_objects('x.json')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('*')
SELECT * FROM delta_scan('/tables/silver/member_profiles_enriched')
SELECT * FROM iceberg_scan('x')
SELECT * FROM sqlite_scan('x.db', 't')
SELECT * FROM postgres_scan('host=x', 'public', 't')
SELECT * FROM postgres_query('x', 'SELECT 1')
SELECT * FROM mysql_query('x', 'SELECT 1')
SELECT * FROM read_xlsx('x.xlsx')
SELECT * FROM st_read('x.shp')
SELECT * FROM read_duckdb('other.duckdb')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM query('SELECT 1')
SELECT * FROM query('SELECT * FROM ' || 'silver.member_profiles_enriched')
SELECT * FROM query_table('gold.daily_leakage_summary')
SELECT * FROM query_table(['silver.member_profiles_enriched'])
SELECT * FROM json_execute_serialized_sql('{}')
SELECT json_serialize_sql('SELECT 1')
SELECT (SELECT content FROM read_text('/etc/passwd')) AS leak FROM gold.savings_model
SELECT journey_type FROM gold.savings_model WHERE journey_type IN (SELECT content FROM read_text('/etc/passwd'))
WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x
SELECT journey_type FROM gold.savings_model UNION ALL SELECT content FROM read_text('/etc/passwd')
SELECT * FROM gold.savings_model m JOIN read_text('/etc/passwd') p ON p.content = m.journey_type
SELECT * FROM gold.savings_model m, LATERAL (SELECT * FROM read_text('/etc/passwd')) p
SELECT COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM read_text('/etc/passwd'))) FROM gold.savings_model
SELECT journey_type FROM gold.savings_model ORDER BY (SELECT content FROM read_text('/etc/passwd'))
SELECT read_text('/etc/passwd')
SELECT http_get('http://example.com')
SELECT http_post('http://example.com', 'x')
SELECT write_log('x')
SELECT load_aws_credentials()
SELECT getenv('HOME')
SELECT current_user
SELECT current_user()
SELECT session_user
SELECT version()
SELECT current_database()
SELECT current_schema()
SELECT current_schemas(true)
SELECT current_catalog()
SELECT current_setting('memory_limit')
SELECT current_query()
SELECT pg_backend_pid()
SELECT inet_server_addr()
SELECT txid_current()
SELECT current_transaction_id()
SELECT in_search_path('a', 'b')
SELECT getvariable('x')
SELECT SUM(leaked_calls) FROM gold.segment_drilldown HAVING getenv('HOME') = 'x'
SELECT journey_type FROM gold.savings_model GROUP BY journey_type, getenv('PATH')
SELECT CASE WHEN version() LIKE 'v%' THEN 1 ELSE 0 END FROM gold.savings_model
SELECT * FROM gold.savings_model ORDER BY current_setting('threads')
SELECT SUM(leaked_calls) OVER (PARTITION BY current_database()) FROM gold.segment_drilldown
SELECT * FROM duckdb_tables()
SELECT sql FROM duckdb_views()
SELECT * FROM duckdb_columns()
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM pragma_database_list()
SELECT * FROM pragma_storage_info('gold.savings_model')
SELECT * FROM pragma_table_info('gold.savings_model')
SELECT * FROM which_secret('s3://x', 's3')
SELECT * FROM summary((SELECT 1))
SELECT * FROM test_all_types()
SELECT * FROM repeat_row(1, num_rows=1000000000)
SELECT * FROM checkpoint()
SELECT * FROM force_checkpoint()
SELECT to_json(s) FROM gold.segment_drilldown s
SELECT struct_pack(s) FROM gold.segment_drilldown s
SELECT row(segment) FROM gold.segment_drilldown
SELECT unnest(s) FROM gold.segment_drilldown s
SELECT COLUMNS(*) FROM gold.segment_drilldown
SELECT COLUMNS('member.*') FROM gold.segment_drilldown
SELECT MIN(COLUMNS(*)) FROM gold.segment_drilldown
SELECT *COLUMNS(*) FROM gold.segment_drilldown
SELECT COLUMNS(c -> c LIKE '%id%') FROM gold.segment_drilldown
SELECT histogram(member_id) FROM silver.digital_call_leakage
SELECT stats(segment) FROM gold.segment_drilldown
SELECT approx_top_k(segment, 3) FROM gold.segment_drilldown
SELECT histogram(segment) FROM gold.segment_drilldown
SELECT typeof(segment) FROM gold.segment_drilldown
SELECT hash(segment) FROM gold.segment_drilldown
SELECT md5(segment) FROM gold.segment_drilldown
SELECT error(segment) FROM gold.segment_drilldown
SELECT {'a': segment} FROM gold.segment_drilldown
SELECT struct_extract({'a': 1}, 'a')
SELECT MAP {'a': segment} FROM gold.segment_drilldown
SELECT json_object('a', segment) FROM gold.segment_drilldown
SELECT segment -> '$.a' FROM gold.segment_drilldown
SELECT list_transform([1, 2], x -> x + 1)
SELECT list_filter([1, 2], lambda x: x > 1)
SELECT list_reduce([1, 2], lambda x, y: x + y)
SELECT nextval('s')
SELECT random()
SELECT setseed(0.5)
SELECT uuid()
SELECT gen_random_uuid()
SELECT add_parquet_key('k', 'v')
SELECT alias(segment) FROM gold.segment_drilldown
SELECT constant_or_null(1, segment) FROM gold.segment_drilldown
SELECT * FROM range(1000000000)
SELECT * FROM range(0, 100000000000, 1)
SELECT COUNT(*) FROM range(100000000) a, range(100000) b
SELECT * FROM generate_series(1, 1000000000)
SELECT * FROM generate_series(1, (SELECT MAX(leaked_calls) FROM gold.segment_drilldown))
SELECT * FROM generate_series(DATE '0001-01-01', DATE '9999-12-31', INTERVAL 1 DAY)
SELECT * FROM generate_series(TIMESTAMP '2026-01-01', TIMESTAMP '2026-12-31', INTERVAL 1 SECOND)
SELECT * FROM generate_series(1, 1000, 0)
SELECT unnest(range(1000000000))
SELECT unnest(generate_series(1, 1000000000))
SELECT * FROM gold.savings_model, unnest(range(leaked_calls)) AS u(i)
SELECT unnest(string_split(repeat('x,', 1000000), ','))
SELECT * FROM range(1000) a, range(1000) b, range(1000) c, range(1000) d
SELECT len(range(100000000))
SELECT list(x) FROM range(100000000) AS t(x)
SELECT printf('%2000000000d', 1)
SELECT printf('%*d', 2000000000, 1)
SELECT format('{:2000000000d}', 1)
SELECT format('{:{}}', 1, 2000000000)
SELECT format(segment, 1) FROM gold.segment_drilldown
SELECT printf(segment || '%999999999d', 1) FROM gold.segment_drilldown
SELECT bar(1, 0, 1, 2000000000)
SELECT levenshtein(segment, segment) FROM gold.segment_drilldown
SELECT jaro_winkler_similarity(segment, segment) FROM gold.segment_drilldown
SELECT factorial(20000)
SELECT * FROM gold.segment_drilldown QUALIFY getenv('HOME') IS NOT NULL
SELECT a.segment FROM gold.segment_drilldown a WINDOW w AS (PARTITION BY current_user)
SELECT TRY(segment::INT) FROM gold.segment_drilldown
SELECT segment COLLATE NOCASE FROM gold.segment_drilldown
SELECT combine(x, y) FROM gold.savings_model
SELECT finalize(journey_type) FROM gold.savings_model
SELECT main.sum(1)
SELECT system.main.getenv('HOME')
SELECT "getenv"('HOME')
SELECT gold.getenv('HOME')
SELECT segment.upper() FROM gold.segment_drilldown
SELECT ('HOME').getenv()
SELECT parse_path('/etc/passwd')
SELECT parse_filename('/etc/passwd')
SELECT url_encode('x')
SELECT encode('x')
SELECT decode('x'::BLOB)
SELECT from_base64('eA==')
SELECT base64('x'::BLOB)
SELECT vector_type(1)
SELECT icu_sort_key('a', 'b')
SELECT pg_typeof(1)
SELECT has_table_privilege('a', 'b')
SELECT pg_get_viewdef(1)
SELECT obj_description(1, 'x')
SELECT sleep_ms(100000)
SELECT pg_sleep(10)

## node_not_allowed
WITH gone AS (DELETE FROM gold.savings_model RETURNING *) SELECT * FROM gone
WITH new AS (INSERT INTO gold.savings_model SELECT * FROM gold.savings_model RETURNING *) SELECT * FROM new
SELECT journey_type INTO copied FROM gold.savings_model
SELECT journey_type INTO TEMP copied FROM gold.savings_model
SELECT journey_type FROM gold.savings_model FOR UPDATE
SELECT * FROM (SUMMARIZE gold.segment_drilldown)
SELECT * FROM (DESCRIBE gold.segment_drilldown)
SELECT * FROM (PIVOT gold.segment_drilldown ON segment)
WITH p AS (PIVOT silver.digital_call_leakage ON member_id USING SUM(1)) SELECT * FROM p
SELECT COUNT(*) FROM silver.member_profiles_enriched TABLESAMPLE 1%
SELECT * GLOB '*id*' FROM gold.segment_drilldown
SELECT #1 FROM gold.segment_drilldown
SELECT segment FROM gold.segment_drilldown ORDER BY #1
SELECT [x for x in [1, 2, 3]]
SELECT segment FROM gold.segment_drilldown TABLESAMPLE 10 ROWS
SELECT segment FROM gold.segment_drilldown USING SAMPLE 10%
SELECT segment FROM gold.segment_drilldown TABLESAMPLE reservoir(10)
SELECT $1
SELECT ?
SELECT $name FROM gold.segment_drilldown
SELECT segment FROM gold.segment_drilldown WHERE segment = ?
SELECT segment FROM gold.segment_drilldown AT (VERSION => 1)
SELECT segment FROM gold.segment_drilldown AT (TIMESTAMP => '2026-01-01')
SELECT array_agg(segment) OVER (ORDER BY summary_date) FROM gold.segment_drilldown
SELECT string_agg(segment, ',') OVER (ORDER BY summary_date) FROM gold.segment_drilldown
SELECT list(step) OVER (PARTITION BY segment ORDER BY leakage_date) FROM gold.leakage_hourly
SELECT * FROM gold.leakage_hourly LIMIT 100%
SELECT $$SELECT 1$$ FROM silver.member_profiles_enriched
SELECT E'\x41' FROM silver.member_profiles_enriched
SELECT 1 FROM gold.savings_model PIVOT (SUM(fix_rate) FOR journey_type IN (SELECT journey_type FROM gold.savings_model))

## not_a_query
DROP TABLE gold.daily_leakage_summary
DELETE FROM gold.daily_leakage_summary
INSERT INTO gold.daily_leakage_summary SELECT * FROM gold.daily_leakage_summary
INSERT OR REPLACE INTO gold.savings_model VALUES (1)
UPDATE gold.daily_leakage_summary SET leaked_calls = 0
TRUNCATE gold.daily_leakage_summary
CREATE TABLE x AS SELECT 1
CREATE OR REPLACE TABLE gold.savings_model AS SELECT * FROM gold.savings_model
CREATE TEMP TABLE x AS SELECT * FROM gold.savings_model
CREATE VIEW v AS SELECT 1
CREATE TEMP MACRO sum(x) AS 0
CREATE MACRO leak() AS TABLE SELECT * FROM gold.savings_model
CREATE FUNCTION f(x) AS x + 1
CREATE SCHEMA s
CREATE SEQUENCE s
CREATE INDEX i ON gold.savings_model (journey_type)
CREATE TYPE mood AS ENUM ('a')
CREATE PERSISTENT SECRET s (TYPE s3)
ALTER TABLE gold.savings_model ADD COLUMN x INT
ALTER TABLE gold.savings_model RENAME TO y
COMMENT ON TABLE gold.savings_model IS 'x'
MERGE INTO gold.savings_model USING gold.daily_leakage_summary ON TRUE WHEN MATCHED THEN DELETE
EXPLAIN SELECT * FROM gold.savings_model
EXPLAIN ANALYZE DELETE FROM gold.daily_leakage_summary
EXPLAIN ANALYZE SELECT * FROM gold.savings_model
explain (format json) select 1
WITH x AS (SELECT 1 AS a) DELETE FROM gold.daily_leakage_summary
WITH x AS (SELECT 1 AS a) INSERT INTO gold.savings_model SELECT a FROM x
WITH x AS (SELECT 1 AS a) UPDATE gold.savings_model SET fix_rate = 1
FROM gold.savings_model INSERT INTO x SELECT 1
/* SELECT */ DROP TABLE gold.savings_model
;
SET memory_limit = '1TB'
SET enable_external_access = true
SET GLOBAL threads = 64
RESET memory_limit
PRAGMA database_list
PRAGMA enable_external_access
PRAGMA table_info('gold.savings_model')
ATTACH 'other.db'
ATTACH ':memory:' AS m
ATTACH 'https://example.com/x.duckdb' AS r
DETACH gold
USE other
COPY (SELECT 1) TO 'out.csv'
COPY gold.savings_model TO '/tmp/x.parquet' (FORMAT parquet)
COPY gold.savings_model FROM 'x.csv'
COPY FROM DATABASE a TO b
EXPORT DATABASE 'x'
IMPORT DATABASE 'x'
INSTALL httpfs
FORCE INSTALL httpfs FROM community
LOAD json
UPDATE EXTENSIONS
CALL pragma_version()
CALL duckdb_settings()
VACUUM
ANALYZE
CHECKPOINT
FORCE CHECKPOINT
BEGIN TRANSACTION
COMMIT
ROLLBACK
PREPARE p AS SELECT 1
EXECUTE p
DEALLOCATE p
SHOW TABLES
SHOW ALL TABLES
SHOW DATABASES
DESCRIBE gold.daily_leakage_summary
DESCRIBE SELECT * FROM gold.savings_model
SUMMARIZE gold.daily_leakage_summary
SUMMARIZE SELECT * FROM gold.segment_drilldown
PIVOT gold.daily_leakage_summary ON journey_type USING SUM(leaked_calls)
PIVOT silver.member_profiles_enriched ON member_id USING COUNT(*)
UNPIVOT gold.daily_leakage_summary ON COLUMNS(*) INTO NAME n VALUE v
VALUES (1)
TABLE silver.member_profiles_enriched

## path_like_name
SELECT * FROM '/etc/passwd'
SELECT * FROM "x.parquet"
SELECT * FROM 'https://example.com/x.csv'
SELECT * FROM 's3://bucket/*.parquet'
FROM '/etc/hosts'
WITH "x.csv" AS (SELECT 1 AS a) SELECT a FROM "x.csv"
WITH "/etc/passwd" AS (SELECT 1 AS a) SELECT a FROM "/etc/passwd"
SELECT "../x".segment FROM gold.segment_drilldown AS "../x"
SELECT * FROM "gold.savings_model".x

## recursion
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t
WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT n + 1 FROM t WHERE n < 100) SELECT n FROM t
WITH RECURSIVE t AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM t) SELECT s FROM t
WITH RECURSIVE x AS (SELECT 1 AS a) SELECT a FROM x

## several_statements
SELECT 1; DROP TABLE gold.savings_model
SELECT 1;;;DELETE FROM gold.savings_model
SELECT 1; SELECT 2
SELECT 1;/* */SELECT * FROM silver.member_profiles_enriched
SELECT segment FROM gold.segment_drilldown; DROP TABLE gold.segment_drilldown

## shadowed_table
WITH daily_leakage_summary AS (SELECT 1 AS a) SELECT a FROM daily_leakage_summary
WITH x AS (WITH savings_model AS (SELECT 1 AS a) SELECT a FROM savings_model) SELECT a FROM x

## table_function
SELECT * FROM gold.gold.gold.savings_model

## too_large
SELECT journey_type FROM gold.savings_model LIMIT (SELECT COUNT(*) FROM read_text('/etc/passwd'))
SELECT segment FROM gold.segment_drilldown LIMIT ?
SELECT repeat('x', 2000000000)
SELECT repeat(segment, leaked_calls) FROM gold.segment_drilldown
SELECT repeat('x', 1000 * 1000 * 1000)
SELECT lpad('x', 2000000000, 'y')
SELECT rpad(segment, CAST(cost_usd * 100000 AS INT), 'y') FROM gold.segment_drilldown
SELECT lpad(lpad(lpad('x', 1000, 'y'), 1000), 999999)
SELECT * FROM gold.leakage_hourly LIMIT 999999999999
SELECT 1 FROM gold.savings_model LIMIT (SELECT 1000000000)

## too_many_rows
WITH a AS (SELECT leakage_date FROM gold.leakage_hourly UNION ALL SELECT leakage_date FROM gold.leakage_hourly UNION ALL SELECT leakage_date FROM gold.leakage_hourly UNION ALL SELECT leakage_date FROM gold.leakage_hourly), b AS (SELECT * FROM a UNION ALL SELECT * FROM a UNION ALL SELECT * FROM a UNION ALL SELECT * FROM a), c AS (SELECT * FROM b UNION ALL SELECT * FROM b UNION ALL SELECT * FROM b UNION ALL SELECT * FROM b), d AS (SELECT * FROM c UNION ALL SELECT * FROM c UNION ALL SELECT * FROM c UNION ALL SELECT * FROM c), e AS (SELECT * FROM d UNION ALL SELECT * FROM d UNION ALL SELECT * FROM d UNION ALL SELECT * FROM d) SELECT COUNT(*) FROM e
SELECT (SELECT COUNT(*) FROM gold.leakage_hourly b WHERE b.leaked_calls >= a.leaked_calls) FROM gold.leakage_hourly a
SELECT segment, COUNT(*) FROM gold.leakage_hourly GROUP BY CUBE (leakage_date, leakage_hour, journey_type, segment, plan_type, tenure_band, language, device_type, app_version, failure_type, step, error_code, leaked_calls, repeat_calls)

## too_much_text
SELECT repeat(repeat(repeat('x', 1000), 1000), 1000)
SELECT replace(replace(replace('aaaaaaaaaaaaaaaaaaaa', 'a', 'aaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaa'), 'a', 'aaaaaaaaaaaaaaaaaaaa')
SELECT regexp_replace(regexp_replace(segment, '.', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'g'), '.', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'g') FROM gold.segment_drilldown
WITH a AS (SELECT segment || segment || segment || segment || segment || segment || segment || segment AS s FROM gold.segment_drilldown), b AS (SELECT s || s || s || s || s || s || s || s AS s FROM a), c AS (SELECT s || s || s || s || s || s || s || s AS s FROM b), d AS (SELECT s || s || s || s || s || s || s || s AS s FROM c) SELECT s FROM d
SELECT s || s || s || s || s || s || s || s || s || s FROM (SELECT s || s || s || s || s || s || s || s || s || s AS s FROM (SELECT s || s || s || s || s || s || s || s || s || s AS s FROM (SELECT concat(segment, segment, segment, segment, segment, segment) AS s FROM gold.segment_drilldown) AS a) AS b) AS c

## type_not_allowed
SELECT segment::JSON FROM gold.segment_drilldown
SELECT CAST(segment AS STRUCT(a INT)) FROM gold.segment_drilldown
SELECT 'x'::BLOB
SELECT CAST(segment AS INTEGER[]) FROM gold.segment_drilldown
SELECT CAST(segment AS MAP(VARCHAR, INT)) FROM gold.segment_drilldown
SELECT CAST(segment AS UNION(a INT)) FROM gold.segment_drilldown
SELECT CAST(segment AS ENUM('a')) FROM gold.segment_drilldown
SELECT CAST(segment AS BIT) FROM gold.segment_drilldown
SELECT segment::regclass FROM gold.segment_drilldown

## unknown_column
SELECT user
SELECT current_role
SELECT member_id FROM gold.leakage_hourly
SELECT MAX(member_id) FROM gold.affected_members
SELECT journey_key FROM gold.leakage_hourly
SELECT s FROM gold.segment_drilldown s
SELECT s.s FROM gold.segment_drilldown s
SELECT segment_drilldown FROM gold.segment_drilldown
SELECT COUNT(s) FROM gold.segment_drilldown s
SELECT CAST(s AS VARCHAR) FROM gold.segment_drilldown s
SELECT DISTINCT s FROM gold.segment_drilldown s
SELECT segment FROM gold.segment_drilldown s ORDER BY s
SELECT COUNT(*) FROM gold.segment_drilldown s GROUP BY s
SELECT rowid FROM gold.segment_drilldown
SELECT segment FROM gold.segment_drilldown ORDER BY rowid
SELECT filename FROM gold.segment_drilldown
SELECT segment FROM gold.segment_drilldown WHERE first_name = 'Ann'
SELECT * LIKE '%id%' FROM gold.segment_drilldown
SELECT x.member_id FROM (SELECT * FROM gold.segment_drilldown) x

## unknown_table
SELECT * FROM (SHOW TABLES)
SELECT * FROM information_schema.tables
SELECT table_name FROM information_schema.columns WHERE column_name = 'member_id'
SELECT * FROM system.information_schema.schemata
SELECT * FROM sqlite_master
SELECT * FROM main.sqlite_master
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_constraints
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM pg_tables
SELECT * FROM pg_class
SELECT * FROM sqlite_master WHERE EXISTS (WITH sqlite_master AS (SELECT 1 AS name) SELECT name FROM sqlite_master)
SELECT name FROM (WITH duckdb_tables AS (SELECT 1 AS name) SELECT name FROM duckdb_tables) AS x JOIN duckdb_tables AS y ON x.name = y.table_name
WITH a AS (SELECT * FROM b), b AS (SELECT 1 AS x) SELECT * FROM a
SELECT * FROM silver.member_profiles_enriched
SELECT * FROM silver.digital_call_leakage
SELECT * FROM bronze.call_logs_raw
SELECT * FROM ops.audit_log
SELECT * FROM member_profiles_enriched
SELECT * FROM gold.journey_timeline
SELECT * FROM journey_timeline
SELECT * FROM other.gold.daily_leakage_summary
SELECT * FROM prod.gold.savings_model
SELECT * FROM temp.savings_model
SELECT * FROM main.savings_model
SELECT * FROM main.silver.member_profiles_enriched
SELECT * FROM "gold"."journey_timeline"
SELECT * FROM gold.member_ids
WITH member_profiles_enriched AS (SELECT 1 AS a) SELECT * FROM silver.member_profiles_enriched
WITH silver AS (SELECT 1 AS a) SELECT * FROM silver.member_profiles_enriched
SELECT segment FROM gold.segment_drilldown WHERE segment IN (SELECT first_name FROM bronze.member_profiles_raw)
SELECT (SELECT MAX(member_id) FROM silver.digital_call_leakage) FROM gold.savings_model
SELECT s.segment FROM gold.segment_drilldown s JOIN silver.digital_call_leakage m ON m.segment = s.segment
SELECT segment FROM gold.segment_drilldown UNION SELECT member_id FROM silver.member_profiles_enriched
SELECT segment FROM gold.segment_drilldown EXCEPT ALL SELECT member_id FROM silver.member_profiles_enriched
SELECT 1 WHERE EXISTS (SELECT 1 FROM silver.member_profiles_enriched WHERE last_name = 'Smith')
FROM silver.member_profiles_enriched
FROM silver.member_profiles_enriched SELECT member_id
SELECT * FROM gold.savings_model POSITIONAL JOIN silver.member_profiles_enriched
WITH x(member_id) AS (SELECT * FROM silver.member_profiles_enriched) SELECT member_id FROM x
WITH x(a, b) AS (SELECT * FROM silver.member_profiles_enriched) SELECT a FROM x
SELECT * FROM silver.member_profiles_enriched AS t(a, b, c)

## unparsable
SELECT * FROM (DELETE FROM gold.savings_model RETURNING *) AS gone
(DELETE FROM gold.savings_model)
(((DROP TABLE gold.savings_model)))
FROM (SHOW ALL TABLES)
SELECT apply([1], lambda x: getenv('HOME'))
SELECT 'open
SELECT FROM WHERE
SELECT ((1
SELECT * FROM
SELECT x'41'
