"""Delta tables on disk, by contract: made, opened at a version, put back, compacted and cleaned up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import deltalake
import duckdb
from deltalake.exceptions import TableNotFoundError
from deltalake.schema import Field, PrimitiveType, Schema
from sqlglot import exp

from pipeline.contract import Column, Contract
from pipeline.errors import ContractError, PublishError

_TYPES = {"STRING": "string", "INT": "integer", "BIGINT": "long", "DOUBLE": "double", "BOOLEAN": "boolean"}

_AT_ONCE = 1000
"""Rows that are held at once."""
_CONFIGURATION = {"delta.checkpointInterval": "20"}


@dataclass(frozen=True)
class Saved:
    """What a write left behind: the Delta version, the rows written, and the bytes of the whole table."""

    version: int
    rows: int
    bytes: int


def table_path(tables: Path, contract: Contract) -> Path:
    """Return where a contract's Delta table lies."""
    return tables / contract.schema_name / contract.name


def ensure_table(tables: Path, contract: Contract) -> Path:
    """Make an empty table as its contract says, unless one with the same columns is there already.

    A silver or gold table with other columns is replaced, in a new version: its past stays readable, and it is computed
    again. What came from outside or from people is never replaced.

    Raises:
        ContractError: A bronze or ops table has other columns than its contract.
    """
    path = table_path(tables, contract)
    existing = open_table(path)
    same = existing is not None and _shape(existing.schema()) == _shape(schema_of(contract))
    if existing is not None and not same and contract.schema_name in ("bronze", "ops"):
        hint = "Rows there cannot be made again: add or rename the columns by hand, or begin a new home."
        raise ContractError(f"{contract.table} in {tables} has other columns than its contract.", hint)
    if not same:
        deltalake.DeltaTable.create(
            path,
            schema_of(contract),
            mode="error" if existing is None else "overwrite",
            partition_by=[contract.partition_column] if contract.partition_column else None,
            description=contract.about,
            configuration=_CONFIGURATION,
        )
    return path


def _shape(schema: Schema) -> list[tuple[str, str, bool]]:
    """Return what makes two schemas the same for reading and writing; comments don't."""
    return [(field.name, str(field.type), field.nullable) for field in schema.fields]


def files_of(table: deltalake.DeltaTable) -> list[str]:
    """Return the paths of a table's data files as the file system knows them."""
    return [unquote(uri.removeprefix("file://")) for uri in table.file_uris()]


def schema_of(contract: Contract) -> Schema:
    """Return the Delta schema of a contract, column comments included."""
    return Schema([_field(name, column) for name, column in contract.columns.items()])


def _field(name: str, column: Column) -> Field:
    delta_type = _TYPES.get(column.type, column.type.lower().replace(" ", ""))
    return Field(name, PrimitiveType(delta_type), nullable=not column.required, metadata={"comment": column.about})


def open_table(path: Path, version: int | None = None) -> deltalake.DeltaTable | None:
    """Open a table at a version (None: the latest); None when there is no table.

    Raises:
        PublishError: The table is there but not at that version any more.
    """
    try:
        return deltalake.DeltaTable(path, version=version)
    except TableNotFoundError:
        return None
    except Exception as gone:
        which = "" if version is None else f" at version {version}"
        raise PublishError(f"the table {path} cannot be read{which}: {str(gone).splitlines()[0]}") from gone


def saved(path: Path) -> Saved:
    """Return what the latest write to a table left behind."""
    table = deltalake.DeltaTable(path)
    metrics = table.history(1)[0].get("operationMetrics", {})
    written = metrics.get("num_added_rows", metrics.get("numOutputRows", 0))
    sizes = table.get_add_actions(flatten=True).column("size_bytes")
    return Saved(table.version(), int(written), sum(sizes.to_pylist()))


def latest_version(path: Path) -> int | None:
    """Return a table's latest version; None when there is no table."""
    table = open_table(path)
    return None if table is None else table.version()


def put_back(path: Path, version: int) -> int:
    """Restore a table to an earlier version, unless it is there; return the version that now holds those rows."""
    table = open_table(path)
    if table is None:
        raise PublishError(f"there is no table {path.name} to restore.")
    if table.version() != version:
        _restore(table, version)
    return table.version()


def _restore(table: deltalake.DeltaTable, version: int) -> None:
    try:
        table.restore(version)
    except Exception as gone:
        hint = "Its files may have been vacuumed; `leakage history` shows the runs that can still be restored."
        raise PublishError(f"{table.table_uri} cannot be restored to version {version}: {gone}", hint) from gone


def append_rows(tables: Path, contract: Contract, rows: list[dict[str, Any]]) -> None:
    """Append a few rows in one commit, making the table when there is none."""
    path = ensure_table(tables, contract)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f"{name} {in_duckdb(column.type)}" for name, column in contract.columns.items())
        connection.execute(f"CREATE TABLE fresh ({columns})")
        places = ", ".join(f"${position}" for position, _ in enumerate(contract.columns, 1))
        for row in rows:
            connection.execute(f"INSERT INTO fresh VALUES ({places})", [row[name] for name in contract.columns])
        deltalake.write_deltalake(path, connection.table("fresh"), mode="append")


def read_rows(path: Path, **equal: str) -> list[dict[str, Any]]:
    """Return the rows of a small table that have these values; none when there is no table."""
    return rows_at(path, None, **equal)


def rows_at(path: Path, version: int | None, **equal: str) -> list[dict[str, Any]]:
    """Return the rows that a small table has at a version (None: the latest); see ``read_rows``."""
    table = open_table(path, version)
    files = [] if table is None else files_of(table)
    if not files:
        return []
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = connection.read_parquet(files)
        for name, value in equal.items():
            found = found.filter(duckdb.ColumnExpression(name) == duckdb.ConstantExpression(value))
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def last_row(path: Path, column: str) -> dict[str, Any] | None:
    """Return the row with the greatest value of a column; None when there is none."""
    return next(rows_in_order(path, column, most=1, backwards=True), None)


def rows_in_order(
    path: Path, column: str, *, most: int | None = None, backwards: bool = False, **equal: str
) -> Iterator[dict[str, Any]]:
    """Give the rows of a table that have these values in the order of a column, without holding all of them.

    Args:
        path: The table.
        column: What they are ordered by.
        most: How many to give; None for all.
        backwards: The greatest value first.
        equal: The values that they must have.
    """
    table = open_table(path)
    files = [] if table is None else files_of(table)
    if not files:
        return
    chosen = " AND ".join(f'"{name}" = ${name}' for name in equal) or "TRUE"
    ends = ("DESC" if backwards else "ASC") + ("" if most is None else f" LIMIT {most}")
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        asked = f'SELECT * FROM read_parquet($files) WHERE {chosen} ORDER BY "{column}" {ends}'
        found = connection.execute(asked, {"files": files, **equal})
        names = [described[0] for described in found.description or ()]
        while rows := found.fetchmany(_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in rows)


def merge_small_files(path: Path, most: int, keep_hours: int) -> None:
    """Compact a table that has more files than ``most``, and remove those that it has not used for so long."""
    table = open_table(path)
    if table is not None and len(table.file_uris()) > most:
        table.optimize.compact()
        table.vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)


def in_duckdb(sql_type: str) -> str:
    """Return how DuckDB writes a contract's type."""
    return exp.DataType.build(sql_type, dialect="databricks").sql(dialect="duckdb")
