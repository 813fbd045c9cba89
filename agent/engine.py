"""Where queries run: one protocol, and DuckDB over a read-only database in a process that can be killed."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from agent.limits import ExecuteLimits
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


_WORKER = Path(__file__).with_name("worker.py")
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LD_LIBRARY_PATH")
_COLUMNS = (
    "SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns"
    " ORDER BY table_schema, table_name, ordinal_position"
)
_SIZES = "SELECT schema_name || '.' || table_name, estimated_size FROM duckdb_tables() ORDER BY ALL"


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

    def run(self, queries: Sequence[str]) -> list[Result]:
        """Run queries on one connection that nothing else uses; raises ExecuteError."""
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
    """DuckDB over one database file, in a warm worker process that is killed when a request takes too long.

    Args:
        database: A DuckDB file that holds what may be read, and nothing else.
        limits: What one request may cost.
    """

    dialect = "duckdb"

    def __init__(self, database: Path, limits: ExecuteLimits) -> None:
        if not database.is_file():
            raise ExecuteError(f"there is no database {database}.", "Build one first: leakage build.")
        self._database = database.absolute()
        self._limits = limits
        self._worker: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Start the worker, so that the first question need not wait for it."""
        with self._one_at_a_time:
            self._alive()

    def run(self, queries: Sequence[str]) -> list[Result]:
        """Run queries on one fresh connection.

        Raises:
            ExecuteError: One failed, or all together took longer or more memory than the limits allow.
        """
        with self._one_at_a_time:
            reply = self._ask(json.dumps({"queries": list(queries)}).encode() + b"\n")
        if "error" in reply:
            raise ExecuteError(f"the query failed: {reply['error'].splitlines()[0]}")
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
        """End the worker."""
        with self._one_at_a_time:
            self._stop()

    def _ask(self, request: bytes) -> dict[str, Any]:
        into, out = _pipes(self._alive())
        try:
            into.write(request)
            into.flush()
            line = self._read_line(out.fileno())
        except BrokenPipeError:
            line = None
        if line is None:
            self._stop()
            self._alive()
            raise ExecuteError(
                f"the query was stopped: it took more than {self._limits.seconds:g} s or too much memory.",
                "Ask for a shorter window or fewer groups.",
            )
        return dict(json.loads(line))

    def _read_line(self, pipe: int) -> bytes | None:
        """One line from the worker; None when it died or kept silent or talked for too long."""
        end, line = time.monotonic() + self._limits.seconds, bytearray()
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            part = os.read(pipe, 1 << 16) if ready else b""
            line += part
            if not part or len(line) > self._limits.megabytes << 20:
                return None
        return bytes(line)

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            settings = self._limits.model_dump() | {"database": str(self._database)}
            self._worker = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-P", str(_WORKER), json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )
        return self._worker

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in _pipes(self._worker):
                pipe.close()
            self._worker = None


def _pipes(worker: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker has no pipes")
    return worker.stdin, worker.stdout


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
