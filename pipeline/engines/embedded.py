"""The embedded engine: DuckDB computes, delta-rs writes. No Java, seconds."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import arro3.core as arro3
import deltalake
import duckdb
from sqlglot import exp

from pipeline.contract import Contract
from pipeline.delta import Saved, files_of, in_duckdb, saved
from pipeline.engines.protocol import Columns, RawFiles, plain_column
from pipeline.errors import BuildError
from pipeline.settings import Settings
from pipeline.sql import render

# What DuckDB calls what is wrong with a line, in our words; of several the first one counts.
_REASONS = {
    "UNQUOTED VALUE": "unterminated_quote",
    "INVALID STATE": "unterminated_quote",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
    "MISSING COLUMNS": "missing_fields",
    "TOO MANY COLUMNS": "extra_fields",
    "INVALID ENCODING": "invalid_encoding",
}

_SCAN = """
    SELECT * FROM read_csv({paths}, header = true, auto_detect = false, columns = $columns, delim = $delimiter,
      encoding = $encoding, quote = '"', escape = '"', strict_mode = true, filename = 'file_path',
      store_rejects = true, rejects_limit = 0, rejects_table = 'raw_errors', rejects_scan = 'raw_scans')"""

# Lines of blanks are no lines; and of a file from Windows half of the line end before it comes with a line.
_REJECTED = r"""
    SELECT file_path, FIRST(csv_line) AS line, FIRST(reason ORDER BY rank) AS reason
    FROM (SELECT * REPLACE (LTRIM(csv_line, CHR(13) || CHR(10)) AS csv_line) FROM raw_errors) AS errors
    JOIN raw_scans USING (scan_id, file_id)
    JOIN landing.error_reasons AS said ON said.error_type = CAST(errors.error_type AS VARCHAR)
    WHERE NOT REGEXP_FULL_MATCH(csv_line, '[\x00-\x20]*')
    GROUP BY file_path, line_byte_position"""


class DuckRelations:
    """Relations of a DuckDB database.

    Args:
        connection: What is asked.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def create(self, relation: str, query: exp.Query) -> None:
        """See ``Relations.create``."""
        self._run(f"CREATE TABLE {relation} AS {render(query, 'duckdb')}", relation)

    def rows(self, query: exp.Query) -> list[dict[str, Any]]:
        """See ``Relations.rows``."""
        cursor = self._run(render(query, "duckdb"), "a query")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def columns(self, query: exp.Query) -> Columns:
        """See ``Relations.columns``."""
        found = self._run(render(query, "duckdb"), "a query").fetchnumpy()
        return {name: plain_column(values) for name, values in found.items()}

    def fill(self, relation: str, contract: Contract, rows: Sequence[Mapping[str, Any]]) -> None:
        """See ``Relations.fill``."""
        columns = ", ".join(f'"{name}" {in_duckdb(column.type)}' for name, column in contract.columns.items())
        self._run(f"CREATE TABLE {relation} ({columns})", relation)
        if rows:
            lists = [[_exact(row[name]) for row in rows] for name in contract.columns]
            typed = (
                f"UNNEST(CAST(${place} AS {in_duckdb(column.type)}[]))"
                for place, column in enumerate(contract.columns.values(), 1)
            )
            self._connection.execute(f"INSERT INTO {relation} SELECT {', '.join(typed)}", lists)

    def _run(self, sql: str, what: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql)
        except duckdb.Error as failed:
            raise BuildError(f"{what} could not be computed: {failed}") from failed


