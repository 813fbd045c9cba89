"""What makes the rows of tables that SQL alone can't: one module a table, with a function ``make``."""
