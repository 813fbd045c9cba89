"""An answer that nobody waits for any more is not finished, and what worked on it is free again."""

import threading
from pathlib import Path

import pytest

from agent.answer import Agent
from agent.engine import DuckDBEngine
from agent.limits import limits
from agent.planner import Caller
from agent.stop import stopped_by
from pipeline.errors import StoppedError

FOREVER = "SELECT SUM(a.range * b.range) FROM range(1000000) AS a, range(1000000) AS b"


@pytest.mark.slow
def test_a_query_under_way_is_stopped_and_its_worker_replaced(database: Path) -> None:
    engine, stop = DuckDBEngine(database, limits().execute.model_copy(update={"seconds": 60})), threading.Event()
    engine.start()
    threading.Timer(0.5, stop.set).start()
    with stopped_by(stop), pytest.raises(StoppedError):
        engine.run([FOREVER])
    assert engine.run(["SELECT 1"])[0].rows == ((1,),)
    engine.close()


@pytest.mark.slow
def test_who_waits_for_a_worker_stops_waiting(database: Path) -> None:
    most = limits().execute.model_copy(update={"workers": 1, "seconds": 60, "wait_seconds": 60})
    engine, stop = DuckDBEngine(database, most), threading.Event()
    with engine.workers.lend():
        threading.Timer(0.2, stop.set).start()
        with stopped_by(stop), pytest.raises(StoppedError):
            engine.run(["SELECT 1"])
    engine.close()


def test_an_answer_that_is_not_wanted_is_not_begun(agent: Agent, viewer: Caller) -> None:
    stop = threading.Event()
    stop.set()
    with stopped_by(stop):
        answer = agent.ask("leaked calls by journey", caller=viewer)
    assert (answer.status, answer.code, answer.queries) == ("failed", "stopped", ())
    assert agent.ask("leaked calls by journey", caller=viewer).status == "answered"
