"""Every question that comes through a door leaves one record, whatever became of it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from agent.answer import Agent
from agent.planner import Caller
from doors.context import Context
from pipeline.audit import AuditLog
from pipeline.errors import PublishError, TalkError
from pipeline.settings import Settings, load_settings
from ui.brief.made import make

LEAKAGE = Path(sys.executable).parent / "leakage"


def leakage(settings: Settings, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LEAKAGE_HOME": str(settings.home), "LEAKAGE_USER": "vera", "COLUMNS": "200"}
    return subprocess.run([LEAKAGE, *words], env=environment, input=stdin, capture_output=True, text=True, check=False)


def since(settings: Settings, record: int) -> list[dict[str, Any]]:
    """The records after one, the oldest first."""
    return [row for row in AuditLog(settings).read(10_000) if row["record"] > record][::-1]


@pytest.fixture
def so_far(built: Settings) -> int:
    """The last record before a test."""
    return AuditLog(built).verify().records


def test_a_question_leaves_how_it_was_answered(built: Settings, so_far: int) -> None:
    with Context(built, door="page") as context:
        answer = context.ask("leaked calls by journey", conversation="audited", caller=Caller("max", "viewer"))
        run_id = context.last_run().run_id
    (record,) = since(built, so_far)
    said = {
        "door": "page", "act": "ask", "user": "max", "role": "viewer", "conversation_id": "audited",
        "question": "leaked calls by journey", "status": "answered", "label": answer.label, "code": None,
        "reading": answer.plan.said, "trace_id": answer.trace_id, "run_id": run_id, "language": "en",
        "row_count": sum(query.row_count for query in answer.queries),
    }  # fmt: skip
    assert {name: record[name] for name in said} == said
    assert json.loads(record["sql"]) == [query.sql for query in answer.queries]
    assert json.loads(record["tables"]) == ["gold.daily_leakage_summary"]
    assert len(record["model"]) == 16
    assert record["ms"] > 0


def test_no_figure_is_recorded(built: Settings, so_far: int) -> None:
    with Context(built) as context:
        answer = context.ask("leaked calls by journey")
    (record,) = since(built, so_far)
    told = json.dumps({name: value for name, value in record.items() if "hash" not in name}, default=str)
    assert not [fact.text for fact in answer.facts if fact.unit == "number" and f'"{fact.text}"' in told]
    assert answer.answer not in told


def test_refusals_questions_back_and_explanations_leave_one_too(built: Settings, so_far: int) -> None:
    with Context(built) as context:
        context.ask("how is the weather on the moon")
        context.ask("  ")
        context.explain("cost by segment")
    declined, empty, explained = since(built, so_far)
    assert (declined["status"], bool(declined["code"])) == ("declined", True)
    assert (empty["status"], empty["code"]) == ("declined", "empty_question")
    assert (explained["act"], explained["status"], explained["row_count"]) == ("explain", "answered", 0)


def test_failures_and_crashes_leave_one_too(
    built: Settings, so_far: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Context(built) as context:
        context.ask("cost by segment", conversation="hers")
        with pytest.raises(TalkError):
            context.ask("cost by segment", conversation="hers", caller=Caller("max", "viewer"))
        with monkeypatch.context() as broken:
            broken.setattr(Agent, "ask", interrupted)
            with pytest.raises(KeyboardInterrupt):
                context.ask("cost by segment")
    assert [(one["status"], one["code"]) for one in since(built, so_far)] == [
        ("answered", None), ("failed", "conversation"), ("failed", "KeyboardInterrupt"),
    ]  # fmt: skip
    empty = load_settings(home=tmp_path)
    with Context(empty) as context, pytest.raises(PublishError):
        context.ask("cost")
    assert [one["code"] for one in since(empty, 0)] == ["publish"]


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with Context(load_settings(home=tmp_path / "mistyped")) as context, pytest.raises(PublishError):
        context.ask("cost")
    assert not (tmp_path / "mistyped").exists()


def test_text_that_no_file_takes_is_recorded_all_the_same(built: Settings, so_far: int) -> None:
    with Context(built) as context:
        context.ask("cost \ud800 \0 by segment")
        context.ask("cost by segment")
    assert [one["question"] for one in since(built, so_far)] == ["cost \\ud800 \0 by segment", "cost by segment"]


@pytest.mark.slow
def test_a_briefing_names_its_door(built: Settings, so_far: int) -> None:
    with Context(built.model_copy(update={"brief_most_days_old": 100_000}), door="page") as context:
        made = make(context, "executive", "en")
    records = since(built, so_far)
    assert {one["door"] for one in records} == {"briefing"}
    assert {section.question for section in made.briefing.sections} <= {one["question"] for one in records}
    assert len({one["run_id"] for one in records}) == 1


@pytest.mark.slow
def test_many_at_once_leave_one_each(built: Settings, so_far: int) -> None:
    questions = [f"top {number} error codes" for number in range(1, 41)]
    with Context(built) as context, ThreadPoolExecutor(16) as pool:
        list(pool.map(context.ask, questions))
    assert sorted(one["question"] for one in since(built, so_far)) == sorted(questions)
    assert AuditLog(built).verify().slips == ()


@pytest.mark.slow
def test_the_command_records_lists_and_checks(small: Settings) -> None:
    assert "Nothing of that kind" in leakage(small, "audit").stdout
    leakage(small, "ask", "cost by segment")
    leakage(small, "ask", "--batch", "-", stdin='{"id": 1, "question": "calls by device", "role": "viewer"}\n')
    listed = json.loads(leakage(small, "audit", "--json").stdout)
    assert [(one["question"], one["door"], one["role"]) for one in listed] == [
        ("calls by device", "command", "viewer"), ("cost by segment", "command", "care_ops"),
    ]  # fmt: skip
    assert "cost by segment" in leakage(small, "audit", "--user", "vera").stdout
    assert "Nothing of that kind" in leakage(small, "audit", "--user", "max").stdout
    whole = leakage(small, "audit", "verify")
    assert (whole.returncode, "2 records, each as it was written" in whole.stdout) == (0, True)
    (small.tables / "ops" / "audit_log.head.json").write_text('{"record": 3, "hash": ""}')
    cut = leakage(small, "audit", "verify")
    assert (cut.returncode, "record 3 is missing at the end" in cut.stdout) == (1, True)
