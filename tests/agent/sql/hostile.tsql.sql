## function_not_allowed
SELECT * FROM OPENROWSET('x', 'y', 'z')
SELECT * FROM OPENQUERY(s, 'SELECT 1')

## node_not_allowed
SELECT @@VERSION
SELECT * INTO x FROM gold.savings_model
SELECT * FROM gold.savings_model FOR XML AUTO

## not_a_query
EXEC xp_cmdshell 'dir'
WAITFOR DELAY '0:0:10'
DECLARE @x INT; SELECT @x

## unknown_table
SELECT * FROM sys.tables
