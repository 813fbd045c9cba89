"""Reference SQL runs over the tables that the agent answers from; what can't be used is said, all at once."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.engine import Engine
from evals.cases import Case, load_golden
from evals.references import references
from pipeline.errors import EvaluationError

HERE = Path(__file__).parent


def _case(name: str = "a", **more: Any) -> Case:
    given = {"ask": "x", "talk": (), "tags": (), "role": "viewer", "ordered": False, "intent": None, "says": ()}
    return Case(id=name, base=name, file="wrong.yml", language="en", status=("answered",), **(given | more))


@pytest.mark.parametrize(
    "wrong", yaml.safe_load((HERE / "wrong_references.yml").read_text()), ids=lambda one: one["sql"]
)
def test_what_cannot_be_used(wrong: dict[str, Any], engines: list[Engine]) -> None:
    case = _case(sql=wrong["sql"], ordered=wrong.get("ordered", False))
    with pytest.raises(EvaluationError) as error:
        references([case], engines)
    assert [text for text in wrong["says"] if text not in str(error.value)] == []


def test_all_of_them_are_named(engines: list[Engine]) -> None:
    with pytest.raises(EvaluationError, match=r"2 references.*\n.*wrong.yml: b.*\n.*wrong.yml: c"):
        references([_case("a", sql="SELECT 1"), _case("b", sql="x"), _case("c", sql="y")], engines)


@pytest.mark.parametrize("case", yaml.safe_load((HERE / "ties.yml").read_text()), ids=lambda one: one["sql"][-25:])
def test_rows_with_equal_keys_may_come_in_any_order(case: dict[str, Any], engines: list[Engine]) -> None:
    found = references([_case(sql=case["sql"], ordered=True)], engines)["a"]
    assert list(found.ties or ()) == case["ties"]


def test_decimals_days_and_single_journeys(engines: list[Engine]) -> None:
    found = references(load_golden(HERE / "golden"), engines)
    assert found["pharmacy-cost"].table.rows == ((32000,),)
    assert found["pharmacy-cost~es"] is found["pharmacy-cost"]
    assert len(found["playback"].table.rows) == 4
    assert "weather" not in found
    days = references([_case(sql="SELECT DATE '2026-11-23', 1.50::DECIMAL(9, 2), NULL, TRUE")], engines)["a"]
    assert days.table.rows == (("2026-11-23", 1.5, None, True),)
