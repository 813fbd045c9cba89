"""The served tables that follow the ledger, brought up to what people have decided since the run was published."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
from filelock import FileLock

from pipeline.compute import made, typed
from pipeline.contract import Contract, load_contracts
from pipeline.engines.embedded import DuckRelations
from pipeline.ledger import LEDGER, Ledger, ledger_files
from pipeline.parameters import parameters
from pipeline.reference import playbook_rows
from pipeline.refresh import build_order, inputs_of
from pipeline.serving import KEPT_RUNS, Served
from pipeline.settings import Settings
from pipeline.sql import render

FOLLOWED = "reference.action_ledger"


def brought_up(settings: Settings, files: Served) -> Path:
    """Return the database of a run as people's decisions have it now: the run's own where there are none since.

    The tables that follow the ledger are computed again as a build computes them, beside a copy of the run's
    other tables.
    """
    version = Ledger(settings).version()
    if version is None or version == files.run.versions.get(LEDGER):
        return files.database
    file = files.database.with_name(f"decided-{files.run.run_id}-{version:08}.duckdb")
    with FileLock(file.parent / "decided.lock"):
        if not file.is_file():
            _write(settings, files.database, file)
            _forget_older(file.parent)
    return file


def followers() -> Iterator[Contract]:
    """The served tables whose SQL reads the ledger, or a table that does, in the order that they are computed in."""
    contracts, found = load_contracts(), {FOLLOWED}
    for table in build_order(contracts):
        if inputs_of(contracts[table]) & found:
            found.add(table)
            yield contracts[table]


def _write(settings: Settings, database: Path, file: Path) -> None:
    unfinished = file.with_suffix(".tmp")
    shutil.copyfile(database, unfinished)
    with duckdb.connect(unfinished) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CREATE SCHEMA reference")
        connection.execute("CREATE SCHEMA silver")
        connection.execute(f"CREATE TABLE reference.playbook AS {render(playbook_rows(), 'duckdb')}")
        connection.execute(f"CREATE TABLE {FOLLOWED} AS FROM read_parquet($files)", {"files": ledger_files(settings)})
        for contract in followers():
            _recompute(connection, contract, settings)
        connection.execute("DROP SCHEMA reference CASCADE; DROP SCHEMA silver CASCADE")
    unfinished.replace(file)


def _recompute(connection: duckdb.DuckDBPyConnection, contract: Contract, settings: Settings) -> None:
    relations, given = DuckRelations(connection), parameters(settings)
    if contract.working:
        relations.create(contract.table, typed(contract, given))
        return
    if contract.made_by:
        relations.fill(_FRESH, contract, made(relations, contract, given))
    else:
        relations.create(_FRESH, typed(contract, given))
    connection.execute(f"DELETE FROM {contract.table}")
    connection.execute(f"INSERT INTO {contract.table} BY NAME FROM {_FRESH}")
    connection.execute(f"DROP TABLE {_FRESH}")


_FRESH = "silver.fresh"


def _forget_older(folder: Path) -> None:
    for old in sorted(folder.glob("decided-*.duckdb"))[:-KEPT_RUNS]:
        old.unlink(missing_ok=True)
