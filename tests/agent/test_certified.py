"""Certified answers, and asking back where words leave open what is meant."""

from dataclasses import replace

import pytest

from agent.answer import Agent
from agent.certified import agrees
from agent.engine import Result
from agent.planner import Caller


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("What's breaking today?", "certified"),
        ("whats broken", "certified"),
        ("¿Cuánto cuesta la fuga de farmacia?", "certified"),
        ("Which segment has the worst sentiment?", "certified"),
        ("What's the upside?", "certified"),
        ("cost of billing", "computed"),
        ("What's breaking for Spanish speakers?", "computed"),
    ],
)
def test_labels(question: str, label: str, agent: Agent, viewer: Caller) -> None:
    assert agent.ask(question, caller=viewer).label == label


def test_reviewed_sql_that_disagrees_certifies_nothing(agent: Agent, viewer: Caller) -> None:
    [(meaning, one)] = [item for item in agent._certified.items() if "worst" in item[1].question["en"]][:1]
    wrong = one.model_copy(update={"sql": one.sql.replace("SUM(sentiment_sum)", "SUM(sentiment_sum) + 1")})
    kept = dict(agent._certified)
    try:
        agent._certified[meaning] = wrong
        answer = agent.ask("Which segment has the worst sentiment?", caller=viewer)
    finally:
        agent._certified = kept
    assert (answer.status, answer.label) == ("answered", "computed")


def test_agreement_is_by_name_and_in_any_order() -> None:
    ours = Result(("a", "b"), ((1, "x"), (2, "y")), False, 0.0)
    assert agrees(ours, replace(ours, columns=("b", "a"), rows=(("y", 2), ("x", 1))))
    assert not agrees(ours, replace(ours, rows=((1, "x"), (3, "y"))))
    assert not agrees(ours, replace(ours, columns=("a", "c")))


@pytest.mark.parametrize(
    ("question", "choices"),
    [("what's the rate for billing", 3), ("how are the new ones doing?", 2), ("¿cómo van los nuevos?", 2)],
)
def test_what_is_left_open_is_asked_back(question: str, choices: int, agent: Agent, viewer: Caller) -> None:
    asked = agent.ask(question, caller=viewer)
    assert asked.status == "clarify"
    assert len(asked.suggestions) == choices
    for choice in asked.suggestions:
        assert agent.ask(choice, caller=viewer).status == "answered", choice


def test_what_the_question_settles_is_not_asked_back(agent: Agent, viewer: Caller) -> None:
    assert agent.ask("what is the repeat rate, that rate for billing", caller=viewer).status == "answered"
