"""Writing raw files: CSV with a header, UTF-8, ISO 8601 in UTC."""

from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

COPY = r"COPY rows TO '{path}' (FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ', DATEFORMAT '%Y-%m-%d')"


class CsvFiles:
    """Writes tables as CSV files; use it as a context manager."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def __enter__(self) -> "CsvFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def write(self, table: pa.Table, path: Path) -> None:
        """Write a table; timestamps without a zone are taken for UTC, nulls become empty fields.

        Raises:
            OSError: The disk is full, or may not be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection.register("rows", table)
        try:
            self._connection.execute(COPY.format(path=str(path).replace("'", "''")))
        except duckdb.IOException as failed:
            raise OSError(str(failed)) from failed
        self._connection.unregister("rows")
