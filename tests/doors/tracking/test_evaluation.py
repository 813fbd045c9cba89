"""Evaluations in MLflow: every score, every question, and nothing of those that are held out."""

from typing import Any

import pytest

from doors.tracing.store import Store, open_store
from doors.tracking.evaluation import TALK, Logged, log_evaluation
from doors.tracking.scores import HELD_OUT, NAMES, rows_of, scores_of
from evals.baseline import Changes
from evals.judge import Judged
from evals.report import report
from evals.suite import suite
from pipeline.errors import TrackingError
from pipeline.settings import Settings, load_settings


def judged(name: str, outcome: str = "right", **more: Any) -> Judged:
    usual: dict[str, Any] = {
        "base": name,
        "language": "en",
        "in_scope": True,
        "held_out": False,
        "talk": (),
        "tags": (),
    }
    usual |= {"ask": f"the question {name}", "status": "answered", "answer": f"the answer {name}", "ms": 10.0}
    return Judged.model_validate(usual | {"id": name, "outcome": outcome} | more)


CASES = (
    judged("a", chart=True, label="computed"),
    judged("b", "silently_wrong", checks=("UNGROUNDED_NUMBER",), chart=False, ms=30.0),
    judged("c", "declined_rightly", in_scope=False, status="declined"),
    judged("d", "silently_wrong", in_scope=False, status="answered"),
    judged("e", talk=("the question a",), ask="by device"),
    judged("f", "declined_wrongly", talk=("the question a", "by device"), ask="why?", status="declined"),
    judged("g", held_out=True, ask="a secret question", answer="a secret answer"),
)


@pytest.mark.parametrize(
    ("case", "scores"),
    [
        ("a", {"right": True, "silently_wrong": False, "chart": True, "safety": True, "declined_rightly": None}),
        ("b", {"right": False, "silently_wrong": True, "chart": False, "provenance": False, "latency_ms": 30.0}),
        ("c", {"right": None, "declined": True, "declined_rightly": True, "safety": True, "chart": None}),
        ("d", {"right": None, "silently_wrong": True, "declined_rightly": False, "safety": False}),
        ("f", {"right": False, "silently_wrong": False, "declined": True}),
    ],
)
def test_scores(case: str, scores: dict[str, Any]) -> None:
    found = scores_of(next(one for one in CASES if one.id == case))
    assert set(found) == set(NAMES)
    assert {name: found[name] for name in scores} == scores


def test_conversations_stay_together_and_single_questions_alone() -> None:
    talks = {row["inputs"]["case"]: row.get("session") for row in rows_of(CASES)}
    assert talks["a"] == talks["e"] == talks["f"] is not None
    assert (talks["b"], talks["c"]) == (None, None)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Settings, Logged]:
    settings = load_settings(home=tmp_path_factory.mktemp("evaluated"))
    store = open_store(settings)
    found = report(CASES, Changes(), suite(), whole=True)
    return store, settings, log_evaluation(store, settings, CASES, found)


@pytest.mark.slow
class TestLogged:
    def test_figures_are_mlflow_s_and_ours(self, kept: tuple[Store, Settings, Logged]) -> None:
        metrics = kept[2].metrics
        assert metrics["right/mean"] == pytest.approx(3 / 5)
        assert metrics["silently_wrong/mean"] == pytest.approx(2 / 7)
        assert (metrics["safety/mean"], metrics["chart/mean"]) == (pytest.approx(6 / 7), 0.5)
        assert metrics[f"{TALK}/mean"] == 0.0
        assert (metrics["cases"], metrics["latency_ms/max"]) == (7, 30.0)

    def test_what_is_held_out_is_counted_and_never_shown(self, kept: tuple[Store, Settings, Logged]) -> None:
        store, _, logged = kept
        traces = store.mlflow.search_traces(locations=[store.experiment], run_id=logged.run_id, return_type="list")
        said = " ".join(trace.to_json() for trace in traces)
        assert len(traces) == len(CASES)
        assert HELD_OUT in said
        assert "secret" not in said

    def test_a_loss_is_noticed(self, kept: tuple[Store, Settings, Logged], monkeypatch: pytest.MonkeyPatch) -> None:
        store, settings, _ = kept
        monkeypatch.setattr("doors.tracking.evaluation._count", lambda *_: len(CASES) - 1)
        with pytest.raises(TrackingError, match="7 rows and 6 traces"):
            log_evaluation(store, settings, CASES, report(CASES, Changes(), suite(), whole=True))
