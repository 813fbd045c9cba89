"""What a run amounts to: shares, parity, hold-out, the baseline and the gate."""

from pathlib import Path
from typing import Any

import pytest

from evals.baseline import Changes, changes, digest, read_baseline, write_baseline
from evals.judge import GOOD, Judged
from evals.report import report
from evals.suite import suite
from pipeline.errors import EvaluationError


def judged(name: str, outcome: str = "right", **more: Any) -> Judged:
    base = name.removesuffix("~es")
    given = {"base": base, "language": "es" if name != base else "en", "in_scope": True, "held_out": False}
    rest = {"ask": f"the question {name}", "talk": (), "tags": (), "status": "answered", "answer": "", "ms": 1.0}
    return Judged.model_validate(given | rest | {"id": name, "outcome": outcome} | more)


RUN = (
    judged("a", tags=("x",), ms=10),
    judged("a~es", tags=("x",), ms=20),
    judged("b", "silently_wrong", tags=("x", "y"), reasons=("RESULT_EXTRA_ROWS",), ms=30),
    judged("b~es", tags=("x", "y"), ms=40),
    judged("c", "declined_rightly", in_scope=False, ms=50),
    judged("d", "failed", held_out=True, tags=("z",), reasons=("FAILED",), ms=60),
)


def test_totals() -> None:
    found = report(RUN, Changes(), suite(), whole=True)
    assert (found.total.cases, found.total.good, found.total.scope, found.total.right) == (6, 0.6667, 5, 0.6)
    assert (found.total.silently_wrong, found.total.outcomes["failed"]) == (0.1667, 1)
    assert (found.tuned.good, found.held_out.good, found.overfit) == (0.8, 0.0, 0.8)
    assert {tag: part.cases for tag, part in found.tags.items()} == {"x": 4, "y": 2}
    assert found.reasons == {"RESULT_EXTRA_ROWS": 1, "FAILED": 1}


def test_parity_is_about_pairs() -> None:
    parity = report(RUN, Changes(), suite(), whole=True).parity
    assert (parity.pairs, parity.both, parity.only_english, parity.only_spanish, parity.neither) == (2, 1, 0, 1, 0)
    assert parity.difference == 0.5


def test_held_out_cases_are_counted_and_not_shown() -> None:
    hidden, shown = (report(RUN, Changes(), suite(), whole=True, shows_held_out=wanted) for wanted in (False, True))
    assert "the question d" not in hidden.model_dump_json()
    assert "the question d" in shown.model_dump_json()
    assert (hidden.held_out.cases, "z" in hidden.tags, "z" in shown.tags) == (1, False, True)


def test_the_gate() -> None:
    good = [judged(f"n{number}") for number in range(200)]
    worse = [
        *good[:197],
        *(judged(f"w{number}", "silently_wrong", checks=("UNGROUNDED_NUMBER",)) for number in range(3)),
    ]
    assert report(good, Changes(), suite(), whole=True).passed
    found = report(worse, Changes(), suite(), whole=True)
    assert [one.name for one in found.gate if not one.holds] == ["silently_wrong", "UNGROUNDED_NUMBER"]
    assert not found.passed
    assert report(worse, Changes(), suite(), whole=False).passed
    assert not report(good, Changes(regressions=("n1",)), suite(), whole=True).passed


def test_latency_is_of_all_answers() -> None:
    cases = [judged(f"n{number}", ms=number) for number in range(1, 101)]
    latency = report(cases, Changes(), suite(), whole=True).latency_ms
    assert (round(latency.p50), round(latency.p95), round(latency.p99)) == (50, 95, 99)


def test_changes_since_the_baseline(tmp_path: Path) -> None:
    file = tmp_path / "baseline.yml"
    assert changes(read_baseline(file), RUN, whole=True).new == ("a", "a~es", "b", "b~es", "c", digest("d"))
    write_baseline(file, [*RUN, judged("old")])
    assert changes(read_baseline(file), RUN, whole=True) == Changes(gone=("old",))
    later = (judged("a", "declined_wrongly"), judged("b"), judged("new"), judged("d", held_out=True))
    found = changes(read_baseline(file), later, whole=False)
    assert found == Changes(regressions=("a",), improvements=("b", digest("d")), new=("new",))


def test_another_way_of_being_right_is_no_regression(tmp_path: Path) -> None:
    file = tmp_path / "baseline.yml"
    for before in sorted(GOOD):
        write_baseline(file, [judged("a", before)])
        assert all(changes(read_baseline(file), [judged("a", now)], whole=True) == Changes() for now in GOOD)


def test_a_held_out_case_that_was_not_one_before(tmp_path: Path) -> None:
    file = tmp_path / "baseline.yml"
    write_baseline(file, [judged("a")])
    worse = judged("a", "failed", held_out=True)
    assert changes(read_baseline(file), [worse], whole=True) == Changes(regressions=(digest("a"),))


@pytest.mark.parametrize("text", ["[", "a: rihgt", "- a"])
def test_a_baseline_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "baseline.yml").write_text(text)
    with pytest.raises(EvaluationError, match=r"baseline\.yml"):
        read_baseline(tmp_path / "baseline.yml")
