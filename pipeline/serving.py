"""The databases that questions run on: the gold tables of one published run in a DuckDB file, and nothing else.

Tables that only one role may read are kept in a file of their own.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import deltalake
import duckdb
from filelock import FileLock
from sqlglot import exp

from pipeline.contract import Contract, load_contracts
from pipeline.delta import files_of, table_path
from pipeline.errors import PublishError
from pipeline.runs import Run, published
from pipeline.settings import Settings

KEPT_RUNS = 2


@dataclass(frozen=True)
class Served:
    """The files of one published run.

    Attributes:
        run: The run.
        database: The gold tables that every role may ask about.
        restricted: The tables of one role each, by role.
    """

    run: Run
    database: Path
    restricted: dict[str, Path]


def served(settings: Settings) -> Served:
    """Return the files of the latest published run, making them first when they are not there.

    Raises:
        PublishError: Nothing has been published yet.
    """
    run = published(settings)
    if run is None:
        raise PublishError(
            f"nothing has been built in {settings.home} yet.", "Run `leakage generate`, then `leakage build`."
        )
    gold = [contract for contract in load_contracts().values() if contract.schema_name == "gold"]
    missing = [contract.table for contract in gold if contract.table not in run.versions]
    if missing:
        raise PublishError(f"run {run.run_id} is of an earlier release, without {missing[0]}.", "Run `leakage build`.")
    roles = sorted({contract.restricted_to for contract in gold if contract.restricted_to})
    database = _ensure(settings, run, "gold", [contract for contract in gold if not contract.restricted_to])
    restricted = {
        role: _ensure(settings, run, role, [item for item in gold if item.restricted_to == role]) for role in roles
    }
    return Served(run, database, restricted)


def _ensure(settings: Settings, run: Run, name: str, contracts: Sequence[Contract]) -> Path:
    folder = settings.state / "serving"
    file = folder / f"{name}-{run.run_id}.duckdb"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{name}.lock"):
            if not file.is_file():
                _write(settings, run, file, contracts)
                _forget_older(folder, name)
    return file


def _write(settings: Settings, run: Run, file: Path, contracts: Sequence[Contract]) -> None:
    """Fill a file beside and rename it, so that nobody ever opens half of one."""
    unfinished = file.with_suffix(f".{os.getpid()}.tmp")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(unfinished) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE SCHEMA gold")
        for contract in contracts:
            connection.execute(_create_sql(contract))
            _copy(
                connection,
                contract,
                deltalake.DeltaTable(table_path(settings.tables, contract), version=run.versions[contract.table]),
            )
    unfinished.replace(file)


def _create_sql(contract: Contract) -> str:
    columns = ", ".join(f'"{name}" {_type(column.type)}' for name, column in contract.columns.items())
    return f"CREATE TABLE {contract.table} ({columns})"


def _type(sql_type: str) -> str:
    return exp.DataType.build(sql_type, dialect="databricks").sql(dialect="duckdb")


def _copy(connection: duckdb.DuckDBPyConnection, contract: Contract, table: deltalake.DeltaTable) -> None:
    uris = files_of(table)
    if not uris:
        return
    partitioned = str(bool(table.metadata().partition_columns)).lower()
    connection.execute(
        f"INSERT INTO {contract.table} BY NAME SELECT * FROM read_parquet($files, hive_partitioning={partitioned})",
        {"files": uris},
    )


def _forget_older(folder: Path, name: str) -> None:
    """Keep the newest files only; a reader that still has an older one open keeps it until it lets go."""
    for old in sorted(folder.glob(f"{name}-*.duckdb"))[:-KEPT_RUNS]:
        old.unlink(missing_ok=True)
