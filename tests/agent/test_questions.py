"""Every question of questions.yml becomes the plan that it should, and its answer says what it should."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.answer import Agent
from agent.planner import Caller
from agent.reply import Answer

CASES = yaml.safe_load(Path(__file__).with_name("questions.yml").read_text())


@pytest.fixture(
    scope="module",
    params=CASES,
    ids=[" / ".join([*case.get("talk", []), case["ask"]])[-40:] or "empty" for case in CASES],
)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


@pytest.fixture(scope="module")
def answer(case: dict[str, Any], agent: Agent) -> Answer:
    return agent.ask(case["ask"], conversation=case.get("talk", ()), caller=Caller("vera", case.get("role", "viewer")))


def test_status_and_language(case: dict[str, Any], answer: Answer) -> None:
    assert answer.status == ("declined" if "declined" in case else "answered"), answer.answer
    assert answer.language == case.get("language", "en")


def test_plan(case: dict[str, Any], answer: Answer) -> None:
    expected = case.get("plan", {})
    if not expected:
        return
    assert answer.plan
    plan = answer.plan.plan.model_dump(mode="json")
    assert {name: plan[name] for name in expected} == expected


def test_filters_window_and_order(case: dict[str, Any], answer: Answer) -> None:
    if "filters" in case:
        assert answer.plan
        found = {one.dimension: list(one.values) for one in answer.plan.plan.filters}
        assert found == case["filters"]
    if "window" in case:
        assert answer.window
        assert [answer.window.start, answer.window.end] == case["window"]
    if "order" in case:
        assert answer.plan
        first = answer.plan.plan.order[0]
        assert [first.by, "down" if first.descending else "up"] == case["order"]


def test_rows(case: dict[str, Any], answer: Answer) -> None:
    for column, values in case.get("rows", {}).items():
        place = answer.columns.index(column)
        cells = [row[place] for row in answer.rows]
        assert cells == (pytest.approx(values) if isinstance(values[0], int | float) else [str(one) for one in values])


def test_words(case: dict[str, Any], answer: Answer) -> None:
    for text in [*case.get("says", []), *case.get("declined", [])]:
        assert text in answer.answer


def test_the_window_is_stated(answer: Answer) -> None:
    if answer.window:
        assert str(answer.window.end.day) in answer.answer
