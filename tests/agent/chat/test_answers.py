"""Every case of answers.yml: whole answers, with a chat model that helps, fails or misleads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from agent.answer import Agent
from agent.planner import Caller
from agent.reply import Answer
from pipeline.settings import Settings
from ui.commands.ask import ask_many

pytestmark = pytest.mark.slow

CASES = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text())
OPTIONS = {"order": "chat_order", "seconds": "chat_timeout_seconds", "freehand": "chat_freehand"}


def asked(case: dict[str, Any], helped: Callable[..., Agent]) -> Answer:
    options = {setting: case[name] for name, setting in OPTIONS.items() if name in case}
    agent = helped(**options)
    return agent.ask(case["ask"], conversation=case.get("earlier", ()), caller=Caller("vera", "viewer"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_answer(case: dict[str, Any], helped: Callable[..., Agent], server: Any) -> None:
    server.script = case["replies"]
    answer = asked(case, helped)
    assert answer.status == case["status"], answer.answer
    assert len(server.requests) == case.get("calls", len(server.requests))
    assert answer.label == case.get("label", answer.label)
    if "measures" in case:
        assert answer.plan
        assert list(answer.plan.plan.measures[: len(case["measures"])]) == case["measures"]
    assert list(answer.columns) == case.get("columns", list(answer.columns))
    assert len(answer.suggestions) == case.get("suggestions", len(answer.suggestions))
    assert [text for text in case.get("says", []) if text not in answer.answer] == [], answer.answer
    assert [text for text in case.get("not", []) if text in answer.answer] == []
    if "told" in case:
        assert case["told"] in "".join(server.bodies)


def test_each_reading_asked_back_is_a_question_that_goes_on(
    helped: Callable[..., Agent], server: Any, viewer: Caller
) -> None:
    case = next(one for one in CASES if one["name"] == "it asks back")
    server.script = case["replies"]
    answers = [helped().ask(one, caller=viewer) for one in asked(case, helped).suggestions]
    plans = [answer.plan.plan for answer in answers if answer.plan]
    assert [(plan.measures[0], plan.filters[0].values) for plan in plans] == [
        ("leaked_calls", ("id_card",)),
        ("failures", ("id_card",)),
    ]
    assert len(server.requests) == 1


def test_what_goes_wrong_is_told_beside_the_answers(
    database: Path,
    settings_for: Callable[..., Settings],
    server: Any,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server.script = [{"status": 500, "body": {}}]
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "the snafu"}\n')
    ask_many(settings_for(), file, model=None, data=database)
    said = capfd.readouterr()
    assert [json.loads(line)["status"] for line in said.out.splitlines()] == ["declined"]
    assert "chat_failed" in said.err
    structlog.reset_defaults()
