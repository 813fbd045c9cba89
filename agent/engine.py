"""Where queries run: one protocol, and DuckDB over a read-only database in a process that can be killed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import yaml

from agent.limits import ExecuteLimits
from agent.workers import Workers
from pipeline.errors import ExecuteError

Cell = str | int | float | bool | Decimal | date | datetime | None


class Catalog(dict[str, dict[str, str]]):
    """The tables (``schema.table``) that may be read, their columns and the columns' types.

    Attributes:
        rows: How many rows a table has, as far as that is known.
    """

    def __init__(self, tables: dict[str, dict[str, str]], rows: dict[str, int] | None = None) -> None:
        super().__init__(tables)
        self.rows = rows or {}


_COLUMNS = (
    "SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns"
    " ORDER BY table_schema, table_name, ordinal_position"
)
_SIZES = "SELECT schema_name || '.' || table_name, estimated_size FROM duckdb_tables() ORDER BY ALL"
_OUT_OF_MEMORY = frozenset({"MemoryError", "OutOfMemoryException"})
"""After these a process may have no room left for the next request."""


@dataclass(frozen=True)
class Result:
    """What one query gave, the engine's names of its columns' types; ``truncated`` when it had too many rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    ms: float
    types: tuple[str, ...] = ()


class Engine(Protocol):
    """Something that runs validated queries in its own dialect."""

    dialect: str

    def run(self, queries: Sequence[str], rows: int | None = None) -> list[Result]:
        """Run queries on one connection that nothing else uses, up to so many rows each; raises ExecuteError."""
        ...

    def catalog(self) -> Catalog:
        """The tables and columns that it holds."""
        ...

    def version(self) -> object:
        """Something that changes when the data do."""
        ...

    def close(self) -> None:
        """Let go of what it holds; a later run takes it up again."""
        ...


class DuckDBEngine:
    """DuckDB over one database file, in warm worker processes that are killed when a request takes too long.

    Safe to use from several threads.

    Args:
        database: A DuckDB file that holds what may be read, and nothing else.
        limits: What one request may cost, and how many may run at once.
    """

    dialect = "duckdb"

    def __init__(self, database: Path, limits: ExecuteLimits) -> None:
        if not database.is_file():
            raise ExecuteError(f"there is no database {database}.", "Build one first: leakage build.")
        self._database = database.absolute()
        self._limits = limits
        self.workers = Workers(self._database, limits)

    def start(self) -> None:
        """Start a worker, so that the first question need not wait for it."""
        self.workers.start()

    def run(self, queries: Sequence[str], rows: int | None = None) -> list[Result]:
        """Run queries on one fresh connection.

        Args:
            queries: What to run.
            rows: The most rows of each result; None for as many as are usual.

        Raises:
            ExecuteError: One failed, or all together took longer or more memory than the limits allow.
        """
        with self.workers.lend() as worker:
            reply = worker.ask({"queries": list(queries), "rows": rows or self._limits.rows})
            if reply and reply.get("error") in _OUT_OF_MEMORY:
                worker.kill()
        if reply is None:
            raise ExecuteError(
                f"the query was stopped: it took more than {self._limits.seconds:g} s or too much memory.",
                "Ask for a shorter window or fewer groups.",
            )
        if "error" in reply:
            raise ExecuteError(_said(reply["error"], reply["said"]))
        return [_result(one) for one in reply["results"]]

    def catalog(self) -> Catalog:
        """The tables and columns that the database holds."""
        columns, sizes = self.run([_COLUMNS, _SIZES])
        found = Catalog({}, {str(table): int(str(rows)) for table, rows in sizes.rows})
        for table, column, kind in columns.rows:
            found.setdefault(str(table), {})[str(column)] = str(kind)
        if any(table.startswith(f"{self._database.stem}.") for table in found):
            raise ExecuteError(f"{self._database} has the name of its own schema.", "Give the file another name.")
        return found

    def version(self) -> object:
        """The file's identity: another one after a new build."""
        state = self._database.stat()
        return state.st_ino, state.st_mtime_ns, state.st_size

    def close(self) -> None:
        """End the workers."""
        self.workers.close()


@cache
def _failures() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((files("agent") / "failures.yml").read_text())
    return found


def _said(kind: str, said: str) -> str:
    """What went wrong, without values or paths: the engine's words only where they are about the query's own."""
    words = _failures()
    return words.get(kind, words["other"]).format(said=said.partition(": ")[2].rstrip(".!") or said)


_READ: dict[str, Callable[[Any], Cell]] = {
    "DECIMAL": Decimal,
    "DATE": date.fromisoformat,
    "TIMESTAMP": datetime.fromisoformat,
}


def _result(one: dict[str, Any]) -> Result:
    readers = [_READ.get(kind.split("(")[0].split(" ")[0]) for kind in one["types"]]
    rows = (tuple(_cell(cell, reader) for cell, reader in zip(row, readers, strict=True)) for row in one["rows"])
    return Result(tuple(one["columns"]), tuple(rows), one["truncated"], one["ms"], tuple(one["types"]))


def _cell(cell: Any, reader: Callable[[Any], Cell] | None) -> Cell:
    return cell if reader is None or cell is None else reader(cell)
