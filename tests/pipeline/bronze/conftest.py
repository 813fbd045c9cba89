"""A home of its own for each test, with raw files put into its landing zone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deltalake
import duckdb
import pytest

from pipeline.bronze.ingest import Ingested, ingest
from pipeline.bronze.mapping import readings
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.settings import load_settings

Rows = list[tuple[Any, ...]]


class Home:
    """A landing zone and the tables made of it, one source taken in at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.landing = path / "landing"
        self.tables = path / "tables"
        self.mapping: Path | None = None
        self.landing.mkdir(parents=True)

    def put(self, name: str, content: str | bytes) -> Path:
        """Put a file into the landing zone."""
        file = self.landing / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def map(self, text: str) -> None:
        """Put a mapping file beside it, in force from now on."""
        self.mapping = self.path / "mapping.yml"
        self.mapping.write_text(text)

    def take_in(self, source: str = "business_calendar", batch_bytes: int = 1_000_000) -> Ingested:
        """Take in what is new of a source; several inputs are added up."""
        engine = EmbeddedEngine(load_settings(home=self.path))
        results = [
            ingest(engine, self.landing, self.tables, reading, datetime.now(UTC), batch_bytes)
            for reading in readings(self.mapping)
            if reading.table == f"bronze.{source}_raw"
        ]
        engine.close()
        return added_up(results)

    def version(self, table: str) -> int:
        """The Delta version of a bronze table."""
        return deltalake.DeltaTable(self.tables / "bronze" / table).version()

    def rows(self, table: str, columns: str) -> Rows:
        """Some columns of a bronze table, in order."""
        files = deltalake.DeltaTable(self.tables / "bronze" / table).file_uris()
        return duckdb.sql(f"SELECT {columns} FROM read_parquet({files!r}) ORDER BY ALL").fetchall() if files else []

    def calendar(self, columns: str = "event_date, event_type") -> Rows:
        """The calendar: the smallest source, and so the one that most tests use."""
        return self.rows("business_calendar_raw", columns)

    def rejected(self, columns: str = "line, reason, whole_file") -> Rows:
        """The lines kept aside."""
        return self.rows("rejected_lines", columns)


def added_up(results: list[Ingested]) -> Ingested:
    """The results of several inputs as one."""
    total = Ingested(results[0].table)
    for result in results:
        total.new += result.new
        total.changed += result.changed
        total.let_go += result.let_go
        total.rows += result.rows
        total.rejected |= result.rejected
    return total


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def on_duckdb() -> Iterator[Callable[[str], Rows]]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield lambda sql: connection.execute(sql).fetchall()
