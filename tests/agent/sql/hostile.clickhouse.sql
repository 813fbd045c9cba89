## function_not_allowed
SELECT * FROM url('http://x', CSV)
SELECT * FROM file('/etc/passwd', CSV)
SELECT * FROM remote('x', 'y', 'z')
SELECT * FROM numbers(1000000000)
SELECT sleep(3)
SELECT dictGet('a', 'b', 1)

## node_not_allowed
SELECT * FROM gold.savings_model FORMAT CSV
SELECT * FROM gold.savings_model FINAL

## unknown_table
SELECT * FROM system.tables

## unparsable
SELECT * FROM gold.savings_model INTO OUTFILE 'x'
