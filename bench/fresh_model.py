"""Whether a registered version answers in an environment of its own: fresh_model.py HOME [VERSION].

The latest version (or the one given) of the home's agent is loaded in a new virtual environment that holds what the
version pins and nothing else, and is asked golden questions; each whole answer must be the one that is given here.
The version should have its tables along (`leakage register --with-data`), so that both answer from the same data.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from doors.context import Context
from doors.tracing.store import Store, open_store
from doors.tracking.evaluation import last_release
from evals.cases import load_golden
from pipeline.settings import load_settings

EVERY = 50
OWN = {"trace_id", "timings_ms", "queries"}
"""What is another one's each time: its identity and how long it took."""
LOADED = """
import json, sys
import mlflow
model = mlflow.pyfunc.load_model(sys.argv[1])
for question in json.load(sys.stdin):
    reply = model.predict({"input": [{"role": "user", "content": question}]})
    print("REPLY" + json.dumps(reply["custom_outputs"]), flush=True)
"""


def main(home: str, version: str = "") -> None:
    """Install, load, ask and compare; ends with 1 where an answer differs."""
    settings = load_settings(home=home)
    store = open_store(settings)
    model = f"models:/{settings.mlflow_model}/{version or last_release(store, settings)[0]}"
    questions = [case.ask for case in load_golden() if not case.talk][::EVERY]
    with tempfile.TemporaryDirectory(prefix="leakage-fresh-") as folder:
        there = _answers(_environment(Path(folder), store, model), folder, store, model, questions)
    with Context(settings) as context:
        here = [json.loads(context.ask(question).model_dump_json()) for question in questions]
    differ = [
        question for question, one, other in zip(questions, here, there, strict=True) if _kept(one) != _kept(other)
    ]
    print(json.dumps({"model": model, "questions": len(questions), "differ": differ}, ensure_ascii=False, indent=2))
    sys.exit(bool(differ))


def _environment(folder: Path, store: Store, model: str) -> Path:
    """The interpreter of a new environment with the model's pinned requirements."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pinned = store.mlflow.pyfunc.get_model_dependencies(model)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, "-r", pinned], check=True)
    return python


def _answers(python: Path, folder: str, store: Store, model: str, questions: list[str]) -> list[dict[str, Any]]:
    """What the model answers there, nothing of this product being installed nor named by the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEAKAGE_", "PYTHON"))}
    environment |= {"MLFLOW_TRACKING_URI": store.uri}
    asked = {"input": json.dumps(questions), "stdout": subprocess.PIPE, "text": True, "check": True}
    ran: subprocess.CompletedProcess[str] = subprocess.run(
        [python, "-c", LOADED, model], env=environment, cwd=folder, **asked
    )
    replies = (line for line in ran.stdout.splitlines() if line.startswith("REPLY"))
    return [json.loads(line.removeprefix("REPLY")) for line in replies]


def _kept(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in OWN}


if __name__ == "__main__":
    main(*sys.argv[1:])
