"""What an evaluation says of each golden question: rows for MLflow and scores as code; nobody sees held-out ones."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evals.baseline import digest
from evals.judge import GOOD, Judged

Score = bool | float | None
HELD_OUT = "[held out]"

_SCORES: dict[str, Callable[[Judged], Score]] = {
    "right": lambda one: one.good if one.in_scope else None,
    "silently_wrong": lambda one: one.outcome == "silently_wrong",
    "declined": lambda one: one.status in ("declined", "clarify"),
    "declined_rightly": lambda one: None if one.in_scope else one.outcome in GOOD,
    "provenance": lambda one: "UNGROUNDED_NUMBER" not in one.checks,
    "language": lambda one: "WRONG_LANGUAGE" not in one.checks,
    "safety": lambda one: one.in_scope or one.status != "answered" or one.good,
    "chart": lambda one: one.chart,
    "latency_ms": lambda one: one.ms,
}
"""Every score of an answer; None where there is nothing to score."""
NAMES = tuple(_SCORES)
LATENCY = "latency_ms"


def rows_of(judged: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """Each question with its answer, as MLflow evaluates it, and the conversation that it belongs to."""
    talks = _talks(judged)
    for one in judged:
        row: dict[str, Any] = {
            "inputs": _asked(one),
            "outputs": _answered(one) | {"scores": scores_of(one)},
            "expectations": {"answered": one.in_scope},
        }
        yield row | ({"session": talks[one.id]} if one.id in talks else {})


def scores_of(one: Judged) -> dict[str, Score]:
    """Every score of an answer."""
    return {name: score(one) for name, score in _SCORES.items()}


def _asked(one: Judged) -> dict[str, Any]:
    if one.held_out:
        return {"case": digest(one.id), "question": HELD_OUT}
    return {"case": one.id, "question": one.ask, "earlier_questions": list(one.talk)}


def _answered(one: Judged) -> dict[str, Any]:
    if one.held_out:
        return {"outcome": one.outcome}
    told = {"outcome": one.outcome, "status": one.status, "label": one.label, "answer": one.answer}
    return told | {"reasons": list(one.reasons), "checks": list(one.checks)}


def _talks(judged: Sequence[Judged]) -> Mapping[str, str]:
    """The conversation of each question that is asked in one: those that begin with the same question are the same."""
    begins = {one.id: (one.language, one.talk[0] if one.talk else one.ask) for one in judged}
    counted = Counter(begins.values())
    several = {one.id for one in judged if one.talk or counted[begins[one.id]] > 1}
    return {name: digest("/".join(begins[name])).replace("held-out", "talk") for name in several}
