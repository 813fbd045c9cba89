"""The process that runs queries: ``workers`` starts it, tells it what to run on stdin, kills it when it takes long.

It imports nothing of the product, so that it starts in a moment; it holds nothing but one read-only database. Each
request has a connection of its own, opened while nobody waits for it.
"""

import json
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

_SAFE = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.SyntaxException)
"""Errors whose text speaks of the query's own words; that of others may hold values or paths."""


def main() -> None:
    """Serve requests, one JSON line each, until stdin closes."""
    settings = json.loads(sys.argv[1])
    _limit(settings["process_mb"])
    fresh = Fresh(settings)
    print("ready", flush=True)
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, settings["seconds"] + 1)
        print(_answer(json.loads(line), fresh.take(), settings), flush=True)
        signal.setitimer(signal.ITIMER_REAL, 0)
        fresh.prepare()


def _limit(megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


class Fresh:
    """A connection that nobody has used yet; it is opened anew when the file has changed meanwhile."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._open: duckdb.DuckDBPyConnection | None = None
        self._of: object = None
        self.prepare()

    def prepare(self) -> None:
        """Open the next one; an error will show when it is asked for."""
        self._drop()
        try:
            self._of, self._open = self._file(), _connect(self._settings)
        except (duckdb.Error, MemoryError, OSError):
            self._open = None

    def take(self) -> duckdb.DuckDBPyConnection | None:
        """Give the connection away; None when the database can't be opened."""
        if self._open is None or self._of != self._file():
            self.prepare()
        return self._open

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _file(self) -> object:
        try:
            state = Path(self._settings["database"]).stat()
        except OSError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size


def _connect(settings: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        settings["database"],
        read_only=True,
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
            "secret_directory": "",
            "python_enable_replacements": False,
            "memory_limit": f"{settings['memory_mb']}MB",
            "max_temp_directory_size": "0MB",
            "max_expression_depth": 250,
            "max_execution_time": int(settings["seconds"] * 900),
            "threads": settings["threads"],
            "lock_configuration": True,
        },
    )


def _answer(request: dict[str, Any], connection: duckdb.DuckDBPyConnection | None, settings: dict[str, Any]) -> str:
    if connection is None:
        return _failure("Gone")
    try:
        text = json.dumps({"results": [_run(connection, sql, request["rows"]) for sql in request["queries"]]})
    except _SAFE as failed:
        return _failure(type(failed).__name__, str(failed).splitlines()[0])
    except (duckdb.Error, MemoryError, ValueError, RuntimeError) as failed:
        return _failure(type(failed).__name__)
    return text if len(text) < settings["megabytes"] << 20 else _failure("TooLarge")


def _failure(kind: str, said: str = "") -> str:
    return json.dumps({"error": kind, "said": said})


def _run(connection: duckdb.DuckDBPyConnection, sql: str, cap: int) -> dict[str, Any]:
    start = time.perf_counter()
    cursor = connection.execute(sql)
    rows = cursor.fetchmany(cap + 1)
    return {
        "columns": [column[0] for column in cursor.description or ()],
        "types": [str(column[1]) for column in cursor.description or ()],
        "rows": [[_plain(cell) for cell in row] for row in rows[:cap]],
        "truncated": len(rows) > cap,
        "ms": (time.perf_counter() - start) * 1000,
    }


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)


if __name__ == "__main__":
    main()
