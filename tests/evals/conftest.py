from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from agent.answer import Agent
from agent.engine import Engine
from evals.references import open_engines
from evals.suite import suite

SQL = Path(__file__).parent.parent / "agent"


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The agent's small gold layer, and single journeys beside it."""
    folder = tmp_path_factory.mktemp("gold")
    for name in ("gold", "playback"):
        with duckdb.connect(folder / f"{name}-1.duckdb") as connection:
            connection.execute((SQL / f"{name}.sql").read_text())
    return folder / "gold-1.duckdb", folder / "playback-1.duckdb"


@pytest.fixture(scope="session")
def engines(databases: tuple[Path, Path]) -> Iterator[list[Engine]]:
    opened = open_engines(databases, suite().references)
    yield opened
    for engine in opened:
        engine.close()


@pytest.fixture(scope="session")
def agent(databases: tuple[Path, Path]) -> Iterator[Agent]:
    loaded = Agent.load(None, *databases)
    yield loaded
    loaded.close()
