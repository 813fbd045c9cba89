"""What became of each case the last time that somebody accepted it: a case that was right must stay right."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from evals.judge import GOOD, Judged, Outcome
from evals.suite import Strict
from pipeline.errors import EvaluationError

BASELINE = Path(__file__).with_name("baseline.yml")

_HEAD = (
    "# The accepted outcome of each golden question; written by `leakage eval --update-baseline`.\n"
    "# Held-out cases stand under a digest of their id.\n"
)
Outcomes = Mapping[str, Outcome]


class Changes(Strict):
    """How the outcomes differ from the baseline: ids, those of held-out cases as digests."""

    regressions: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def read_baseline(file: Path) -> Outcomes:
    """Read the accepted outcomes; there are none before the first baseline.

    Raises:
        EvaluationError: The file is not as it must be.
    """
    if not file.exists():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return TypeAdapter(dict[str, Outcome]).validate_python(content)
    except (OSError, ValueError, yaml.YAMLError) as wrong:
        raise EvaluationError(
            f"the baseline {file} cannot be read: {wrong}", "`leakage eval --update-baseline` writes it anew."
        ) from None


def write_baseline(file: Path, judged: Iterable[Judged]) -> None:
    """Accept the outcomes as they are.

    Raises:
        EvaluationError: The file cannot be written.
    """
    outcomes = {_name(one): one.outcome for one in judged}
    try:
        file.write_text(_HEAD + yaml.safe_dump(dict(sorted(outcomes.items()))), encoding="utf-8")
    except OSError as refused:
        raise EvaluationError(f"the baseline {file} cannot be written: {refused.strerror}.") from None


def changes(accepted: Outcomes, judged: Iterable[Judged], *, whole: bool) -> Changes:
    """Compare outcomes with the accepted ones.

    Args:
        accepted: The baseline.
        judged: The cases as they are now.
        whole: Whether these are all cases, so that one that is missing is gone.
    """
    cases = list(judged)
    before = {_name(one): accepted.get(one.id) or accepted.get(digest(one.id)) for one in cases}
    ever = {key for one in cases for key in (one.id, digest(one.id))}
    return Changes(
        regressions=tuple(_name(one) for one in cases if before[_name(one)] in GOOD and not one.good),
        improvements=tuple(_name(one) for one in cases if before[_name(one)] not in (None, *GOOD) and one.good),
        new=tuple(_name(one) for one in cases if before[_name(one)] is None),
        gone=tuple(sorted(set(accepted) - ever)) if whole else (),
    )


def digest(case: str) -> str:
    """The name under which a held-out case is recorded."""
    return "held-out-" + hashlib.sha256(case.encode()).hexdigest()[:12]


def _name(one: Judged) -> str:
    return digest(one.id) if one.held_out else one.id
