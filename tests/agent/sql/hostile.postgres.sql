## function_not_allowed
SELECT pg_read_file('/etc/passwd')
SELECT lo_import('/etc/passwd')
SELECT pg_sleep(10)
SELECT dblink('host=x', 'SELECT 1')
SELECT current_setting('x')
SELECT generate_series(1, 1000000000)
SELECT row_to_json(s) FROM gold.segment_drilldown s
SELECT query_to_xml('SELECT 1', true, true, '')

## node_not_allowed
SELECT $tag$x$tag$ FROM silver.member_profiles_enriched
SELECT E'\'' FROM silver.member_profiles_enriched

## not_a_query
COPY gold.savings_model TO PROGRAM 'sh'
DO $$ BEGIN END $$
LISTEN x
LOCK TABLE gold.savings_model

## unknown_column
SELECT ctid FROM gold.savings_model

## unknown_table
SELECT * FROM pg_shadow
