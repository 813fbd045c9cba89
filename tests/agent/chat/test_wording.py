"""Every case of wordings.yml: a chat model's words say the same, or are not said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.answer import Agent
from agent.chat.wording import Lock
from agent.planner import Caller

CASES = yaml.safe_load(Path(__file__).with_name("wordings.yml").read_text())
NAMES = {
    "en": ("Billing", "Pharmacy", "ID card", "Claims", "Leaked calls", "Cost"),
    "es": ("Facturación", "Farmacia", "Tarjeta de identificación", "Costo"),
}
PAIRS = [(case, text, kind) for case in CASES for kind in ("may", "may_not") for text in case[kind]]


@pytest.mark.parametrize(("case", "text", "kind"), PAIRS)
def test_wording(case: dict[str, Any], text: str, kind: str) -> None:
    language = case.get("language", "en")
    complaints = Lock.of(case["sentence"], NAMES[language], language).complaints(text)
    assert bool(complaints) is (kind == "may_not"), complaints


@pytest.fixture
def ask(helped: Callable[..., Agent]) -> Callable[..., str]:
    def ask(question: str, role: str = "viewer", **more: object) -> str:
        return helped(chat_wording=True, **more).ask(question, caller=Caller("vera", role)).answer

    return ask


def test_an_answer_in_better_words(ask: Any, server: Any, agent: Agent, viewer: Caller) -> None:
    template = agent.ask("cost of pharmacy leakage", caller=viewer).answer
    better = template.replace(": 4,000 calls", " following 4,000 calls")
    assert better != template
    server.script = [{"say": {"sentence": better}}]
    assert ask("cost of pharmacy leakage") == better
    assert "4,000" in server.requests[0]["messages"][-1]["content"]


@pytest.mark.parametrize("reply", [{"say": {"sentence": "Pharmacy leakage cost $1."}}, {"hang_up": True}])
def test_else_the_template_stays(ask: Any, server: Any, agent: Agent, viewer: Caller, reply: dict[str, Any]) -> None:
    server.script = [reply]
    assert ask("cost of pharmacy leakage") == agent.ask("cost of pharmacy leakage", caller=viewer).answer


def test_single_journeys_are_never_sent_to_be_reworded(ask: Any, server: Any) -> None:
    server.script = [{"say": {"sentence": "x"}}]
    assert "anonymous" in ask("Show me how a billing journey fails", role="care_ops")
    assert server.requests == []


def test_nothing_is_reworded_where_values_may_not_be_told(ask: Any, server: Any) -> None:
    server.script = [{"say": {"sentence": "x"}}]
    assert "$32,000" in ask("cost of pharmacy leakage", chat_values=False)
    assert server.requests == []
