"""One agent over the latest published run, for many readers at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.build import build
from pipeline.errors import PublishError
from pipeline.settings import Settings, load_settings
from ui.context import Context

QUESTION = "leaked calls by journey"


def test_nothing_published_is_said(tmp_path) -> None:
    with Context(load_settings(home=tmp_path)) as context, pytest.raises(PublishError, match="nothing has been built"):
        context.ask(QUESTION)


@pytest.mark.slow
def test_a_new_run_is_picked_up_and_the_old_agent_closed(small: Settings) -> None:
    with Context(small) as context:
        with context.current() as first:
            assert context.ask(QUESTION).status == "answered"
            build(small, full=True)
            with context.current() as second:
                assert second.run.run_id > first.run.run_id
            assert first.replaced
            assert first.agent.ask(QUESTION, caller=context.caller).status == "answered"
            assert running(first)
        assert not running(first)
        assert running(second)
    assert not running(second)


def running(current) -> bool:
    return any(engine.workers.running for engine in current.agent._engines.values())


@pytest.mark.slow
def test_many_readers_get_their_own_answers(small: Settings) -> None:
    questions = ["leaked calls by journey", "cost by segment", "What's the upside?", "how many unicorns"] * 5
    together = threading.Barrier(len(questions))
    with Context(small) as context:
        alone = {question: context.ask(question).rows for question in questions[:4]}

        def ask(question: str) -> bool:
            together.wait()
            return context.ask(question).rows == alone[question]

        with ThreadPoolExecutor(len(questions)) as pool:
            assert all(pool.map(ask, questions))
