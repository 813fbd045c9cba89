"""What a trace says of a question, and what it never says."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from agent.answer import STEPS, Agent
from agent.planner import Caller
from agent.watch import Called, Watch, Watched, about, calling, watching
from doors.tracing.spans import WITHHELD, Span, root_of, spans_of
from pipeline.serving import served
from pipeline.settings import Settings

CARE = Caller("vera", "care_ops")
PRIVATE = ("jane.roe@example.com", "555-123-4567", "M0012345", "123-45-6789")


class Kept(list[Watched]):
    """Keeps what it sees."""

    def seen(self, watched: Watched) -> None:
        self.append(watched)


@pytest.fixture(scope="module")
def watched_agent(built: Settings) -> Iterator[tuple[Agent, Kept]]:
    kept, files = Kept(), served(built)
    agent = Agent.load(None, files.database, files.restricted["care_ops"], built, kept)
    yield agent, kept
    agent.close()


def traced(watched_agent: tuple[Agent, Kept], question: str) -> tuple[Span, list[Span]]:
    agent, kept = watched_agent
    agent.ask(question, caller=CARE)
    return root_of(kept[-1]), list(spans_of(kept[-1]))


def test_every_step_is_a_span_within_the_question(watched_agent: tuple[Agent, Kept]) -> None:
    root, spans = traced(watched_agent, "Billing calls by device")
    assert [one.name for one in spans] == [step.__name__ for step in STEPS]
    ends = [root.start_ns, *(moment for one in spans for moment in (one.start_ns, one.end_ns)), root.end_ns]
    assert ends == sorted(ends)
    gave = {one.name: one.outputs for one in spans}
    assert ["Billing", "value", "billing"] in gave["read"]["words"]
    assert gave["plan"]["plan"]["dimensions"] == ["device"]
    assert "gold.leakage_hourly" in gave["validate"]["rows"]["tables"]
    assert gave["execute"]["rows"]["rows"] == root.outputs["rows"] > 0
    assert root.outputs["answer"] == gave["explain"]["answer"]


def test_where_a_question_ends_is_said_and_why(watched_agent: tuple[Agent, Kept]) -> None:
    root, spans = traced(watched_agent, "leaked calls by gizmo")
    assert root.outputs["status"] == "declined"
    assert (spans[-1].name, spans[-1].stopped, spans[-1].outputs) == ("plan", "declined_words", {})


@pytest.mark.parametrize("private", PRIVATE)
def test_what_may_name_a_member_is_blank(watched_agent: tuple[Agent, Kept], private: str) -> None:
    root, spans = traced(watched_agent, f"billing calls of {private}")
    assert private not in json.dumps([asdict(one) for one in (root, *spans)], default=str)


def test_single_journeys_leave_no_value_behind(watched_agent: tuple[Agent, Kept], built: Settings) -> None:
    root, spans = traced(watched_agent, "Show me how a billing journey fails")
    assert root.outputs["answer"] == WITHHELD
    assert root.outputs["rows"] > 0
    said = json.dumps([asdict(one) for one in (root, *spans)], default=str)
    (playback,) = served(built).restricted.values()
    for cell in _cells(playback):
        assert cell not in said


def _cells(database: Path) -> set[str]:
    """What tells one journey from another: keys and moments."""
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.execute("SELECT journey_key, occurred_at FROM gold.journey_timeline").fetchall()
    return {str(cell) for row in rows for cell in row}


def test_requests_to_a_chat_model_are_spans_with_their_tokens() -> None:
    with watching() as watch:
        with calling("openai-large") as used:
            used |= {"input_tokens": 120, "output_tokens": 30}
        with pytest.raises(TimeoutError), calling("openai-large"):
            raise TimeoutError
    first, second = watch.called
    assert (first.model, first.tokens_in, first.tokens_out, first.stopped) == ("openai-large", 120, 30, None)
    assert (second.tokens_in, second.stopped) == (None, "TimeoutError")


def test_what_the_asker_s_side_knows_goes_along() -> None:
    with about(conversation="monday", door=None), watching() as watch:
        assert _about(watch) == {"conversation": "monday"}
    assert _about(Watch()) == {}


def _about(watch: Watch) -> Any:
    return watch.seen(None, None).about  # type: ignore[arg-type]


def test_a_request_outside_of_any_question_is_nobody_s() -> None:
    with calling("m") as used:
        used |= {}
    with watching() as watch:
        pass
    assert watch.called == list[Called]()
