## function_not_allowed
SELECT UTL_HTTP.REQUEST('http://x') FROM dual
SELECT SYS_CONTEXT('USERENV', 'OS_USER') FROM dual
SELECT DBMS_LOCK.SLEEP(10) FROM dual

## node_not_allowed
SELECT level FROM dual CONNECT BY level < 1000000000

## unknown_table
SELECT * FROM all_tables
