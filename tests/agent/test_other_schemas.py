"""Two other trades: an insurer with a snowflake of joins, and a hospital whose model is metric views alone.

Each question is compared with the SQL that a person would write for it, by the rows: order, aliases and further columns
do not matter.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from agent.answer import Agent
from agent.planner import Caller

HERE = Path(__file__).parent
INSURANCE = HERE.parents[1] / "examples" / "insurance"


def _questions(name: str) -> list[Any]:
    cases = yaml.safe_load((HERE / f"{name}.yml").read_text())
    return [pytest.param(case, id=case["ask"]) for case in cases]


def _made(folder: Path, script: Path) -> Path:
    file = folder / "trade-1.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(script.read_text())
    return file


@pytest.fixture(scope="module")
def insurance_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("insurance"), INSURANCE / "data.sql")


@pytest.fixture(scope="module")
def hospital_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("hospital"), HERE / "hospital.sql")


@pytest.fixture(scope="module")
def insurer(insurance_data: Path) -> Iterator[Agent]:
    loaded = Agent.load(INSURANCE / "model", insurance_data)
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def hospital(hospital_data: Path) -> Iterator[Agent]:
    loaded = Agent.load(HERE / "hospital", hospital_data)
    yield loaded
    loaded.close()


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    try:
        return cell if isinstance(cell, bool) else f"{float(str(cell)):.6g}"
    except (TypeError, ValueError):
        return str(cell)


def holds(rows: Sequence[Sequence[object]], wanted: Sequence[Sequence[object]]) -> bool:
    """Whether some columns of the rows are the wanted rows, in any order."""
    had, want = [list(map(_plain, row)) for row in rows], Counter(tuple(map(_plain, row)) for row in wanted)
    width = len(wanted[0]) if wanted else 0
    choices = permutations(range(len(had[0])), width) if had else iter([()])
    return any(Counter(tuple(row[place] for place in places) for row in had) == want for places in choices)


def _same(agent: Agent, data: Path, case: dict[str, Any]) -> None:
    answer = agent.ask(case["ask"], caller=Caller("vera", "viewer"))
    with duckdb.connect(data, read_only=True) as connection:
        wanted = connection.sql(case["sql"]).fetchall()
    assert answer.status == "answered", answer.answer
    rows = answer.rows[:1] if case.get("first") else answer.rows
    assert holds(rows, wanted), f"{answer.queries[0].sql}\n{answer.rows[:5]}\n{wanted[:5]}"


@pytest.mark.parametrize("case", _questions("insurance"))
def test_the_insurer(insurer: Agent, insurance_data: Path, case: dict[str, Any]) -> None:
    _same(insurer, insurance_data, case)


@pytest.mark.parametrize("case", _questions("hospital"))
def test_the_hospital(hospital: Agent, hospital_data: Path, case: dict[str, Any]) -> None:
    _same(hospital, hospital_data, case)
