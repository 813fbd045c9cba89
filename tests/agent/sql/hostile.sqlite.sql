## function_not_allowed
SELECT load_extension('x')
SELECT writefile('/tmp/x', 'y')
SELECT randomblob(1000000000)
SELECT zeroblob(1000000000)
SELECT * FROM pragma_table_info('x')

## unknown_table
SELECT * FROM sqlite_schema
