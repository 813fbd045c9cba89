"""What one answer is worth: its outcome, why, and what else is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.reply import Answer
from evals.cases import Case
from evals.compare import Reference, difference
from evals.grounding import ungrounded
from evals.suite import Strict, Tolerances
from evals.table import Table, table_of

Outcome = Literal[
    "right",
    "silently_wrong",
    "declined_rightly",
    "declined_wrongly",
    "asked_back_rightly",
    "asked_back_wrongly",
    "failed",
]
OUTCOMES: tuple[Outcome, ...] = (
    "right",
    "declined_rightly",
    "asked_back_rightly",
    "silently_wrong",
    "declined_wrongly",
    "asked_back_wrongly",
    "failed",
)
GOOD = frozenset(OUTCOMES[:3])

Check = Literal["UNGROUNDED_NUMBER", "WRONG_LANGUAGE", "CHANGED_ANSWER"]
"""What must never be the case, whatever the outcome."""
CHECKS: tuple[Check, ...] = ("UNGROUNDED_NUMBER", "WRONG_LANGUAGE", "CHANGED_ANSWER")

_MIXED = "mixed"
"""The tag of questions in two languages at once, or in none: either may answer."""
_SHOWN = 3
"""So many rows are shown of a result that differs."""


class Judged(Strict):
    """A case, its answer's outcome, and why; ``chart`` says whether its chart fits its table, None without one."""

    id: str
    ask: str
    talk: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    base: str
    in_scope: bool
    held_out: bool
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    details: tuple[str, ...] = ()
    status: str
    label: str | None = None
    chart: bool | None = None
    answer: str
    ms: float

    @property
    def good(self) -> bool:
        """Whether the answer is what it should be."""
        return self.outcome in GOOD


@dataclass(frozen=True)
class Rules:
    """What answers are judged by: tolerances, and the intents whose answers have a plan."""

    tolerances: Tolerances
    planned: frozenset[str] = frozenset()


def outcome_of(
    case: Case, answer: Answer, reference: Reference | None, rules: Rules
) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome of an answer, and the reasons when it is not what it should be."""
    if answer.status == "failed":
        return "failed", ("FAILED",)
    expected = answer.status in case.status
    if answer.status == "answered":
        reasons = tuple(_faults(case, answer, reference, rules)) if expected else ("ANSWERED_OUT_OF_SCOPE",)
        return ("silently_wrong" if reasons else "right"), reasons
    if answer.status == "declined":
        return ("declined_rightly", ()) if expected else ("declined_wrongly", ("DECLINED",))
    return ("asked_back_rightly", ()) if expected else ("asked_back_wrongly", ("ASKED_BACK",))


def _faults(case: Case, answer: Answer, reference: Reference | None, rules: Rules) -> Iterator[str]:
    if reference is not None:
        yield from difference(reference, table_of(answer.columns, answer.rows), _near(answer, rules.tolerances))
    if case.intent and not _has_intent(answer, case.intent, rules.planned):
        yield "INTENT_DIFFERENCE"
    if any(text not in answer.answer for text in case.says):
        yield "TEXT_MISSING"


def _has_intent(answer: Answer, intent: str, planned: frozenset[str]) -> bool:
    """Whether an answer has an intent; one without a plan (help, a definition) shows by having none."""
    return intent not in planned if answer.plan is None else answer.plan.plan.intent == intent


def _near(answer: Answer, tolerances: Tolerances) -> list[float]:
    described = {column.name: column for column in answer.plan.columns} if answer.plan else {}
    return [tolerances.of(described.get(name)) for name in answer.columns]


def checks_of(case: Case, answer: Answer, known: Iterable[str]) -> Iterator[tuple[Check, str]]:
    """What is wrong with an answer whatever its outcome, and the words to show for it."""
    if answer.status == "answered":
        found = ungrounded(answer, (case.ask, *case.talk, *known))
        if found:
            yield "UNGROUNDED_NUMBER", f"no value is {', '.join(found)}"
    told_apart = case.twinned and _MIXED not in case.tags
    if told_apart and answer.status != "failed" and answer.language != case.language:
        yield "WRONG_LANGUAGE", f"answered in {answer.language}, asked in {case.language}"


def details_of(case: Case, answer: Answer, reference: Reference | None, reasons: Sequence[str]) -> Iterator[str]:
    """What was expected and what came, for the reasons that need more than their name."""
    if reference is not None and answer.status == "answered" and set(reasons) - {"INTENT_DIFFERENCE", "TEXT_MISSING"}:
        yield f"expected {_shown(reference.table)}"
        yield f"got {_shown(table_of(answer.columns, answer.rows))}"
    if "INTENT_DIFFERENCE" in reasons:
        yield f"intent {answer.plan.plan.intent if answer.plan else 'none'} instead of {case.intent}"
    if "TEXT_MISSING" in reasons:
        yield "not said: " + " · ".join(text for text in case.says if text not in answer.answer)
    if answer.plan:
        yield f"read as {answer.plan.said}"


def _shown(table: Table) -> str:
    rows = "; ".join(", ".join(str(cell) for cell in row) for row in table.rows[:_SHOWN])
    more = f"; … {len(table.rows)} rows" if len(table.rows) > _SHOWN else ""
    return f"[{', '.join(table.columns)}] {rows}{more}" if table.rows else "no rows"
