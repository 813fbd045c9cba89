"""The agent as its clients meet it: one object, the same steps, the caller's role, the talk so far, and no crash."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from agent.answer import STEPS, Agent
from agent.engine import Catalog, Result
from agent.model import load_model
from agent.planner import Caller
from pipeline.errors import ExecuteError

KEYS = [
    "status",
    "answer",
    "label",
    "code",
    "language",
    "as_of",
    "window",
    "plan",
    "queries",
    "columns",
    "rows",
    "chart",
    "facts",
    "spikes",
    "causes",
    "actions",
    "proposal",
    "suggestions",
    "timings_ms",
    "trace_id",
]


def test_the_steps() -> None:
    assert [step.__name__ for step in STEPS] == ["read", "plan", "compile", "validate", "execute", "explain"]


def test_the_object(agent: Agent, viewer: Caller) -> None:
    answer = json.loads(agent.ask("leaked calls by journey", caller=viewer).model_dump_json())
    assert list(answer) == KEYS
    assert (answer["status"], answer["label"], answer["as_of"]) == ("answered", "computed", "2026-11-20")
    assert answer["window"] == {"start": "2026-11-20", "end": "2026-11-20", "complete": True}
    assert answer["columns"][:2] == ["journey", "leaked_calls"]
    assert answer["rows"][0][:2] == ["billing", 5000]
    assert answer["chart"] == {"kind": "bar", "x": "journey", "y": ["leaked_calls"], "series": None}
    assert set(answer["queries"][0]) == {"sql", "dialect", "tables", "row_count", "ms"}
    assert list(answer["timings_ms"]) == [step.__name__ for step in STEPS]


def test_facts_are_cells_or_arithmetic_on_cells(agent: Agent, viewer: Caller) -> None:
    answer = agent.ask("leaked calls by journey", caller=viewer)
    share = next(fact for fact in answer.facts if fact.operation == "share")
    assert (share.text, [cell.query for cell in share.cells]) == ("42 %", ["rows", "total"])


def test_a_course_of_time_is_a_line(agent: Agent, viewer: Caller) -> None:
    chart = agent.ask("daily calls by journey last 7 days", caller=viewer).chart
    assert chart
    assert (chart.kind, chart.x, chart.series) == ("line", "day", "journey")


def test_actions_and_causes_stand_under_their_names(agent: Agent, viewer: Caller) -> None:
    assert agent.ask("What should we do next?", caller=viewer).actions[0]["owner"] == "Digital UX"
    first = agent.ask("Why is this happening?", caller=viewer).causes[0]
    assert (first["where"] | first["behind"])["error_code"] == "PAY-504"


def test_explain_goes_the_same_way_without_running(agent: Agent, viewer: Caller) -> None:
    asked, explained = (way("calls by device for billing", caller=viewer) for way in (agent.ask, agent.explain))
    assert explained.plan == asked.plan
    assert [one.sql for one in explained.queries] == [one.sql for one in asked.queries]
    assert (explained.rows, explained.queries[0].row_count) == ((), None)
    assert explained.answer == "Leaked calls and Cost · Device · Billing · on Friday, November 20, 2026"


def test_answers_are_the_same_run_after_run(agent: Agent, viewer: Caller) -> None:
    first, second = (agent.ask("Why is this happening?", caller=viewer) for _ in range(2))
    assert (first.answer, first.rows, first.facts) == (second.answer, second.rows, second.facts)


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_single_journeys_need_their_role(agent: Agent, role: str) -> None:
    answer = agent.ask("Show me how a billing journey fails", caller=Caller("x", role))
    assert (answer.status, answer.rows, answer.queries) == ("declined", (), ())


def test_the_key_of_a_journey_is_never_shown(agent: Agent) -> None:
    answer = agent.ask("Show me how a billing journey fails", caller=Caller("carla", "care_ops"))
    assert answer.status == "answered"
    assert "a1" not in json.dumps([answer.answer, answer.rows, answer.columns], default=str)


def test_without_a_playback_file_it_says_so(database: Path) -> None:
    agent = Agent.load(None, database)
    answer = agent.ask("Show me how a billing journey fails", caller=Caller("carla", "care_ops"))
    agent.close()
    assert (answer.status, "not available" in answer.answer) == ("declined", True)


def test_single_journeys_are_not_in_the_catalog_of_free_sql(agent: Agent) -> None:
    assert not [table for table in agent.knowledge.catalog if "timeline" in table]


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        (["cost of pharmacy leakage", "and for billing?"], "Billing"),
        (["cost of pharmacy leakage", "by device"], "Cost and Leaked calls · Device · Pharmacy"),
        (["cost of pharmacy leakage last week", "why?"], "Pharmacy · from November 9"),
        (["cost of pharmacy leakage", "What's breaking today?"], "Journey · on Friday"),
        (["What's breaking today?", "last week", "¿y por segmento?"], "Segmento · del 9 de noviembre"),
        (["cost of pharmacy leakage", "weather?", "only Spanish speakers"], "Spanish, Pharmacy"),
    ],
)
def test_follow_ups(agent: Agent, viewer: Caller, talk: list[str], said: str) -> None:
    answer = agent.ask(talk[-1], conversation=talk[:-1], caller=viewer)
    assert answer.plan
    assert said in answer.plan.said


def test_a_new_build_is_noticed(database: Path, tmp_path: Path, viewer: Caller) -> None:
    served, fresh = tmp_path / "served-1.duckdb", tmp_path / "fresh-1.duckdb"
    served.write_bytes(database.read_bytes())
    fresh.write_bytes(database.read_bytes())
    with duckdb.connect(fresh) as connection:
        connection.execute("DELETE FROM gold.daily_leakage_summary WHERE summary_date > DATE '2026-11-10'")
    agent = Agent.load(None, served)
    before = agent.ask("cost", caller=viewer)
    fresh.replace(served)
    after = agent.ask("cost", caller=viewer)
    agent.close()
    assert [str(one.as_of) for one in (before, after)] == ["2026-11-20", "2026-11-10"]


def test_a_partial_day_is_said(database: Path, tmp_path: Path, viewer: Caller) -> None:
    file = tmp_path / "partial-1.duckdb"
    file.write_bytes(database.read_bytes())
    with duckdb.connect(file) as connection:
        connection.execute(
            "UPDATE gold.daily_leakage_summary SET is_complete_day = FALSE WHERE summary_date = DATE '2026-11-20'"
        )
    agent = Agent.load(None, file)
    today, usual = (agent.ask(question, caller=viewer) for question in ("cost today", "cost"))
    agent.close()
    assert "which is not over yet" in today.answer
    assert "Thursday, November 19, 2026" in usual.answer


class Broken:
    """An engine that knows its tables and can run nothing any more."""

    dialect = "duckdb"

    def __init__(self, inner: Agent, error: Exception) -> None:
        self._inner = inner._engines["main"]
        self._error = error
        self.broken = False

    def run(self, queries: Sequence[str]) -> list[Result]:
        if self.broken:
            raise self._error
        return self._inner.run(queries)

    def catalog(self) -> Catalog:
        return self._inner.catalog()

    def version(self) -> object:
        return 1

    def close(self) -> None:
        return None


@pytest.mark.parametrize("error", [ExecuteError("the query was stopped."), sqlite3.Error("never seen before")])
def test_what_goes_wrong_inside_is_an_answer_that_failed(agent: Agent, viewer: Caller, error: Exception) -> None:
    engine = Broken(agent, error)
    failing = Agent(load_model(), {"main": engine})
    assert failing.explain("cost", caller=viewer).status == "answered"
    engine.broken = True
    answer = failing.ask("cost", caller=viewer)
    assert (answer.status, answer.rows) == ("failed", ())
    assert "never seen before" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "x" * 50_000,
        "cost " * 2_000,
        "\x00\x01\x02",
        "💥💸",
        "'; DROP TABLE gold.daily_leakage_summary; --",
        "{scope} {window} %s {}",
        "last 999999999999999999999 days cost",
        "cost on 9999-12-31",
        "top 0 steps by calls",
        "ＣＯＳＴ",
        "שלום عالم",
        "cost\n\n\nby\tdevice",
    ],
)
def test_no_input_breaks_it(agent: Agent, viewer: Caller, question: str) -> None:
    answer = agent.ask(question, caller=viewer)
    assert answer.status in {"answered", "declined"}, answer.answer
