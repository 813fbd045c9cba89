"""Traces and what people said of answers, in MLflow; and that answers do without them."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from doors.context import Context
from doors.tracing.store import Store, open_store
from doors.tracing.tracer import THUMBS, Tracer, find_trace
from pipeline.errors import TrackingError
from pipeline.settings import Settings, load_settings


def _traced(built: Settings) -> Settings:
    return load_settings(**built.model_dump() | {"trace": True})


@pytest.mark.slow
def test_an_answer_s_trace_is_there_with_what_was_said_of_it(built: Settings) -> None:
    with Context(_traced(built), door="server") as context:
        answer = context.ask("Billing calls by device", conversation="traced")
        context.judge(answer.trace_id, "down", reason="misread", comment="of M0012345")
    store = open_store(built)
    found = find_trace(store, answer.trace_id)
    assert found is not None
    trace = store.mlflow.get_trace(found)
    assert next(span.name for span in trace.data.spans) == "question"
    assert {"read", "plan", "compile", "validate", "execute", "explain"} < {span.name for span in trace.data.spans}
    tags, known = trace.info.tags, trace.info.trace_metadata
    assert (tags["leakage.door"], known["mlflow.trace.session"], known["mlflow.trace.user"]) == (
        "server", "traced", "vera",
    )  # fmt: skip
    assert {"leakage.run", "leakage.agent", "leakage.prompt.read", "leakage.semantic_model"} <= set(tags)
    (said,) = [one for one in trace.info.assessments if one.name == THUMBS]
    assert (said.value, said.rationale, said.source.source_id) == (False, "misread: of [removed]", "vera")


@pytest.mark.slow
def test_what_is_said_later_by_another_program_finds_its_trace(built: Settings) -> None:
    settings = _traced(built)
    with Context(settings) as context:
        answer = context.ask("Pharmacy calls by segment")
    with Context(settings) as later:
        later.judge(answer.trace_id, "up")
    store = open_store(built)
    trace = store.mlflow.get_trace(find_trace(store, answer.trace_id))
    assert [one.value for one in trace.info.assessments] == [True]


def test_answers_do_without_mlflow(built: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Settings) -> Store:
        raise TrackingError("MLflow is not installed.")

    with Context(built) as context:
        tracer = Tracer(built, broken)
        context._tracer = tracer
        with caplog.at_level(logging.WARNING):
            assert context.ask("Billing calls by device").status == "answered"
            assert tracer.flush()
    assert [record.getMessage() for record in caplog.records] == [
        "A trace could not be written: tracking: MLflow is not installed."
    ]


def test_nothing_of_mlflow_is_imported_unless_asked_for(built: Settings) -> None:
    code = (
        "import sys, json; from doors.context import Context; from pipeline.settings import load_settings\n"
        f"with Context(load_settings(home={str(built.home)!r})) as context: context.ask('Billing calls by device')\n"
        "print(json.dumps('mlflow' in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert json.loads(ran.stdout.splitlines()[-1]) is False
