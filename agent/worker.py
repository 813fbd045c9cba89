"""The process that runs queries: ``engine`` starts it, tells it what to run on stdin, kills it when it takes long.

It imports nothing of the product, so that it starts in a moment; it holds nothing but one read-only database.
"""

import json
import resource
import sys
import time
from typing import Any

import duckdb


def main() -> None:
    """Serve requests, one JSON line each, until stdin closes."""
    settings = json.loads(sys.argv[1])
    _limit(settings["process_mb"])
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), settings)), flush=True)


def _limit(megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _answer(request: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    try:
        with _connect(settings) as connection:
            return {"results": [_run(connection, sql, settings["rows"]) for sql in request["queries"]]}
    except (duckdb.Error, MemoryError) as failed:
        return {"error": str(failed) or type(failed).__name__}


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
            "python_enable_replacements": False,
            "memory_limit": f"{settings['memory_mb']}MB",
            "max_temp_directory_size": "0MB",
            "max_expression_depth": 250,
            "max_execution_time": int(settings["seconds"] * 1000),
            "threads": settings["threads"],
            "lock_configuration": True,
        },
    )


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
