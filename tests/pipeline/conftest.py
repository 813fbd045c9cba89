"""Homes for the pipeline's tests: generated once a session, copied where a test changes them."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import deltalake
import duckdb
import pytest

from pipeline.build import build
from pipeline.compute import written_tables
from pipeline.contract import load_contracts
from pipeline.generate.generate import generate
from pipeline.generate.request import Request
from pipeline.runs import Run, published
from pipeline.settings import Settings, load_settings

LAST_DAY = date(2026, 11, 23)
SECRET = "the same in every test"

Compare = Callable[[Settings, Settings], dict[str, int]]


def generated(home: Path, **wanted: object) -> Settings:
    """A home with raw files, not built yet."""
    generate(Request(end=LAST_DAY, **wanted), home / "landing", home / "answer_key")
    return load_settings(home=home, journey_key_secret=SECRET)


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The command center day, built."""
    settings = generated(tmp_path_factory.mktemp("day"), days=1)
    build(settings)
    return settings


@pytest.fixture(scope="session")
def default_data(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The default data set, built."""
    settings = generated(tmp_path_factory.mktemp("default"))
    build(settings)
    return settings


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Thirty small days with dirt in them, not built: copy it."""
    return generated(tmp_path_factory.mktemp("small"), days=30, volume=0.01, dirty=0.02)


@pytest.fixture(scope="session")
def small(small_raw: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same, built: only for reading."""
    settings = moved(small_raw, tmp_path_factory.mktemp("small_built"))
    build(settings)
    return settings


def moved(settings: Settings, home: Path) -> Settings:
    """A copy of a home."""
    shutil.copytree(settings.home, home, dirs_exist_ok=True)
    return settings.model_copy(update={"home": home})


@pytest.fixture
def made_home(tmp_path: Path) -> Callable[..., Settings]:
    """Homes with raw files of their own."""
    numbers = iter(range(100))
    return lambda **wanted: generated(tmp_path / f"made{next(numbers)}", **wanted)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Settings], Settings]:
    """Copies of homes for tests that change them."""
    made = iter(range(100))
    return lambda settings: moved(settings, tmp_path / f"copy{next(made)}")


@pytest.fixture
def differences() -> Compare:
    """How many rows differ in each table that two homes have published; ingestion times are left out."""
    return _differences


def _differences(one: Settings, other: Settings) -> dict[str, int]:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    runs = [_published(settings) for settings in (one, other)]
    found = {}
    for contract in written_tables(load_contracts()):
        columns = ", ".join(f'"{name}"' for name in contract.columns if name != "ingestion_timestamp")
        for name, settings, run in zip(("one", "other"), (one, other), runs, strict=True):
            path = settings.tables / contract.schema_name / contract.name
            _view(connection, name, path, run.versions[contract.table], columns)
        both = "(FROM one EXCEPT ALL FROM other) UNION ALL (FROM other EXCEPT ALL FROM one)"
        found[contract.table] = connection.execute(f"SELECT COUNT(*) FROM ({both})").fetchall()[0][0]
    return {table: rows for table, rows in found.items() if rows}


def _view(connection: duckdb.DuckDBPyConnection, name: str, path: Path, version: int, columns: str) -> None:
    table = deltalake.DeltaTable(path, version=version)
    connection.execute(f"DROP TABLE IF EXISTS {name}")
    if table.file_uris():
        partitioned = bool(table.metadata().partition_columns)
        source = f"read_parquet({table.file_uris()!r}, hive_partitioning={partitioned})"
        connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM {source}")
    else:
        nulls = ", ".join(f"NULL AS {column}" for column in columns.split(", "))
        connection.execute(f"CREATE TABLE {name} AS SELECT {nulls} WHERE FALSE")


def _published(settings: Settings) -> Run:
    run = published(settings)
    assert run is not None
    return run
