"""An evaluation in MLflow: each golden question with its answer and its scores, comparable with the last release."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

from doors.tracing.store import Store
from doors.tracing.versions import evaluated_version, versions
from doors.tracking.scores import LATENCY, NAMES, rows_of
from evals.judge import Judged
from evals.report import Report
from pipeline.errors import TrackingError
from pipeline.settings import Settings

_ONE_AT_A_TIME = ("MLFLOW_GENAI_EVAL_MAX_WORKERS", "MLFLOW_GENAI_EVAL_MAX_SCORER_WORKERS")
"""MLflow loses traces on SQLite when several threads write."""
_QUIET = {"MLFLOW_GENAI_EVAL_SKIP_TRACE_VALIDATION": "true"}
TALK = "talk_right"


@dataclass(frozen=True)
class Logged:
    """An evaluation as it stands in MLflow.

    Attributes:
        metrics: Its figures.
        release: The registered version that it is compared with, and that one's figures; empty without any.
    """

    run_id: str
    rows: int
    metrics: Mapping[str, float]
    release: str
    released: Mapping[str, float]


def log_evaluation(store: Store, settings: Settings, judged: Sequence[Judged], found: Report) -> Logged:
    """Log an evaluation, and make sure that all of it is there.

    Args:
        store: Where.
        settings: The settings that it was made with.
        judged: Every question with what became of it.
        found: What it amounts to.

    Raises:
        TrackingError: MLflow lost some of it, or a score failed.
    """
    mlflow, release, released = store.mlflow, *last_release(store, settings)
    tags = versions(settings) | {"evaluation": evaluated_version(), "release": release}
    with mlflow.start_run(run_name=f"evaluation {tags['agent']}", tags=tags) as run, _undisturbed(store):
        result = mlflow.genai.evaluate(data=_data(judged), scorers=_scorers(mlflow))
        figures = _figures(found)
        mlflow.log_metrics(figures)
        mlflow.log_dict(found.model_dump(mode="json", exclude={"cases"}), "report.json")
    _refuse_lost(store, run.info.run_id, result, len(judged))
    metrics = {name: float(value) for name, value in result.metrics.items()}
    return Logged(run.info.run_id, len(judged), metrics | figures, release, released)


def last_release(store: Store, settings: Settings) -> tuple[str, dict[str, float]]:
    """The latest registered version, and the figures that it was registered with; empty when there is none."""
    client = store.mlflow.MlflowClient()
    found = client.search_model_versions(f"name = '{settings.mlflow_model}'")
    if not found:
        return "", {}
    latest = max(found, key=lambda one: int(one.version))
    return str(latest.version), dict(client.get_run(latest.run_id).data.metrics) if latest.run_id else {}


def _data(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    from mlflow.entities.dataset_record_source import DatasetRecordSource, DatasetRecordSourceType

    def sourced(row: dict[str, Any]) -> dict[str, Any]:
        talk = row.pop("session", None)
        if talk is None:
            return row
        return row | {
            "source": DatasetRecordSource(source_type=DatasetRecordSourceType.CODE, source_data={"session_id": talk})
        }

    return [sourced(row) for row in rows_of(judged)]


def _scorers(mlflow: Any) -> list[Any]:
    """The scores as MLflow's scorers: code, no model; what there is nothing to score of has no value."""
    return [*(_scorer(mlflow, name) for name in NAMES), _talk_scorer(mlflow)]


def _scorer(mlflow: Any, name: str) -> Any:
    def score(outputs: dict[str, Any]) -> Any:
        return outputs["scores"][name]

    aggregations = ["mean", "median", "p90", "max"] if name == LATENCY else ["mean"]
    return mlflow.genai.scorer(score, name=name, aggregations=aggregations)


def _talk_scorer(mlflow: Any) -> Any:
    """Whether every answer of a conversation that should be right is."""

    def score(session: list[Any]) -> bool:
        outputs = (trace.data.spans[0].outputs for trace in session)
        return all(one["scores"]["right"] is not False for one in outputs)

    return mlflow.genai.scorer(score, name=TALK, aggregations=["mean"])


def _figures(found: Report) -> dict[str, float]:
    """The figures of the gate, under the names that a registered version has them by."""
    return {"cases": found.total.cases, "p95_ms": found.latency_ms.p95, **{one.name: one.value for one in found.gate}}


@contextmanager
def _undisturbed(store: Store) -> Iterator[None]:
    """Have MLflow write one thing after the other where it would lose some, and print nothing among the results."""
    wanted = _QUIET | (dict.fromkeys(_ONE_AT_A_TIME, "1") if store.uri.startswith("sqlite") else {})
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _refuse_lost(store: Store, run_id: str, result: Any, wanted: int) -> None:
    """Check that every question is there with every score: MLflow itself goes on when it loses some."""
    table = result.result_df
    traces = _count(store, run_id)
    if len(table) != wanted or traces != wanted:
        raise TrackingError(
            f"of {wanted} questions, MLflow has {len(table)} rows and {traces} traces.", "Run it again."
        )
    failed = [name for name in NAMES if f"{name}/error" in table and table[f"{name}/error"].notna().any()]
    if failed:
        raise TrackingError(f"MLflow could not score {', '.join(failed)}.")


def _count(store: Store, run_id: str) -> int:
    found = store.mlflow.search_traces(
        locations=[store.experiment], run_id=run_id, max_results=1_000_000, return_type="list", include_spans=False
    )
    return len(found)
