"""Make the example's database: python examples/insurance/make_data.py insurance.duckdb."""

import sys
from pathlib import Path

import duckdb

if __name__ == "__main__":
    Path(sys.argv[1]).unlink(missing_ok=True)
    with duckdb.connect(sys.argv[1]) as connection:
        connection.execute(Path(__file__).with_name("data.sql").read_text())
