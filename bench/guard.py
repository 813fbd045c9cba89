"""Milliseconds that the guard takes over the honest and the hostile statements of the tests: prints p50 and p99."""

import contextlib
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from agent.engine import Catalog
from agent.validate import validate
from pipeline.contract import load_contracts
from pipeline.errors import RefusedError

SQL = Path(__file__).parents[1] / "tests" / "agent" / "sql"
ROUNDS = 5


def main() -> None:
    """Judge every statement several times; a first round warms up."""
    catalog = Catalog(
        {
            contract.table: {name: column.type for name, column in contract.columns.items()}
            for contract in load_contracts().values()
            if contract.schema_name == "gold" and not contract.restricted_to
        }
    )
    measured = {}
    for kind, statements in (("honest", list(honest())), ("hostile", list(hostile()))):
        for statement in statements:
            milliseconds(*statement, catalog)
        taken = [milliseconds(*statement, catalog) for _ in range(ROUNDS) for statement in statements]
        cuts = statistics.quantiles(taken, n=100)
        measured[kind] = {"p50": cuts[49], "p99": cuts[98], "worst": max(taken), "statements": len(statements)}
    print(json.dumps(measured))


def milliseconds(dialect: str, sql: str, catalog: Catalog) -> float:
    """Time one verdict."""
    begun = time.perf_counter()
    with contextlib.suppress(RefusedError):
        validate(sql, catalog, dialect)
    return (time.perf_counter() - begun) * 1000


def honest() -> Iterator[tuple[str, str]]:
    """Statements parted by empty lines, with their dialect."""
    for file in sorted(SQL.glob("honest.*.sql")):
        yield from ((file.name.split(".")[1], sql) for sql in file.read_text().split("\n\n"))


def hostile() -> Iterator[tuple[str, str]]:
    """Statements one a line, with their dialect."""
    for file in sorted(SQL.glob("hostile.*.sql")):
        lines = (line for line in file.read_text().splitlines() if line and not line.startswith("## "))
        yield from ((file.name.split(".")[1], line) for line in lines)


if __name__ == "__main__":
    main()
