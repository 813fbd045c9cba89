"""One agent over the latest published run, for many readers at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from agent.planner import Caller
from doors.context import Context
from pipeline.build import build
from pipeline.errors import PublishError
from pipeline.settings import Settings, load_settings

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


CHAINS = (
    ("leaked calls by journey", "and by device?", "only billing"),
    ("cost by segment", "and for pharmacy?", "by device"),
    ("What's the upside?", "how many unicorns", "repeat rate by journey"),
    ("llamadas por recorrido", "y por dispositivo?", "solo farmacia"),
)


@pytest.mark.slow
def test_twenty_conversations_at_once_keep_apart_and_survive(small: Settings) -> None:
    """Each reader gets what they would get alone, in their own conversation, also from the next program."""
    together = threading.Barrier(20)

    def ask(number: int) -> list[tuple[str, object]]:
        asker = Caller(f"reader {number}", "viewer")
        together.wait()
        talk = f"talk {number}"
        said = [context.ask(question, caller=asker, conversation=talk) for question in CHAINS[number % len(CHAINS)]]
        return [(answer.status, answer.rows) for answer in said]

    with Context(small) as context:
        alone = [[said(context, chain[:place], chain[place]) for place in range(len(chain))] for chain in CHAINS]
        with ThreadPoolExecutor(20) as pool:
            assert list(pool.map(ask, range(20))) == [alone[number % len(CHAINS)] for number in range(20)]
    with Context(small) as context:
        for number in range(20):
            (talk,) = context.talks.of(f"reader {number}")
            assert talk.questions == CHAINS[number % len(CHAINS)]


def said(context: Context, earlier: tuple[str, ...], question: str) -> tuple[str, object]:
    answer = context.ask(question, earlier, Caller("alone", "viewer"))
    return answer.status, answer.rows


@pytest.mark.slow
def test_what_is_kept_of_an_answer_is_how_it_was_read(small: Settings) -> None:
    with Context(small) as context:
        context.explain("cost by segment", conversation="monday")
        context.ask("cost by segment", conversation="monday")
        shown = context.explain("only billing", conversation="monday")
        assert shown.plan is not None
        assert "Billing" in shown.plan.said
        (kept,) = context.talks.read("monday", small.caller)
        assert (kept.status, kept.label, kept.language, kept.role) == ("answered", "computed", "en", "care_ops")
        assert kept.reading is not None
        assert kept.reading.startswith("Cost")


@pytest.mark.slow
def test_a_question_that_could_not_be_asked_is_not_kept(tmp_path) -> None:
    with Context(load_settings(home=tmp_path)) as context:
        with pytest.raises(PublishError):
            context.ask(QUESTION, conversation="monday")
        assert context.talks.earlier("monday", context.caller.user) == ()
