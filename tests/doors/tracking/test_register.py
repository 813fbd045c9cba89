"""The agent logged and registered: only what passed the gate, and it answers where nothing of ours is installed."""

import json
import os
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import pytest

from doors.context import Context
from doors.tracing.store import open_store
from doors.tracking.register import EXAMPLE, Forced, Registered, refuse_unfit, register
from evals.recorded import Recorded
from evals.report import Gate
from pipeline.errors import TrackingError
from pipeline.serving import served
from pipeline.settings import Settings

GATE = (
    Gate(name="right", value=0.97, least=0.95, holds=True),
    Gate(name="silently_wrong", value=0.02, most=0.01, holds=False),
)
FAILED = Recorded(
    recorded_at=datetime(2026, 11, 20, tzinfo=UTC), version="v", cases=3, right=0.97, silently_wrong=0.02, p95_ms=9.0,
    regressions=0, gate=GATE, passed=False,
)  # fmt: skip
VERA = Forced("vera", "a trial for the pilot group")

LOADED = """
import json, sys
import mlflow
model = mlflow.pyfunc.load_model(sys.argv[1])
reply = model.predict(json.loads(sys.argv[2]))
import agent
print(json.dumps({"from": agent.__file__, "reply": reply}))
"""


def test_what_failed_the_gate_is_refused_with_the_reason() -> None:
    with pytest.raises(TrackingError, match=r"silently_wrong is 0.02, at most 0.01") as refused:
        refuse_unfit(FAILED, None)
    assert "--force" in str(refused.value)
    refuse_unfit(FAILED, VERA)
    refuse_unfit(FAILED.model_copy(update={"passed": True}), None)


@pytest.fixture(scope="module")
def registered(built: Settings) -> Registered:
    return register(open_store(built), built, FAILED, VERA, served(built).database)


@pytest.mark.slow
class TestRegistered:
    def test_it_says_who_forced_it_and_which_agent_it_is(self, built: Settings, registered: Registered) -> None:
        client = open_store(built).mlflow.MlflowClient()
        tags = client.get_model_version(registered.name, registered.version).tags
        assert (tags["gate"], tags["forced_by"], tags["forced_because"]) == ("forced", VERA.who, VERA.why)
        assert {"agent", "semantic_model", "prompt.read", "product", "evaluation"} <= set(tags)
        assert client.get_run(registered.run_id).data.metrics["silently_wrong"] == 0.02

    def test_it_answers_where_nothing_of_ours_is_installed(
        self, built: Settings, registered: Registered, tmp_path: Path
    ) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEAKAGE_", "PYTHON"))}
        environment |= {"PYTHONPATH": sysconfig.get_paths()["purelib"], "MLFLOW_TRACKING_URI": open_store(built).uri}
        bare = Path(sys._base_executable)  # type: ignore[attr-defined]  # the interpreter without our environment
        command = [bare, "-c", LOADED, registered.model_uri, json.dumps(EXAMPLE)]
        ran = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.stdout, ran.stderr
        loaded = json.loads(ran.stdout.splitlines()[-1])
        assert "/code/agent/" in loaded["from"]
        with Context(built) as context:
            here = context.ask(EXAMPLE["input"][0]["content"])
        there = loaded["reply"]
        assert there["output"][0]["content"][0]["text"] == here.answer
        assert there["custom_outputs"]["facts"] == json.loads(here.model_dump_json())["facts"]
