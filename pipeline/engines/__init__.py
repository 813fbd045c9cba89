"""What runs the SQL: one small protocol, an engine for one machine and one for where that ends."""
