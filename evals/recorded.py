"""Evaluations that were made, in a file of the home: whether the agent as it is now has passed the gate."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from evals.report import Gate, Report
from evals.suite import Strict

FILE = "evaluations.jsonl"


class Recorded(Strict):
    """One evaluation of all golden questions.

    Attributes:
        version: A fingerprint of all that its figures follow from.
        regressions: How many cases have become worse than the baseline.
        passed: Whether it was good enough for a release.
    """

    recorded_at: datetime
    version: str
    cases: int
    right: float
    silently_wrong: float
    p95_ms: float
    regressions: int
    gate: tuple[Gate, ...]
    passed: bool

    @property
    def failures(self) -> list[str]:
        """What keeps it from passing, in words."""
        missed = [f"{one.name} is {one.value:g}, {_bound(one)}" for one in self.gate if not one.holds]
        worse = [f"{self.regressions} questions have become worse"] if self.regressions else []
        return missed + worse


def _bound(one: Gate) -> str:
    return f"at least {one.least:g} is asked for" if one.least is not None else f"at most {one.most:g} is allowed"


def record(state: Path, found: Report, version: str) -> Recorded:
    """Add an evaluation of all golden questions to those of a home.

    Args:
        state: The home's folder of state.
        found: What it amounts to.
        version: A fingerprint of all that its figures follow from.
    """
    made = recorded(found, version)
    state.mkdir(parents=True, exist_ok=True)
    with (state / FILE).open("a", encoding="utf-8") as file:
        file.write(made.model_dump_json() + "\n")
    return made


def recorded(found: Report, version: str) -> Recorded:
    """What is recorded of an evaluation of a version."""
    return Recorded(
        recorded_at=datetime.now(UTC),
        version=version,
        cases=found.total.cases,
        right=found.total.right,
        silently_wrong=found.total.silently_wrong,
        p95_ms=found.latency_ms.p95,
        regressions=len(found.changes.regressions),
        gate=found.gate,
        passed=found.passed,
    )


def latest(state: Path, version: str) -> Recorded | None:
    """The latest evaluation of this version; None when it was not evaluated."""
    return next((one for one in reversed(list(_read(state / FILE))) if one.version == version), None)


def _read(file: Path) -> Iterator[Recorded]:
    """Every record; a line that an interrupted program left unfinished says nothing."""
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        try:
            yield Recorded.model_validate_json(line)
        except ValidationError:
            continue
