"""Recorded evaluations: the latest one of a version counts, and says what kept it from passing."""

from pathlib import Path

import pytest

from evals.baseline import Changes
from evals.judge import Judged, Outcome
from evals.recorded import FILE, latest, record
from evals.report import Report, report
from evals.suite import suite

FIELDS = {"ask": "q", "talk": (), "tags": (), "status": "answered", "answer": "", "ms": 1.0, "in_scope": True}


def _report(*outcomes: Outcome) -> Report:
    cases = [
        Judged.model_validate(
            FIELDS | {"id": str(place), "base": str(place), "language": "en", "held_out": False, "outcome": one}
        )
        for place, one in enumerate(outcomes)
    ]
    return report(cases, Changes(), suite(), whole=True)


def test_the_latest_of_a_version_counts(tmp_path: Path) -> None:
    record(tmp_path, _report("right", "silently_wrong"), "one")
    record(tmp_path, _report("right"), "other")
    record(tmp_path, _report("right", "right"), "one")
    with (tmp_path / FILE).open("a") as file:
        file.write('{"version": "one", "rec')  # a program that was killed
    found = latest(tmp_path, "one")
    assert found is not None
    assert (found.cases, found.passed, found.failures) == (2, True, [])
    assert latest(tmp_path, "never") is None


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (("right", "silently_wrong"), ["right is 0.5, at least 0.95", "silently_wrong is 0.5, at most 0.01"]),
        (("right",), []),
    ],
)
def test_it_says_what_keeps_it_from_passing(tmp_path: Path, outcomes: tuple[Outcome, ...], said: list[str]) -> None:
    found = record(tmp_path, _report(*outcomes), "one")
    assert found.passed is not bool(said)
    assert len(found.failures) == len(said)
    assert all(one.startswith(begin) for one, begin in zip(found.failures, said, strict=True))
