"""Two small databases of the agent's tests, for prompts that say what is in them."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from agent.answer import Agent
from agent.planner import Caller

AGENT = Path(__file__).parent.parent / "agent"


def _agent(folder: Path, name: str, model: Path | None) -> Agent:
    file = folder / f"{name}-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute((AGENT / f"{name}.sql").read_text())
    return Agent.load(model, file)


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """The packaged model."""
    loaded = _agent(tmp_path_factory.mktemp("gold"), "gold", None)
    yield loaded
    loaded.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """A small model of another trade."""
    loaded = _agent(tmp_path_factory.mktemp("shop"), "shop", AGENT / "shop")
    yield loaded
    loaded.close()


@pytest.fixture(scope="session")
def viewer() -> Caller:
    return Caller("vera", "viewer")
