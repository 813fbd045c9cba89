## function_not_allowed
SELECT LOAD_FILE('/etc/passwd')
SELECT SLEEP(10)
SELECT BENCHMARK(1000000000, MD5('x'))

## node_not_allowed
SELECT @@version
SELECT @x := 1

## not_a_query
HANDLER gold.savings_model OPEN

## read_differently
SELECT 1 /*! UNION SELECT member_id FROM silver.digital_call_leakage */
SELECT 'a\' FROM silver.member_profiles_enriched -- '

## unparsable
SELECT * FROM gold.savings_model INTO OUTFILE '/tmp/x'
