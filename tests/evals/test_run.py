"""Golden questions asked of the agent itself, over a small gold layer."""

from pathlib import Path

import pytest

from agent.answer import Agent
from agent.engine import Engine
from evals.baseline import Changes
from evals.cases import load_golden
from evals.judge import Judged
from evals.references import references
from evals.report import report
from evals.run import Evaluation
from evals.suite import suite

CASES = load_golden(Path(__file__).parent / "golden")


@pytest.fixture(scope="module")
def judged(agent: Agent, engines: list[Engine]) -> tuple[Judged, ...]:
    return Evaluation(agent, references(CASES, engines), suite()).run(CASES)


@pytest.mark.parametrize("place", range(len(CASES)), ids=[case.id for case in CASES])
def test_every_case_is_answered_as_it_should_be(place: int, judged: tuple[Judged, ...]) -> None:
    one = judged[place]
    assert (one.id, one.good, one.checks) == (CASES[place].id, True, ()), one.details


def test_two_runs_say_the_same(agent: Agent, engines: list[Engine], judged: tuple[Judged, ...]) -> None:
    again = Evaluation(agent, references(CASES, engines), suite()).run(CASES)
    first, second = (
        report(one, Changes(), suite(), whole=True).model_dump(
            exclude={"latency_ms": True, "cases": {"__all__": {"ms"}}}
        )
        for one in (judged, again)
    )
    assert first == second
