"""Questions about what actions saved: the rows that they are about, and what is said of each verdict."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.answer import Agent
from agent.planner import Caller

VERA = Caller("vera", "viewer")
CASES = yaml.safe_load(Path(__file__).with_name("impact.yml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["ask"])
def test_cases(case: dict[str, Any], agent: Agent) -> None:
    answer = agent.ask(case["ask"], caller=VERA)
    assert (answer.status, answer.language) == ("answered", case.get("language", "en")), answer.answer
    assert answer.plan
    assert answer.plan.plan.intent == case.get("intent", "impact")
    assert {one.dimension: list(one.values) for one in answer.plan.plan.filters} == case.get("filters", {})
    for said in case["says"]:
        assert said in answer.answer


def test_what_nobody_shipped_saved_nothing(agent: Agent) -> None:
    answer = agent.ask("what did the actions save for Commercial members?", caller=VERA)
    assert answer.status == "answered", answer.answer
    assert answer.answer.startswith("No action has been shipped here yet (Commercial)")
