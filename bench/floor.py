"""The floor that the embedded build is held against: the same tables from a bare script: floor.py LANDING OUT."""

import sys
from pathlib import Path

import deltalake
import duckdb

PARTITIONS = {
    "bronze_digital_journeys_raw": "raw_date",
    "bronze_call_logs_raw": "raw_date",
    "silver_digital_journeys_cleaned": "event_date",
    "silver_call_logs_cleaned": "call_date",
    "silver_digital_call_leakage": "leakage_date",
    "gold_leakage_hourly": "leakage_date",
    "gold_failure_hourly": "event_date",
    "gold_digital_hourly": "event_date",
    "gold_root_cause_analysis": "summary_date",
}


def main(landing: Path, out: Path) -> None:
    """Run the statements of floor.sql in order and write each table as Delta."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    given = {name: _files(landing, source) for name, source in _SOURCES.items()} | {"until": "2026-11-25"}
    for statement in duckdb.extract_statements((Path(__file__).parent / "floor.sql").read_text()):
        connection.execute(statement, {name: given[name] for name in statement.named_parameters})
        table = statement.query.split("CREATE TABLE ")[1].split()[0]
        if table.startswith(("bronze_", "silver_", "gold_")):
            partition = [PARTITIONS[table]] if table in PARTITIONS else None
            deltalake.write_deltalake(out / table, connection.table(table), mode="overwrite", partition_by=partition)
        if table.startswith("bronze_") and table != "bronze_member_profiles_raw":
            _read_back(connection, out / table, table)
    print(connection.execute("SELECT COUNT(*) FROM silver_digital_call_leakage").fetchall()[0][0])


_SOURCES = {"journeys": "digital_journeys", "calls": "call_logs", "members": "member_profiles"}


def _files(landing: Path, source: str) -> list[str]:
    single = landing / f"{source}.csv"
    return [str(path) for path in ([single] if single.is_file() else sorted((landing / source).glob("*.csv")))]


def _read_back(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """Raw text need not stay in memory once it is written."""
    files = deltalake.DeltaTable(path).file_uris()
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({files!r}, hive_partitioning=true)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
