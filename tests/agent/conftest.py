from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from agent.answer import Agent
from agent.planner import Caller

HERE = Path(__file__).parent


def _database(folder: Path, name: str) -> Path:
    file = folder / f"{name}-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute((HERE / f"{name}.sql").read_text())
    return file


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _database(tmp_path_factory.mktemp("gold"), "gold")


@pytest.fixture(scope="session")
def playback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _database(tmp_path_factory.mktemp("playback"), "playback")


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _database(tmp_path_factory.mktemp("shop"), "shop")


@pytest.fixture(scope="session")
def agent(database: Path, playback: Path) -> Iterator[Agent]:
    loaded = Agent.load(None, database, playback)
    yield loaded
    loaded.close()


@pytest.fixture(scope="session")
def viewer() -> Caller:
    return Caller("vera", "viewer")
