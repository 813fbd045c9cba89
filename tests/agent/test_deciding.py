"""Decisions about actions: read from a sentence, proposed with all that would be recorded, recorded by nobody here."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.answer import Agent
from agent.deciding import decision_in
from agent.planner import Caller

CASES = yaml.safe_load(Path(__file__).with_name("deciding.yml").read_text())
TODAY = date(2026, 11, 20)
OLGA = Caller("olga", "operator")


@pytest.mark.parametrize("case", CASES, ids=[one["said"] for one in CASES])
def test_reading(case: dict[str, Any]) -> None:
    earlier = (case["after"],) if "after" in case else ()
    found = decision_in(case["said"], earlier, case.get("language", "en"), TODAY)
    if case["is"] is None:
        assert found is None
        return
    wanted = {name: Decimal(value) if name == "share" else value for name, value in case["is"].items()}
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_a_decision_is_proposed_and_asks_to_be_confirmed(agent: Agent) -> None:
    question = "accept action 2 for Web Team, due Friday"
    answer = agent.ask(question, caller=OLGA)
    assert answer.status == "answered"
    for text in (
        "“Proactive IVR Messaging” (Pharmacy)",
        "Web Team",
        "Friday, November 27, 2026",
        "$300K a year",
        "“yes”",
    ):
        assert text in answer.answer
    assert answer.proposal
    assert (answer.proposal.state, answer.proposal.owner, answer.proposal.confirmed) == ("accepted", "Web Team", False)
    assert answer.proposal.due_on == date(2026, 11, 27)
    assert answer.suggestions == ("Yes", "No")
    confirmed = agent.ask("yes", conversation=[question], caller=OLGA)
    assert confirmed.proposal == answer.proposal.model_copy(update={"confirmed": True})
    assert agent.ask("no", conversation=[question], caller=OLGA).proposal is None


ASKED_BACK = {
    "accept action 1": "By when?",
    "reject action 1": "Why?",
    "accept action 7, due tomorrow": "Which action? 1 is “Update MAPD Billing Message” (Billing, MAPD New, proposed)",
    "accept the action, due tomorrow": "Which action?",
    "we shipped action 1 to 150 % of members": "up to 100 %",
    "acepta la acción 1": "¿Para cuándo?",
}


@pytest.mark.parametrize(("question", "said"), ASKED_BACK.items())
def test_what_is_missing_is_asked_back(agent: Agent, question: str, said: str) -> None:
    answer = agent.ask(question, caller=OLGA)
    assert answer.status == "clarify"
    assert said in answer.answer
    assert answer.proposal is None


@pytest.mark.parametrize("question", ["accept action 2, due Friday", "acepta la acción 2 para el viernes"])
def test_a_viewer_is_refused_plainly(agent: Agent, viewer: Caller, question: str) -> None:
    answer = agent.ask(question, caller=viewer)
    assert answer.status == "declined"
    assert "operator" in answer.answer
    assert answer.proposal is None


def test_what_became_of_actions(agent: Agent, viewer: Caller) -> None:
    answer = agent.ask("What happened to yesterday's actions?", caller=viewer)
    for text in (
        "3 proposed",
        "1 shipped",
        "1 rejected",
        "Card Tips by Mail was shipped on November 3",
        "Refill Chat Bot",
    ):
        assert text in answer.answer
    assert "3 propuesta" in agent.ask("¿Qué pasó con las acciones de ayer?", caller=viewer).answer
