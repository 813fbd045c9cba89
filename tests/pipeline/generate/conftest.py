"""Generated worlds, and the leakage rule applied to their files by a query of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.generate.generate import Summary, generate
from pipeline.generate.request import Request

ZONE = "America/New_York"
RULE = (Path(__file__).parent / "rule.sql").read_text()


@dataclass(frozen=True)
class Made:
    """A generated world."""

    landing: Path
    key: Path
    summary: Summary

    def files(self, source: str) -> str:
        """The file of a source, or the pattern of its files."""
        single = self.landing / f"{source}.csv"
        return str(single if single.exists() else self.landing / source / "*.csv")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask about events, calls, members, leaked (found by the rule), caused, uncaused and dirt."""
        return self._database.execute(query).fetchall()

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        files = {
            "events": self.files("digital_journeys"),
            "calls": self.files("call_logs"),
            "members": self.files("member_profiles"),
        }
        if not self.summary.spoiled:
            for name, path in files.items():
                connection.execute(f"CREATE TABLE {name} AS FROM read_csv('{path}', all_varchar = true)")
            connection.execute(f"CREATE TABLE leaked AS {RULE.format(zone=ZONE)}")
        keys = {"caused": "leaked_calls", "uncaused": "calls_without_cause", "dirt": "dirt"}
        for name, file in keys.items():
            connection.execute(f"CREATE TABLE {name} AS FROM '{self.key / file}.parquet'")
        return connection


Make = Callable[..., Made]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Generate a world."""

    def made(world: Path | None = None, **wanted: Any) -> Made:
        home = tmp_path_factory.mktemp("world")
        request = Request(**{"end": date(2026, 11, 20), "time_zone": ZONE} | wanted)
        summary = generate(request, home / "landing", home / "answer_key", world=world)
        return Made(home / "landing", home / "answer_key", summary)

    return made


@pytest.fixture(scope="session")
def one_day(make: Make) -> Made:
    """The command center day."""
    return make(days=1)


@pytest.fixture(scope="session")
def twelve_days(make: Make) -> Made:
    """Twelve days at a twentieth, across the end of daylight saving time; clean."""
    return make(days=12, volume=0.05, end=date(2026, 11, 5), dirty=0)


@pytest.fixture(scope="session")
def dirty_days(make: Make) -> Made:
    """Twelve small days with much dirt."""
    return make(days=12, volume=0.02, dirty=0.1)