class EmbeddedEngine(DuckRelations):
    """DuckDB and delta-rs in this process."""

    name = "duckdb"

    def __init__(self, settings: Settings) -> None:
        self._spill = TemporaryDirectory(prefix="leakage-")
        super().__init__(duckdb.connect(config=_configuration(settings, self._spill.name)))
        self._connection.execute("SET TimeZone = 'UTC'")
        for schema in ("landing", "bronze", "silver", "gold", "reference", "working", "fresh", "old"):
            self._connection.execute(f"CREATE SCHEMA {schema}")
        self._connection.execute("CREATE TABLE landing.error_reasons (rank INT, error_type VARCHAR, reason VARCHAR)")
        ranked = [[rank, *names] for rank, names in enumerate(_REASONS.items())]
        self._connection.executemany("INSERT INTO landing.error_reasons VALUES ($1, $2, $3)", ranked)

    def read_raw(self, relation: str, rejected: str, files: RawFiles) -> None:
        """See ``Engine.read_raw``."""
        given = {
            "columns": dict.fromkeys(files.header, "VARCHAR"),
            "delimiter": files.delimiter,
            "encoding": files.encoding,
        }
        few = self._together(files.paths)
        scans = " UNION ALL ".join(_SCAN.format(paths=f"$paths_{number}") for number in range(len(few)))
        paths = {f"paths_{number}": [str(path) for path in together] for number, together in enumerate(few)}
        self._connection.execute(f"CREATE TABLE {relation} AS FROM ({scans}){_not_blank(files)}", given | paths)
        self._connection.execute(f"CREATE TABLE {rejected} AS {_REJECTED}")
        self._connection.execute("DROP TABLE raw_errors; DROP TABLE raw_scans")

    def _together(self, paths: Sequence[Path]) -> list[Sequence[Path]]:
        """Return few enough files a scan that DuckDB reports a last line whose quote is never closed.

        Of more than two files a thread it reads each on one thread, and then such a line is lost without a word.
        """
        threads = self._connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
        return [paths[first : first + 2 * threads] for first in range(0, len(paths), 2 * threads)]

    def load(self, relation: str, path: Path, version: int) -> None:
        """See ``Engine.load``. The files are read directly: none of our tables has deletion vectors."""
        table = deltalake.DeltaTable(path, version=version)
        uris = files_of(table)
        if uris:
            partitioned = exp.Boolean(this=bool(table.metadata().partition_columns)).sql()
            listed = exp.Array(expressions=[exp.Literal.string(uri) for uri in uris]).sql(dialect="duckdb")
            source = f"read_parquet({listed}, hive_partitioning={partitioned})"
            self._connection.execute(f"CREATE VIEW {relation} AS SELECT * FROM {source}")
        else:
            nothing = arro3.Table.from_batches([], schema=table.schema().to_arrow())
            self._connection.from_arrow(nothing).create(relation)

    def define(self, relation: str, query: exp.Query) -> None:
        """See ``Engine.define``."""
        self._run(f"CREATE VIEW {relation} AS {render(query, 'duckdb')}", relation)

    def extend(self, relation: str, query: exp.Query) -> None:
        """See ``Engine.extend``."""
        self._run(f"INSERT INTO {relation} {render(query, 'duckdb')}", relation)

    def save(self, contract: Contract, query: exp.Query, path: Path, replaced: exp.Expr | None) -> Saved:
        """See ``Engine.save``."""
        rows = self._connection.sql(render(query, "duckdb"))
        partition = [contract.partition_column] if contract.partition_column else None
        try:
            if replaced == exp.false():
                deltalake.write_deltalake(path, rows, mode="append", partition_by=partition)
            else:
                where = render(replaced, "duckdb") if replaced is not None else None
                deltalake.write_deltalake(path, rows, mode="overwrite", predicate=where, partition_by=partition)
        except (duckdb.Error, deltalake.exceptions.DeltaError) as failed:
            raise BuildError(f"{contract.table} could not be written: {failed}") from failed
        return saved(path)

    def drop(self, relation: str) -> None:
        """See ``Engine.drop``."""
        kind = self._connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_schema || '.' || table_name = $1",
            [relation],
        ).fetchone()
        if kind:
            self._connection.execute(f"DROP {'VIEW' if kind[0] == 'VIEW' else 'TABLE'} {relation}")

    def close(self) -> None:
        """See ``Engine.close``."""
        self._connection.close()
        self._spill.cleanup()


def _exact(value: Any) -> Any:
    """A decimal number as text, since DuckDB takes lists of them for floating numbers."""
    return str(value) if isinstance(value, Decimal) else value


def _not_blank(files: RawFiles) -> str:
    """Leave lines of blanks out where blanks stand between fields; elsewhere they lack fields anyway."""
    if not files.delimiter.isspace():
        return ""
    names = ", ".join(exp.to_identifier(name, quoted=True).sql(dialect="duckdb") for name in files.header)
    return f" WHERE COALESCE({names}) IS NOT NULL"


def _configuration(settings: Settings, spill: str) -> dict[str, str | bool | int | float | list[str]]:
    given: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{settings.memory_limit_gb}GB",
        "temp_directory": spill,
    }
    return given | ({"threads": str(settings.threads)} if settings.threads else {})
