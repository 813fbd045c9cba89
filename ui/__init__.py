"""What people see and type: the page and the `leakage` command."""
