"""The business summary at the end of a build."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import yaml
from rich.table import Table

_FORMATS = {
    "count": "{:,.0f}",
    "usd": "${:,.0f}",
    "share": "{:.0%}",
    "change": "{:+.0%}",
    "score": "{:.2f}",
}


def business_tables(database: Path) -> list[Table]:
    """Return the executive tables of a published run, ready to print."""
    declared = yaml.safe_load((files("ui") / "commands" / "summary.yml").read_text())
    with duckdb.connect(database, read_only=True) as connection:
        day = connection.execute(declared["day"]).fetchall()[0][0]
        tables = [_table(connection, item, declared["labels"]) for item in declared["tables"]]
    tables[0].title = f"{tables[0].title}, {day:%A, %B} {day.day}, {day.year}" if day else tables[0].title
    return tables


def _table(connection: duckdb.DuckDBPyConnection, declared: dict[str, Any], labels: dict[str, str]) -> Table:
    cursor = connection.execute(declared["query"])
    names = [column[0] for column in cursor.description or ()]
    shown = Table(title=declared["title"], title_justify="left")
    for name in names:
        shown.add_column(name, justify="right" if name in declared["formats"] else "left")
    for row in cursor.fetchall():
        cells = zip(row, names, strict=True)
        shown.add_row(*(_in_words(value, declared["formats"].get(name), labels) for value, name in cells))
    return shown


def _in_words(value: Any, wanted: str | None, labels: dict[str, str]) -> str:
    if value is None:
        return "-"
    return _FORMATS[wanted].format(value) if wanted else labels.get(str(value), str(value))
